"""How votes settle a round, and views a level of the ladder: plain values in, plain values out."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

Row = TypeVar("Row")
Outcomes = Mapping[int, str]
"""The outcome somebody names for each offence, by its number."""


@dataclass(frozen=True)
class Round:
    """What a round came to: the outcome agreed, if one was, and each agency that named another."""

    agreed: str | None
    dissents: Mapping[str, str] = field(default_factory=dict)


def settle(votes: Mapping[str, str | None], deciders: Collection[str]) -> Round:
    """A round agrees when every deciding agency names the same outcome; all other differences are dissents.

    `votes` maps each agency to the outcome it named, or None where it abstained.
    """
    named = {votes.get(agency) for agency in deciders}
    agreed = named.pop() if len(named) == 1 else None
    if agreed is None:
        return Round(agreed=None)
    return Round(agreed, {agency: vote for agency, vote in votes.items() if vote and vote != agreed})


@dataclass(frozen=True)
class Level:
    """One level of the ladder. `settled_by` is the agency that settles it alone: the last level's."""

    number: int
    what: str
    people: Mapping[str, str]  # agency and the role that speaks for it
    working_days: int
    settled_by: str | None = None


def ladder(written: Sequence[Mapping[str, Any]]) -> list[Level]:
    """The levels that have people, lowest first; one without is the panel's own."""
    levels = [
        Level(
            number=entry["level"],
            what=entry["what"],
            people={person["agency"]: person["role"] for person in entry["people"]},
            working_days=entry["working_days"],
            settled_by=entry.get("settled_by"),
        )
        for entry in written
        if entry["people"]
    ]
    return sorted(levels, key=lambda level: level.number)


def settled_on(level: Level, views: Mapping[str, Outcomes], *, out_of_time: bool) -> Outcomes | None:
    """What a level settles on, or None while it does not.

    Everybody has to name the same; but where one agency settles it alone, its view does, as soon as all have spoken
    or their time is over.
    """
    everybody = all(agency in views for agency in level.people)
    if level.settled_by:
        return views.get(level.settled_by) if everybody or out_of_time else None
    named = [views[agency] for agency in level.people] if everybody else []
    return named[0] if named and all(each == named[0] for each in named) else None


def ended_in_difference(level: Level, views: Mapping[str, Outcomes]) -> bool:
    """Whether everybody of a level has spoken and nothing more can come of it there: then it goes up."""
    everybody = all(agency in views for agency in level.people)
    return level.settled_by is None and everybody and settled_on(level, views, out_of_time=False) is None


def dissenting(outcome: str, said: Mapping[str, str | None]) -> dict[str, str]:
    """Each agency that named another outcome, with what it named."""
    return {agency: named for agency, named in said.items() if named and named != outcome}


def differs(outcome: str, from_other: str | None) -> bool | None:
    """Whether it is another outcome than somebody else's; None where they named none."""
    return None if from_other is None else outcome != from_other


def leaves_starting_points(outcome: str, starting_points: Collection[str] | None) -> bool | None:
    """Whether the outcome is none of the score's starting points; None where the offence has no score."""
    return None if starting_points is None else outcome not in starting_points


def still_to_say(
    said: Mapping[str, str], *, harmed: bool, diversity_on_file: bool, leaves_matrix: bool, deviation_reason: str | None
) -> list[str]:
    """What a recommendation has yet to say: what the case asks for beyond why this outcome and not its neighbours."""
    missing = []
    if harmed and not said.get("victims_view", "").strip():
        missing.append("what the person harmed wished, and how it counted")
    if not diversity_on_file and not said.get("diversity_and_care", "").strip():
        missing.append("how the child's diversity and care were considered")
    if leaves_matrix and not (deviation_reason or "").strip():
        missing.append("why the outcome leaves the starting points of the gravity score")
    return missing


def reordered(rows: Sequence[Row], at: int, to: int) -> list[Row]:
    """The same rows in another order: what stood at one position stands at the other, and the rest follows."""
    moved = list(rows)
    moved.insert(to, moved.pop(at))
    return moved
