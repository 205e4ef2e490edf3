"""Dates, sums and what an outcome means later, over values nobody chose by hand."""

import calendar
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oocd.outcomes import rules

DAYS = st.dates(min_value=date(2013, 4, 8), max_value=date(2060, 12, 31))
KINDS = st.sampled_from([None, "rehabilitative", "reparative", "punitive"])
CONDITIONS = st.lists(
    st.fixed_dictionaries(
        {
            "kind": KINDS,
            "amount": st.none() | st.integers(1, 100),
            "hours": st.none() | st.integers(1, 30),
        }
    ),
    max_size=5,
)
CEILINGS = {
    10: {"summary_only": 15, "either_way": 25, "indictable_only": 35},
    14: {"summary_only": 30, "either_way": 50, "indictable_only": 75},
}


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 10, 15), 3, date(2027, 1, 15)),
    ],
)
def test_adding_months_keeps_the_day_or_takes_the_months_last(day: date, months: int, then: date):
    assert rules.months_after(day, months) == then


@given(DAYS, st.integers(0, 60))
def test_months_after_is_so_many_months_on_and_never_past_the_day(day: date, months: int):
    then = rules.months_after(day, months)
    assert (then.year * 12 + then.month) - (day.year * 12 + day.month) == months
    assert then.day == min(day.day, calendar.monthrange(then.year, then.month)[1])


@given(DAYS, st.none() | st.integers(0, 200))
def test_a_conditional_caution_is_spent_at_its_end_or_three_months_on_whichever_is_first(day: date, length: int | None):
    ends = None if length is None else day + timedelta(days=length)
    spent = rules.spent_on("within_three_months", day, ends, 3)
    assert spent == min(at for at in (rules.months_after(day, 3), ends) if at)  # ROA-02
    assert rules.spent_on("at_once", day, ends, 3) == day  # ROA-01
    assert rules.spent_on("never_a_record", day, ends, 3) is None
    assert rules.spent_on("within_three_months", None, ends, 3) is None


@given(CONDITIONS)
def test_what_conditions_come_to(conditions: list[dict]):
    facts = rules.facts_of_conditions(conditions)
    assert facts["condition_count"] == len(conditions)
    assert facts["has_conditions"] == (facts["condition_count"] > 0)
    assert facts["financial_penalty"] == sum(row["amount"] or 0 for row in conditions)
    assert facts["punitive_hours"] == sum(row["hours"] or 0 for row in conditions)
    assert facts["conditions_tagged"] == (None not in [row["kind"] for row in conditions])


@given(st.integers(10, 17), st.sampled_from(["summary_only", "either_way", "indictable_only"]))
def test_the_ceiling_of_a_penalty_goes_by_age_and_class(age: int, offence_class: str):  # COND-02
    band = CEILINGS[10] if age < 14 else CEILINGS[14]
    assert rules.ceiling(CEILINGS, age, offence_class) == band[offence_class]
    assert rules.ceiling(CEILINGS, None, offence_class) is None
    assert rules.ceiling(CEILINGS, 9, offence_class) is None


@given(DAYS, st.integers(0, 400))
def test_a_week_begun_counts_whole(day: date, length: int):
    weeks = rules.weeks_between(day, day + timedelta(days=length))
    assert (weeks - 1) * 7 < length <= weeks * 7


@given(st.none() | DAYS, st.lists(DAYS, max_size=4))
def test_a_course_ends_with_the_last_of_what_is_due(planned: date | None, due: list[date]):
    ends = rules.ends_on(planned, due)
    assert ends == max([*due, *([planned] if planned else [])], default=None)


@pytest.mark.parametrize(
    ("makes_one", "before", "is_one"),
    [
        (True, [0, 0, 0], True),
        (True, [0, 0, 1], False),
        (True, [1, 0, None], False),
        (True, [0, 0, None], None),
        (False, [0, 0, None], False),
    ],
)
def test_a_first_time_entrant_had_no_caution_or_conviction_ever(makes_one: bool, before: list, is_one: bool | None):
    assert rules.first_time_entrant(makes_one, before) is is_one  # FTE-01


def test_a_caution_is_not_shown_on_checks_since_the_day_the_law_changed():  # DBS-01
    assert rules.shown_on_checks("never", date(2020, 11, 28)) is False
    assert rules.shown_on_checks("never", date(2020, 11, 27)) is None
    assert rules.shown_on_checks("depends_on_the_court", date(2026, 1, 1)) is None


PARTS = {
    "offence": {"offence_id": "abh"},
    "admission": "admitted",
    "consent": True,
    "conditions": [{"words": "Meet the mentor."}],
}


def test_a_signed_document_has_four_parts_and_is_as_it_was_signed():  # CON-01
    assert rules.document_is_whole(PARTS, rules.hash_of(PARTS))
    assert rules.document_is_whole(dict(reversed(PARTS.items())), rules.hash_of(PARTS))
    lacking = [{**PARTS, name: None} for name in PARTS] + [{**PARTS, "admission": "accepts_responsibility"}]
    for content in lacking:
        assert not rules.document_is_whole(content, rules.hash_of(content))
    changed = {**PARTS, "conditions": [{"words": "Meet the mentor twice."}]}
    assert not rules.document_is_whole(changed, rules.hash_of(PARTS))


def test_a_code_is_chosen_only_where_there_is_more_than_one_and_its_alternative():
    assert not rules.needs_a_chosen_code(["2", "2A"])
    assert not rules.needs_a_chosen_code(["22"])
    assert rules.needs_a_chosen_code(["9", "10", "15"])
