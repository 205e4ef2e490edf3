"""What was agreed with the child, each session of it, and how it ended."""

from datetime import date

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.interventions.errors import SessionBeforeWork, SessionInTheFuture
from oocd.interventions.models import Intervention, WorkSession
from oocd.outcomes.queries import GIVEN, RETURNED, disposals_of
from oocd.policy import service as policy
from oocd.referrals.models import Referral


def plan(referral: Referral, *, kind: str, objective: str, agency: str, by: Actor) -> Intervention:
    """Agree a piece of work. It may be voluntary work before any outcome. Raises CaseIsOver."""
    workflow.require_running(referral)
    edition = policy.on(clock.today(), referral.area)
    intervention = Intervention(
        area=referral.area,
        referral_id=referral.id,
        kind=edition.codes("intervention_kinds").check(kind),
        objective=objective,
        agency=edition.codes("agencies").check(agency),
        agreed_on=clock.today(),
    )
    workflow.start(intervention, by=by, kind=kind, agency=agency)
    return intervention


def hold_session(intervention: Intervention, *, held_on: date, by: Actor) -> WorkSession:
    """Record a session the child attended; the first after the outcome starts the work the case waits for."""
    workflow.require_open(intervention, "hold_session", by=by)
    session = _session(intervention, held_on, attended=True, by=by)
    given = {"held_on": held_on, "after_outcome": not session.before_outcome}
    day = max(held_on, intervention.state_since)  # a session entered late does not turn the history back
    workflow.move(intervention, "hold_session", by=by, given=given, effective_on=day)
    return session


def miss_session(intervention: Intervention, *, held_on: date, by: Actor) -> WorkSession:
    """Record a session the child did not come to; nothing follows from it by itself."""
    session = _session(intervention, held_on, attended=False, by=by)
    audit.record("work_session.missed", on=session, by=by, held_on=held_on)
    return session


def complete(intervention: Intervention, *, by: Actor) -> None:
    workflow.move(intervention, "complete", by=by)


def end_early(intervention: Intervention, *, end_reason: str, by: Actor) -> None:
    """End work that was not completed, for a coded reason that blames nobody."""
    policy.on(clock.today(), intervention.area).codes("end_reasons").check(end_reason)
    intervention.end_reason = end_reason
    workflow.move(intervention, "end_early", by=by, given={"end_reason": end_reason}, end_reason=end_reason)


def end_work(referral: Referral, *, by: Actor) -> None:
    """Go to the exit review once all work has ended."""
    workflow.move(referral, "end_work", by=by)


def review_without_work(referral: Referral, *, by: Actor) -> None:
    """Go to the exit review where no work was agreed."""
    workflow.move(referral, "review_without_work", by=by)


def _session(intervention: Intervention, held_on: date, *, attended: bool, by: Actor) -> WorkSession:
    if held_on > clock.today():
        raise SessionInTheFuture
    if held_on < intervention.agreed_on:
        raise SessionBeforeWork
    workflow.require_running(intervention.case)
    session = WorkSession(
        area=intervention.area,
        referral_id=intervention.referral_id,
        held_on=held_on,
        attended=attended,
        before_outcome=not _after_outcome(intervention, held_on),
        recorded_by=by.person_id,
    )
    intervention.sessions.append(session)
    db.session.flush()
    return session


def _after_outcome(intervention: Intervention, held_on: date) -> bool:
    waiting = {row.state for row in disposals_of(intervention.referral_id)} - {GIVEN, RETURNED}
    given = [row.given_on for row in disposals_of(intervention.referral_id) if row.given_on]
    return bool(given) and not waiting and max(given) <= held_on
