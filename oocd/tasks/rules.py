"""Whose list a case is on: plain values in, plain values out."""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID


class Queue(NamedTuple):
    """The people of an area who may take a step: by permission, and where it matters by agency and role."""

    area: str
    agency: str | None
    permission: str
    role: str | None = None


class Member(NamedTuple):
    """One person's place in one area."""

    person_id: UUID
    agency: str
    roles: Collection[str]
    permissions: Collection[str]


class Part(StrEnum):
    """Where in a list a case stands, in the order in which things break."""

    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    LATER = "later"
    WAITING_ON_OTHERS = "waiting_on_others"


def may_take(member: Member, queue: Queue) -> bool:
    return (
        queue.permission in member.permissions
        and queue.agency in (None, member.agency)
        and (queue.role is None or queue.role in member.roles)
    )


def owner(candidates: Collection[UUID | None], away: Mapping[UUID, UUID], able: Callable[[UUID], bool]) -> UUID | None:
    """The first of these who may take the step, or whoever covers for them; None where it lies with the queue.

    Whoever is away has nobody's work, and cover that leads in a circle is no cover.
    """
    for candidate in candidates:
        if candidate is not None and able(candidate):
            person = _there(candidate, away)
            return person if person is not None and able(person) else None
    return None


def _there(person: UUID, away: Mapping[UUID, UUID]) -> UUID | None:
    passed = set()
    while person in away:
        if person in passed:
            return None
        passed.add(person)
        person = away[person]
    return person


def part_of(due_on: date | None, today: date, soon: date, *, on_others: bool) -> Part:
    """What is late comes first whoever is waited for; what only others can do comes last."""
    if due_on and due_on < today:
        return Part.OVERDUE
    if due_on and due_on <= soon:
        return Part.DUE_SOON
    return Part.WAITING_ON_OTHERS if on_others else Part.LATER
