"""One move of a case against the same statements, word for word, sent by the driver alone.

A rehearsal on one case records every statement a move sends and all it binds. The floor sends the same
script for a twin case, its ids put in place of the rehearsal's, between the same BEGIN and COMMIT. What is
left between the two is the service's own work: loading, permission, guards, hash chain, session.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from bench.cases import Case, send_cases
from bench.databases import DURABLE, Statement, heard, make_people, raw_connection, service_on
from bench.figures import Row, compared, in_turn
from oocd import workflow
from oocd.accounts.actor import Actor
from oocd.audit.queries import entries_of_case
from oocd.db import db, see_areas
from oocd.demo.people import AREA
from oocd.referrals.models import Referral

ROUNDS = 15
WARM_UP = 2
MOVES = 20  # a round, of each side
AT_MOST = {"SQLite": 2.5, "PostgreSQL": 1.7}
AN_ID = re.compile(r"\b[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\b")


class Ask(NamedTuple):
    """One call of `workflow.move`."""

    move: str
    by: Actor
    given: Mapping[str, Any]
    details: Mapping[str, Any]


@dataclass(frozen=True)
class Script:
    """Every statement of one move's transaction, first those that load the case."""

    loading: list[Statement]
    moving: list[Statement]

    def for_twin(self, ids: Mapping[UUID, UUID]) -> "Script":
        """The same for another case, with every id the rehearsal made put right."""
        return Script(*([_put_right(each, ids) for each in part] for part in (self.loading, self.moving)))


@dataclass
class Side:
    """The seconds of one side, by round, with and without loading the case."""

    whole: list[list[float]] = field(default_factory=list)
    moving: list[list[float]] = field(default_factory=list)

    def begin_round(self) -> None:
        self.whole.append([])
        self.moving.append([])

    def note(self, began: float, loaded: float, done: float) -> None:
        self.whole[-1].append(done - began)
        self.moving[-1].append(done - loaded)


def measure() -> Iterator[Row]:
    """Two kinds of moves on both databases: one that can be repeated, and one with guards."""
    for database, throwaway in DURABLE.items():
        with throwaway() as url, service_on(url) as app, app.app_context(), raw_connection(url) as raw:
            people = make_people()
            see_areas(frozenset({AREA}))
            for what, asks in _kinds(people).items():
                mine, floor = _race(raw, people, asks)
                at_most = AT_MOST[database]
                yield compared(f"{database}: {what}", mine.whole, floor.whole, at_most=at_most)
                yield compared("  without the ORM load", mine.moving, floor.moving, at_most=at_most)


def _kinds(people: Mapping[str, Actor]) -> Mapping[str, list[Ask]]:
    """The moves made on one case, in order."""
    worker = people["worker"].person_id
    ask = Ask("ask_for_information", people["manager"], {"reason": "Made up: the date is missing."}, {})
    supply = Ask("supply_information", people["referrer"], {}, {"changed": ["offence_date"]})
    accept = Ask("accept", people["manager"], {"case_worker": worker}, {"case_worker": worker})
    return {
        "move, no guard": [ask, supply] * (MOVES // 2),
        "move, two guards, opens an assessment and a check": [accept],
    }


def _race(raw: Any, people: Mapping[str, Actor], asks: list[Ask]) -> tuple[Side, Side]:
    """Both sides in turn, on fresh cases: as many as it takes to make MOVES moves a round."""
    kept = {person.person_id for person in people.values() if person.person_id}
    cases = MOVES // len(asks)
    rehearsed = send_cases(people["referrer"], 1)[0]
    scripts = [_rehearse(rehearsed, ask) for ask in asks]
    mine, floor = Side(), Side()
    ends: dict[str, tuple[object, ...]] = {}

    def service_round(_number: int) -> None:
        fresh = send_cases(people["referrer"], cases)
        mine.begin_round()
        for case in fresh:
            for ask in asks:
                _move(case, ask, mine)
        ends["service"] = _end_of(fresh[-1])

    def driver_round(_number: int) -> None:
        fresh = send_cases(people["referrer"], cases)
        ready = [script.for_twin(ids) for ids in _twins(rehearsed, fresh, kept) for script in scripts]
        floor.begin_round()
        for script in ready:
            _send_statements(raw, script, floor)
        ends["driver"] = _end_of(fresh[-1])

    in_turn(WARM_UP, service_round, driver_round)
    mine, floor = Side(), Side()
    in_turn(ROUNDS, service_round, driver_round)
    if ends["service"] != ends["driver"]:
        raise RuntimeError(f"The two sides did not do the same: {ends}")
    return mine, floor


def _end_of(case: Case) -> tuple[object, ...]:
    """Where a case stands, and how often it was written about."""
    referral, entries = db.session.get_one(Referral, case.id), entries_of_case(case.id)
    end = (referral.state, referral.version, [entry.action for entry in entries])
    db.session.close()
    return end


def _move(case: Case, ask: Ask, side: Side) -> None:
    """One ordinary transaction of the service."""
    began = perf_counter()
    referral = db.session.get_one(Referral, case.id)
    loaded = perf_counter()
    workflow.move(referral, ask.move, by=ask.by, given=ask.given, **ask.details)
    db.session.commit()
    side.note(began, loaded, perf_counter())
    db.session.close()


def _send_statements(raw: Any, script: Script, side: Side) -> None:
    """The same transaction by the driver; PostgreSQL's says BEGIN by itself, SQLite's is in the script."""
    began = perf_counter()
    for statement in script.loading:
        _send_one(raw, statement)
    loaded = perf_counter()
    for statement in script.moving:
        _send_one(raw, statement)
    raw.commit()
    side.note(began, loaded, perf_counter())


def _send_one(raw: Any, statement: Statement) -> None:
    cursor = raw.execute(statement.text, statement.values)
    if cursor.description:
        cursor.fetchall()


def _rehearse(case: Case, ask: Ask) -> Script:
    """Make the move once and keep what it sent."""
    with heard(db.engine) as loading:
        referral = db.session.get_one(Referral, case.id)
    with heard(db.engine) as moving:
        workflow.move(referral, ask.move, by=ask.by, given=ask.given, **ask.details)
        db.session.commit()
    db.session.close()
    if any(statement.many for statement in moving):
        raise RuntimeError(f"{ask.move} sends many rows at once; the driver would have to do the same.")
    return Script(loading, moving)


def _twins(rehearsed: Case, fresh: list[Case], kept: set[UUID]) -> Iterator[Mapping[UUID, UUID]]:
    """For each fresh case: its ids for the rehearsal's, people as they are, and new ids for rows a move makes."""
    for case in fresh:
        ids: defaultdict[UUID, UUID] = defaultdict(uuid4, {person: person for person in kept})
        ids.update(zip(rehearsed, case, strict=True))
        yield ids


def _put_right(statement: Statement, ids: Mapping[UUID, UUID]) -> Statement:
    values = statement.values
    if isinstance(values, dict):
        return statement._replace(values={name: _value(value, ids) for name, value in values.items()})
    return statement._replace(values=tuple(_value(value, ids) for value in values))


def _value(value: Any, ids: Mapping[UUID, UUID]) -> Any:
    if isinstance(value, UUID):
        return ids[value]
    if isinstance(value, str):
        return AN_ID.sub(lambda found: _like(found[0], ids[UUID(found[0])]), value)
    return value


def _like(written: str, other: UUID) -> str:
    """With dashes or without, as the one it stands for."""
    return str(other) if "-" in written else other.hex
