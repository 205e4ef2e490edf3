from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oocd.referrals.rules import Declared, age_on, already_told

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


HISTORIES = st.lists(
    st.builds(
        Declared,
        st.sampled_from(["youth_caution", "conviction"]),
        st.none() | st.sampled_from([date(2024, 1, 31), date(2025, 2, 1)]),
    ),
    max_size=6,
)


def merged(on_record: list[Declared], declared: list[Declared]) -> list[Declared]:
    """What is on record afterwards: new ones added, missing days filled in."""
    kept = list(on_record)
    for one, place in zip(declared, already_told(on_record, declared), strict=True):
        if place is None:
            kept.append(one)
        elif kept[place].given_on is None:
            kept[place] = one
    return kept


def count(history: list[Declared], outcome: str) -> int:
    return sum(one.outcome == outcome for one in history)


@given(on_record=HISTORIES, declared=HISTORIES)
def test_history_told_again_never_gets_fewer_and_counts_nothing_twice(
    on_record: list[Declared], declared: list[Declared]
):
    kept = merged(on_record, declared)
    for outcome in ("youth_caution", "conviction"):
        before, told, after = (count(history, outcome) for history in (on_record, declared, kept))
        assert max(before, told) <= after <= before + told
    assert {one for one in (*on_record, *declared) if one.given_on} <= set(kept)
    assert sorted(map(str, merged(kept, declared))) == sorted(map(str, kept))


@given(history=HISTORIES)
def test_the_first_telling_is_kept_as_it_was_told(history: list[Declared]):
    assert merged([], history) == history
