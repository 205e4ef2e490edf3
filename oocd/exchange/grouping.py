"""Rows in any order, put together by child and case without holding the file in memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import groupby
from typing import NamedTuple

from oocd.exchange.rules import Row

SEPARATOR = "\x1f"
MOST_ROWS = 2_000  # of one child at once; a child with more is taken in parts


class Line(NamedTuple):
    number: int
    row: Row


Case = list[Line]
"""The rows of one case in the order of the file."""


class Pile:
    """Rows set aside on disk, in a database of this process alone that is gone with it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        connection.execute("CREATE TABLE pile (area, child_ref, reference, line INTEGER, told)")
        self._waiting: list[tuple[str, str, str, int, str]] = []

    def add(self, line: int, row: Row) -> None:
        self._waiting.append((row.area, row.child_ref, row.reference, line, SEPARATOR.join(row)))
        if len(self._waiting) >= MOST_ROWS:
            self._put_down()

    def children(self) -> Iterator[list[Case]]:
        """Everything of one child, case by case."""
        self._put_down()
        ordered = self._connection.execute(
            "SELECT area, child_ref, reference, line, told FROM pile ORDER BY area, child_ref, reference, line"
        )
        for _, of_child in groupby(ordered, key=lambda row: row[:2]):
            cases: list[Case] = []
            for _, of_case in groupby(of_child, key=lambda row: row[2]):
                cases.append([Line(line, Row._make(told.split(SEPARATOR))) for *_, line, told in of_case])
                if sum(map(len, cases)) >= MOST_ROWS:
                    yield cases
                    cases = []
            if cases:
                yield cases

    def _put_down(self) -> None:
        self._connection.executemany("INSERT INTO pile VALUES (?, ?, ?, ?, ?)", self._waiting)
        self._waiting.clear()


@contextmanager
def pile() -> Iterator[Pile]:
    # An empty name is SQLite's own temporary file: it spills to disk, and has no name that could be left behind.
    with closing(sqlite3.connect("", isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode=OFF")
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("BEGIN")
        yield Pile(connection)
