"""Each session offered to a child, and what came of it."""

from datetime import date
from typing import Any
from uuid import UUID

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.interventions.errors import (
    NoSuchSession,
    NothingChanges,
    NothingToCorrect,
    ReasonForThis,
    RecordedAlready,
    SessionBeforeWork,
    SessionInTheFuture,
    UnknownResult,
    WorkHasEnded,
)
from oocd.interventions.models import Intervention, SessionRecord, WorkSession
from oocd.interventions.queries import ENDED, after_outcome
from oocd.interventions.rules import ATTENDED, CANCELLED, MISSED
from oocd.policy import service as policy

REASONS = {MISSED: "reasons_session_missed", CANCELLED: "reasons_session_cancelled"}


def offer_session(intervention: Intervention, *, planned_on: date, by: Actor, place: str | None = None) -> WorkSession:
    """Plan a session with the child. Raises WorkHasEnded, or SessionBeforeWork for a day before the work was agreed."""
    _require_open(intervention)
    session = _offered(intervention, planned_on, place, by)
    audit.record("work_session.offer", on=session, by=by, planned_on=planned_on, place=place)
    return session


def hold_session(
    intervention: Intervention, *, held_on: date, by: Actor, session: UUID | None = None, place: str | None = None
) -> WorkSession:
    """Record a session the child attended; the first after the outcome starts the work the case waits for.

    `session` is one that was offered; without it the session is recorded as offered on the day it was held.
    """
    workflow.require_open(intervention, "hold_session", by=by)
    held = _recorded(intervention, session, ATTENDED, held_on, None, place, by)
    _move_by(held, by)
    return held


def miss_session(
    intervention: Intervention,
    *,
    held_on: date,
    by: Actor,
    session: UUID | None = None,
    reason: str | None = None,
    place: str | None = None,
) -> WorkSession:
    """Record a session the child did not come to; nothing follows from it by itself. No reason means not known yet."""
    _require_open(intervention)
    missed = _recorded(intervention, session, MISSED, held_on, reason, place, by)
    audit.record("work_session.missed", on=missed, by=by, held_on=held_on, reason=reason, **_told_of(missed))
    return missed


def cancel_session(
    intervention: Intervention,
    *,
    held_on: date,
    reason: str,
    by: Actor,
    session: UUID | None = None,
    place: str | None = None,
) -> WorkSession:
    """Record a session the service itself called off: it is never counted as the child's."""
    _require_open(intervention)
    cancelled = _recorded(intervention, session, CANCELLED, held_on, reason, place, by)
    audit.record("work_session.cancelled", on=cancelled, by=by, held_on=held_on, reason=reason, **_told_of(cancelled))
    return cancelled


def correct_session(
    session: WorkSession, *, result: str, held_on: date, because: str, by: Actor, reason: str | None = None
) -> WorkSession:
    """Add what really came of a session; what was recorded before stays. Raises NothingToCorrect or NothingChanges.

    A session that turns out to have been attended starts the work as it would have done at first.
    """
    workflow.require_running(session.intervention.case)
    audit.take_turn(session)
    db.session.expire(session)  # somebody else may have corrected it while we waited
    before = session.latest
    if before is None:
        raise NothingToCorrect
    if (before.result, before.held_on, before.reason) == (result, held_on, reason):
        raise NothingChanges
    _add_record(session, result, held_on, reason, by, corrected_because=because)
    told = _told_of(session)
    audit.record("work_session.correct", on=session, by=by, result=result, held_on=held_on, reason=reason, **told)
    if result == ATTENDED and before.result != ATTENDED and session.intervention.state not in ENDED:
        _move_by(session, by)
    return session


def _require_open(intervention: Intervention) -> None:
    workflow.require_running(intervention.case)
    if intervention.state in ENDED:
        raise WorkHasEnded


def _recorded(
    intervention: Intervention,
    session_id: UUID | None,
    result: str,
    held_on: date,
    reason: str | None,
    place: str | None,
    by: Actor,
) -> WorkSession:
    """The session offered, or one offered for that very day, with what came of it."""
    workflow.require_running(intervention.case)
    audit.take_turn(intervention)
    if session_id is None:
        session = _offered(intervention, held_on, place, by, field="held_on")
    else:
        session = _one_of(intervention, session_id)
    _add_record(session, result, held_on, reason, by)
    return session


def _one_of(intervention: Intervention, session_id: UUID) -> WorkSession:
    session = next((row for row in intervention.sessions if row.id == session_id), None)
    if session is None:
        raise NoSuchSession
    db.session.expire(session)
    if session.records:
        raise RecordedAlready
    return session


def _offered(
    intervention: Intervention, planned_on: date, place: str | None, by: Actor, field: str = "planned_on"
) -> WorkSession:
    if place:
        policy.on(clock.today(), intervention.area).codes("session_places").check(place)
    if planned_on < intervention.agreed_on:
        raise SessionBeforeWork(field)
    session = WorkSession(
        area=intervention.area,
        referral_id=intervention.referral_id,
        planned_on=planned_on,
        place=place,
        offered_by=by.person_id,
    )
    intervention.sessions.append(session)
    db.session.flush()
    return session


def _add_record(
    session: WorkSession,
    result: str,
    held_on: date,
    reason: str | None,
    by: Actor,
    corrected_because: str | None = None,
) -> None:
    _check(session, result, held_on, reason)
    session.records.append(
        SessionRecord(
            area=session.area,
            referral_id=session.referral_id,
            number=len(session.records) + 1,
            result=result,
            held_on=held_on,
            reason=reason,
            before_outcome=_before_outcome(session, held_on),
            corrected_because=corrected_because,
            recorded_by=by.person_id,
        )
    )
    db.session.flush()


def _check(session: WorkSession, result: str, held_on: date, reason: str | None) -> None:
    if result not in (ATTENDED, MISSED, CANCELLED):
        raise UnknownResult
    if held_on > clock.today():
        raise SessionInTheFuture
    if held_on < session.intervention.agreed_on:
        raise SessionBeforeWork
    if (result == ATTENDED and reason) or (result == CANCELLED and not reason):
        raise ReasonForThis(result)
    if reason:
        policy.on(clock.today(), session.area).codes(REASONS[result]).check(reason)


def _before_outcome(session: WorkSession, held_on: date) -> bool:
    """As it was known when it was first recorded: an outcome given later that same day does not change it."""
    if session.latest and session.latest.held_on == held_on:
        return session.latest.before_outcome
    return not after_outcome(session.intervention, held_on)


def _move_by(session: WorkSession, by: Actor) -> None:
    intervention, held_on = session.intervention, session.held_on
    begins = not session.before_outcome and not intervention.voluntary
    given = {"held_on": held_on, "after_outcome": begins}
    day = max(held_on, intervention.state_since)  # a session entered late does not turn the history back
    told = {"session": session.id, "held_on": held_on, "before_outcome": session.before_outcome}
    workflow.move(intervention, "hold_session", by=by, given=given, effective_on=day, **told)


def _told_of(session: WorkSession) -> dict[str, Any]:
    """What the log says of every session beside its result: from it alone it can be told when work began."""
    return {"intervention": session.intervention_id, "before_outcome": session.before_outcome}
