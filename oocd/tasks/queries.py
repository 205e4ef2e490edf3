"""Whose list each open case is on: worked out from the history of the case each time it is asked, never stored."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm

from oocd import clock, workflow
from oocd.accounts.actor import Actor, Standing
from oocd.accounts.models import ConflictOfInterest, Membership, Person
from oocd.assessment.models import InformationRequest
from oocd.db import db
from oocd.panels.models import Attendance, Escalation, PanelItem
from oocd.panels.queries import level_of
from oocd.policy import service as policy
from oocd.policy.working_days import due_on
from oocd.referrals.models import Referral
from oocd.tasks.models import Assignment, Cover, OverdueStep
from oocd.tasks.rules import Member, Part, Queue, may_take, owner, part_of
from oocd.timing.queries import CaseTiming, timing_of, words_of
from oocd.timing.reading import CaseRead, read_open_cases
from oocd.timing.rules import FAMILY, YJS
from oocd.workflow.definitions import Move

Key = tuple[UUID, str, int]

ASKED, LADDER, CHAIR = "information_request.asked", "escalation.open", "chair"
OF_THE_WORKER = frozenset({YJS, FAMILY})  # nobody but the worker gets in touch with a family that is waited for
BY_WHOEVER_CHAIRS = "panel.chair"
BY_WHOEVER_SENT_IT = "referral.send"
UNDER_DISCUSSION = ("voting", "revealed")


@dataclass(frozen=True)
class Task:
    """What one open case waits for, and on whose list that is: a person's, or that of the queue."""

    referral_id: UUID
    area: str
    reference: str
    party: str
    reason: str
    version: int
    next: Move
    queue: Queue
    person_id: UUID | None
    allocated: bool  # it is theirs as the case worker
    due_on: date | None

    @property
    def key(self) -> Key:
        return self.referral_id, self.reason, self.version

    @property
    def says(self) -> str:
        return words_of(self.reason)

    def part(self, today: date) -> Part:
        return part_of(self.due_on, today, _soon(self.area, today), on_others=self.party == FAMILY)

    def late(self, today: date) -> bool:
        return self.part(today) is Part.OVERDUE


def _soon(area: str, today: date) -> date:
    return due_on(today, policy.on(today, area).figure("figures/due_soon"))


def _due_on(timing: CaseTiming) -> date | None:
    return min((due.due_on for due in timing.due if due.clock.ended_on is None), default=None)


class Known(NamedTuple):
    """What a list asks of a case beside its days."""

    version: int
    sent_by: UUID | None


