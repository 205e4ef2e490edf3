"""Whom the criteria of Turnaround take in, and since when: plain values in, plain values out."""

from collections.abc import Iterable, Mapping
from datetime import date


def excluded(answers: Iterable[bool | None]) -> bool | None:
    """One exclusion is enough; with none that is known, one that nobody knows leaves it open."""
    known = list(answers)
    if any(known):
        return True
    return None if None in known else False


def last_known(days: Iterable[date | None]) -> date | None:
    return max((day for day in days if day), default=None)


def event_of(outcome: str, events: Mapping[str, Mapping[str, object]]) -> str | None:
    """The qualifying event that an outcome given is, if any."""
    return next((code for code, row in events.items() if outcome in _listed(row.get("outcomes"))), None)


def _listed(codes: object) -> list[str]:
    return codes if isinstance(codes, list) else []
