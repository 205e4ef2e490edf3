"""Who was heard, in whose own words; or why not, what was tried, and which manager agreed."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.assessment import rules
from oocd.assessment.errors import (
    AbsenceAgreed,
    AbsenceNeedsAnotherManager,
    AttemptsNeeded,
    ChildAgreesWithChild,
    NotAnAbsence,
    NothingToCorrect,
    NotWords,
)
from oocd.assessment.models import AbsenceAgreement, HeardView
from oocd.assessment.queries import CHILD
from oocd.db import db
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.referrals.service import check_not_future


def record_words(
    referral: Referral,
    *,
    whose: str,
    words: str,
    given_how: str,
    given_on: date,
    by: Actor,
    communication_aid: str | None = None,
    corrects: UUID | None = None,
    **details: Any,
) -> HeardView:
    """The child's or a carer's own words, as they gave them; a correction names the view it corrects.

    `details`: the person's name, whether they live with the child, what they say of the outcome proposed, and
    where a carer disagrees with the child. Raises NotWords, NothingToCorrect or ChildAgreesWithChild.
    """
    workflow.require_running(referral)
    _check_whose(referral, whose)
    _check_code(referral, "how_views_given", given_how)
    if communication_aid is not None:
        _check_code(referral, "communication_aids", communication_aid)
    check_not_future(given_on, "given on")
    if rules.says_nothing(words):
        raise NotWords(whose)
    if whose == CHILD and details.get("disagrees_with_child"):
        raise ChildAgreesWithChild
    if corrects is not None:
        _check_correction(referral, whose, corrects)
    view = HeardView(
        area=referral.area,
        referral_id=referral.id,
        whose=whose,
        words=words,
        given_how=given_how,
        given_on=given_on,
        communication_aid=communication_aid,
        corrects_id=corrects,
        recorded_by=by.person_id,
        **details,
    )
    return _keep(view, by)


def record_absence(
    referral: Referral,
    *,
    whose: str,
    reason_for_none: str,
    by: Actor,
    attempts: Sequence[Mapping[str, Any]] = (),
    **details: Any,
) -> HeardView:
    """Why there are no words, and what was tried; it counts once a manager agrees. Raises AttemptsNeeded."""
    workflow.require_running(referral)
    _check_whose(referral, whose)
    reasons = policy.on(clock.today(), referral.area).codes("reasons_for_no_view")
    if reasons[reasons.check(reason_for_none)].get("needs_attempts") and not attempts:
        raise AttemptsNeeded(reason_for_none)
    for attempt in attempts:
        _check_code(referral, "contact_methods", attempt["how"])
        check_not_future(attempt["tried_on"], "tried on")
    view = HeardView(
        area=referral.area,
        referral_id=referral.id,
        whose=whose,
        reason_for_none=reason_for_none,
        attempts=[{"tried_on": str(attempt["tried_on"]), "how": attempt["how"]} for attempt in attempts],
        recorded_by=by.person_id,
        **details,
    )
    return _keep(view, by)


def agree_absence(view: HeardView, *, by: Actor) -> AbsenceAgreement:
    """A manager's agreement. Raises NotAnAbsence, AbsenceAgreed, or AbsenceNeedsAnotherManager for who recorded it."""
    workflow.require_running(view.case)
    audit.take_turn(view)
    db.session.refresh(view)  # another manager may have agreed while we waited
    if view.reason_for_none is None:
        raise NotAnAbsence
    if view.agreement is not None:
        raise AbsenceAgreed
    if view.recorded_by == by.person_id:
        raise AbsenceNeedsAnotherManager
    view.agreement = AbsenceAgreement(area=view.area, referral_id=view.referral_id, agreed_by=by.person_id)
    db.session.flush()
    audit.record("heard_view.agree_absence", on=view, by=by, whose=view.whose, reason_for_none=view.reason_for_none)
    return view.agreement


def _check_code(referral: Referral, code_list: str, code: str) -> None:
    policy.on(clock.today(), referral.area).codes(code_list).check(code)


def _check_whose(referral: Referral, whose: str) -> None:
    if whose != CHILD:
        _check_code(referral, "carer_relationships", whose)


def _check_correction(referral: Referral, whose: str, corrects: UUID) -> None:
    earlier = db.session.get(HeardView, corrects)
    if earlier is None or (earlier.referral_id, earlier.whose) != (referral.id, whose) or earlier.words is None:
        raise NothingToCorrect(whose)


def _keep(view: HeardView, by: Actor) -> HeardView:
    db.session.add(view)
    db.session.flush()
    audit.record(
        "heard_view.record",
        on=view,
        by=by,
        whose=view.whose,
        said_on=view.given_on,
        reason_for_none=view.reason_for_none,
        corrects=view.corrects_id,
    )
    return view
