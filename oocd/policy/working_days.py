"""Working days of England and Wales, months, and when a time standard is due. The day of the event is day 0."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import accumulate

from holidays import country_holidays
from holidays.holiday_base import HolidayBase

from oocd.policy.in_words import EITHER_SIDE
from oocd.policy.rules import Figure

MONTHS_A_YEAR = 12
COUNTED_FROM, COUNTED_DAYS = date(1990, 1, 1), 36525


@cache
def _bank_holidays() -> HolidayBase:
    return country_holidays("GB", subdiv="ENG")


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _bank_holidays()


def add_working_days(start: date, days: int) -> date:
    """The day on which this many working days have passed since `start`, itself day 0."""
    day = start
    while days > 0:
        day += timedelta(days=1)
        days -= is_working_day(day)
    return day


@cache
def _counted() -> list[int]:
    """For each day from the first, how many working days there were up to and with it."""
    days = (COUNTED_FROM + timedelta(days=number) for number in range(COUNTED_DAYS))
    return list(accumulate(int(is_working_day(day)) for day in days))


def working_days_between(start: date, end: date) -> int:
    """How many working days lie after `start`, up to and with `end`; below zero where `end` is the earlier."""
    counted = _counted()
    return counted[(end - COUNTED_FROM).days] - counted[(start - COUNTED_FROM).days]


def add_months(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day where it has no such day (ruling R-19)."""
    years, month = divmod(day.month - 1 + months, MONTHS_A_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def due_on(start: date, standard: Figure) -> date:
    """The last day to keep a time standard whose clock started on `start`."""
    if standard.unit == "working_days":
        return add_working_days(start, standard.value)
    if standard.unit == "months":
        return add_months(start, standard.value)
    if standard.unit == "minutes":
        raise ValueError(f"{standard.name} counts in minutes. Ask for the moment with due_at.")
    return start + timedelta(days=standard.value)


def not_before(start: date, standard: Figure) -> date:
    """The first day on which a time standard can be kept: one of days either side begins before its event."""
    return start - timedelta(days=standard.value if standard.unit == EITHER_SIDE else 0)


def due_at(start: datetime, standard: Figure) -> datetime:
    """The last moment to keep a time standard of minutes whose clock started at `start`, told in UTC."""
    return start.astimezone(UTC) + timedelta(minutes=standard.value)
