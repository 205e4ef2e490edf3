"""Who held a case at the end of each day, and why: plain values in, plain values out.

Days are whole: a segment runs from its first day up to, and not with, its last. Today has not ended and belongs to
nobody yet; `held_on` says who holds it as things stand.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import pairwise, zip_longest
from typing import NamedTuple, TypeVar

NOBODY, POLICE, FAMILY, YJS = "nobody", "police", "family", "yjs"

# They hold a case only while they owe something: nobody waits for them to move it on.
CONTRIBUTORS = frozenset({"agency", FAMILY})


class Step(NamedTuple):
    """A process came to a state. `asks` are the guards of the moves that lead on from there."""

    on: date
    state: str  # with its workflow, such as panel.preparing
    waits_on: tuple[str, ...]
    ends: bool = False
    asks: frozenset[str] = frozenset()
    due_in: str | None = None


class Owed(NamedTuple):
    """Something one party owes beside the state of the case; `asked_by` is the guard that asks for it, if one does."""

    party: str
    reason: str
    since: date
    until: date | None
    asked_by: str | None = None


class Event(NamedTuple):
    """What the days from here on were spent on before the case was sent."""

    on: date
    reason: str


class Held(NamedTuple):
    owner: str
    reason: str


class Segment(NamedTuple):
    """Days that one owner held for one reason, up to and not with `until`."""

    owner: str
    reason: str
    since: date
    until: date

    @property
    def days(self) -> int:
        return (self.until - self.since).days


@dataclass(frozen=True)
class Life:
    """All that is known of whose days a case's days were.

    `steps` are the case's own, in the order they were recorded. `before` is never empty where `begins_on` is earlier
    than `opened_on`.
    """

    opened_on: date
    steps: Sequence[Step]
    before: Sequence[Event] = ()
    owed: Sequence[Owed] = ()
    begins_on: date | None = None

    @cached_property
    def standing(self) -> list[Step]:
        return in_effect(self.steps)

    @property
    def first_day(self) -> date:
        return min(self.begins_on or self.opened_on, self.opened_on)

    def last_day(self, today: date) -> date:
        """The day it ended, or today."""
        ended = next((step.on for step in self.standing if step.ends), today)
        return max(self.first_day, min(ended, today))


class Dates(NamedTuple):
    """What the police told of one case, as far as its days hang on it."""

    offences: Sequence[date | None] = ()
    arrests: Sequence[date | None] = ()
    investigation_status: str | None = None
    bail_date: date | None = None
    rui_since: date | None = None
    voluntary_interview_date: date | None = None
    interview_date: date | None = None
    returned_on: date | None = None
    street_given_on: date | None = None


def in_effect(steps: Iterable[Step]) -> list[Step]:
    """The steps that stood at the end of some day, by day: of two that took effect together the later recorded counts.

    One recorded later that took effect earlier leaves nothing of those it goes back behind.
    """
    standing: list[Step] = []
    for step in steps:
        while standing and standing[-1].on >= step.on:
            standing.pop()
        standing.append(step)
    return standing


def begins_on(told: Dates) -> date | None:
    """The first day of a case: that of its earliest offence; where none is known, of the first thing that is."""
    known = [day for day in told.offences if day]
    return min(known) if known else min((event.on for event in _events(told)), default=None)


def before_referral(told: Dates) -> list[Event]:
    """What the police's days were spent on. What nobody told is never guessed: it stays with the stage before."""
    first = begins_on(told)
    return [Event(first, "police.before_arrest"), *_events(told)] if first else []


def _events(told: Dates) -> list[Event]:
    """In the order in which one day's events count: the last is where the day ends."""
    seen = min((day for day in (*told.arrests, told.interview_date) if day), default=None)
    stages = {"bail": told.bail_date, "rui": told.rui_since, "voluntary": told.voluntary_interview_date}
    stages = {name: day or (seen if told.investigation_status == name else None) for name, day in stages.items()}
    days: list[tuple[str, date | None]] = [
        ("police.investigation", seen),
        *((f"police.{name}", stages[name]) for name in ("voluntary", "bail", "rui")),
        ("police.street_notice", told.street_given_on),
        ("police.returned", told.returned_on),
    ]
    return sorted((Event(day, reason) for reason, day in days if day), key=lambda event: event.on)


def owed_by_process(standing: Sequence[Step]) -> Iterator[Owed]:
    """What a smaller process that hangs on the case makes the first party it waits on owe, for as long as it does.

    `standing` are its steps in effect.
    """
    for step, after in zip_longest(standing, standing[1:]):
        if not step.ends and step.waits_on and step.waits_on[0] != NOBODY:
            yield Owed(step.waits_on[0], step.state, step.on, after.on if after else None)


def segments(life: Life, today: date) -> list[Segment]:
    """Every day from the first to closing, or to today; they add up to the length of the case."""
    first, last = life.first_day, life.last_day(today)
    held = _holder(life)
    told: list[Segment] = []
    for since, until in pairwise(sorted({first, last, *(day for day in _turns(life) if first < day < last)})):
        owner, reason = held(since)
        if told and (told[-1].owner, told[-1].reason) == (owner, reason):
            since = told.pop().since
        told.append(Segment(owner, reason, since, until))
    return told


def held_on(life: Life, day: date) -> Held:
    """Who holds the case at the end of a day, and why."""
    return _holder(life)(day)


def _turns(life: Life) -> Iterator[date]:
    """Every day on which the answer may change."""
    yield life.opened_on
    yield from (event.on for event in life.before)
    yield from (step.on for step in life.steps)
    for owed in life.owed:
        yield owed.since
        if owed.until:
            yield owed.until


def _holder(life: Life) -> Callable[[date], Held]:
    standing = life.standing

    def held(day: date) -> Held:
        if day < life.opened_on:
            return Held(POLICE, _last(life.before, day).reason)
        step = _last(standing, day) if standing[0].on <= day else life.steps[0]
        open_now = [
            owed
            for owed in life.owed
            if owed.since <= day
            and (owed.until is None or day < owed.until)
            and (owed.asked_by is None or owed.asked_by in step.asks)
        ]
        parties = _in_turn(step.waits_on)
        for party in parties:
            mine = min((owed for owed in open_now if owed.party == party), key=_longest, default=None)
            if mine:
                return Held(party, mine.reason)
        movers = [party for party in parties if party not in CONTRIBUTORS]
        return Held(next(iter(movers or parties), NOBODY), step.state)

    return held


@cache
def _in_turn(waits_on: tuple[str, ...]) -> tuple[str, ...]:
    """Without contributors who come after somebody who can move the case on: it is for those to get in touch."""
    mover = next((place for place, party in enumerate(waits_on) if party not in CONTRIBUTORS), len(waits_on))
    return tuple(party for place, party in enumerate(waits_on) if place < mover or party not in CONTRIBUTORS)


def _longest(owed: Owed) -> tuple[date, str]:
    return owed.since, owed.reason


Dated = TypeVar("Dated", Step, Event)


def _last(happened: Sequence[Dated], day: date) -> Dated:
    """The last that had happened by the end of the day; the first of all on a day before any."""
    found = happened[0]
    for one in happened:
        if one.on <= day:
            found = one
    return found
