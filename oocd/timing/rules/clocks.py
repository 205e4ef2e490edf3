"""Which time standards run against a case, from which event and day, and when they were met: plain values."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby, zip_longest
from typing import Any, NamedTuple

from oocd.timing.rules import Step, in_effect

ASSESSMENT, TOLD_TO_POLICE, RECOMMENDATION = "assessment", "assessment_told_to_police", "panel_recommendation"
COUNTERSIGNATURE = "countersignature"
RECOMMENDED = "panel.recommended"

# They run from what the police told, whatever the state of the case, until the work itself is done.
FROM_THE_START = frozenset({ASSESSMENT, TOLD_TO_POLICE, RECOMMENDATION})

# Processes that the state of a case stands for as well.
WORK_OF_THE_CASE = frozenset({"disposal", "intervention", "exit_review"})


@dataclass(frozen=True)
class Passage:
    """One process and every step of it, in the order they were recorded."""

    kind: str
    id: Any
    steps: Sequence[Step]

    @cached_property
    def standing(self) -> list[Step]:
        return in_effect(self.steps)


class Clock(NamedTuple):
    """One standard against one process; `place` counts the times it ran. `ended_on` is empty while it runs.

    `met` is false where the case came to an end before what the standard asks for.
    """

    kind: str
    process_id: Any
    standard: str
    place: int
    starts: str
    starts_on: date
    ended_on: date | None = None
    met: bool = True


@dataclass(frozen=True)
class Happened:
    """The days that clocks start from, beside those of the states; what nobody told is empty."""

    referral_date: date | None = None
    bail_date: date | None = None
    reviews: Sequence[date] = ()
    given: Sequence[date] = ()
    asked_of_route: frozenset[str] = frozenset()  # every standard the states of its workflow name
    from_events: Sequence[Clock] = ()  # of events that no state stands for


Starts = Callable[[str, date], str | None]
"""The event that starts a standard, as policy said on a day; None where there was no such standard."""


def clocks(case: Passage, others: Iterable[Passage], happened: Happened, starts: Starts) -> list[Clock]:
    """Every clock that runs or ran, those of the case itself first; none twice."""
    smaller = list(others)
    assessments = sorted((one for one in smaller if one.kind == ASSESSMENT), key=lambda one: one.steps[0].on)
    told = [*_from_the_start(case, assessments, happened, starts), *_of_states(case, happened, starts)]
    for passage in smaller:
        if passage.kind == ASSESSMENT:
            told += _of_assessment(passage, starts, first=passage is assessments[0])
        told += _of_states(passage, happened, starts)
    told += happened.from_events
    return list(_once(told))


def _once(told: Iterable[Clock]) -> Iterator[Clock]:
    """A state of the case and the process it opened may name one standard from the same day: that is one clock."""
    seen: set[tuple[str, date]] = set()
    places: dict[tuple[Any, str], int] = {}
    for clock in told:
        if clock.kind in WORK_OF_THE_CASE and (clock.standard, clock.starts_on) in seen:
            continue
        seen.add((clock.standard, clock.starts_on))
        key = clock.process_id, clock.standard
        places[key] = places.get(key, 0) + 1
        yield clock._replace(place=places[key])


def _from_the_start(
    case: Passage, assessments: Iterable[Passage], happened: Happened, starts: Starts
) -> Iterator[Clock]:
    over = next((step.on for step in case.steps if step.ends), None)
    signed = min((step.on for one in assessments for step in one.steps if step.ends), default=None)
    recommended = next((step.on for step in case.steps if step.state == RECOMMENDED), None)
    for standard, asked, day, done in (
        (ASSESSMENT, ASSESSMENT, happened.referral_date, signed),
        (TOLD_TO_POLICE, ASSESSMENT, happened.bail_date, signed),
        (RECOMMENDATION, RECOMMENDATION, happened.referral_date, recommended),
    ):
        event = starts(standard, day) if day and asked in happened.asked_of_route else None
        if day and event:
            yield Clock(case.kind, case.id, standard, 1, event, day, done or over, bool(done) or not over)


def _of_assessment(passage: Passage, starts: Starts, *, first: bool) -> Iterator[Clock]:
    """One made again has a clock of its own from its opening; so has a countersignature that counts from there."""
    opened, ended = passage.steps[0].on, next((step.on for step in passage.steps if step.ends), None)
    if not first and starts(ASSESSMENT, opened):
        yield Clock(passage.kind, passage.id, ASSESSMENT, 1, "assessment_opened", opened, ended)
    if starts(COUNTERSIGNATURE, opened) == "assessment_opened":
        yield Clock(passage.kind, passage.id, COUNTERSIGNATURE, 1, "assessment_opened", opened, ended)


def _of_states(passage: Passage, happened: Happened, starts: Starts) -> Iterator[Clock]:
    for standard, since, until in _stays(passage.standing):
        event = None if standard in FROM_THE_START else starts(standard, since)
        day = _start(event, since, until, happened) if event else None
        if event and day and not (passage.kind == "intervention" and event == "outcome_given"):
            yield Clock(passage.kind, passage.id, standard, 1, event, day, until)


def _start(event: str, since: date, until: date | None, happened: Happened) -> date | None:
    """None where the event is none that states wait from, or has not happened."""
    if event == "last_review":
        return max([since, *(day for day in happened.reviews if since <= day and (until is None or day <= until))])
    if event == "outcome_given":
        return max((day for day in happened.given if day <= since), default=None)
    return {"state_entered": since, "referral_date": happened.referral_date}.get(event)


def _stays(standing: Sequence[Step]) -> Iterator[tuple[str, date, date | None]]:
    """Each stretch in states of one standard; states of the same, one after the other, are one stretch."""
    turns = [(step.due_in, step.on, after.on if after else None) for step, after in zip_longest(standing, standing[1:])]
    for standard, stretch in groupby(turns, key=lambda turn: turn[0]):
        if standard:
            every = list(stretch)
            yield standard, every[0][1], every[-1][2]


# -- what is told anew of a clock that was told before


class Told(NamedTuple):
    """What stands on record of a clock; `due_on` is empty where it no longer runs at all."""

    starts_on: date
    due_on: date
    ended_on: date | None


def because(before: Told | None, now: Told, *, met: bool) -> str | None:
    """Why a clock is told anew; None where nothing of it changed."""
    if before is None:
        return "began"
    if before == now:
        return None
    if before.starts_on != now.starts_on:
        return "start_changed"
    if before.due_on != now.due_on:
        return "rules_changed"
    if before.ended_on is None:
        return "met" if met else "case_over"
    return "end_changed"
