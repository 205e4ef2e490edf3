"""Preparing a case: agency checks, the child's and family's own words, the assessment and its countersignature."""

from collections.abc import Mapping
from datetime import date

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.assessment import rules
from oocd.assessment.errors import (
    AbsenceNeedsManager,
    AlreadyAsked,
    NotBeingWritten,
    UnknownSection,
)
from oocd.assessment.models import Assessment, AssessmentVersion, HeardView, InformationRequest
from oocd.assessment.queries import CHILD, checks_of
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
    check = InformationRequest(area=referral.area, referral_id=referral.id, agency=agency, question=question)
    workflow.start(check, by=by, agency=agency)
    return check


def answer_check(check: InformationRequest, *, answer: str, by: Actor, information: str | None = None) -> None:
    """The agency's answer: information shared, or nothing held."""
    policy.on(clock.today(), check.area).codes("check_answers").check(answer)
    check.answer, check.information = answer, information
    workflow.move(check, "answer", by=by, agency=check.agency, answer=answer)


def give_up_check(check: InformationRequest, *, reason: str, by: Actor) -> None:
    workflow.move(check, "give_up", by=by, given={"reason": reason}, agency=check.agency)


def record_words(referral: Referral, *, whose: str, words: str, given_how: str, given_on: date, by: Actor) -> HeardView:
    """The child's or a carer's own words, as they gave them."""
    workflow.require_running(referral)
    edition = policy.on(clock.today(), referral.area)
    _check_whose(referral, whose)
    edition.codes("how_views_given").check(given_how)
    check_not_future(given_on, "given on")
    view = HeardView(
        area=referral.area,
        referral_id=referral.id,
        whose=whose,
        words=words,
        given_how=given_how,
        given_on=given_on,
        recorded_by=by.person_id,
    )
    return _keep_view(view, by)


def record_absence(referral: Referral, *, whose: str, reason_for_none: str, by: Actor) -> HeardView:
    """Why there are no words; the manager who records it agrees to it. Raises AbsenceNeedsManager for anybody else."""
    workflow.require_running(referral)
    if not by.may("view.agree_absence", referral.area):
        raise AbsenceNeedsManager
    _check_whose(referral, whose)
    policy.on(clock.today(), referral.area).codes("reasons_for_no_view").check(reason_for_none)
    view = HeardView(
        area=referral.area,
        referral_id=referral.id,
        whose=whose,
        reason_for_none=reason_for_none,
        agreed_by=by.person_id,
        recorded_by=by.person_id,
    )
    return _keep_view(view, by)


def write(
    assessment: Assessment,
    *,
    tool: str,
    sections: Mapping[str, str],
    safety_of_child: str,
    safety_of_others: str,
    recommendation: str,
    by: Actor,
) -> AssessmentVersion:
    """Save the next version; earlier ones stay as they were. Raises NotBeingWritten once it was submitted."""
    workflow.require_running(assessment.case)
    audit.take_turn(assessment)
    db.session.expire(assessment)  # it may have been submitted while we waited
    if assessment.state != "drafting":
        raise NotBeingWritten
    edition = policy.on(clock.today(), assessment.area)
    edition.codes("assessment_tools").check(tool)
    for level in (safety_of_child, safety_of_others):
        edition.codes("assessment_levels").check(level)
    if unknown := sorted(set(sections) - set(rules.SECTIONS)):
        raise UnknownSection(unknown[0], list(rules.SECTIONS))
    version = AssessmentVersion(
        area=assessment.area,
        referral_id=assessment.referral_id,
        assessment_id=assessment.id,
        number=len(assessment.versions) + 1,
        tool=tool,
        sections=dict(sections),
        safety_of_child=safety_of_child,
        safety_of_others=safety_of_others,
        recommendation=recommendation,
        written_by=by.person_id,
        opened_by=[],
    )
    assessment.versions.append(version)
    db.session.flush()
    audit.record("assessment.write", on=assessment, by=by, number=version.number, tool=tool)
    return version


def note_opened(version: AssessmentVersion, *, by: Actor) -> None:
    """Remember who opened this version: a countersignature needs it. The access log holds the reading itself."""
    audit.take_turn(version)
    db.session.expire(version)  # somebody else may have opened it while we waited
    if str(by.person_id) not in version.opened_by:
        version.opened_by = [*version.opened_by, str(by.person_id)]
        db.session.flush()
        audit.record("assessment.opened", on=version, by=by, number=version.number)


def submit(assessment: Assessment, *, by: Actor) -> None:
    workflow.move(assessment, "submit", by=by, number=assessment.latest.number if assessment.latest else 0)


def return_for_changes(assessment: Assessment, *, reason: str, by: Actor) -> None:
    workflow.move(assessment, "return_for_changes", by=by, given={"reason": reason})


def countersign(assessment: Assessment, *, by: Actor) -> None:
    """Sign the version last written; the decision is tied to it."""
    number = assessment.latest.number if assessment.latest else 0
    assessment.countersigned_by, assessment.countersigned_version = by.person_id, number
    workflow.move(assessment, "countersign", by=by, number=number)


def _check_whose(referral: Referral, whose: str) -> None:
    if whose != CHILD:
        policy.on(clock.today(), referral.area).codes("carer_relationships").check(whose)


def _keep_view(view: HeardView, by: Actor) -> HeardView:
    db.session.add(view)
    db.session.flush()
    audit.record("heard_view.record", on=view, by=by, whose=view.whose, reason_for_none=view.reason_for_none)
    return view
