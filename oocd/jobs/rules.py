"""When a job is due, and what to do about its latest run. Plain moments in, plain answers out."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import Enum
from typing import NamedTuple

from croniter import croniter

from oocd.clock import LONDON

GRACE = timedelta(minutes=5)
"""A job not begun so long after it was due is late: ticks come each minute, and a restart takes less."""

BEAT = timedelta(seconds=10)
LOST_AFTER = timedelta(seconds=60)
"""Whoever has not said for so long that it lives is taken for dead, and its work is taken over."""

TRY_AGAIN_AFTER = timedelta(minutes=5)
ATTEMPTS = 3
"""What fails is tried so often for one due moment; a run that kills whoever runs it must not go round for ever."""

RUNS_KEPT = timedelta(days=30)


class Step(Enum):
    """What to do for a due moment."""

    BEGIN = "begin"
    AGAIN = "again"
    GIVE_UP = "give up"


class Past(NamedTuple):
    """The latest run of a job; `lost` if whoever ran it is gone."""

    due_at: datetime
    finished_at: datetime | None
    failed: bool
    attempts: int
    lost: bool


def step_to_take(past: Past | None, due: datetime, now: datetime) -> Step | None:
    """None where nothing is to be done: it was run for this moment or later, or runs now, or rests after a failure."""
    if past is None:
        return Step.BEGIN
    if past.finished_at is None:
        if not past.lost:
            return None
        return Step.AGAIN if past.attempts < ATTEMPTS else Step.GIVE_UP
    if past.due_at < due:
        return Step.BEGIN
    rested = past.finished_at + TRY_AGAIN_AFTER <= now
    return Step.AGAIN if past.failed and past.attempts < ATTEMPTS and rested else None


def last_due(cron: str, now: datetime) -> datetime:
    """The last moment, up to now, that the line names."""
    minute = now.replace(second=0, microsecond=0)
    # from one minute on, as the moment looked for may be this very minute
    return _walk(cron, minute + timedelta(minutes=1), croniter.get_prev, lambda moment: moment <= minute)


def next_due(cron: str, now: datetime) -> datetime:
    """The first moment after now that the line names."""
    return _walk(cron, now, croniter.get_next, lambda moment: moment > now)


def _walk(cron: str, start: datetime, step: Callable[..., datetime], arrived: Callable[[datetime], bool]) -> datetime:
    """From naive time to naive time until the moment meant lies where it should.

    A line that names its hours means the hours of London: what falls into the hour that spring leaves out comes an
    hour later, and what falls into the hour that autumn repeats comes in the first. A line for every hour means
    that time goes on, in the repeated hour too. London is whole hours from UTC, so UTC tells its minutes.
    """
    zone = UTC if cron.split()[1] == "*" else LONDON
    walked = croniter(cron, start.astimezone(zone).replace(tzinfo=None))
    while True:
        moment = step(walked, datetime).replace(tzinfo=zone).astimezone(UTC)
        if arrived(moment):
            return moment
