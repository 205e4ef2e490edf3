"""Many rows at once, in the caller's transaction: executemany on SQLite, COPY on PostgreSQL.

For imports only. Values are as both databases read them from text: ids as 32 hexadecimal digits, days and
moments as written, JSON as text. No column has a default here, so each that may not be empty must be named.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from os import urandom
from typing import Any

from oocd.db import Base, db, table_of

Value = str | int | bool | None


class Into:
    """One table, and the columns that its rows are given in."""

    def __init__(self, model: type[Base], *columns: str) -> None:
        table = table_of(model)
        needed = {column.name for column in table.columns if not column.nullable}
        if wrong := needed.symmetric_difference(columns) & (needed | (set(columns) - set(table.columns.keys()))):
            raise RuntimeError(f"{table.name} has other columns than its import names: {', '.join(sorted(wrong))}.")
        self.table = table
        listed = f"{table.name} ({', '.join(columns)})"
        self.insert = " ".join(("INSERT INTO", listed, "VALUES", f"({', '.join('?' * len(columns))})"))
        self.copy = f"COPY {listed} FROM STDIN"


class Batch:
    """Rows of many tables, gathered one by one and written together in the order their references ask for."""

    def __init__(self) -> None:
        self._connection = db.session.connection()
        self._postgresql = self._connection.dialect.name == "postgresql"
        self._rows: defaultdict[Into, list[tuple[Value, ...]]] = defaultdict(list)

    def moment(self, at: datetime) -> str:
        """A moment as this database stores it."""
        return at.astimezone(UTC).isoformat(" ", "microseconds")[:26] + ("+00" if self._postgresql else "")

    def add(self, into: Into, *values: Value) -> None:
        self._rows[into].append(values)

    def add_all(self, into: Into, rows: Iterable[tuple[Value, ...]]) -> None:
        self._rows[into].extend(rows)

    def rows(self) -> dict[Into, list[tuple[Value, ...]]]:
        """What was gathered, parents before children."""
        order = {table: place for place, table in enumerate(Base.metadata.sorted_tables)}
        return {into: self._rows[into] for into in sorted(self._rows, key=lambda into: order[into.table])}

    def write(self) -> None:
        """Write everything gathered, and let go of it."""
        if self._postgresql:
            self._copy(self._connection.connection.driver_connection)
        else:
            for into, rows in self.rows().items():
                self._connection.exec_driver_sql(into.insert, rows)
        self._rows.clear()

    def _copy(self, driver: Any) -> None:
        with driver.cursor() as cursor:
            for into, rows in self.rows().items():
                with cursor.copy(into.copy) as copy:
                    for row in rows:
                        copy.write_row(row)


def _ids() -> Iterator[str]:
    """As uuid4 makes them, in the form of this module; the system is asked for chance once for many."""
    variant = dict(zip("0123456789abcdef", "89ab" * 4, strict=True))
    while True:
        chance = urandom(16 * 256).hex()
        for begin in range(0, len(chance), 32):
            digits = chance[begin : begin + 32]
            yield f"{digits[:12]}4{digits[13:16]}{variant[digits[16]]}{digits[17:]}"


new_id = _ids().__next__


def dashed(digits: str) -> str:
    """An id as the log writes it."""
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
