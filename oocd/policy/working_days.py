"""Working days of England and Wales. The day of the event is day 0."""

from datetime import date, timedelta
from functools import cache

from holidays import country_holidays
from holidays.holiday_base import HolidayBase

from oocd.policy.rules import Figure


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


def due_on(start: date, standard: Figure) -> date:
    """The last day to keep a time standard whose clock started on `start`."""
    if standard.unit == "working_days":
        return add_working_days(start, standard.value)
    return start + timedelta(days=standard.value)
