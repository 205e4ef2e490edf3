"""When a child does not take part: what was tried, what could be changed, and who agrees that it came to nothing."""

from datetime import date
from typing import Any
from uuid import UUID

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.assessment.queries import CHILD
from oocd.db import db
from oocd.interventions.errors import (
    NoSuchWork,
    NotForThePolice,
    PoliceToldAlready,
    RaisedAlready,
    TakenOrLeft,
    WorkHasEnded,
)
from oocd.interventions.models import Adjustment, ContactAttempt, Intervention, NonEngagement
from oocd.interventions.queries import ENDED, concerned_by, interventions_of, non_engagements_of, outcomes_told_of
from oocd.interventions.service.plans import person_here
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.referrals.service import check_not_future


def record_contact(
    referral: Referral,
    *,
    made_on: date,
    whom: str,
    method: str,
    result: str,
    by: Actor,
    intervention: UUID | None = None,
    made_by: str | None = None,
    note: str | None = None,
) -> ContactAttempt:
    """One attempt to reach the child or a carer; `made_by` names, by e-mail address, a colleague who made it."""
    workflow.require_running(referral)
    edition = policy.on(clock.today(), referral.area)
    check_not_future(made_on, "made on")
    if whom != CHILD:
        edition.codes("carer_relationships").check(whom)
    attempt = ContactAttempt(
        area=referral.area,
        referral_id=referral.id,
        intervention_id=_work(referral, intervention),
        made_on=made_on,
        whom=whom,
        method=edition.codes("contact_methods").check(method),
        result=edition.codes("contact_results").check(result),
        note=note,
        made_by=person_here(made_by, referral.area).id if made_by else by.person_id,
        recorded_by=by.person_id,
    )
    _keep(attempt, "contact_attempt.record", by, whom=whom, method=method, result=result)
    return attempt


def consider_adjustment(
    referral: Referral,
    *,
    adjustment: str,
    answer: str,
    by: Actor,
    intervention: UUID | None = None,
    note: str | None = None,
) -> Adjustment:
    """Record that something could be changed for this child, and what came of considering it."""
    workflow.require_running(referral)
    edition = policy.on(clock.today(), referral.area)
    considered = Adjustment(
        area=referral.area,
        referral_id=referral.id,
        intervention_id=_work(referral, intervention),
        adjustment=edition.codes("adjustments").check(adjustment),
        answer=edition.codes("adjustment_answers").check(answer),
        note=note,
        considered_on=clock.today(),
        recorded_by=by.person_id,
    )
    _keep(considered, "adjustment.record", by, adjustment=adjustment, answer=answer)
    return considered


def raise_non_engagement(intervention: Intervention, *, barriers: str, by: Actor, **said: str | None) -> NonEngagement:
    """Ask a manager to agree that the child is not taking part: what stands in the way, and why less was tried, if so.

    Raises WorkHasEnded, TakenOrLeft for what no outcome asks for, or RaisedAlready while a manager has not answered.
    """
    workflow.require_running(intervention.case)
    audit.take_turn(intervention)
    db.session.expire(intervention)
    if intervention.state in ENDED:
        raise WorkHasEnded
    if intervention.voluntary or not any(row.given_on for row in concerned_by(intervention)):
        raise TakenOrLeft
    earlier = non_engagements_of(intervention.referral_id)
    if any(row.intervention_id == intervention.id and row.state == "raised" for row in earlier):
        raise RaisedAlready
    raised = NonEngagement(
        area=intervention.area,
        referral_id=intervention.referral_id,
        intervention_id=intervention.id,
        barriers=barriers,
        raised_by=by.person_id,
        **said,
    )
    workflow.start(raised, by=by, intervention=intervention.id)
    return raised


def agree_non_engagement(raised: NonEngagement, *, by: Actor) -> None:
    """Agree, as a manager. Which outcomes' police are told is settled here, from the rules of the day."""
    workflow.require_open(raised, "agree", by=by)
    edition = policy.on(clock.today(), raised.area)
    raised.settled_by = by.person_id
    raised.outcomes = outcomes_told_of(raised.intervention, edition)
    workflow.move(raised, "agree", by=by, police_told_of=raised.outcomes)


def send_back_non_engagement(raised: NonEngagement, *, reason: str, by: Actor) -> None:
    """Send it back to the worker: there is more to try."""
    raised.settled_by = by.person_id
    workflow.move(raised, "send_back", by=by, given={"reason": reason})


def tell_police(raised: NonEngagement, *, by: Actor) -> None:
    """Record that the police were told today. Raises NotForThePolice for all that is nobody's failure."""
    workflow.require_running(raised.case)
    audit.take_turn(raised)
    db.session.expire(raised)
    if not raised.is_for_the_police:
        raise NotForThePolice
    if raised.police_told_on:
        raise PoliceToldAlready
    raised.police_told_on = clock.today()
    db.session.flush()
    audit.record("non_engagement.tell_police", on=raised, by=by, outcomes=raised.outcomes)


def _work(referral: Referral, intervention_id: UUID | None) -> UUID | None:
    known = {row.id for row in interventions_of(referral.id)}
    if intervention_id is not None and intervention_id not in known:
        raise NoSuchWork
    return intervention_id


def _keep(row: ContactAttempt | Adjustment, action: str, by: Actor, **details: Any) -> None:
    db.session.add(row)
    db.session.flush()
    audit.record(action, on=row, by=by, **details)
