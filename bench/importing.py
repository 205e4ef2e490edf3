"""`cases import` against the driver alone writing every row the import leaves, in all tables; and its memory.

The floor is `executemany` on SQLite and COPY on PostgreSQL, table by table in one transaction, of rows read back
from what the import wrote. What is left between the two is the service's own work: reading and checking every
cell, putting cases together, comparing them with what is on record, working out histories, hashing the log.
"""

import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from random import Random
from statistics import median
from time import perf_counter
from typing import Any

from bench.databases import DISK, DURABLE, is_sqlite, raw_connection, service_on
from bench.figures import Row, in_seconds, in_turn, ratio_of
from oocd import schema
from oocd.config import ROOT
from oocd.db import Base, db, everywhere
from oocd.exchange import rules, service
from oocd.factory import create_app

ROWS = 10_000
MANY = 200_000
ROUNDS = 3
AT_MOST = 2.0  # times the floor: at least half as fast
GROWS_AT_MOST = 1.1  # times the memory of the smaller file
OFFENCES = ("common_assault", "abh", "harassment", "malicious_communication", "affray", "kidnap")
OUTCOMES = ("community_resolution", "youth_caution", "youth_conditional_caution", "outcome_22", "nfa")


def measure() -> Iterator[Row]:
    """Speed on both databases, and memory on SQLite, where nothing else could hold the rows."""
    with tempfile.TemporaryDirectory(prefix="oocd-csv-", dir=DISK) as folder:
        sheet = made_up(Path(folder) / "past.csv", ROWS)
        for database, throwaway in DURABLE.items():
            yield _raced(sheet, database, throwaway)
        yield _memory(Path(folder))


def _raced(sheet: Path, database: str, throwaway: Any) -> Row:
    """Both sides in turn, each time into an empty database of its own."""
    mine: list[list[float]] = []
    floor: list[list[float]] = []
    left: dict[str, list[Any]] = {}

    def by_service(_number: int) -> None:
        with throwaway() as url, service_on(url) as app, app.app_context():
            mine.append([_imported(sheet)])
            with raw_connection(url) as raw:
                left.update(_every_row(raw))

    def by_driver(_number: int) -> None:
        if not left:
            by_service(0)
            mine.clear()
        with throwaway() as url, service_on(url) as app, app.app_context():
            db.engine.dispose()
            with raw_connection(url) as raw:
                floor.append([_written(raw, left)])

    in_turn(ROUNDS, by_service, by_driver)
    took, least = (median(seconds for (seconds,) in rounds) for rounds in (mine, floor))
    count, ratio = sum(map(len, left.values())), ratio_of(mine, floor)
    how = "executemany" if database == "SQLite" else "COPY"
    what = f"{database}: cases import, {ROWS:,} rows ({count:,} in all tables)"
    return Row(
        what,
        in_seconds(took),
        f"{in_seconds(least)} {how}",
        str(ratio),
        f"<= {AT_MOST:g}x",
        ratio.middle <= AT_MOST,
    )


def _imported(sheet: Path) -> float:
    """Raises RuntimeError if a row of a file made here is refused: then it measures something else."""
    began = perf_counter()
    with everywhere():
        told = service.import_cases(sheet, made_up=False, real=False, report=lambda finding: print(finding))
    took = perf_counter() - began
    if told.taken != told.read:
        raise RuntimeError(f"Only {told.taken} of {told.read} rows were taken.")
    return took


def _tables() -> list[str]:
    """Parents before children."""
    return [table.name for table in Base.metadata.sorted_tables]


def _every_row(raw: Any) -> dict[str, list[Any]]:
    """As each driver writes them fastest: what SQLite stores, and the text of PostgreSQL's COPY."""
    rows: dict[str, list[Any]] = {}
    with closing(raw.cursor()) as cursor:
        for name in _tables():
            if is_sqlite(raw):
                rows[name] = cursor.execute(f"SELECT * FROM {name}").fetchall()
            else:
                with cursor.copy(f"COPY {name} TO STDOUT") as copy:
                    rows[name] = list(copy.rows())
    raw.rollback()
    return {name: found for name, found in rows.items() if found}


def _written(raw: Any, rows: dict[str, list[Any]]) -> float:
    began = perf_counter()
    if is_sqlite(raw):
        raw.execute("BEGIN IMMEDIATE")
        for name, values in rows.items():
            raw.executemany(f"INSERT INTO {name} VALUES ({', '.join('?' * len(values[0]))})", values)
    else:
        with raw.cursor() as cursor:
            for name, values in rows.items():
                _copied(cursor, name, values)
    raw.commit()
    return perf_counter() - began


def _copied(cursor: Any, name: str, values: Sequence[Any]) -> None:
    with cursor.copy(f"COPY {name} FROM STDIN") as copy:
        for row in values:
            copy.write_row(row)


