"""The only clock. Moments are UTC and aware; days are London days."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)
_set_back_by: ContextVar[timedelta] = ContextVar("set_back_by", default=timedelta())


def now() -> datetime:
    return _stopped_at.get() or datetime.now(UTC) - _set_back_by.get()


def today() -> date:
    return london_date(now())


def london_date(moment: datetime) -> date:
    return moment.astimezone(LONDON).date()


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Stop the clock, for tests and for demonstration data that lived through earlier days."""
    token = _stopped_at.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _stopped_at.reset(token)


@contextmanager
def running_from(moment: datetime) -> Iterator[None]:
    """Let the clock run on from another moment: what is done one after the other there has one time after the other."""
    stopped = _stopped_at.set(None)
    set_back = _set_back_by.set(datetime.now(UTC) - moment)
    try:
        yield
    finally:
        _set_back_by.reset(set_back)
        _stopped_at.reset(stopped)
