"""Working days are those of England and Wales, and the day of the event is day 0."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oocd.clock import LONDON
from oocd.policy.rules import Figure
from oocd.policy.working_days import add_working_days, due_at, due_on, is_working_day, not_before

DAYS = st.dates(date(2013, 4, 8), date(2035, 12, 31))


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 4, 3),  # Good Friday
        date(2026, 4, 6),  # Easter Monday, which is no holiday in Scotland
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),  # in Scotland it is the first Monday of August
        date(2026, 12, 25),
        date(2026, 12, 28),  # Boxing Day fell on a Saturday
        date(2028, 1, 3),  # New Year fell on a Saturday
        date(2022, 6, 3),  # the Platinum Jubilee
        date(2022, 9, 19),  # the funeral of Queen Elizabeth
        date(2023, 5, 8),  # the coronation
    ],
)
def test_a_bank_holiday_of_england_and_wales_is_no_working_day(day):
    assert day.weekday() < 5
    assert not is_working_day(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2026, 1, 2),  # a holiday in Scotland
        date(2026, 3, 17),  # Northern Ireland
        date(2026, 7, 13),  # Northern Ireland
        date(2026, 8, 3),  # Scotland
        date(2026, 11, 30),  # Scotland
        date(2022, 5, 30),  # moved to June that year, for the Jubilee
    ],
)
def test_a_holiday_of_another_nation_is_a_working_day(day):
    assert is_working_day(day)


@given(DAYS, st.integers(0, 60))
def test_adding_working_days_spans_exactly_that_many_and_ends_on_one(start, days):
    end = add_working_days(start, days)
    passed = [start + timedelta(days=number) for number in range(1, (end - start).days + 1)]
    assert sum(map(is_working_day, passed)) == days
    assert end == start if days == 0 else is_working_day(end)


@given(DAYS)
def test_no_weekend_is_ever_a_working_day(day):
    assert not (day.weekday() >= 5 and is_working_day(day))


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        (date(2026, 9, 14), 0, date(2026, 9, 14)),  # the day of the event is day 0
        (date(2026, 9, 14), 1, date(2026, 9, 15)),
        (date(2026, 9, 18), 1, date(2026, 9, 21)),  # Friday to Monday
        (date(2026, 9, 19), 1, date(2026, 9, 21)),  # an event on a Saturday
        (date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Easter
        (date(2026, 12, 24), 3, date(2026, 12, 31)),  # over Christmas
    ],
)
def test_a_clock_skips_weekends_and_holidays(start, days, end):
    assert add_working_days(start, days) == end


def standard(value: int, unit: str) -> Figure:
    return Figure("time/made_up", value, unit, date(2013, 4, 8), {"title": "Made up"}, False, "national")


def test_a_time_standard_is_counted_in_its_own_unit():
    maundy_thursday = date(2026, 4, 2)
    assert due_on(maundy_thursday, standard(5, "working_days")) == date(2026, 4, 13)
    assert due_on(maundy_thursday, standard(5, "calendar_days")) == date(2026, 4, 7)
    assert due_on(date(2026, 8, 31), standard(6, "months")) == date(2027, 2, 28)  # product ruling R-19


def test_a_standard_either_side_of_a_day_may_be_kept_before_it_as_well():
    visit = standard(14, "calendar_days_either_side")
    assert (not_before(date(2026, 9, 20), visit), due_on(date(2026, 9, 20), visit)) == (
        date(2026, 9, 6),
        date(2026, 10, 4),
    )
    assert not_before(date(2026, 9, 20), standard(14, "calendar_days")) == date(2026, 9, 20)


def test_minutes_pass_though_the_clocks_go_back_and_are_no_days():
    contact = standard(90, "minutes")
    before = datetime(2026, 10, 25, 0, 45, tzinfo=LONDON)  # in summer time; the hour from one to two comes twice
    assert due_at(before, contact).astimezone(LONDON).strftime("%H:%M %Z") == "01:15 GMT"
    with pytest.raises(ValueError, match="counts in minutes"):
        due_on(before.date(), contact)
