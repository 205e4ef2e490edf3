"""The rules at work: one case explained, every policy file loaded, and ten thousand decisions asked again.

Each beside the least it could take: the statements of the explanation sent by the driver alone, the files only parsed,
the rows only read.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
import yaml

from bench.databases import CARELESS, DURABLE, Statement, heard, is_sqlite, make_people, raw_connection, service_on
from bench.figures import Row, in_seconds, in_turn, microseconds, ratio_of
from oocd import clock
from oocd.casefile.explanation import explain
from oocd.config import ROOT
from oocd.db import db, everywhere
from oocd.demo import cohort
from oocd.outcomes import replaying
from oocd.outcomes.models import Decision
from oocd.policy.loader import Loader
from oocd.policy.store import Policies
from oocd.referrals.models import Referral

ROUNDS = 9
WARM_UP = 2
EXPLAINED = 5  # a round
EXPLAINED_WITHIN = 0.015  # seconds
LOADED_WITHIN = 0.5
DECISIONS = 10_000
REPLAYED_WITHIN = 60.0
REPLAYS = 2
BATCH = 500
AT_WORK = 4  # of the demonstration's cases, the one with most to show that is not closed
UNDECIDED = 2  # and one that waits for its decision, so that what would follow from every outcome is told

Seconds = list[list[float]]


def measure() -> Iterator[Row]:
    """On both databases what asks them, and once what does not."""
    yield _loading()
    for database, throwaway in DURABLE.items():
        with throwaway() as url, service_on(url) as app, app.app_context(), everywhere(), raw_connection(url) as raw:
            cases = [case.id for case in cohort.tell_all(make_people(), clock.today())]
            db.session.commit()
            for what, number in (("decided", AT_WORK), ("undecided", UNDECIDED)):
                yield _explaining(f"{database}: one case explained, {what}", raw, cases[number])
    for database, throwaway in CARELESS.items():
        with throwaway() as url, service_on(url) as app, app.app_context(), everywhere(), raw_connection(url) as raw:
            cohort.tell_all(make_people(), clock.today())
            db.session.commit()
            _decide_often()
            yield _replaying(database, raw)


def _loading() -> Row:
    """Every file read and checked, every rule compiled and tried; the floor parses the same files."""
    files = sorted((ROOT / "policies").rglob("*.yaml"))

    def parse() -> None:
        for path in files:
            yaml.load(path.read_text(encoding="utf-8"), Loader)  # nosec B506

    mine, floor = _raced(lambda: Policies(ROOT / "policies"), parse, ROUNDS)
    return _within(f"{len(files)} policy files loaded", mine, floor, LOADED_WITHIN, in_seconds)


def _explaining(what: str, raw: Any, case: UUID) -> Row:
    """All outcomes at all moments, from an empty session, as a request finds it."""

    def ask() -> None:
        for _ in range(EXPLAINED):
            db.session.close()
            explain(db.session.get_one(Referral, case), clock.today())

    with heard(db.engine) as sent:
        db.session.close()
        explain(db.session.get_one(Referral, case), clock.today())

    def send() -> None:
        for _ in range(EXPLAINED):
            for statement in sent:
                _send(raw, statement)
            raw.commit()

    mine, floor = _raced(ask, send, ROUNDS)
    db.session.close()
    mine, floor = ([[seconds / EXPLAINED for seconds in each] for each in side] for side in (mine, floor))
    return _within(f"{what}, {len(sent)} statements", mine, floor, EXPLAINED_WITHIN, microseconds)


def _send(raw: Any, statement: Statement) -> None:
    if statement.text.startswith("BEGIN"):
        return
    cursor = raw.execute(statement.text, statement.values)
    if cursor.description:
        cursor.fetchall()


def _decide_often() -> None:
    """As many decisions as are asked for, each like the demonstration's last, in one batch after another."""
    last = db.session.scalars(sa.select(Decision).order_by(Decision.signed_at.desc()).limit(1)).one()
    columns = [column.key for column in sa.inspect(Decision).column_attrs]
    like: Mapping[str, Any] = {name: getattr(last, name) for name in columns}
    held = db.session.scalar(sa.select(sa.func.count(Decision.id))) or 0
    for begun in range(held, DECISIONS, BATCH):
        numbers = range(begun, min(begun + BATCH, DECISIONS))
        rows = [{**like, "id": uuid4(), "number": last.number + 1 + number} for number in numbers]
        db.session.execute(sa.insert(Decision), rows)
    db.session.commit()


def _replaying(database: str, raw: Any) -> Row:
    """The floor fetches the same columns and reads their JSON."""
    query = "SELECT facts, answers, edition_hash FROM decision"

    def read() -> None:
        for facts, answers, _edition in raw.execute(query):
            if is_sqlite(raw):
                json.loads(facts), json.loads(answers)

    mine, floor = _raced(_replay, read, REPLAYS)
    return _within(f"{database}: {DECISIONS:,} decisions replayed", mine, floor, REPLAYED_WITHIN, in_seconds)


def _replay() -> None:
    """Raises RuntimeError if anything differs: then it measures something else."""
    asked = 0
    for again in replaying.replay_all():
        asked += again.kept.what == "decision"
        if again.differences:
            raise RuntimeError(f"Nothing was changed, and yet: {again.differences[0]}")
    db.session.rollback()
    if asked != DECISIONS:
        raise RuntimeError(f"{asked} decisions of {DECISIONS} were replayed.")


def _raced(mine: Callable[[], object], floor: Callable[[], object], rounds: int) -> tuple[Seconds, Seconds]:
    """Both in turn, after a round or two that nobody times."""
    took: tuple[Seconds, Seconds] = [], []

    def timed(run: Callable[[], object], into: Seconds) -> Callable[[int], None]:
        def once(_number: int) -> None:
            began = perf_counter()
            run()
            into.append([perf_counter() - began])

        return once

    runs = [timed(mine, took[0]), timed(floor, took[1])]
    if rounds > WARM_UP:
        in_turn(WARM_UP, *runs)
        for side in took:
            side.clear()
    in_turn(rounds, *runs)
    return took


def _within(what: str, mine: Seconds, floor: Seconds, aim: float, words: Callable[[float], str]) -> Row:
    took, least = (median(seconds for (seconds,) in side) for side in (mine, floor))
    return Row(what, words(took), words(least), str(ratio_of(mine, floor)), f"< {words(aim)}", took < aim)
