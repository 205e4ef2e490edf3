from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oocd.referrals.rules import age_on

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def birthday(born: date, year: int) -> date:
    """The day in a year on which somebody is a year older; 1 March where the year has no 29 February."""
    try:
        return born.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


@given(born=DAYS, years=st.integers(0, 30))
def test_a_child_is_a_year_older_from_the_birthday_on_and_not_the_day_before(born: date, years: int):
    turns = birthday(born, born.year + years)
    assert age_on(turns, born) == years
    assert age_on(turns - timedelta(days=1), born) == years - 1


@pytest.mark.parametrize(
    ("day", "age"),
    [("2026-02-28", 17), ("2026-03-01", 18), ("2024-02-28", 15), ("2024-02-29", 16), ("2027-02-28", 18)],
)
def test_a_child_born_on_29_february_has_a_birthday_on_1_march_in_other_years(day: str, age: int):
    assert age_on(date.fromisoformat(day), date(2008, 2, 29)) == age
