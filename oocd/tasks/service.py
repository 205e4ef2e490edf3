"""Giving a step to a person, cover for leave, and what happens to somebody's cases when they leave."""

from collections.abc import Collection, Iterable
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from oocd import audit, clock, workflow
from oocd.accounts import service as accounts
from oocd.accounts.actor import Actor
from oocd.accounts.errors import UnknownPerson
from oocd.accounts.models import Membership, Person
from oocd.accounts.queries import holders, recused_from
from oocd.db import db, everywhere
from oocd.errors import NotAllowed, NotFound
from oocd.notifications import service as notifications
from oocd.notifications.rules import page_of_case
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.referrals.service import reallocate
from oocd.tasks.errors import (
    CannotCoverThemselves,
    CannotTakeThese,
    CannotTakeTheStep,
    CoveredAlready,
    CoverEndsBeforeItBegins,
    CoverIsOver,
    NotAColleague,
    NothingToHandOver,
    NotYoursToCover,
    NotYoursToGive,
    OnThatListAlready,
    OthersAreHidden,
    StillHasCases,
)
from oocd.tasks.models import Assignment, Cover, OverdueStep
from oocd.tasks.queries import Desk, Task, cases_allocated_to, covers_of, steps_given_to, task_of
from oocd.timing.rules import YJS

ASSIGNED, REASSIGNED, OVERDUE = "task_assigned", "task_reassigned", "task_overdue"
ALLOCATE, MANAGE = "referral.allocate", "work.oversee"


def reassign(referral: Referral, *, person: str, reason: str, by: Actor) -> None:
    """Give the next step of a case to somebody, by e-mail address.

    Where it is the case worker's, the case itself is given to another worker. Raises NotYoursToGive, CannotTakeTheStep
    or OnThatListAlready; and what `reallocate` raises.
    """
    workflow.require_running(referral)
    audit.take_turn(referral)
    db.session.expire(referral)
    task = task_of(referral)
    _check_giving(task, by)
    who = _colleague(person, referral.area)
    if task.person_id == who.id:
        raise OnThatListAlready(person)
    if task.allocated:
        reallocate(referral, case_worker=person, reason=reason, by=by)
        return
    if not Desk([referral.id]).able(who.id, task.queue, referral.id):
        raise CannotTakeTheStep(person)
    _give(task, who.id, reason, by, on=referral)


def cover(person_id: UUID, *, area: str, covered_by: str, from_date: date, to_date: date, by: Actor) -> Cover:
    """Have a colleague, by e-mail address, stand in for somebody from a first to a last day.

    Raises NotFound for nobody of that area, NotYoursToCover, CannotCoverThemselves, CoverEndsBeforeItBegins or
    CoveredAlready.
    """
    who = _of_area(person_id, area)
    _check_covering(person_id, area, by)
    stand_in = _colleague(covered_by, area)
    if stand_in.id == who.id:
        raise CannotCoverThemselves
    if to_date < from_date or to_date < clock.today():
        raise CoverEndsBeforeItBegins
    if meeting := covers_of(who.id, area, from_date, to_date):
        raise CoveredAlready(meeting[-1].to_date)
    row = Cover(
        area=area,
        person_id=who.id,
        covered_by=stand_in.id,
        from_date=from_date,
        to_date=to_date,
        set_by=by.person_id,
    )
    db.session.add(row)
    db.session.flush()
    details = {"person": who.id, "covered_by": stand_in.id, "from_date": from_date, "to_date": to_date}
    audit.record("cover.set", on=row, by=by, **details)
    return row


def end_cover(row: Cover, *, by: Actor) -> None:
    """Somebody is back before the last day. Raises NotYoursToCover or CoverIsOver."""
    _check_covering(row.person_id, row.area, by)
    today = clock.today()
    if row.ended_on is not None or row.to_date < today:
        raise CoverIsOver
    row.ended_on = max(today, row.from_date)
    db.session.flush()
    audit.record("cover.end", on=row, by=by, person=row.person_id)


def hand_over(person_id: UUID, *, area: str, to: str, reason: str, by: Actor) -> list[str]:
    """Give everything on somebody's own list to one colleague, all or nothing; the references of the cases.

    Raises NotFound, NotAllowed, NothingToHandOver, OthersAreHidden or CannotTakeThese.
    """
    who = _of_area(person_id, area)
    if not by.may("work.reassign", area) or not by.may(ALLOCATE, area):
        raise NotAllowed("To hand over somebody's cases you need to be able to allocate cases in this area.")
    handed = _hand_over(who, area, _colleague(to, area), reason, by)
    if not handed:
        raise NothingToHandOver(who.name)
    return handed


