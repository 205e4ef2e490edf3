"""`policies diff` says in words what is another, and nothing else."""

from copy import deepcopy
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oocd.config import ROOT
from oocd.policy.differences import differences
from oocd.policy.store import Policies

SHIPPED = Policies(ROOT / "policies")
DAY = date(2026, 9, 1)
BEXLEY = SHIPPED.on(DAY, "bexley").content


def told(change) -> list[str]:
    """What is said once `change` has been made to Bexley's policies."""
    changed = deepcopy(BEXLEY)
    change(changed)
    return [words for _, words in differences(BEXLEY, changed)]


def rule(content, name):
    return next(family[name] for key, family in content.items() if key.startswith("gates/") and name in family)


@given(st.integers(1, 99), st.integers(1, 99))
def test_a_figure_is_told_with_both_values_unit_and_sources_exactly_when_it_changed(before, after):
    old, new = ({"figures/minimum_age": {**BEXLEY["figures/minimum_age"], "value": value}} for value in (before, after))
    lines = [words for _, words in differences(old, new)]
    if before == after:
        assert lines == []
    else:
        years = {value: "year" if value == 1 else "years" for value in (before, after)}
        assert lines[:2] == ["Figures and time standards", "figures/minimum_age changes"]
        assert lines[2] == f"from {before} {years[before]} to {after} {years[after]}, since 2013-04-08"
        assert "Children and Young Persons Act 1933, section 50" in lines[3]


CHANGES = {
    "kind: from hard to soft": lambda rule: rule.update(kind="soft"),
    "asked at: from decide to give": lambda rule: rule.update(when="give"),
    "for: now also charge, no longer youth caution": lambda rule: rule.update(
        for_=["youth_conditional_caution", "charge"]
    ),
    'holds when: from “admission == "admitted"” to “admission != "denied"”': lambda rule: rule.update(
        holds='admission != "denied"'
    ),
    "asked only if: “knife_possession”; nothing was said before": lambda rule: rule.update(only_if="knife_possession"),
    "first day: from 2013-04-08 to 2027-01-01": lambda rule: rule.update(from_=date(2027, 1, 1)),
    "last day: 2027-12-31; nothing was said before": lambda rule: rule.update(to=date(2027, 12, 31)),
    "checked by somebody: from yes to no": lambda rule: rule.update(verified=False),
    "set by: from national to area bexley": lambda rule: rule.update(layer="area bexley"),
}


@pytest.mark.parametrize("words", CHANGES)
def test_each_property_of_a_rule_that_changed_is_named(words):
    assert told(lambda content: CHANGES[words](rule(content, "ADM-01"))) == [
        "Rules about outcomes",
        "ADM-01 changes",
        words,
    ]


def test_its_sentence_and_its_source_are_told_whole():
    def change(content):
        rule(content, "ADM-01").update(says="Ask.", source={"title": "Another Act", "citation": "section 1"})

    lines = told(change)
    assert any(line.startswith("the sentence: from “A youth caution") and line.endswith("to “Ask.”") for line in lines)
    assert any(line.startswith("source from Crime and Disorder Act 1998") for line in lines)
    assert any(line.endswith("to Another Act, section 1") for line in lines)


def test_codes_and_their_properties_and_the_switches_of_an_area_are_told():
    def change(content):
        content["codes/outcomes"]["outcome_99"] = {"label": "Outcome 99", "source": {"title": "Made up"}}
        del content["codes/outcomes"]["outcome_20"]
        content["codes/outcomes"]["nfa"]["weight"] = 7
        content["area"]["routes"]["turnaround"] = {"label": "Another way", "on": False}

    assert told(change) == [
        "Codes: outcomes",
        "nfa changes",
        "weight: from 0 to 7",
        "outcome_20 is gone: Outcome 20 (another body acts). Source: Home Office crime outcomes framework, "
        "Description of code 20 written from knowledge of the framework (not verified).",
        "outcome_99 is new: Outcome 99. Source: Made up.",
        "The area",
        "route turnaround is off; it was on",
        "route turnaround is called “Another way”, not “Turnaround”",
    ]


def test_structured_figures_are_told_place_by_place():
    def change(content):
        content["figures/financial_penalty_ceilings"]["value"][14]["summary_only"] = 40

    assert "14, summary only: from 30 to 40 (pounds)" in told(change)


def test_what_only_tells_people_more_is_no_difference():
    assert told(lambda content: rule(content, "ADM-01").update(note="Read again.")) == []


@pytest.fixture
def diff(sqlite_app):
    return lambda *words: sqlite_app.test_cli_runner().invoke(args=["policies", "diff", *words])


def test_two_days_of_an_area_tell_what_the_law_brought(diff):
    lines = diff("2026-02-11", "2026-02-12", "--area", "bexley").output.splitlines()
    assert any(line.startswith("  outcome_23 is new: Outcome 23 (prosecution on hold).") for line in lines)
    new = {line.split()[0] for line in lines if " is new: " in line}
    assert {"AGE-03", "EV-04", "KNF-01", "KNF-03", "NC-03", "time/yjs_referral_after_weapon"} <= new
    back = diff("2026-02-12", "2026-02-11", "--area", "bexley").output
    assert "  KNF-03 is gone: hard, asked at give, for community resolution" in back


def test_two_areas_tell_what_each_does_in_its_own_way(diff):
    told = diff("buckinghamshire", "bexley", "--on", "2026-09-01").output
    assert "from 35 calendar days to 5 working days" in told
    assert "route panel is called “Joint decision panel”, not “Route B: joint decision panel”" in told
    assert "the clock starts on the day the case came to this state, not the day the assessment was opened" in told
    assert (
        "2, what: from “A team manager of the youth offending service and a police inspector” to “The manager" in told
    )
    assert "time/referral_order_panel is only in buckinghamshire: 20 working days since 2023-04-01" in told
    assert "now also social care, no longer education; substance misuse, since 2024-07-01" in told
    assert "is new" not in told
    assert "is gone" not in told
    assert diff("bexley", "bexley").output == "Nothing differs.\n"


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("2026-02-30", "2026-03-01", "--area", "bexley"), "There is no day '2026-02-30'. Write it as year-month-day."),
        (("2026-02-01", "2026-03-01"), "Name two days and their --area, or two areas"),
        (("2026-02-01", "bexley"), "Name two days and their --area, or two areas"),
        (("bexley", "oxfordshire", "--area", "bexley"), "Name two days and their --area, or two areas"),
        (("2026-02-01", "2026-03-01", "--area", "bexley", "--on", "2026-01-01"), "Name two days and their --area"),
        (("kent", "bexley"), "There is no area called 'kent'."),
        (("1999-01-01", "2026-03-01", "--area", "bexley"), "No rules are on record for 1999-01-01."),
    ],
)
def test_what_cannot_be_compared_is_answered_in_words(diff, words, answer):
    result = diff(*words)
    assert result.exit_code != 0
    assert isinstance(result.exception, SystemExit)
    assert answer in result.output
