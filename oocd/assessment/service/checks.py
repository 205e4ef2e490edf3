"""What other agencies are asked about a child, and what they say."""

from datetime import date

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.assessment.errors import AlreadyAsked, NothingToChase
from oocd.assessment.models import CheckChase, InformationRequest
from oocd.assessment.queries import checks_of
from oocd.db import db
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.referrals.service import check_not_future


def ask_agency(referral: Referral, *, agency: str, question: str, by: Actor) -> InformationRequest:
    """Open a check. Raises AlreadyAsked while one to the same agency is open."""
    workflow.require_running(referral)
    policy.on(clock.today(), referral.area).codes("agencies").check(agency)
    if any(check.agency == agency and check.state == "asked" for check in checks_of(referral.id)):
        raise AlreadyAsked(agency)
    check = InformationRequest(
        area=referral.area, referral_id=referral.id, agency=agency, question=question, asked_on=clock.today()
    )
    workflow.start(check, by=by, agency=agency)
    return check


def answer_check(check: InformationRequest, *, answer: str, by: Actor, information: str | None = None) -> None:
    """The agency's answer: information shared, or nothing held; also a late one, after the check was given up."""
    workflow.require_open(check, "answer", by=by)
    workflow.require_running(check.case)
    policy.on(clock.today(), check.area).codes("check_answers").check(answer)
    check.answer, check.information = answer, information
    workflow.move(check, "answer", by=by, agency=check.agency, answer=answer)


def chase_check(check: InformationRequest, *, chased_on: date, how: str, by: Actor) -> CheckChase:
    """Remind an agency. Raises NothingToChase where it has answered or nobody waits for it."""
    workflow.require_running(check.case)
    policy.on(clock.today(), check.area).codes("contact_methods").check(how)
    check_not_future(chased_on, "chased on")
    audit.take_turn(check)
    db.session.refresh(check)  # it may have been answered while we waited
    if check.state != "asked":
        raise NothingToChase
    chase = CheckChase(
        area=check.area,
        referral_id=check.referral_id,
        check_id=check.id,
        chased_on=chased_on,
        how=how,
        recorded_by=by.person_id,
    )
    check.chases.append(chase)
    db.session.flush()
    audit.record("information_request.chase", on=chase, by=by, agency=check.agency, chased_on=chased_on, how=how)
    return chase


def give_up_check(check: InformationRequest, *, reason: str, by: Actor) -> None:
    workflow.move(check, "give_up", by=by, given={"reason": reason}, agency=check.agency)