class Desk:
    """All that says whose list a case is on, read at once for every case in sight, or for some."""

    def __init__(self, cases: Iterable[UUID] | None = None) -> None:
        self.today = clock.today()
        self._only = list(cases) if cases is not None else None

    def task_of(self, timing: CaseTiming, *, dated: bool = True) -> Task:
        """`dated` is left out where nobody asks by when: to find the day is most of the work."""
        read, held = timing.read, timing.held_now(self.today)
        known, move = self._known[read.id], next_move(held.reason, read.row)
        queue = self._queue(read, held.owner, held.reason, move)
        worker = read.row.case_worker_id if held.owner in OF_THE_WORKER else None
        assigned = self._assigned.get((read.id, held.reason, known.version))
        by_right = worker or self._by_right(read.id, known, queue)
        person = owner((assigned, by_right), self._away[read.area], lambda one: self.able(one, queue, read.id))
        return Task(
            referral_id=read.id,
            area=read.area,
            reference=read.row.reference,
            party=held.owner,
            reason=held.reason,
            version=known.version,
            next=move,
            queue=queue,
            person_id=person,
            allocated=assigned is None and worker is not None and self.able(worker, queue, read.id),
            due_on=_due_on(timing) if dated else None,
        )

    def able(self, person_id: UUID, queue: Queue, referral_id: UUID) -> bool:
        """Whether somebody may take a step of this case today, and has not stepped back from it."""
        place = self.members.get((queue.area, person_id))
        return place is not None and may_take(place, queue) and (referral_id, person_id) not in self._recused

    def away(self, person_id: UUID, area: str) -> bool:
        return person_id in self._away[area]

    def _queue(self, read: CaseRead, party: str, reason: str, move: Move) -> Queue:
        if reason == ASKED:
            return Queue(read.area, self._agency_asked.get(read.id), move.by)
        if reason == LADDER and read.id in self._levels:
            return Queue(read.area, party, move.by, self._levels[read.id].get(party))
        agency = {"police": "police", "cps": "police", "court": "police", "panel": None, "agency": None}
        return Queue(read.area, agency.get(party, YJS), move.by)

    def _by_right(self, referral_id: UUID, known: Known, queue: Queue) -> UUID | None:
        if queue.permission == BY_WHOEVER_SENT_IT:
            return known.sent_by
        return self._chairs.get(referral_id) if queue.permission == BY_WHOEVER_CHAIRS else None

    @cached_property
    def members(self) -> Mapping[tuple[str, UUID], Member]:
        """Everybody's place today, by area and person."""
        return {
            (row.area, row.person_id): Member(
                row.person_id, row.agency, tuple(row.roles), Standing.of(row.area, row.agency, row.roles).permissions
            )
            for row in db.session.scalars(sa.select(Membership))
            if row.current_on(self.today)
        }

    @cached_property
    def names(self) -> Mapping[UUID, str]:
        """By person, of everybody who has a place in sight today."""
        ids = {person_id for _, person_id in self.members}
        return dict(db.session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(ids))).all())

    @cached_property
    def _known(self) -> Mapping[UUID, Known]:
        columns = Referral.id, Referral.version, Referral.sent_by
        rows = sa.select(*columns).where(Referral.state.not_in(_states_at_the_end()))
        if self._only is not None:
            rows = rows.where(Referral.id.in_(self._only))
        return {row.id: Known(row.version, row.sent_by) for row in db.session.execute(rows)}

    @cached_property
    def _assigned(self) -> Mapping[Key, UUID]:
        rows = self._own(sa.select(Assignment), Assignment).order_by(Assignment.assigned_at)
        return {(row.referral_id, row.reason, row.case_version): row.to_id for row in db.session.scalars(rows)}

    @cached_property
    def _away(self) -> Mapping[str, dict[UUID, UUID]]:
        away: defaultdict[str, dict[UUID, UUID]] = defaultdict(dict)
        for row in db.session.scalars(covers_on(self.today)):
            away[row.area][row.person_id] = row.covered_by
        return away

    @cached_property
    def _recused(self) -> set[tuple[UUID, UUID]]:
        ending = orm.aliased(ConflictOfInterest)
        was_ended = sa.exists().where(ending.ends == ConflictOfInterest.id)
        columns = ConflictOfInterest.referral_id, ConflictOfInterest.person_id
        rows = self._own(sa.select(*columns), ConflictOfInterest)
        standing = rows.where(ConflictOfInterest.ends.is_(None), ~was_ended)
        return {(row.referral_id, row.person_id) for row in db.session.execute(standing)}

    @cached_property
    def _agency_asked(self) -> Mapping[UUID, str]:
        """Of several agencies that were asked, the one that has had the question longest."""
        columns = InformationRequest.referral_id, InformationRequest.agency
        rows = self._own(sa.select(*columns), InformationRequest).where(InformationRequest.state == "asked")
        latest_first = rows.order_by(InformationRequest.asked_on.desc(), InformationRequest.id.desc())
        return {row.referral_id: row.agency for row in db.session.execute(latest_first)}

    @cached_property
    def _levels(self) -> Mapping[UUID, Mapping[str, str]]:
        """For each open disagreement, by agency the role that speaks at the level it is at."""
        rows = self._own(sa.select(Escalation), Escalation).where(Escalation.state == "open")
        return {row.referral_id: level_of(row).people for row in db.session.scalars(rows)}

    @cached_property
    def _chairs(self) -> Mapping[UUID, UUID]:
        """Who chairs the panel that discusses a case now."""
        rows = (
            self._own(sa.select(PanelItem.referral_id, Attendance.person_id), PanelItem)
            .join(Attendance, Attendance.meeting_id == PanelItem.meeting_id)
            .where(PanelItem.state.in_(UNDER_DISCUSSION), Attendance.role == CHAIR, Attendance.left_at.is_(None))
        )
        return {row.referral_id: row.person_id for row in db.session.execute(rows)}

    def _own(self, rows: Any, model: Any) -> Any:
        return rows if self._only is None else rows.where(model.referral_id.in_(self._only))


def next_move(reason: str, case: Any) -> Move:
    """The move expected next of what a case waits for; where that is somebody's word, the case's own next move."""
    name, _, state = reason.partition(".")
    versions = [flow for flow in workflow.loaded() if flow.name == name and state in flow.states]
    if not versions:
        return next_move(f"{case.follows or case.route}.{case.state}", case)
    flow = versions[-1]
    expected = flow.states[state].next
    return flow.moves[expected] if expected else flow.moves_from(state)[0]


def open_tasks(desk: Desk | None = None) -> Iterator[Task]:
    """What every open case in sight waits for, and on whose list that is."""
    desk = desk or Desk()
    return (desk.task_of(CaseTiming.of(read)) for read in read_open_cases())


def task_of(referral: Referral) -> Task:
    """The same of one case, which must be open and in sight."""
    return Desk([referral.id]).task_of(timing_of(referral.id))


def is_mine(task: Task, person: Actor) -> bool:
    """Whether it is on this person's list: by name, or in a queue they work from."""
    if task.person_id is not None:
        return task.person_id == person.person_id
    standing = person.standings.get(task.area)
    return (
        standing is not None
        and person.person_id is not None
        and may_take(Member(person.person_id, standing.agency, standing.roles, standing.permissions), task.queue)
    )


