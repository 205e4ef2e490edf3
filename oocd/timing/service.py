"""Keeping due dates as they are found: what was due, and what it was told anew for, stays on record."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from oocd import clock
from oocd.accounts.queries import holders
from oocd.bulk import Batch, Into, Value, new_id
from oocd.db import db
from oocd.notifications.rules import page_of_case
from oocd.notifications.service import tell
from oocd.timing.forecasting import Foreseen, not_warned_yet
from oocd.timing.models import BreachWarning, DueDate
from oocd.timing.queries import CaseTiming
from oocd.timing.reading import AT_ONCE, CaseRead, read_cases
from oocd.timing.rules.clocks import Told, because

Key = tuple[UUID, str, int]
Kept = tuple[Value, ...]

ROWS = Into(
    DueDate,
    *("id", "area", "referral_id", "workflow", "process_id", "standard", "place", "number", "starts", "starts_on"),
    *("due_on", "ended_on", "because", "recorded_at"),
)
LATEST = (
    *(DueDate.referral_id, DueDate.process_id, DueDate.standard, DueDate.place, DueDate.number),
    *(DueDate.starts_on, DueDate.due_on, DueDate.ended_on, DueDate.workflow, DueDate.starts),
)


def refresh(cases: Iterable[UUID]) -> int:
    """Hold what is on record of these cases against what is due now; how many due dates were told anew.

    The caller commits. Run twice, it finds nothing to tell.
    """
    ids = list(cases)
    told = 0
    for begin in range(0, len(ids), AT_ONCE):
        told += keep_due_dates(CaseTiming.of(read) for read in read_cases(ids[begin : begin + AT_ONCE]))
    return told


def keep_due_dates(timings: Iterable[CaseTiming]) -> int:
    """The same for cases that were read already."""
    some = list(timings)
    known = _on_record([timing.read for timing in some])
    rows = [row for timing in some for row in _told_anew(timing, known[timing.read.id])]
    if rows:
        batch = Batch()
        moment = batch.moment(clock.now())
        batch.add_all(ROWS, [(new_id(), *row, moment) for row in rows])
        batch.write()
    return len(rows)


def warn(foreseen: Foreseen) -> bool:
    """Put on record that a due date may be missed, and tell whoever works the case, or those who manage it.

    False where somebody was told before: once for each due date.
    """
    one, today = foreseen.at_risk, clock.today()
    if not not_warned_yet([foreseen]):
        return False
    warning = BreachWarning(
        area=one.area,
        referral_id=one.referral_id,
        workflow=one.workflow,
        process_id=one.process_id,
        standard=one.standard,
        due_on=one.due_on,
        percent=foreseen.percent,
        working_days_left=one.days_left,
        warned_on=today,
    )
    db.session.add(warning)
    db.session.flush()
    tell(
        "breach_forecast",
        to=[one.case_worker_id] if one.case_worker_id else holders("referral.allocate", one.area, today),
        area=one.area,
        path=page_of_case(one.referral_id),
        key=f"breach:{one.process_id}:{one.standard}:{one.due_on}",
        values={"standard": one.standard.capitalize(), "due_on": one.due_on},
        referral_id=one.referral_id,
    )
    return True


def _on_record(cases: Iterable[CaseRead]) -> defaultdict[UUID, dict[Key, Any]]:
    """The latest row of each clock, by case."""
    known: defaultdict[UUID, dict[Key, Any]] = defaultdict(dict)
    of_cases = sa.select(*LATEST).where(DueDate.referral_id.in_([case.id for case in cases]))
    for row in db.session.execute(of_cases.order_by(DueDate.number)):
        known[row.referral_id][row.process_id, row.standard, row.place] = row
    return known


def _told_anew(timing: CaseTiming, known: dict[Key, Any]) -> Iterator[Kept]:
    today, read = clock.today(), timing.read
    found: set[Key] = set()
    for due in timing.due:
        now = due.clock
        key = now.process_id, now.standard, now.place
        found.add(key)
        before = known.get(key)
        stood = Told(before.starts_on, before.due_on, before.ended_on) if before else None
        stands = Told(now.starts_on, due.due_on, now.ended_on)
        if why := because(stood, stands, met=now.met):
            number = before.number + 1 if before else 1
            yield _row(read, now.kind, key, number, now.starts, stands, why)
    for key, before in known.items():
        if key not in found and before.ended_on is None:  # what started it was corrected away
            gone = Told(before.starts_on, before.due_on, today)
            yield _row(read, before.workflow, key, before.number + 1, before.starts, gone, "no_longer_runs")


def _row(read: CaseRead, workflow: str, key: Key, number: int, starts: str, told: Told, why: str) -> Kept:
    process_id, standard, place = key
    days = (str(told.starts_on), str(told.due_on), str(told.ended_on) if told.ended_on else None)
    return read.area, read.id.hex, workflow, process_id.hex, standard, place, number, starts, *days, why
