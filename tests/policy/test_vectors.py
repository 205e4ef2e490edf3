"""Vectors are read or refused by file and line, differences told in words, and mistakes nobody would notice found."""

import json
import sys
from datetime import date

import pytest

from oocd.policy import cli, service
from oocd.policy.loader import FileMistake
from oocd.policy.store import Policies
from oocd.policy.vector_files import read_vectors
from tests.policy.small import AREA, MADE_UP, NOTHING, small_policies, written_out

SINCE = date(2020, 1, 1)
FACTS = {"outcome": "string", "age": "int", "flags": "strings", "weapon": "bool"}
RULE = {
    "for": ["charge"],
    "when": "decide",
    "kind": "hard",
    "only_if": "!weapon",
    "holds": "age >= 10",
    "says": "Wait until the child is older.",
    "from": SINCE,
    **MADE_UP,
}
BASES = """\
about: Made up.
outcomes: [nfa, charge]
bases:
  ordinary: {about: Made up., facts: {age: 14, flags: [], weapon: false}}
  armed: {about: Made up., like: ordinary, facts: {weapon: true}}
"""
NINE = "      - {name: Nine, facts: {age: 9}, expect: fails}\n"
TEN = "      - {name: Ten, facts: {age: 10}, expect: holds}\n"
VECTORS = """\
about: Made up.
day: 2026-09-01
area: every
base: ordinary
rules:
  - rule: OLD-01
    source: Made up
    when: decide
    outcomes: [charge]
    since: 2020-01-01
    failing: blocked
    unknown_without: [age, weapon]
    cases:
      - {name: Nine, facts: {age: 9}, expect: fails}
      - {name: Ten, facts: {age: 10}, expect: holds}
      - {name: Nine with a weapon, base: armed, facts: {age: 9}, expect: holds}
      - {name: Nobody knows how old, base: armed, facts: {age: null}, expect: holds}
steps:
  - {name: Nothing bars it, source: Made up, outcomes: [nfa], when: [decide, give], each: {age: [9, 10]}, step: open}
"""


@pytest.fixture
def folder(tmp_path):
    declared = {name: {"type": kind, "means": "Made up", "comes_from": "x"} for name, kind in FACTS.items()}
    codes = dict.fromkeys(("nfa", "charge"), NOTHING)
    outcomes = {"name": "outcomes", "about": "Made up.", "codes": codes, "from": date(2013, 4, 8), **MADE_UP}
    national = {
        "facts": {"about": "Made up.", "facts": declared},
        "codes/outcomes": outcomes,
        "gates/made_up": {"about": "Made up.", "rules": {"OLD-01": RULE}},
    }
    small_policies(tmp_path, national=national)
    (tmp_path / "vectors").mkdir()
    (tmp_path / "vectors/bases.yaml").write_text(BASES)
    (tmp_path / "vectors/made_up.yaml").write_text(VECTORS)
    return tmp_path


@pytest.fixture
def flask(folder, sqlite_app, monkeypatch):
    """The command, working with the small policies as they stand in their folder when it is typed."""

    def run(*words):
        monkeypatch.setattr(service, "_loaded", Policies(folder))
        return sqlite_app.test_cli_runner().invoke(args=["policies", *words])

    return run


def edit(path, old, new):
    written = path.read_text()
    assert old in written
    path.write_text(written.replace(old, new, 1))


def rewrite_rule(folder, **changes):
    rule = {name: value for name, value in {**RULE, **changes}.items() if value is not None}
    rules = {"about": "Made up.", "rules": {"OLD-01": rule}}
    (folder / "national/gates/made_up.yaml").write_text(written_out(rules))


def test_a_table_is_written_out_for_its_outcomes_its_days_and_what_is_not_known(folder):
    written = read_vectors(folder / "vectors", Policies(folder))
    of_rule = {(v.name, v.outcome, v.when, str(v.day)): (v.expect["OLD-01"], v.step) for v in written if v.expect}
    today = "2026-09-01"
    assert of_rule == {
        ("Nine", "charge", "decide", today): ("fails", "blocked"),
        ("Ten", "charge", "decide", today): ("holds", "open"),
        ("Nine with a weapon", "charge", "decide", today): ("holds", "open"),
        ("Nobody knows how old", "charge", "decide", today): ("holds", "open"),
        ("Nine, on 2020-01-01", "charge", "decide", "2020-01-01"): ("fails", "blocked"),
        ("OLD-01 is not asked on 2019-12-31", "charge", "decide", "2019-12-31"): ("not_asked", None),
        ("Nobody knows: age", "charge", "decide", today): ("unknown", "unknown"),
        ("Nobody knows: weapon", "charge", "decide", today): ("unknown", "unknown"),
        ("OLD-01 is not asked of nfa", "nfa", "decide", today): ("not_asked", None),
        **{
            (f"OLD-01 is not asked at {when}", "charge", when, today): ("not_asked", None)
            for when in ("recommend", "give", "complete", "fail", "close", "offer", "start")
        },
    }
    steps = [(v.name, v.when, v.told, v.step) for v in written if not v.expect]
    assert steps == [
        (f"Nothing bars it (age {age})", when, {"age": age}, "open") for when in ("decide", "give") for age in (9, 10)
    ]