def may_see_overdue(task: Task, person: Actor) -> bool:
    """Whoever manages the agency whose step it is; the youth justice service's managers see all that is late."""
    if not person.may("work.oversee", task.area):
        return False
    return person.agency_in(task.area) in (YJS, task.queue.agency)


def raised() -> dict[Key, date]:
    """The steps of the open cases in sight that were brought before a manager, and when."""
    columns = (OverdueStep.referral_id, OverdueStep.reason, OverdueStep.case_version, OverdueStep.raised_on)
    of_cases = sa.select(*columns).join(Referral, Referral.id == OverdueStep.referral_id)
    open_ones = of_cases.where(Referral.state.not_in(_states_at_the_end()))
    return {(row.referral_id, row.reason, row.case_version): row.raised_on for row in db.session.execute(open_ones)}


def covers_on(day: date) -> sa.Select[Cover]:
    """Who covers for whom on a day, in sight."""
    return sa.select(Cover).where(
        Cover.from_date <= day, Cover.to_date >= day, sa.or_(Cover.ended_on.is_(None), Cover.ended_on > day)
    )


def covers_of(person_id: UUID, area: str, since: date, until: date) -> list[Cover]:
    """Everybody who covers for somebody on any day of a period."""
    theirs = sa.select(Cover).where(Cover.person_id == person_id, Cover.area == area)
    meeting = theirs.where(Cover.from_date <= until, Cover.to_date >= since)
    running = meeting.where(sa.or_(Cover.ended_on.is_(None), Cover.ended_on > since))
    return list(db.session.scalars(running.order_by(Cover.from_date)))


def cases_allocated_to(person_id: UUID, area: str) -> list[Referral]:
    """Their open cases, by reference."""
    theirs = sa.select(Referral).where(Referral.area == area, Referral.case_worker_id == person_id)
    open_ones = theirs.where(Referral.state.not_in(_states_at_the_end()))
    return list(db.session.scalars(open_ones.order_by(Referral.reference)))


def steps_given_to(person_id: UUID, area: str) -> list[tuple[Referral, Task]]:
    """The open cases whose next step was given to somebody by name, and still waits for them."""
    given = sa.select(Assignment.referral_id).where(Assignment.to_id == person_id, Assignment.area == area).distinct()
    open_ones = sa.select(Referral).where(Referral.id.in_(given), Referral.state.not_in(_states_at_the_end()))
    found = [(row, task_of(row)) for row in db.session.scalars(open_ones.order_by(Referral.reference))]
    return [(row, task) for row, task in found if _was_given(task, person_id)]


def _was_given(task: Task, person_id: UUID) -> bool:
    standing = sa.select(Assignment.to_id).where(
        Assignment.referral_id == task.referral_id,
        Assignment.reason == task.reason,
        Assignment.case_version == task.version,
    )
    return db.session.scalars(standing.order_by(Assignment.assigned_at.desc()).limit(1)).one_or_none() == person_id


def not_on_one_list(timings: Iterable[CaseTiming] | None = None) -> list[dict[str, Any]]:
    """The open cases in sight that are not on exactly one owner's list, and why: for the nightly proof; best none.

    Whoever has read every open case already hands that in. Which cases are open is asked of the workflows, one by one,
    and not of what makes the lists.
    """
    desk, lists, found = Desk(), Counter[UUID](), []
    for timing in map(CaseTiming.of, read_open_cases()) if timings is None else timings:
        task = desk.task_of(timing, dated=False)
        lists[task.referral_id] += 1
        if task.person_id and not desk.able(task.person_id, task.queue, task.referral_id):
            found.append({"referral_id": task.referral_id, "why": "with somebody who cannot take the step"})
        if task.person_id and desk.away(task.person_id, task.area):
            found.append({"referral_id": task.referral_id, "why": "with somebody who is away"})
    for case_id in _open_cases():
        if lists[case_id] != 1:
            found.append({"referral_id": case_id, "why": "on several lists" if lists[case_id] else "on no list"})
    return found


def _open_cases() -> Iterator[UUID]:
    routes = {*policy.loaded().routes, "past_case"}
    follows = sa.func.coalesce(Referral.follows, Referral.route)
    open_now = [
        sa.and_(
            follows == flow.name,
            Referral.workflow_version == flow.version,
            Referral.state.in_([state.name for state in flow.states.values() if not state.ends]),
        )
        for flow in workflow.loaded()
        if flow.name in routes
    ]
    return iter(db.session.scalars(sa.select(Referral.id).where(sa.or_(*open_now))))


def _states_at_the_end() -> set[str]:
    routes = {*policy.loaded().routes, "past_case"}
    flows = (flow for flow in workflow.loaded() if flow.name in routes)
    return {state.name for flow in flows for state in flow.states.values() if state.ends}
