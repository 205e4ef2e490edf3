"""Dates and amounts that the documents let follow: each with its figure, what went in, and nothing guessed."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oocd.config import ROOT
from oocd.outcomes.queries import makes_entrants
from oocd.outcomes.rules.computed import Days, Law, computed, merged
from oocd.policy.store import Policies

TODAY = date(2026, 9, 1)  # a Tuesday
FACTS = {
    "offence_class": "summary_only",
    "offence_date": date(2026, 8, 31),
    "charge_by": date(2027, 2, 28),
    "offence_flags": [],
    "knife_possession": False,
    "financial_ceiling": 30,
    "previous_youth_cautions": 0,
    "previous_conditional_cautions": 0,
    "previous_convictions": 0,
    "assetplus_required": False,
}
ASSAULT = Days(today=TODAY, referred=TODAY, age_when_given=14)
GIVEN = replace(ASSAULT, given=TODAY)
EVERY = ("nfa", "outcome_20", "outcome_21", "outcome_22", "community_resolution", "outcome_23")
YC, YCC = "youth_caution", "youth_conditional_caution"


SHIPPED = Policies(ROOT / "policies")


def what_follows(outcome: str, days: Days = GIVEN, on: date = TODAY, area: str = "bexley", **changes):
    edition = SHIPPED.on(on, area)
    gates = {gate.id: gate for gate in edition.gates}
    law = Law(gates, edition.figures(), outcome, edition.codes("outcomes")[outcome], makes_entrants(edition))
    return {row.name: row for row in computed(law, FACTS | {"outcome": outcome} | changes, days)}


def test_every_row_says_why_by_which_rule_and_on_whose_authority():
    for outcome in (*EVERY, YC, YCC, "charge"):
        for row in what_follows(outcome).values():
            assert row.why
            assert row.gate.id
            assert row.gate.source["title"]
            assert row.outcomes == (outcome,)
            if row.figure:
                assert row.figure.source["title"]
                assert row.figure.since <= TODAY


def test_a_summary_only_offence_is_charged_within_six_months_and_no_other_has_a_limit():
    row = what_follows("outcome_23")["charge_by"]
    assert (row.value, row.gate.id, row.figure.value, row.verified) == (date(2027, 2, 28), "TIME-01", 6, False)
    assert row.inputs["offence_date"] == date(2026, 8, 31)
    assert "charge_by" not in what_follows("outcome_23", offence_class="either_way")
    unknown = what_follows("outcome_23", charge_by=None, offence_date=None)["charge_by"]
    assert (unknown.value, "Not known" in unknown.why) == (None, True)


def test_a_youth_caution_is_spent_at_once():
    row = what_follows(YC)["spent_on"]
    assert (row.value, row.gate.id, row.provisional) == (TODAY, "ROA-01", False)
    assert what_follows(YC, ASSAULT)["spent_on"].provisional


@pytest.mark.parametrize(
    ("given_on", "ends", "spent"),
    [
        (date(2026, 9, 1), None, date(2026, 12, 1)),
        (date(2026, 9, 1), date(2026, 10, 13), date(2026, 10, 13)),
        (date(2026, 9, 1), date(2027, 1, 5), date(2026, 12, 1)),
        (date(2025, 11, 30), None, date(2026, 2, 28)),  # calendar months, to the month's last day
    ],
)
def test_a_conditional_caution_is_spent_after_three_months_or_with_its_conditions(given_on, ends, spent):
    row = what_follows(YCC, replace(GIVEN, given=given_on, ends=ends))["spent_on"]
    assert (row.value, row.gate.id, row.figure.value) == (spent, "ROA-02", 3)


def test_nothing_else_is_ever_spent():
    for outcome in (*EVERY, "charge"):
        assert "spent_on" not in what_follows(outcome)


def test_conditions_end_after_twelve_sixteen_or_at_most_twenty_weeks():
    rows = what_follows(YCC)
    ends = {name: (row.value, row.figure.value, row.gate.id) for name, row in rows.items() if row.name.endswith("_end")}
    assert ends == {
        "course_usual_end": (date(2026, 11, 24), 12, "COND-04"),
        "course_normal_latest_end": (date(2026, 12, 22), 16, "COND-04"),
        "course_latest_end": (date(2027, 1, 19), 20, "COND-06"),
    }
    assert not any(name.endswith("_end") for name in what_follows("outcome_22"))


def test_the_financial_ceiling_goes_by_age_and_class_and_is_not_guessed():
    row = what_follows(YCC)["financial_ceiling"]
    assert (row.value, row.gate.id, row.figure.unit) == (30, "COND-02", "pounds")
    assert row.inputs == {"age_when_given": 14, "offence_class": "summary_only"}
    unknown = what_follows(YCC, replace(GIVEN, age_when_given=None), financial_ceiling=None)["financial_ceiling"]
    assert (unknown.value, "date of birth" in unknown.why) == (None, True)


@pytest.mark.parametrize(
    ("told", "today", "breach"),
    [
        (None, date(2026, 9, 4), False),
        (None, date(2026, 9, 7), False),
        (None, date(2026, 9, 8), True),
        (date(2026, 9, 7), date(2026, 10, 1), False),
        (date(2026, 9, 8), date(2026, 10, 1), True),
    ],
)
def test_police_refer_a_caution_within_one_working_day_or_it_shows(told, today, breach):
    friday = replace(GIVEN, given=date(2026, 9, 4), today=today, yjs_told=told)
    row = what_follows(YC, friday)["yjs_referral_due"]
    assert (row.value, row.breach, row.gate.id) == (date(2026, 9, 7), breach, "YJS-01")
    assert what_follows(YC, ASSAULT)["yjs_referral_due"].breach is None


def test_a_child_with_a_weapon_is_referred_within_one_working_day_or_it_shows():
    standard = SHIPPED.on(TODAY, "bexley").figure("time/yjs_referral_after_weapon")
    friday = date(2026, 8, 28)  # and the Monday is a bank holiday
    days = replace(GIVEN, police_dealt=friday, weapon_standard=standard)
    row = what_follows("nfa", days, knife_possession=True)["weapon_referral_due"]
    assert (row.value, row.breach, row.gate.id) == (date(2026, 9, 1), False, "KNF-01")
    late = replace(days, referred=date(2026, 9, 2))
    assert what_follows("nfa", late, knife_possession=True)["weapon_referral_due"].breach is True
    unknown = what_follows("nfa", GIVEN, knife_possession=True)["weapon_referral_due"]
    assert (unknown.value, unknown.breach) == (None, None)
    before = replace(days, police_dealt=date(2026, 2, 11), weapon_standard=None)
    assert "weapon_referral_due" not in what_follows("nfa", before, knife_possession=True)
    assert "weapon_referral_due" not in what_follows("nfa", days)


COUNTS = st.none() | st.integers(0, 3)


@given(COUNTS, COUNTS, COUNTS)
def test_a_first_time_entrant_is_known_only_when_history_is(cautions, conditional, convictions):
    before = {
        "previous_youth_cautions": cautions,
        "previous_conditional_cautions": conditional,
        "previous_convictions": convictions,
    }
    row = what_follows(YC, **before)["first_time_entrant"]
    counts = before.values()
    assert row.value is (False if any(counts) else None if None in counts else True)
    assert row.gate.id == "FTE-01"


def test_only_cautions_make_first_time_entrants():
    for outcome in (*EVERY, "charge"):
        assert "first_time_entrant" not in what_follows(outcome)


@pytest.mark.parametrize(
    ("cautions", "conditional", "required", "rule"),
    [
        (0, 0, False, "YJS-04"),
        (1, 0, True, "YJS-02"),
        (0, 1, True, "YJS-02"),
        (None, 0, None, "YJS-02"),
        (None, 1, True, "YJS-02"),
    ],
)
def test_a_caution_after_another_makes_the_assessment_a_duty(cautions, conditional, required, rule):
    before = {"previous_youth_cautions": cautions, "previous_conditional_cautions": conditional}
    row = what_follows(YC, **before)["assessment_required"]
    assert (row.value, row.gate.id) == (required, rule)
    assert what_follows(YCC, **before)["assessment_required"].value is True


@pytest.mark.parametrize(("asked", "tool"), [(False, "pdat"), (True, "assetplus"), (None, None)])
def test_the_tool_is_the_national_one_unless_assetplus_is_asked_for(asked, tool):
    assert what_follows(YC, area="staffordshire", assetplus_required=asked)["tool_required"].value == tool
    assert "tool_required" not in what_follows("nfa", assetplus_required=asked)


def test_what_checks_show_changed_on_28_november_2020():
    law_then = {"on": date(2020, 11, 27), "days": replace(GIVEN, given=date(2020, 11, 27))}
    assert {"shown_on_checks", "police_may_disclose"}.isdisjoint(what_follows(YC, **law_then))
    rows = what_follows(YC)
    assert rows["shown_on_checks"].value is False  # DBS-01
    assert rows["police_may_disclose"].gate.id == "DBS-02"
    assert "police_may_disclose" not in what_follows("charge")


def test_a_caution_for_a_sexual_offence_calls_for_legal_advice_and_nothing_is_worked_out():
    row = what_follows(YC, offence_flags=["sexual"])["legal_advice_on_notification"]
    assert (row.value, row.gate.id, row.gate.kind) == (True, "REG-01", "acknowledge")
    assert "legal_advice_on_notification" not in what_follows(YC)
    assert "legal_advice_on_notification" not in what_follows("community_resolution", offence_flags=["sexual"])


def test_outcome_23_is_returned_under_another_word_which_is_told_nowhere_but_in_the_return():
    row = what_follows("outcome_23")["returned_under_another_word"]
    assert (row.value, row.gate.id) == (True, "OUT-04")
    assert "eprimand" not in row.why
    assert "returned_under_another_word" not in what_follows("outcome_22")


def test_what_holds_of_several_outcomes_is_said_once():
    rows = merged(row for outcome in (*EVERY, YC, YCC) for row in what_follows(outcome).values())
    (charge_by,) = [row for row in rows if row.name == "charge_by"]
    assert charge_by.outcomes == (*EVERY, YC, YCC)
