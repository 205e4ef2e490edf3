"""When work after an outcome began, and how agreed work ended: plain values in, plain values out."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

ATTENDED, MISSED, CANCELLED = "attended", "missed", "cancelled"

# Support that no outcome asks for: whatever is agreed on such a route is voluntary, and no part of any outcome.
VOLUNTARY_ROUTES = frozenset({"turnaround"})

COMPLETED, PARTLY_COMPLETED = "completed", "partly_completed"


@dataclass(frozen=True)
class Session:
    """What is known of one session offered, as last recorded; `result` is None while nobody has said."""

    held_on: date
    result: str | None
    before_outcome: bool = False
    voluntary: bool = False

    def starts_work_after(self, given_on: date) -> bool:
        """Only a session the child came to, for what the outcome asks, on or after the day it was given."""
        earlier = self.before_outcome or self.held_on < given_on
        return self.result == ATTENDED and not self.voluntary and not earlier


@dataclass(frozen=True)
class StartDelay:
    """From an outcome being given to the first session after it; voluntary work stands beside it."""

    given_on: date | None
    first_session_on: date | None
    voluntary_sessions: int
    voluntary_since: date | None

    @property
    def days(self) -> int | None:
        if self.given_on is None or self.first_session_on is None:
            return None
        return (self.first_session_on - self.given_on).days


def start_delay(given_on: date | None, sessions: Iterable[Session]) -> StartDelay:
    """None in days while the outcome is not given, or no session after it was attended."""
    attended = [session for session in sessions if session.result == ATTENDED]
    counted = [session for session in attended if given_on and session.starts_work_after(given_on)]
    beside = [session.held_on for session in attended if session not in counted]
    first = min((session.held_on for session in counted), default=None)
    return StartDelay(given_on, first, len(beside), min(beside, default=None))


def result_of_all(results: Collection[str | None]) -> str | None:
    """How several pieces of work ended together: None until each has; else what they share, or partly completed."""
    if not results or None in results:
        return None
    shared = set(results)
    return shared.pop() if len(shared) == 1 else PARTLY_COMPLETED


@dataclass(frozen=True)
class Tried:
    """What was done to reach a child before anybody speaks of non-engagement."""

    attempts: int
    adjustments: frozenset[str]
    carer_spoken_to: bool


def still_to_try(tried: Tried, attempts_asked: int, adjustments_asked: Iterable[str]) -> list[str]:
    """What policy asks for and nobody has done yet, in words."""
    missing = [name.replace("_", " ") for name in adjustments_asked if name not in tried.adjustments]
    words = []
    if tried.attempts < attempts_asked:
        words.append(f"{tried.attempts} of {attempts_asked} attempts to reach the child or family are recorded.")
    if missing:
        words.append(f"Not considered yet: {', '.join(missing)}.")
    if not tried.carer_spoken_to:
        words.append("No parent or carer was spoken to.")
    return words


def police_are_told(*, voluntary: bool, told: bool, weapon_told: bool, knife: bool) -> bool:
    """Never of voluntary support; otherwise as the outcome has it, with a rule of its own where there was a weapon."""
    return not voluntary and (told or (knife and weapon_told))
