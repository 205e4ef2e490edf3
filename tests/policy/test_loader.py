"""A policy file that is not as it should be stops the service from starting, by file and line."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from oocd.config import ROOT
from oocd.factory import create_app
from oocd.policy import service as policy
from oocd.policy.loader import FileMistake
from oocd.policy.store import Policies
from tests.conftest import settings_for
from tests.policy.small import DATED, small_policies

AGE = "national/gates/age.yaml"
FACTS = "national/facts.yaml"
OUTCOMES = "national/codes/outcomes.yaml"
BEFORE = "national/codes/previous_disposals.yaml"
KPI_6 = "national/returns/kpi_6.yaml"
HELD = "national/behaviours.yaml"
SEX = "national/codes/sex.yaml"
FEMALE, WAS, IS = "  female: {label: Female}", "{label: Girl, from: 2013-04-08", "{label: Female, from: 2020-01-01"
BLIND = "areas/oxfordshire/figures/blind_reading.yaml"
CLOCK = "national/time/closing.yaml"
ADULT = "national/figures/adult_age.yaml"
HOLDS = "holds: age_at_offence >= minimum_age"
CLOSING = (ROOT / "policies/national/time/closing.yaml").read_text()
NO_SUCH_CODE = """\
name: sex
about: Made up.
from: 2020-01-01
source: {title: Made up}
verified: false
codes:
  martian: {label: Martian}
"""
A_RULE = {"for": ["nfa"], "when": "give", "kind": "info", "holds": "admission == 'admitted'", "says": "Made up."}
NO_SUCH_RULE = """\
about: Made up.
rules:
  AGE-09:
    for: [any]
    when: decide
    kind: hard
    holds: age_at_offence >= minimum_age
    says: Made up.
    from: 2020-01-01
    source: {title: Made up}
    verified: false