def _memory(folder: Path) -> Row:
    """The most each of two processes ever held, one with a file twenty times as long."""
    few, many = (_peak(made_up(folder / f"{rows}.csv", rows)) for rows in (ROWS, MANY))
    return Row(
        f"SQLite: memory of cases import, {MANY:,} rows",
        f"{many / 1024:.0f} MiB",
        f"{few / 1024:.0f} MiB for {ROWS:,}",
        f"{many / few:.2f}",
        f"<= {GROWS_AT_MOST:g}x",
        many / few <= GROWS_AT_MOST,
    )


def _peak(sheet: Path) -> int:
    """The peak resident size, in KiB, of a process that migrates an empty database and imports into it."""
    with tempfile.TemporaryDirectory(prefix="oocd-peak-", dir=DISK) as folder:
        environ = os.environ | {"OOCD_DATABASE_URL": f"sqlite:///{folder}/oocd.db", "OOCD_ENV": "test"}
        command = [sys.executable, "-m", "bench.importing", str(sheet)]
        done = subprocess.run(command, cwd=ROOT, env=environ, check=True, capture_output=True, text=True)
        return int(done.stdout)


def made_up(path: Path, rows: int) -> Path:
    """A file of closed cases of every route, in no order, every fifth child with two offences. None is real."""
    chance = Random(1)
    cases = [case for number in range(rows * 4 // 5 + 1) for case in _case(number, chance)][:rows]
    chance.shuffle(cases)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, rules.Row._fields, restval="")
        writer.writeheader()
        writer.writerows(cases)
    return path


def _case(number: int, chance: Random) -> Iterator[dict[str, str]]:
    """One child's case, told in full: one offence, or two for every fifth child."""
    outcome, referred = chance.choice(OUTCOMES), date(2019, 1, 7) + timedelta(days=chance.randrange(2000))
    days = {
        "date_of_birth": -chance.randrange(3800, 6400),
        "referral_date": 0,
        "child_views_date": 9,
        "parent_views_date": 10,
        "victim_views_date": 12,
        "assessment_completed_date": 15,
        "panel_date": 22,
        "decision_date": 23,
        "outcome_given_date": 30,
        "intervention_start_date": 36,
        "intervention_end_date": 110,
        "exit_review_date": 118,
        "closed_date": 120,
    }
    case = {
        "reference": f"PAST-{number:06}",
        "area": chance.choice(("buckinghamshire", "staffordshire", "oxfordshire", "bexley")),
        "child_ref": f"CHILD-{number:06}",
        "sex": chance.choice(("male", "male", "male", "female")),
        "ethnicity": chance.choice(("W1", "W1", "W1", "B1", "A2", "M1", "NS")),
        "care_status": chance.choice(("none", "none", "child_in_need", "looked_after")),
        "send": chance.choice(("none", "support", "ehcp")),
        "ward": chance.choice(("North", "South", "East", "West")),
        "route": chance.choice(("panel", "panel", "panel", "street_cr", "turnaround")),
        "referral_source": "police",
        "investigation_status": chance.choice(("bail", "rui", "voluntary")),
        "previous_disposals": chance.choice(("none", "none", "community_resolution:2018-05-01")),
        "assessment_kind": "full",
        "intervention_completed": chance.choice(("yes", "yes", "no")),
        **{name: str(referred + timedelta(days=after)) for name, after in days.items()},
    }
    for offence in range(1, 3 if number % 5 == 0 else 2):
        yield {
            **case,
            "offence_no": str(offence),
            "offence_id": OFFENCES[(number + offence) % len(OFFENCES)],
            "offence_date": str(referred - timedelta(days=20)),
            "arrest_or_interview_date": str(referred - timedelta(days=11)),
            "gravity_base": "2",
            "gravity_final": "3",
            "gravity_edition": "npcc_child_2023",
            "admission": "admitted",
            "victim": chance.choice(("yes", "yes", "yes", "no")),
            "victim_ref": f"V-{number:06}-{offence}",
            "victim_contact_consent": chance.choice(("yes", "no", "not_asked")),
            "victim_service_accepted": chance.choice(("yes", "no")),
            "rj_indirect": "no",
            "rj_direct": "no",
            "panel_recommendation": outcome,
            "decision_maker": "police",
            "outcome": outcome,
            "first_time_entrant": "no",
            "substantive_outcome_within_12m": "no",
        }


def main() -> None:
    """In a process of its own, whose memory is measured: import a file into the empty database the settings name."""
    app = create_app()
    with app.app_context():
        schema.upgrade()
        _imported(Path(sys.argv[1]))
        db.engine.dispose()
    print(_most_ever_held())


def _most_ever_held() -> int:
    """In KiB. Not `ru_maxrss`, which starts from what the parent held: it made the longer file."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM:"))


if __name__ == "__main__":
    main()
