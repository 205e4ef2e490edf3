"""The order in which the moves of one process were made."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import groupby, pairwise
from typing import Protocol, TypeVar

BEGIN_AGAIN = "begin_again"


class Moved(Protocol):
    """One row of a history, as far as the order of the rows hangs on it. No `before`: the process began there."""

    @property
    def recorded_at(self) -> datetime: ...

    @property
    def effective_on(self) -> date: ...

    @property
    def workflow(self) -> str: ...

    @property
    def move(self) -> str: ...

    @property
    def before(self) -> str | None: ...

    @property
    def after(self) -> str: ...


Row = TypeVar("Row", bound=Moved)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """By when they were recorded; those of one moment, as an import writes them, by how they follow each other."""
    by_time = sorted(rows, key=_when)
    if all(one.recorded_at < two.recorded_at or one.after == two.before for one, two in pairwise(by_time)):
        return by_time
    ordered: list[Row] = []
    for _, same in groupby(by_time, key=lambda row: row.recorded_at):
        moment = list(same)
        for following in _by_workflow(moment) if len(moment) > 1 else [moment]:
            began = any(row.before is None for row in following)
            ordered += _joined_up(None if began or not ordered else ordered[-1].after, following)
    return ordered


def _when(row: Moved) -> tuple[datetime, date, bool]:
    """Where a process begins comes first: most histories join up so, even of one moment."""
    return row.recorded_at, row.effective_on, row.before is not None


def _by_workflow(rows: Sequence[Row]) -> Iterator[list[Row]]:
    """A case that was sent on by another route followed two in one moment: the one it began again with comes last."""
    of: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        of[row.workflow].append(row)
    yield from sorted(of.values(), key=lambda same: any(row.move == BEGIN_AGAIN for row in same))


def _joined_up(at: str | None, rows: Sequence[Row]) -> list[Row]:
    """Every row once, each from where the one before it led: the path through all edges, after Hierholzer.

    Where it ends is the same whichever way round it goes. Rows that do not join up are left as they came, by day.
    """
    by_day = sorted(rows, key=lambda row: row.effective_on)
    if len(rows) == 1:
        return by_day
    leading: defaultdict[str | None, list[Row]] = defaultdict(list)
    for row in reversed(by_day):
        leading[row.before].append(row)
    stack: list[tuple[str | None, Row | None]] = [(at, None)]
    path: list[Row] = []
    while stack:
        here, came_by = stack[-1]
        if leading[here]:
            row = leading[here].pop()
            stack.append((row.after, row))
        else:
            stack.pop()
            if came_by is not None:
                path.append(came_by)
    return path[::-1] if len(path) == len(rows) else by_day
