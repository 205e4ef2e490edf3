"""When a job is due, by London's clock: through both changes of the clock, a leap day, and a night out of service."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oocd.clock import LONDON
from oocd.jobs.rules import ATTEMPTS, TRY_AGAIN_AFTER, Past, Step, last_due, next_due, step_to_take


def london(*when, fold=0):
    return datetime(*when, tzinfo=LONDON, fold=fold).astimezone(UTC)


@pytest.mark.parametrize(
    ("cron", "after", "due"),
    [
        # The clocks go forward at 01:00 on 29 March 2026: what falls into the missing hour comes an hour later, once.
        ("30 1 * * *", london(2026, 3, 29, 0, 10), datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("30 1 * * *", datetime(2026, 3, 29, 1, 30, tzinfo=UTC), london(2026, 3, 30, 1, 30)),
        ("0 9 * * *", london(2026, 3, 28, 9, 0), london(2026, 3, 29, 9, 0)),
        # They go back at 02:00 on 25 October 2026: in the repeated hour a daily job comes once,
        ("30 1 * * *", london(2026, 10, 25, 0, 10), london(2026, 10, 25, 1, 30)),
        ("30 1 * * *", london(2026, 10, 25, 1, 30), london(2026, 10, 26, 1, 30)),
        # and one for every few minutes goes on through it.
        ("*/5 * * * *", london(2026, 10, 25, 1, 58), london(2026, 10, 25, 1, 0, fold=1)),
        ("*/5 * * * *", london(2026, 10, 25, 1, 57, fold=1), london(2026, 10, 25, 2, 0)),
        ("*/5 * * * *", london(2026, 3, 29, 0, 57), london(2026, 3, 29, 2, 0)),
        # A leap year has a 29 February, other years have none.
        ("0 6 29 2 *", london(2027, 1, 1), london(2028, 2, 29, 6, 0)),
        ("5 0 * * *", london(2028, 2, 28, 0, 5), london(2028, 2, 29, 0, 5)),
        ("5 0 * * *", london(2027, 2, 28, 0, 5), london(2027, 3, 1, 0, 5)),
    ],
)
def test_the_next_moment_a_job_is_due(cron, after, due):
    assert next_due(cron, after) == due
    assert last_due(cron, due) == due
    assert last_due(cron, due - timedelta(seconds=1)) <= after


moments = st.integers(1_704_067_200, 1_893_456_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
crons = st.sampled_from(["5 0 * * *", "30 1 * * *", "*/5 * * * *", "20 * * * *", "0 8 * * 1-5", "0 6 1 * *"])


@given(crons, moments)
def test_nothing_is_due_between_the_last_moment_and_the_next(cron, now):
    last, following = last_due(cron, now), next_due(cron, now)
    assert last <= now < following
    assert next_due(cron, last) == following
    assert last_due(cron, following - timedelta(seconds=1)) == last


DUE = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
NOW = DUE + timedelta(minutes=10)


@pytest.mark.parametrize(
    ("past", "step"),
    [
        (None, Step.BEGIN),
        (Past(DUE - timedelta(days=3), DUE - timedelta(days=3), False, 1, False), Step.BEGIN),
        (Past(DUE, DUE, False, 1, False), None),
        (Past(DUE, None, False, 1, False), None),
        (Past(DUE - timedelta(days=1), None, False, 1, False), None),
        (Past(DUE, None, False, 1, True), Step.AGAIN),
        (Past(DUE, None, False, ATTEMPTS, True), Step.GIVE_UP),
        (Past(DUE, NOW - TRY_AGAIN_AFTER, True, 1, False), Step.AGAIN),
        (Past(DUE, NOW - timedelta(seconds=1), True, 1, False), None),
        (Past(DUE, DUE, True, ATTEMPTS, False), None),
    ],
    ids=[
        "never run",
        "missed while stopped",
        "done",
        "running",
        "still running from before",
        "its process died",
        "it kills every process",
        "failed and rested",
        "failed just now",
        "failed too often",
    ],
)
def test_what_is_done_about_a_due_moment(past, step):
    assert step_to_take(past, DUE, NOW) is step
