"""The moves of a case that belong to nobody else, and whose case it is."""

from datetime import date
from uuid import UUID

from oocd import audit, clock, notifications, workflow
from oocd.accounts import service as accounts
from oocd.accounts.actor import Actor
from oocd.accounts.queries import recused_from
from oocd.db import db
from oocd.notifications.rules import page_of_case
from oocd.referrals.errors import AlreadyTheirs, DatesOutOfOrder, NotAbleToWorkCases, NotAllocatedYet, SteppedBack
from oocd.referrals.models import Allocation, Referral
from oocd.referrals.queries import allocations_of, was_accepted
from oocd.referrals.service.checks import check_not_future

GIVEN = "case_allocated"


def ask_for_information(referral: Referral, *, reason: str, by: Actor) -> None:
    workflow.move(referral, "ask_for_information", by=by, given={"reason": reason})


def accept(referral: Referral, *, case_worker: str, by: Actor, reason: str | None = None) -> None:
    """Accept and allocate to a case worker, by e-mail address. Raises NotAbleToWorkCases or SteppedBack."""
    worker_id = _who_can_work(referral, case_worker)
    _allocate(referral, worker_id, reason, by)
    given = {"case_worker": worker_id, "reason": reason}
    workflow.move(referral, "accept", by=by, given=given, case_worker=worker_id)


def reallocate(referral: Referral, *, case_worker: str, reason: str, by: Actor) -> None:
    """Give the case to somebody else. Raises NotAbleToWorkCases, SteppedBack, NotAllocatedYet or AlreadyTheirs."""
    workflow.require_running(referral)
    audit.take_turn(referral)
    if not was_accepted(referral):
        raise NotAllocatedYet
    before, worker_id = referral.case_worker_id, _who_can_work(referral, case_worker)
    if worker_id == before:
        raise AlreadyTheirs(case_worker)
    number = _allocate(referral, worker_id, reason, by)
    db.session.flush()
    audit.record("referral.reallocate", on=referral, by=by, told=[GIVEN], **{"from": before, "to": worker_id})
    notifications.post(
        GIVEN,
        to=[worker_id],
        but=by.person_id,
        area=referral.area,
        path=page_of_case(referral.id),
        key=f"{GIVEN}:{referral.id}:again-{number}",
        referral_id=referral.id,
    )


def make_ready(referral: Referral, *, by: Actor) -> None:
    workflow.move(referral, "make_ready", by=by)


def withdraw(referral: Referral, *, reason: str, by: Actor) -> None:
    workflow.move(referral, "withdraw", by=by, given={"reason": reason})


def send_back(referral: Referral, *, reason: str, by: Actor) -> None:
    """The youth justice service returns the case to the police before anything is decided."""
    workflow.move(referral, "send_back", by=by, given={"reason": reason})


def transfer(referral: Referral, *, reason: str, transferred_to: str, by: Actor) -> None:
    """To another area's service, or elsewhere: the case ends here."""
    workflow.require_open(referral, "transfer", by=by)
    referral.transferred_to = transferred_to
    workflow.move(referral, "transfer", by=by, given={"reason": reason, "transferred_to": transferred_to})


def charge(referral: Referral, *, reason: str, charged_on: date, by: Actor) -> None:
    """The police charged the child while the case was being prepared. Raises DateInTheFuture or DatesOutOfOrder."""
    workflow.require_open(referral, "charge", by=by)
    check_not_future(charged_on, "day of the charge", "charged_on")
    if referral.referral_date and charged_on < referral.referral_date:
        raise DatesOutOfOrder("referral date", "day of the charge")
    referral.charged_on = charged_on
    workflow.move(referral, "charge", by=by, given={"reason": reason, "charged_on": charged_on}, charged_on=charged_on)


def close(referral: Referral, *, by: Actor) -> None:
    workflow.move(referral, "close", by=by)


def _who_can_work(referral: Referral, email: str) -> UUID:
    able = {person.email: person.id for person in accounts.people_who_may("assessment.write", referral.area)}
    worker_id = able.get(email.strip().lower())
    if worker_id is None:
        raise NotAbleToWorkCases(email)
    if worker_id in recused_from(referral.id):
        raise SteppedBack(email)
    return worker_id


def _allocate(referral: Referral, worker_id: UUID, reason: str | None, by: Actor) -> int:
    """Keep who was given the case, and by which number among those who were."""
    number = len(allocations_of(referral.id)) + 1
    db.session.add(
        Allocation(
            area=referral.area,
            referral_id=referral.id,
            number=number,
            from_id=referral.case_worker_id,
            to_id=worker_id,
            reason=reason,
            allocated_on=clock.today(),
            allocated_by=by.person_id,
        )
    )
    referral.case_worker_id = worker_id
    return number
