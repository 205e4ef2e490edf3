"""Managers looking into a case: what they found, what they asked of whom by when, and whether it was done."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from oocd import audit, clock, workflow
from oocd.accounts import service as accounts
from oocd.accounts.actor import Actor
from oocd.assessment.errors import (
    ActionDone,
    DueInThePast,
    NotInThisArea,
    NotYourAction,
    RecordedByCountersigning,
)
from oocd.assessment.models import Assessment, OversightAction, OversightRecord
from oocd.db import db
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.referrals.service import check_not_future

Actions = Sequence[Mapping[str, Any]]


def oversee(
    referral: Referral, *, kind: str, held_on: date, finding: str, by: Actor, actions: Actions = ()
) -> OversightRecord:
    """Record that a manager looked into a case. Raises RecordedByCountersigning, NotInThisArea or DueInThePast."""
    kinds = policy.on(clock.today(), referral.area).codes("oversight_kinds")
    row = kinds[kinds.check(kind)]
    if row.get("by_countersigning"):
        raise RecordedByCountersigning
    if not row.get("after_closing"):
        workflow.require_running(referral)
    check_not_future(held_on, "held on")
    record = OversightRecord(
        area=referral.area,
        referral_id=referral.id,
        kind=kind,
        held_on=held_on,
        finding=finding,
        recorded_by=by.person_id,
        actions=[_action(referral.area, referral, action) for action in actions],
    )
    return _keep(record, by)


def countersignature(
    assessment: Assessment, *, result: str, finding: str, by: Actor, actions: Actions = ()
) -> OversightRecord:
    """The record a countersignature or a return leaves behind it, in the same breath."""
    policy.on(clock.today(), assessment.area).codes("countersignature_results").check(result)
    record = OversightRecord(
        area=assessment.area,
        referral_id=assessment.referral_id,
        kind="countersignature",
        held_on=clock.today(),
        finding=finding,
        result=result,
        assessment_version=assessment.latest.number if assessment.latest else None,
        recorded_by=by.person_id,
        actions=[_action(assessment.area, assessment.case, action) for action in actions],
    )
    return _keep(record, by)


def finish_action(action: OversightAction, *, done_on: date, by: Actor) -> None:
    """Mark an action done. Raises NotYourAction for anybody but its owner and managers, or ActionDone."""
    kinds = policy.on(clock.today(), action.area).codes("oversight_kinds")
    if not kinds.get(action.record.kind, {}).get("after_closing"):
        workflow.require_running(action.case)
    if action.owner_id != by.person_id and not by.may("oversight.record", action.area):
        raise NotYourAction
    check_not_future(done_on, "done on")
    audit.take_turn(action)
    db.session.refresh(action)  # somebody else may have marked it while we waited
    if action.done_on is not None:
        raise ActionDone
    action.done_on, action.done_by = done_on, by.person_id
    db.session.flush()
    audit.record("oversight_action.done", on=action, by=by, done_on=done_on)


def _action(area: str, case: Referral, asked: Mapping[str, Any]) -> OversightAction:
    owner = accounts.find_person(asked["owner"])
    if owner is None or owner not in accounts.people_who_may("case.read", area):
        raise NotInThisArea(asked["owner"])
    if asked["due_on"] < clock.today():
        raise DueInThePast("an action")
    return OversightAction(
        area=area, referral_id=case.id, what=asked["what"], owner_id=owner.id, due_on=asked["due_on"]
    )


def _keep(record: OversightRecord, by: Actor) -> OversightRecord:
    db.session.add(record)
    db.session.flush()
    audit.record(
        "oversight.record",
        on=record,
        by=by,
        kind=record.kind,
        result=record.result,
        actions=[action.id for action in record.actions],
    )
    return record
