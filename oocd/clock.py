"""The only clock. Moments are UTC and aware; days are London days."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")

_stopped_at: ContextVar[datetime | None] = ContextVar("stopped_at", default=None)


def now() -> datetime:
    return _stopped_at.get() or datetime.now(UTC)


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