def end_membership(
    email: str, *, area: str, on: date, by: Actor, hand_over_to: str | None = None, reason: str = "Left the service."
) -> list[str]:
    """End somebody's place in an area with a last day; the references of the cases handed over in doing so.

    Raises UnknownPerson, StillHasCases where cases would be left with them, and what a hand-over raises.
    """
    who = accounts.find_person(email)
    if who is None:
        raise UnknownPerson(email)
    theirs = len(cases_allocated_to(who.id, area)) + len(steps_given_to(who.id, area))
    if theirs and hand_over_to is None:
        raise StillHasCases(who.name, theirs)
    handed = _hand_over(who, area, _colleague(hand_over_to, area), reason, by) if theirs and hand_over_to else []
    accounts.end_membership(who, area=area, on=on, by=by)
    return handed


def raise_overdue(task: Task, *, by: Actor) -> None:
    """Bring a step that is past its day before whoever manages its owner. It stays on its owner's list.

    The owner is the one who can take the step; to move the case to somebody who cannot would only add a day.
    """
    if task.due_on is None:
        raise ValueError("A step that is due on no day is not overdue.")
    row = OverdueStep(
        area=task.area,
        referral_id=task.referral_id,
        reason=task.reason,
        case_version=task.version,
        due_on=task.due_on,
        owner_id=task.person_id,
        raised_on=clock.today(),
    )
    db.session.add(row)
    db.session.flush()
    audit.record("overdue_step.raise", on=row, by=by, due_on=task.due_on, step=task.reason, told=[OVERDUE])
    _tell(OVERDUE, {*_above(task), task.person_id}, row, due_on=task.due_on)


def _hand_over(who: Person, area: str, to: Person, reason: str, by: Actor) -> list[str]:
    cases, steps = cases_allocated_to(who.id, area), steps_given_to(who.id, area)
    with everywhere():
        hidden = len(cases_allocated_to(who.id, area)) + len(steps_given_to(who.id, area)) - len(cases) - len(steps)
    if hidden:
        raise OthersAreHidden(hidden)
    worker = to.id in {person.id for person in accounts.people_who_may("assessment.write", area)}
    cannot = [case.reference for case in cases if not worker or to.id in recused_from(case.id)]
    desk = Desk([row.id for row, _ in steps])
    cannot += [row.reference for row, task in steps if not desk.able(to.id, task.queue, row.id)]
    if cannot or to.id == who.id:
        raise CannotTakeThese(to.email, cannot or [row.reference for row in cases])
    for case in cases:
        reallocate(case, case_worker=to.email, reason=reason, by=by)
    for row, task in steps:
        _give(task, to.id, reason, by, on=row)
    return sorted({row.reference for row in (*cases, *(row for row, _ in steps))})


def _give(task: Task, to_id: UUID, reason: str, by: Actor, *, on: Referral) -> None:
    row = Assignment(
        area=task.area,
        referral_id=on.id,
        reason=task.reason,
        case_version=task.version,
        to_id=to_id,
        because=reason,
        assigned_by=by.person_id,
    )
    db.session.add(row)
    db.session.flush()
    audit.record("assignment.make", on=row, by=by, to=to_id, step=task.reason, told=[ASSIGNED, REASSIGNED])
    _tell(ASSIGNED, {to_id} - {by.person_id}, row)
    _tell(REASSIGNED, {task.person_id} - {by.person_id, to_id, None}, row)


def _above(task: Task) -> Collection[UUID]:
    """Whoever manages the agency whose step it is; those of the youth justice service where nobody there does."""
    agencies = (task.queue.agency or YJS, YJS)
    found = (holders(MANAGE, task.area, clock.today(), agency=agency) for agency in agencies)
    return next((people for people in found if people), frozenset())


def _tell(kind: str, to: Collection[UUID | None], row: Assignment | OverdueStep, **values: date) -> None:
    notifications.post(
        kind,
        to=[person_id for person_id in to if person_id],
        area=row.area,
        path=page_of_case(row.referral_id),
        key=f"{kind}:{row.id}",
        values=values,
        referral_id=row.referral_id,
    )


def _check_giving(task: Task, by: Actor) -> None:
    if task.allocated and not by.may(ALLOCATE, task.area):
        raise NotAllowed("The next step is the case worker's. Only who allocates cases gives it to somebody else.")
    agency = task.queue.agency
    if agency is not None and by.agency_in(task.area) != agency:
        agencies = policy.on(clock.today(), task.area).codes("agencies")
        raise NotYoursToGive(agencies[agency]["label"])


def _check_covering(person_id: UUID, area: str, by: Actor) -> None:
    if person_id != by.person_id and not by.may(MANAGE, area):
        raise NotYoursToCover


def _of_area(person_id: UUID, area: str) -> Person:
    """Somebody with a place in this area today, which must be in sight. Raises NotFound."""
    return _one(sa.select(Membership).where(Membership.person_id == person_id, Membership.area == area), NotFound())


def _colleague(email: str, area: str) -> Person:
    places = sa.select(Membership).join(Membership.person).where(Membership.area == area)
    return _one(places.where(Person.email == email.strip().lower()), NotAColleague(email))


def _one(places: sa.Select[Membership], otherwise: Exception) -> Person:
    current: Iterable[Membership] = (row for row in db.session.scalars(places) if row.current_on(clock.today()))
    place = next(iter(current), None)
    if place is None:
        raise otherwise
    return place.person
