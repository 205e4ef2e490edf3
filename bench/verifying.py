"""`audit verify` over a million entries, against only reading them.

The log is written as it would have grown: cases live side by side, so that the entries of one chain lie far
apart in the table, and whoever reads in chain order has to look for them.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import cycle
from random import Random
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple
from uuid import UUID

from bench.databases import CARELESS, is_sqlite, raw_connection, service_on
from bench.figures import Row, in_seconds, in_turn, ratio_of
from oocd.audit import queries
from oocd.audit.rules import START, Link, canonical, hash_of, written
from oocd.db import db, everywhere

CHAINS = 50_000
LENGTH = 20
ENTRIES = CHAINS * LENGTH
SIDE_BY_SIDE = 1_000  # cases open at the same time
ROUNDS = 2
AT_MOST = 5.0  # seconds
BATCH = 5_000

COLUMNS = ", ".join("recorded_at" if name == "at" else name for name in Link._fields)
INTO_ENTRIES = f"audit_entry ({COLUMNS})"
INTO_CHAINS = "audit_chain (chain, length, head)"
AREAS = ("bexley", "buckinghamshire", "oxfordshire", "staffordshire")
FIRST = datetime(2026, 1, 5, 9, tzinfo=UTC)


def measure() -> Iterator[Row]:
    """The whole command's work, but for starting Python, on both databases."""
    for database, throwaway in CARELESS.items():
        with throwaway() as url, service_on(url) as app, app.app_context():
            _fill(url, database)
            with raw_connection(url) as raw:
                yield _timed(raw, database)


def _timed(raw: Any, database: str) -> Row:
    """Both in turn, and the median of each."""
    mine: list[list[float]] = []
    floor: list[list[float]] = []
    in_turn(ROUNDS, lambda _number: mine.append([_verify()]), lambda _number: floor.append([_read(raw)]))
    took, read = median(seconds for (seconds,) in mine), median(seconds for (seconds,) in floor)
    return Row(
        f"{database}: audit verify, {ENTRIES:,} entries",
        in_seconds(took),
        f"{in_seconds(read)} to read",
        str(ratio_of(mine, floor)),
        f"< {AT_MOST:g} s",
        took < AT_MOST,
    )


def _verify() -> float:
    """Raises RuntimeError if the log made here does not hold: then it measures something else."""
    began = perf_counter()
    with everywhere():
        count, findings = queries.verify()
    took = perf_counter() - began
    db.session.rollback()
    if count != ENTRIES or findings:
        raise RuntimeError(f"{count} entries and {len(findings)} findings in a log that holds.")
    return took


def _read(raw: Any) -> float:
    """Every column of every entry by the driver alone, as they lie, each row fetched and let go."""
    began = perf_counter()
    cursor = raw.cursor() if is_sqlite(raw) else raw.cursor(name="reading")
    cursor.execute(f"SELECT {COLUMNS} FROM audit_entry")
    while cursor.fetchmany(BATCH):
        pass
    took = perf_counter() - began
    cursor.close()
    raw.rollback()
    return took


# -- making the log


class Opened(NamedTuple):
    """What every entry of one case repeats."""

    chain: str
    subject: str
    area: str


def _fill(url: str, database: str) -> None:
    """All entries and chain heads, as fast as each database takes them."""
    db.engine.dispose()  # SQLite goes without its journal only while nobody else is there
    heads: dict[str, str] = {}
    with raw_connection(url) as raw:
        fill = _into_sqlite if is_sqlite(raw) else _into_postgres
        fill(raw, _noted(_entries(heads), database), heads)


def _into_sqlite(raw: Any, entries: Iterator[tuple[Any, ...]], heads: dict[str, str]) -> None:
    for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-400000"):
        raw.execute(f"PRAGMA {pragma}")
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany(f"INSERT INTO {INTO_ENTRIES} VALUES ({', '.join('?' * len(Link._fields))})", entries)
    raw.executemany(f"INSERT INTO {INTO_CHAINS} VALUES (?, {LENGTH}, ?)", heads.items())
    raw.commit()


def _into_postgres(raw: Any, entries: Iterator[tuple[Any, ...]], heads: dict[str, str]) -> None:
    _copy(raw, INTO_ENTRIES, ((chain, number, f"{at}+00", *rest) for chain, number, at, *rest in entries))
    _copy(raw, INTO_CHAINS, ((chain, LENGTH, head) for chain, head in heads.items()))
    raw.commit()
    raw.autocommit = True
    raw.execute("VACUUM ANALYZE")  # as autovacuum will have done by the time anybody verifies


def _copy(raw: Any, into: str, rows: Iterator[tuple[Any, ...]]) -> None:
    with raw.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _entries(heads: dict[str, str]) -> Iterator[tuple[Any, ...]]:
    """Every entry, by column, in the order they were written; `heads` is filled with the last hash of each chain."""
    chance, moment = Random(1), FIRST
    for _ in range(CHAINS // SIDE_BY_SIDE):
        cases = [_opened(chance, area) for _, area in zip(range(SIDE_BY_SIDE), cycle(AREAS), strict=False)]
        for number in range(1, LENGTH + 1):
            moment += timedelta(minutes=7)
            at, actor = written(moment), f"person:{UUID(int=number, version=4)}"
            details = canonical({"from": "received", "to": "preparing", "effective_on": moment.date()})
            for chain, subject, area in cases:
                who_and_what = (area, actor, "A made-up worker", "panel.accept", subject, details)
                entry = (chain, number, at, *who_and_what, heads.get(chain, START))
                heads[chain] = hash_of(entry)
                yield (*entry, heads[chain])


def _opened(chance: Random, area: str) -> Opened:
    case = UUID(int=chance.getrandbits(128), version=4)
    return Opened(f"case:{case}", f"referral:{case}", area)


def _noted(entries: Iterator[tuple[Any, ...]], database: str) -> Iterator[tuple[Any, ...]]:
    """The same, with a line on how far it is where somebody is watching."""
    watched = sys.stderr.isatty()
    for count, entry in enumerate(entries, start=1):
        if watched and count % 50_000 == 0:
            print(f"\r{database}: {count:,} of {ENTRIES:,} entries", end="", file=sys.stderr, flush=True)
        yield entry
    if watched:
        print("\r\033[K", end="", file=sys.stderr, flush=True)