"""


@pytest.fixture
def folder(tmp_path):
    return shutil.copytree(ROOT / "policies", tmp_path / "policies")


def edit(path: Path, old: str, new: str) -> None:
    written = path.read_text()
    assert old in written
    path.write_text(written.replace(old, new, 1))


def line_of(path: Path, marker: str) -> int:
    lines = path.read_text().splitlines()
    return next(number for number, line in enumerate(lines, start=1) if marker in line)


@pytest.mark.parametrize(
    ("name", "old", "new", "at", "words"),
    [
        (AGE, "    kind: hard", "\tkind: hard", "\tkind: hard", "This is not YAML"),
        (AGE, "    kind: hard", "    kind: hard\n    kind: soft", "kind: soft", "kind is written twice. Keep one."),
        (AGE, "    kind: hard", "    kind: hard\n    kinds: soft", "kinds:", "kinds: Unknown field."),
        (AGE, "    kind: hard", "    kind: firm", "kind: firm", "Write one of: hard, soft, acknowledge, info."),
        (AGE, "    when: decide", "    when: ever", "when: ever", "Write one of: recommend, decide, give"),
        (AGE, "from: 2013-04-08", 'from: "2013-04-08"', 'from: "', "year-month-day, without quotation marks"),
        (AGE, "  AGE-01:", "  AGE-01: {}\n  AGE-09:", "AGE-01:", "Missing data for required field."),
        (AGE, "for: [any]", "for: [caution]", "for: [caution]", "caution is not an outcome code."),
        (AGE, HOLDS, "holds: age_at_offnce >= 10", "holds:", "age_at_offnce is not a declared fact. Declare it"),
        (AGE, HOLDS, "holds: age_at_offence >=", "holds:", "The expression does not compile"),
        (AGE, HOLDS, 'holds: "true"', "holds:", "The expression names no fact"),
        (AGE, HOLDS, "holds: age_at_offence + 1", "holds:", "must answer true or false, not int"),
        (AGE, HOLDS, "holds: admission + 1 > 2", "holds:", "fails on facts of the declared types"),
        (AGE, HOLDS, "holds: 'age_at_offence == \"x\" || admission + 1 > 2'", "holds:", "fails on facts"),
        (AGE, HOLDS, f"{HOLDS}\n    only_if: outcome + 1 > 2", "only_if:", "AGE-01: The expression fails on facts"),
        (AGE, HOLDS, f"{HOLDS}\n    only_if: hair == 1", "only_if:", "hair is not a declared fact. Declare it"),
        (AGE, HOLDS, "holds: age_at_offence >= 10 || age_at_offence < 10", "holds:", "true whatever the facts."),
        (AGE, HOLDS, 'holds: evidence == evidence', "holds:", "AGE-01: The expression is true whatever the facts."),
        (AGE, HOLDS, 'holds: \'outcome != "caution"\'', "holds:", "AGE-01 asks nothing about the case. Name a fact"),
        (AGE, HOLDS, 'holds: offence_date > timestamp("2026-02-30T00:00:00Z")', "holds:", "fails on facts"),
        (AGE, "    from: 2013-04-08", "    from: 2013-04-08\n    to: 2013-04-07", "to:", "This ends before it begins."),
        (AGE, "    kind: hard\n", "    kind: hard\n    sources: {}\n", "sources:", "sources: Unknown field."),
        (SEX, FEMALE, f"  female:\n    - {WAS}, to: 2020-01-01}}\n    - {IS}}}", IS, "female.1.from: The version"),
        (SEX, FEMALE, f"  female:\n    - {WAS}}}\n    - {IS}, sort: 1}}", IS, "female.1.from: Two versions"),
        (SEX, FEMALE, "  female:\n    - {label: Female}\n    - {name: Girl}", "name: Girl", "female.1.label: Miss"),
        (HELD, "    when: decide\n", "    where: here\n", "where: here", "where: Unknown field."),
        (HELD, "    held_by: [", "    held_by: []  # [", "held_by: []", "Name the test that holds it."),
        (HELD, "    held_by: [", "    # held_by: [", "ADM-03:", "held_by: Missing data for required field."),
        (HELD, ".py::test_no_rule", ".py::no_rule", "::no_rule", "Name a test as tests/folder/test_file.py"),
        (HELD, "for: [outcome_22]", "for: [outcome_42]", "for: [outcome_42]", "outcome_42 is not an outcome code."),
        (HELD, "when: decide", "when: ever", "when: ever", "Write one of: recommend, decide, give"),
        (ADULT, "is: 18", "is: eighteen", "is: eighteen", "Write a value of type int."),
        (ADULT, "is: 18", "is: true", "is: true", "Write a value of type int."),
        (FACTS, "  adult_age:", "  age_of_adults:", "age_of_adults:", "no national figure called age_of_adults."),
        (ADULT, "    verified: false\n", "", "2013-04-08:", "verified: Missing data for required field."),
        (ADULT, "  2013-04-08:", '  "2013-04-08":', '"2013-04-08":', "without quotation marks"),
        (ADULT, "  2013-04-08:", "  2013-04-08: {}\n  2013-04-08: # 2", "# 2", "2013-04-08 is written twice."),
        (ADULT, "    is: 18", "", "2013-04-08:", "is: Missing data for required field."),
        (CLOCK, "unit: working_days", "unit: weeks", "unit: weeks", "Write one of: working_days,"),
        (CLOCK, "unit: working_days", "unit: minutes", "unit: minutes", "No clock of a case counts in this unit."),
        (CLOCK, "is: 5", "is: a few", "is: a few", "Write a whole number, without its unit."),
        (CLOCK, "is: 5", "is: -5", "is: -5", "Write a whole number, without its unit."),
        (CLOCK, "is: 5", "is: true", "is: true", "Write a whole number, without its unit."),
        (CLOCK, "starts: state_entered", "starts: whenever", "starts:", "Write one of: state_entered"),
        (CLOCK, "unit:", "only_shown: ''\nunit:", "only_shown:", "Write something here."),
        (CLOCK, "unit:", "standard: T1\nunit:", "standard:", "Write it as T-01."),
        (BLIND, "is: false", "is: true", "is: true", "The service cannot show a case without"),
        ("areas/bexley/area.yaml", "force: metropolitan", "force: nowhere", "force:", "no force folder called nowhere"),
        (OUTCOMES, "    weight: 0", "    weight: light", "weight: light", "nfa.weight: Not a valid integer."),
        (OUTCOMES, "    weight: 0", "    weight: 0\n    colour: red", "colour:", "nfa.colour: Unknown field."),
        (OUTCOMES, "    spent: never_a_record\n", "", "  nfa:", "nfa.spent: Missing data for required field."),
        (OUTCOMES, "forms: outcome_22_forms", "forms: kinds", "forms: kinds", "There is no codes/kinds.yaml."),
        (OUTCOMES, "revives: charge", "revives: court", "revives: court", "court is not in codes/outcomes.yaml."),
        (OUTCOMES, "due: yjs_referral_after_caution", "due: soon", "due: soon", "There is no time/soon.yaml."),
        (OUTCOMES, "on_failure: noted", "on_failure: shrug", "on_failure: shrug", "shrug is not in codes/on_failure"),
        (BEFORE, "counts_as: previous_convictions", "counts_as: crimes", "conviction:", "crimes is not a declared"),
        (KPI_6, "  youth_caution:", "  caution:", "  caution:", "caution is not an outcome code."),
        (KPI_6, "of_forms: {deferred_caution", "of_forms: {late", "of_forms:", "late is no form of outcome_22."),
        (KPI_6, "as: yc_yjs, ", "", "    2023-04-01: {ver", "as: Missing data for required field."),
    ],
)  # fmt: skip
def test_a_mistake_is_refused_by_file_and_line(folder, name, old, new, at, words):
    path = folder / name
    edit(path, old, new)
    with pytest.raises(FileMistake) as refused:
        Policies(folder)
    assert str(refused.value).startswith(f"{path}, line {line_of(path, at)}: ")
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("first", "second", "problem"),
    [
        (
            {"to": date(2020, 1, 1)},
            {"from": date(2020, 1, 1)},
            "The version before is in force until 2020-01-01.",
        ),
        (
            {"to": date(2020, 1, 1)},
            {"from": date(2019, 1, 1)},
            "The version before is in force until 2020-01-01.",
        ),
        ({}, {"from": date(2020, 1, 1)}, "Two versions would be in force at once. Give the later one `from`"),
        ({"to": date(2020, 1, 1)}, {"from": date(2020, 1, 2), "to": date(2020, 1, 1)}, "This ends before it begins."),
        ({"to": date(2020, 1, 1)}, {"from": date(2020, 1, 2)}, None),
    ],
)
@pytest.mark.parametrize(
    ("name", "inner", "entry"),
    [
        ("gates/made_up", "rules", A_RULE),
        ("guards", "rules", {"guard": "made_up", "says": "Made up."}),
        ("behaviours", "rules", {"says": "Made up.", "held_by": ["tests/made_up.py::test_made_up"]}),
        ("codes/made_up", "codes", {"label": "Made up"}),
    ],
)  # fmt: skip
def test_two_versions_of_one_thing_are_never_in_force_at_once(tmp_path, name, inner, entry, first, second, problem):
    of_list = {"name": "made_up", **DATED} if inner == "codes" else {}
    versions = [{**entry, **DATED, **dates} for dates in (first, second)]
    national = {name: {"about": "Made up.", inner: {"MADE-01": versions}, **of_list}}
    if problem is None:
        small_policies(tmp_path, national=national)
        return
    with pytest.raises(FileMistake) as refused:
        small_policies(tmp_path, national=national)
    assert str(refused.value).startswith(f"{tmp_path}/national/{name}.yaml, line 1: {inner}.MADE-01.1.")
    assert problem in str(refused.value)


@pytest.mark.parametrize("name", [AGE, ADULT, "national/codes/sex.yaml", "areas/bexley/area.yaml"])
def test_nothing_loads_without_a_source(folder, name):
    path = folder / name
    kept = []
    inside = None
    for line in path.read_text().splitlines():
        indent = len(line) - len(line.lstrip())
        inside = None if inside is not None and indent <= inside else inside
        if inside is None and line.lstrip().startswith("source:"):
            inside = indent
        if inside is None:
            kept.append(line)
    path.write_text("\n".join(kept))
    with pytest.raises(FileMistake, match=r"source: Missing data for required field\.") as refused:
        Policies(folder)
    assert str(refused.value).startswith(f"{path}, line ")


@pytest.mark.parametrize(
    ("name", "content", "at", "words"),
    [
        ("national/thresholds/cap.yaml", "is: 1\n", 1, "No kind of policy is kept here. Move it to one of: figures,"),
        ("national/figures/empty.yaml", "", 1, "name: Missing data for required field."),
        ("national/figures/list.yaml", "- 1\n", 1, "Invalid input type."),
        ("areas/bexley/time/tea.yaml", CLOSING, 1, "Nothing national is called time/tea. Add it there first"),
        ("forces/metropolitan/codes/sex.yaml", NO_SUCH_CODE, 7, "martian does not exist nationally."),
        (
            "areas/bexley/behaviours.yaml",
            "about: Made up.\nrules: {}\n",
            1,
            "is the same everywhere.",
        ),
        ("areas/bexley/gates/age.yaml", NO_SUCH_RULE, 3, "AGE-09 does not exist nationally. Add it there first."),
        ("areas/bexley/gates/ages.yaml", NO_SUCH_RULE, 1, "Nothing national is called gates/ages. Add it there first"),
        ("areas/kent/time/closing.yaml", CLOSING, None, "An area needs this file. Write it."),
    ],
)
def test_a_file_in_the_wrong_place_is_refused(folder, name, content, at, words):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content)
    with pytest.raises(FileMistake) as refused:
        Policies(folder)
    named = f"{path}, line {at}: " if at else f"{folder / 'areas/kent/area.yaml'}, line 1: "
    assert str(refused.value).startswith(named)
    assert words in str(refused.value)


@pytest.mark.parametrize("needed", ["facts", "guards", "offences", "codes/outcomes"])
def test_a_file_the_service_cannot_do_without_is_asked_for_by_name(folder, needed):
    path = folder / "national" / f"{needed}.yaml"
    path.unlink()
    with pytest.raises(FileMistake, match=f"{path}, line 1: This file is missing"):
        Policies(folder)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (ADULT, b"  2013-04-08:", b"  2013-02-30:"),  # a day that does not exist: ValueError
        (AGE, b"from: 2013-04-08", b"from: 2013-13-08"),
        (AGE, b"A child under", b"A chi\xf1d under"),  # saved by an editor in Latin-1: UnicodeDecodeError
        (AGE, b"A child under", b"A child \x07 under"),  # a control character: ReaderError
        (AGE, HOLDS.encode(), b"holds: 10 / age_at_offence > 1"),  # ZeroDivisionError
        (AGE, HOLDS.encode(), b"holds: offence_flags[0] == 'knife'"),  # IndexError
    ],
)
def test_no_mistake_escapes_without_its_file_and_line(folder, name, old, new):
    path = folder / name
    written = path.read_bytes()
    assert old in written
    path.write_bytes(written.replace(old, new, 1))
    with pytest.raises(FileMistake, match=f"{path}, line "):
        Policies(folder)


@pytest.mark.parametrize(
    "holds",
    [
        'admission == "admitted" && admission + 1 > 2',
        'admission == "admitted" ? evidence > 2 : true',
    ],
)
def test_a_wrong_type_is_refused_wherever_it_hides(folder, holds):
    edit(folder / AGE, HOLDS, f"holds: '{holds}'")
    with pytest.raises(FileMistake, match="AGE-01"):
        Policies(folder)


def test_a_rule_is_written_once_in_one_family(folder):
    edit(folder / "national/gates/rehabilitation.yaml", "ROA-01", "AGE-01")
    with pytest.raises(FileMistake, match="AGE-01"):
        Policies(folder)


def test_the_service_does_not_start_on_a_mistake_and_goes_on_with_what_it_had(folder, tmp_path):
    edit(folder / AGE, HOLDS, "holds: nothing_declared")
    before = policy._loaded
    settings = replace(settings_for(f"sqlite:///{tmp_path / 'oocd.db'}"), policies=folder)
    with pytest.raises(FileMistake, match=r"age\.yaml, line 7: AGE-01"):
        create_app(settings)
    assert policy._loaded is before
