"""The only code that changes a state.

`move()` speaks SQLAlchemy Core inside the caller's transaction; the rooms keep to the ORM. It checks who
moves, from where, what is supplied and every guard; settles races by state and version; and leaves the
history row and the audit entry.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value

from oocd import audit, clock, notifications
from oocd.accounts.actor import Actor
from oocd.db import db, table_of
from oocd.notifications.rules import page_of_case
from oocd.workflow.definitions import CASE, Move, Workflow
from oocd.workflow.errors import (
    CaseIsOver,
    MayNotMove,
    MoveNeeds,
    MoveRefused,
    NotOpenNow,
    SomebodyMovedFirst,
    UnknownMove,
)
from oocd.workflow.loader import Workflows
from oocd.workflow.models import WorkflowMove
from oocd.workflow.registry import GUARDS, HEARERS, OPENERS, WORKED_OUT, Attempt, Refusal

INSERT_MOVE = sa.insert(table_of(WorkflowMove))

_loaded: Workflows | None = None


def use(workflows: Workflows) -> None:
    """Work with these from now on; the factory calls it once at start."""
    global _loaded
    _loaded = workflows


def loaded() -> Workflows:
    if _loaded is None:
        raise RuntimeError("No workflows are loaded. The factory does it at start.")
    return _loaded


@dataclass(frozen=True)
class OpenMove:
    """A move this person could make from here: what it still needs, and every guard in its way."""

    name: str
    says: str
    needs: Sequence[str]
    unmet: Sequence[Refusal]


@dataclass(frozen=True)
class PastMove:
    """One step of an imported history: recorded as told, not judged."""

    move: str
    effective_on: date


class Step(NamedTuple):
    """One row of a history to be written: the move, and the states before and after it."""

    move: str
    before: str | None
    after: str


def definition(process: Any) -> Workflow:
    """The version this process started with, which it follows to its end."""
    return loaded().version(process.workflow, process.workflow_version)


def start(process: Any, *, by: Actor, effective_on: date | None = None, **details: Any) -> None:
    """Add a new process in its first state, and open what that state opens."""
    day = effective_on or clock.today()
    workflow = loaded().in_force(process.workflow, day)
    process.state, process.state_since = workflow.starts_as, day
    process.version, process.workflow_version = 1, workflow.version
    db.session.add(process)
    db.session.flush()
    _write_history(process, "open", None, workflow.starts_as, by, day, None)
    told = _told_at(workflow, workflow.starts_as)
    said = {"to": workflow.starts_as, "effective_on": day, **told, **details}
    audit.record(f"{workflow.name}.open", on=process, by=by, **said)
    _open_processes(workflow, process, by, day)
    _tell(workflow, process, by)


def move(
    process: Any,
    name: str,
    *,
    by: Actor,
    given: Mapping[str, Any] | None = None,
    effective_on: date | None = None,
    **details: Any,
) -> None:
    """Make one move, or refuse it with every reason.

    `given` is what the person supplied, for `needs` and guards; its `reason` is kept with the move. `details`
    go into the audit entry: codes and ids, never narrative. Raises MayNotMove, NotOpenNow, MoveNeeds,
    MoveRefused, or SomebodyMovedFirst for the loser of a race.
    """
    day = effective_on or clock.today()
    workflow = definition(process)
    arrow = _arrow(workflow, process, name, by)
    audit.take_turn(process)
    db.session.flush()
    attempt = Attempt(process, by, day, given or {})
    if missing := [need for need in arrow.needs if _blank(attempt.given.get(need))]:
        raise MoveNeeds(arrow, missing)
    if refusals := _refusals(arrow, attempt):
        raise MoveRefused(refusals)
    _make(workflow, arrow, attempt, details)
    for carried in arrow.carries:
        if carried.once is None or not GUARDS[carried.once].refusals(attempt):
            move(getattr(process, carried.of), carried.move, by=by, effective_on=day)


def begin_again(process: Any, *, by: Actor) -> None:
    """Let a process that now follows another workflow begin with it, in the transaction that moved it there.

    What it did before stays in its history, under the workflow it then followed. The move told whom it concerns.
    """
    day = clock.today()
    workflow = loaded().in_force(process.workflow, day)
    process.workflow_version = workflow.version
    db.session.flush()
    audit.record(f"{workflow.name}.begin_again", on=process, by=by, to=workflow.starts_as, effective_on=day)
    _set_state(process, workflow.starts_as, day)  # nobody else can have: the move before holds the row
    _write_history(process, "begin_again", None, workflow.starts_as, by, day, None)
    _open_processes(workflow, process, by, day)


def require_open(process: Any, name: str, *, by: Actor) -> None:
    """Raise MayNotMove, UnknownMove or NotOpenNow as `move` would: for verbs that prepare rows before they move."""
    _arrow(definition(process), process, name, by)


def require_running(case: Any) -> None:
    """Raise CaseIsOver where a case has come to an end: for verbs that add to it without moving it."""
    state = definition(case).states[case.state]
    if state.ends:
        raise CaseIsOver(state)


def moves_open_to(process: Any, person: Actor) -> list[OpenMove]:
    """Every move from here that this person's roles allow, with what stands in its way in words.

    A move that a smaller process carries is shown there, not here.
    """
    attempt = Attempt(process, person, clock.today())
    carried = loaded().carried(CASE if getattr(process, "case", None) is process else process.workflow)
    return [
        OpenMove(arrow.name, arrow.says, arrow.needs, _refusals(arrow, attempt))
        for arrow in definition(process).moves_from(process.state)
        if arrow.name not in carried and person.may(arrow.by, process.area)
    ]


def adopt(
    process: Any,
    past: Sequence[PastMove],
    *,
    by: Actor,
    opened_on: date,
    recorded_as: str = "imported",
    **details: Any,
) -> None:
    """Write a history that was told to us: no guard is asked, and one audit entry is left, `recorded_as` this.

    Raises NotOpenNow or UnknownMove where a step does not start where the one before it ended.
    """
    workflow = loaded().in_force(process.workflow, opened_on)
    process.state, process.workflow_version, process.version = (
        workflow.starts_as,
        workflow.version,
        1 + len(past),
    )
    process.state_since = past[-1].effective_on if past else opened_on
    steps = walk(workflow, [step.move for step in past])
    days = [opened_on, *(step.effective_on for step in past)]
    process.state = steps[-1].after
    db.session.add(process)
    db.session.flush()
    rows = [
        _history_row(process, step.move, step.before, step.after, by, day, None)
        for step, day in zip(steps, days, strict=True)
    ]
    db.session.connection().execute(INSERT_MOVE, rows)
    audit.record(recorded_as, on=process, by=by, to=process.state, **details)


def walk(workflow: Workflow, moves: Iterable[str]) -> list[Step]:
    """From the opening through every move. Raises NotOpenNow or UnknownMove where two steps do not join up."""
    steps = [Step("open", None, workflow.starts_as)]
    for name in moves:
        before = steps[-1].after
        steps.append(Step(name, before, _from_here(workflow, before, name).to))
    return steps


def _arrow(workflow: Workflow, process: Any, name: str, by: Actor) -> Move:
    if name in workflow.moves and not by.may(workflow.moves[name].by, process.area):
        raise MayNotMove(workflow.moves[name])
    return _from_here(workflow, process.state, name)


def _from_here(workflow: Workflow, state: str, name: str) -> Move:
    if name not in workflow.moves:
        raise UnknownMove(name)
    arrow = workflow.moves[name]
    if state not in arrow.from_states:
        raise NotOpenNow(arrow, workflow.states[state])
    return arrow


def _refusals(arrow: Move, attempt: Attempt) -> list[Refusal]:
    return [refusal for name in arrow.guards for refusal in GUARDS[name].refusals(attempt)]


def _make(workflow: Workflow, arrow: Move, attempt: Attempt, details: Mapping[str, Any]) -> None:
    process, before, day = attempt.process, attempt.process.state, attempt.effective_on
    told = _told_at(workflow, arrow.to) if arrow.to != before else {}
    audit.record(
        f"{workflow.name}.{arrow.name}",
        on=process,
        by=attempt.by,
        **{"from": before, "to": arrow.to, "effective_on": day, **told, **details},
    )
    if not _set_state(process, arrow.to, day):
        raise SomebodyMovedFirst(arrow)
    _write_history(process, arrow.name, before, arrow.to, attempt.by, day, attempt.given.get("reason"))
    _open_processes(workflow, process, attempt.by, day)
    if arrow.to != before:
        _tell(workflow, process, attempt.by)


def _set_state(process: Any, to: str, day: date) -> bool:
    """Whether nobody else had set it since it was read."""
    seen = {"of": process.id, "seen_state": process.state, "seen_version": process.version}
    changed = db.session.connection().execute(_update(table_of(type(process))), {**seen, "to_state": to, "to_day": day})
    if changed.rowcount != 1:
        return False
    for column, value in {"state": to, "state_since": day, "version": process.version + 1}.items():
        set_committed_value(process, column, value)
    return True


@cache
def _update(table: sa.Table) -> sa.Update:
    """Built once a table: the race is settled by the database, by state and version."""
    return (
        sa.update(table)
        .where(
            table.c.id == sa.bindparam("of"),
            table.c.state == sa.bindparam("seen_state"),
            table.c.version == sa.bindparam("seen_version"),
        )
        .values(state=sa.bindparam("to_state"), state_since=sa.bindparam("to_day"), version=table.c.version + 1)
    )


def _write_history(
    process: Any, name: str, before: str | None, after: str, by: Actor, day: date, reason: str | None
) -> None:
    db.session.connection().execute(INSERT_MOVE, _history_row(process, name, before, after, by, day, reason))


def _history_row(
    process: Any, name: str, before: str | None, after: str, by: Actor, day: date, reason: str | None
) -> dict[str, Any]:
    referral_id: UUID | None = getattr(process, "referral_id", None)
    return {
        "id": uuid4(),
        "area": process.area,
        "referral_id": referral_id,
        "workflow": process.workflow,
        "process_id": process.id,
        "move": name,
        "from_state": before,
        "to_state": after,
        "made_by": by.person_id,
        "recorded_at": clock.now(),
        "effective_on": day,
        "reason": reason,
    }


def _open_processes(workflow: Workflow, process: Any, by: Actor, day: date) -> None:
    for opened in workflow.states[process.state].opens:
        OPENERS[opened](process, by, day)
    work_out_again(process, by=by, effective_on=day)


def work_out_again(process: Any, *, by: Actor, effective_on: date | None = None) -> None:
    """What the state of this process works out: for verbs that change what was agreed without moving it."""
    for name in definition(process).states[process.state].works_out:
        WORKED_OUT[name](process, by, effective_on or clock.today())


def _told_at(workflow: Workflow, state: str) -> dict[str, list[str]]:
    """What the entry in the log says of whom a state tells: the kinds of notices, where there are any."""
    kinds = sorted(workflow.states[state].tells)
    return {"told": kinds} if kinds else {}


def _tell(workflow: Workflow, process: Any, by: Actor) -> None:
    """Everybody whom the state just entered tells of it, but for whoever brought it there."""
    for kind, who in workflow.states[process.state].tells.items():
        notifications.post(
            kind,
            to=HEARERS[who](process) if who in HEARERS else who,
            but=by.person_id,
            area=process.area,
            path=page_of_case(process.referral_id),
            key=f"{kind}:{process.id}:{process.version}",
            referral_id=process.referral_id,
        )


def _blank(value: Any) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())
