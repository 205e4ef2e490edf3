"""When a message may go and when it is tried again: arithmetic, also in the night the clocks change."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oocd.clock import LONDON
from oocd.notifications.rules import is_an_address, quiet_until, wait_after

TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
THREE_YEARS = 3 * 365 * 24 * 60
MOMENTS = st.integers(0, THREE_YEARS).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))


def in_london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON).astimezone(UTC)


@pytest.mark.parametrize(
    ("told", "goes"),
    [
        ("2026-11-02T12:00", "2026-11-02T12:00"),
        ("2026-11-02T19:59", "2026-11-02T19:59"),
        ("2026-11-02T20:00", "2026-11-03T07:00"),
        ("2026-11-03T00:00", "2026-11-03T07:00"),
        ("2026-11-03T06:59", "2026-11-03T07:00"),
        ("2026-11-03T07:00", "2026-11-03T07:00"),
        ("2026-03-28T23:00", "2026-03-29T07:00"),  # an hour shorter, as the clocks go forward
        ("2026-10-24T23:00", "2026-10-25T07:00"),  # an hour longer
        ("2028-02-28T23:00", "2028-02-29T07:00"),
        ("2026-12-31T23:00", "2027-01-01T07:00"),
    ],
)
def test_quiet_hours_end_by_the_clock_on_the_wall(told: str, goes: str):
    assert quiet_until(in_london(told), time(20), time(7), LONDON) == in_london(goes)


@given(MOMENTS, TIMES, TIMES)
def test_no_message_is_early_lost_or_held_longer_than_its_quiet_hours(moment: datetime, begins: time, ends: time):
    goes = quiet_until(moment, begins, ends, LONDON)
    assert moment <= goes <= moment + timedelta(hours=25)
    assert quiet_until(goes, begins, ends, LONDON) == goes
    if begins == ends:
        assert goes == moment


def test_an_end_in_the_hour_that_is_skipped_or_comes_twice_is_met_once():
    assert quiet_until(in_london("2026-03-29T00:30"), time(0), time(1, 30), LONDON) == datetime(
        2026, 3, 29, 1, 30, tzinfo=UTC
    )
    assert quiet_until(in_london("2026-10-25T00:30"), time(0), time(1, 30), LONDON) == datetime(
        2026, 10, 25, 1, 30, tzinfo=UTC
    )


@given(st.integers(1, 10_000))
def test_each_wait_is_at_least_the_one_before_and_never_too_long(attempts: int):
    first, longest = timedelta(minutes=2), timedelta(hours=4)
    assert first <= wait_after(attempts, first, longest) <= wait_after(attempts + 1, first, longest) <= longest


@given(st.text())
def test_an_address_is_words_and_ids_and_has_room_for_nothing_else(text: str):
    if is_an_address(f"/cases/{text}"):
        assert not any(character.isupper() or character in "?#@%. \r\n" for character in text)