def test_a_base_that_is_like_another_differs_in_what_it_says(folder):
    (armed,) = {v.facts["weapon"] for v in read_vectors(folder / "vectors", Policies(folder)) if v.base == "armed"}
    assert armed is True


def test_what_passes_is_counted(flask):
    result = flask("test", "--mutate")
    assert (result.exit_code, result.output.splitlines()[0]) == (0, "20 of 20 vectors passed.")
    assert result.output.splitlines()[1].endswith(" mutations noticed.")


def test_a_difference_says_where_it_is_written_what_was_expected_what_came_and_of_which_facts(folder, flask):
    rewrite_rule(folder, holds="age > 10")
    result = flask("test")
    assert result.exit_code == 1
    assert result.output.splitlines() == [
        f"{folder}/vectors/made_up.yaml, line 15: Ten (charge at decide in made_up_area on 2026-09-01)",
        "  OLD-01 must be holds, and is fails",
        "  step must be open, and is blocked",
        "  Facts: age 10; base ordinary",
        "19 of 20 vectors passed.",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "soft"},
        {"when": "give"},
        {"for": ["nfa"]},
        {"from": date(2020, 1, 2)},
        {"to": date(2020, 1, 1)},
        {"only_if": None},
        {"holds": "age >= 9"},
        {"holds": "!(age >= 10)"},
    ],
)
def test_a_rule_that_is_not_what_it_was_is_noticed(folder, flask, changes):
    rewrite_rule(folder, **changes)
    result = flask("test")
    assert result.exit_code == 1
    assert "OLD-01 must be " in result.output or "step must be " in result.output


@pytest.mark.parametrize(
    ("vector", "told"),
    [
        (TEN, "No vector notices when OLD-01 (national) reads age > 10."),
        ("    since: 2020-01-01\n", "No vector notices when OLD-01 (national) begins a day late."),
        ("    since: 2020-01-01\n", "OLD-01 (national) has no vector in which it is not asked on 2019-12-31."),
        (NINE, "OLD-01 (national) has no vector in which it fails."),
        ("age, weapon]", "OLD-01 (national) has no vector in which it is unknown because age is not known."),
    ],
)  # fmt: skip
def test_a_vector_that_is_taken_away_is_missed(folder, flask, vector, told):
    edit(folder / "vectors/made_up.yaml", vector, "weapon]" if vector.endswith("]") else "")
    result = flask("test", "--mutate")
    assert result.exit_code == 1
    assert told in result.output.splitlines()


def test_an_area_that_writes_a_rule_of_its_own_has_vectors_of_its_own(folder, flask):
    theirs = {"about": "Made up.", "rules": {"OLD-01": RULE | {"holds": "age >= 12"}}}
    path = folder / f"areas/{AREA}/gates/made_up.yaml"
    path.parent.mkdir()
    path.write_text(written_out(theirs))
    differs = flask("test")
    assert differs.exit_code == 1
    assert "OLD-01 must be holds, and is fails" in differs.output
    vectors = folder / "vectors/made_up.yaml"
    edit(vectors, "{name: Nine, facts: {age: 9}", "{name: Eleven here, facts: {age: 11}")
    edit(vectors, "{name: Ten, facts: {age: 10}", "{name: Twelve here, facts: {age: 12}")
    result = flask("test", "--mutate")
    assert (result.exit_code, result.output.count("\n")) == (0, 2)


def test_no_progress_is_told_where_nobody_watches(flask):
    result = flask("test", "--mutate")
    assert result.stderr == ""
    assert "\r" not in result.output


