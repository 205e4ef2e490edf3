"""What a measurement says: rows of one table, and the comparison of two things timed in turn."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from statistics import median

HEAD = ("what", "figure", "floor", "ratio [low-high]", "aim", "met")


@dataclass(frozen=True)
class Row:
    """One line of the table. Without an aim it only reports."""

    what: str
    figure: str
    floor: str = ""
    ratio: str = ""
    aim: str = ""
    met: bool | None = None

    def cells(self) -> tuple[str, ...]:
        met = {True: "yes", False: "NO", None: ""}[self.met]
        return (self.what, self.figure, self.floor, self.ratio, self.aim, met)


@dataclass(frozen=True)
class Ratio:
    """Median, lowest and highest over rounds of one thing's p50 against another's in the same round."""

    middle: float
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.middle:.2f} [{self.low:.2f}-{self.high:.2f}]"


Rounds = Sequence[Sequence[float]]
"""Seconds, by round."""


def ratio_of(mine: Rounds, floor: Rounds) -> Ratio:
    """Round by round, so that a slow moment of the disk meets both sides alike."""
    ratios = [median(own) / median(other) for own, other in zip(mine, floor, strict=True)]
    return Ratio(median(ratios), min(ratios), max(ratios))


def compared(what: str, mine: Rounds, floor: Rounds, *, at_most: float | None = None) -> Row:
    """A line on two things timed in turn; `at_most` is the ratio aimed at."""
    ratio = ratio_of(mine, floor)
    return Row(
        what,
        microseconds(median(map(median, mine))),
        microseconds(median(map(median, floor))),
        str(ratio),
        f"<= {at_most:g}x" if at_most else "",
        ratio.middle <= at_most if at_most else None,
    )


def in_turn(rounds: int, *runs: Callable[[int], None]) -> None:
    """Every run once a round, first in one order, then in the other, so that none always has the warm seat."""
    for number in range(rounds):
        for run in runs if number % 2 == 0 else reversed(runs):
            run(number)


def microseconds(seconds: float) -> str:
    return f"{seconds * 1e6:,.0f} us"


def in_seconds(seconds: float) -> str:
    return f"{seconds:.2f} s"


def table(rows: Iterable[Row]) -> str:
    """All rows in columns as wide as their widest cell."""
    lines = [HEAD, *(row.cells() for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEAD))]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join(line.rstrip() for line in padded)
