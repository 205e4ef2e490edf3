"""Gravity: a person's adjustment of at most the cap, kept on the scale. Plain values in, plain values out."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

DIRECTIONS = {1: "aggravating", -1: "mitigating"}


def final_score(base: int, adjustment: int, scale: tuple[int, int]) -> int:
    lowest, highest = scale
    return max(lowest, min(highest, base + adjustment))


def within_cap(adjustment: int, cap: int) -> bool:
    return abs(adjustment) <= cap


def factor_missing(adjustment: int, effects: Collection[str]) -> str | None:
    """The kind of factor an adjustment rests on and that nobody ticked: a score moves up for one that aggravates."""
    if not adjustment:
        return None
    needed = DIRECTIONS[1 if adjustment > 0 else -1]
    return None if needed in effects else needed


def belongs(factor: Mapping[str, Any], edition: str, offence_id: str) -> bool:
    """Whether a factor may be ticked when this offence is scored from this edition."""
    offences = factor.get("of_offences")
    return edition in factor["editions"] and (offences is None or offence_id in offences)


def highest_by_edition(scores: Iterable[tuple[str, int]]) -> dict[str, int]:
    """The highest final score of each edition. There is none over several: their scales do not compare."""
    highest: dict[str, int] = {}
    for edition, final in scores:
        highest[edition] = max(final, highest.get(edition, final))
    return highest


def deviates(outcome: str, starting_points: Collection[str] | None) -> bool:
    """Whether an outcome leaves the starting points of the final score.

    Without a score, or where the edition names no outcome for it, there is nothing to leave.
    """
    return bool(starting_points) and outcome not in (starting_points or ())