def test_whoever_watches_is_told_how_far_it_is_and_left_a_clean_line(capsys, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert list(cli.watched(range(60), "vectors")) == list(range(60))
    assert capsys.readouterr().err == "\r\033[K0 of 60 vectors\r\033[K50 of 60 vectors\r\033[K"


def test_another_supplier_reads_each_vector_with_all_its_facts(flask):
    result = flask("vectors", "--area", AREA)
    told = [json.loads(line) for line in result.output.splitlines()]
    assert len(told) == 20
    assert told[0] == {
        "name": "Nine",
        "source": "Made up",
        "day": "2026-09-01",
        "area": AREA,
        "outcome": "charge",
        "when": "decide",
        "facts": {"age": 9, "flags": [], "outcome": "charge", "weapon": False, "area": AREA, "step_date": "2026-09-01"},
        "expect": {"OLD-01": "fails"},
        "step": "blocked",
    }


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ("    failing: blocked\n", "", "- rule: OLD-01", "rules.0.failing: Missing data for required field."),
        ("    source: Made up\n", "", "- rule: OLD-01", "rules.0.source: Missing data for required field."),
        ("name: Nine, facts", "nam: Nine, facts", "nam: Nine", "rules.0.cases.0.name: Missing data"),
        ("{age: 9}, expect: fails", "{age: 9}, expect: refuses", "refuses", "Write one of: holds, fails,"),
        ("rule: OLD-01", "rule: OLD-02", "OLD-02", "No gate is called OLD-02. Correct the name, or write"),
        ("outcomes: [charge]", "outcomes: [caution]", "[caution]", "caution is not among the outcomes of bases.yaml."),
        ("facts: {age: 10}", 'facts: {age: "10"}', "name: Ten", "The fact age is declared int. Write a value"),
        ("facts: {age: 10}", "facts: {hair: red}", "name: Ten", "hair is not a declared fact. Declare it in"),
        ("facts: {age: 10}", "facts: {outcome: nfa}", "name: Ten", "outcome follows from the vector itself."),
        ("each: {age: [9, 10]}", "each: {age: [9, ten]}", "Nothing bars", "The fact age is declared int."),
        ("each: {age: [9, 10]}", "each: {age: []}", "Nothing bars", "steps.0.each.age: Write something here."),
        ("base: armed, facts: {age: 9}", "base: old, facts: {age: 9}", "base: old", "There is no base called old."),
        ("area: every", "area: kent", "area: kent", "There is no area called kent. Use one of: made_up_area, every."),
        ("day: 2026-09-01", 'day: "2026-09-01"', "day:", "year-month-day, without quotation marks"),
        ("name: Ten,", "name: Nine,", "name: Nine, facts: {age: 10}", "Two cases here are called 'Nine'."),
        ("[age, weapon]", "[age, hair]", "[age, hair]", "hair is not a declared fact."),
        (", step: open}", "}", "Nothing bars", "steps.0.step: Missing data for required field."),
        ("when: [decide, give]", "when: [ever]", "Nothing bars", "Write one of: recommend, decide, give"),
    ],
)  # fmt: skip
def test_a_vector_that_is_not_as_it_should_be_is_refused_by_file_and_line(folder, flask, old, new, at, words):
    path = folder / "vectors/made_up.yaml"
    edit(path, old, new)
    line = next(number for number, line in enumerate(path.read_text().splitlines(), start=1) if at in line)
    result = flask("test")
    assert result.exit_code == 1
    assert result.output.startswith(f"Error: {path}, line {line}: ")
    assert words in result.output


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("flags: [], ", "", "line 4: This base says nothing of flags. Say what is so in an ordinary case."),
        ("age: 14", "age: old", "line 4: The fact age is declared int."),
        ("like: ordinary", "like: usual", "line 5: There is no base called usual. Use one of: ordinary, armed."),
        ("like: ordinary", "like: armed", "line 5: armed is like another base itself. Name that one."),
        ("[nfa, charge]", "[nfa, caution]", "line 2: caution is not an outcome code."),
        ("facts: {weapon: true}", "facts: {}, of_outcome: {caution: {}}", "line 5: caution is not among the outcomes"),
    ],
)
def test_a_base_that_is_not_as_it_should_be_is_refused_by_file_and_line(folder, old, new, words):
    path = folder / "vectors/bases.yaml"
    edit(path, old, new)
    with pytest.raises(FileMistake) as refused:
        read_vectors(folder / "vectors", Policies(folder))
    assert str(refused.value).startswith(f"{path}, {words}")


def test_policies_without_vectors_say_which_file_is_missing(folder, flask):
    for path in (folder / "vectors").iterdir():
        path.unlink()
    result = flask("test")
    assert (result.exit_code, result.output) == (
        1,
        f"Error: {folder}/vectors/bases.yaml, line 1: This file is missing. Write it: vectors are laid on its bases.\n",
    )
