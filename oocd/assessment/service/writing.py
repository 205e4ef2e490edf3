"""The assessment: opened again, written in versions, submitted, countersigned or returned; and the child's copy."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from oocd import audit, clock, workflow
from oocd.accounts import service as accounts
from oocd.accounts.actor import Actor
from oocd.assessment import queries, rules
from oocd.assessment.errors import (
    AlreadyContributes,
    AssessmentStillOpen,
    NotBeingWritten,
    NotInThisArea,
    UnknownSection,
)
from oocd.assessment.models import (
    Assessment,
    AssessmentVersion,
    Contributor,
    ReturnComment,
    SharedCopy,
    VersionReading,
)
from oocd.assessment.service.content import checked
from oocd.assessment.service.oversight import countersignature
from oocd.db import db
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.referrals.service import check_not_future


def assess_again(referral: Referral, *, because: str, by: Actor) -> Assessment:
    """A further assessment of a case. Raises AssessmentStillOpen while the last is not countersigned or given up."""
    workflow.require_running(referral)
    policy.on(clock.today(), referral.area).codes("reassessment_reasons").check(because)
    audit.take_turn(referral)
    earlier = queries.assessments_of(referral.id)
    if any(row.state in ("drafting", "submitted") for row in earlier):
        raise AssessmentStillOpen
    again = Assessment(
        area=referral.area, referral_id=referral.id, number=len(earlier) + 1, opened_because=because, case=referral
    )
    workflow.start(again, by=by, number=again.number, because=because)
    return again


def write(assessment: Assessment, *, tool: str, by: Actor, **content: Any) -> AssessmentVersion:
    """Save the next version; earlier ones stay as they were. Raises NotBeingWritten once it was submitted."""
    require_drafting(assessment)
    edition = policy.on(clock.today(), assessment.area)
    edition.codes("assessment_tools").check(tool)
    version = AssessmentVersion(
        area=assessment.area,
        referral_id=assessment.referral_id,
        assessment_id=assessment.id,
        number=_next_number(assessment),
        kind=assessment.kind,
        tool=tool,
        content=checked(content, assessment, edition),
        written_by=by.person_id,
    )
    assessment.versions.append(version)
    db.session.flush()
    audit.record("assessment.write", on=assessment, by=by, number=version.number, tool=tool)
    return version


def require_drafting(assessment: Assessment) -> None:
    """Take one's turn at an assessment that is being written. Raises CaseIsOver or NotBeingWritten."""
    workflow.require_running(assessment.case)
    audit.take_turn(assessment)
    db.session.expire(assessment)  # it may have been submitted while we waited
    if assessment.state != "drafting":
        raise NotBeingWritten


def _next_number(assessment: Assessment) -> int:
    of_case = AssessmentVersion.referral_id == assessment.referral_id
    return 1 + (db.session.scalar(sa.select(sa.func.max(AssessmentVersion.number)).where(of_case)) or 0)


def add_contributor(assessment: Assessment, *, person: str, by: Actor) -> Contributor:
    """A specialist of the area who helps with the assessment, by e-mail address, and so sees its drafts."""
    require_drafting(assessment)
    helper = accounts.find_person(person)
    if helper not in accounts.people_who_may("case.read", assessment.area) or helper is None:
        raise NotInThisArea(person)
    if helper.id in {contributor.person_id for contributor in assessment.contributors}:
        raise AlreadyContributes
    row = Contributor(
        area=assessment.area,
        referral_id=assessment.referral_id,
        assessment_id=assessment.id,
        person_id=helper.id,
        added_by=by.person_id,
    )
    assessment.contributors.append(row)
    db.session.flush()
    audit.record("assessment.add_contributor", on=assessment, by=by, person=helper.id)
    return row


def note_opened(version: AssessmentVersion, *, by: Actor) -> None:
    """Remember who opened this version: a countersignature needs it. The access log holds the reading itself."""
    audit.take_turn(version)
    db.session.expire(version)  # somebody else may have opened it while we waited
    if by.person_id in {reading.read_by for reading in version.readings}:
        return
    version.readings.append(VersionReading(area=version.area, referral_id=version.referral_id, read_by=by.person_id))
    db.session.flush()
    audit.record("assessment.opened", on=version, by=by, number=version.number)


def submit(assessment: Assessment, *, by: Actor) -> None:
    number = _latest_number(assessment)
    assessment.submitted_version = number
    workflow.move(assessment, "submit", by=by, number=number)


def return_for_changes(
    assessment: Assessment, *, reason: str, by: Actor, comments: Sequence[Mapping[str, Any]] = ()
) -> None:
    """Return it with a reason for the whole, and comments on sections of it. Raises UnknownSection."""
    workflow.require_open(assessment, "return_for_changes", by=by)
    sections = policy.on(clock.today(), assessment.area).codes("assessment_sections")
    for comment in comments:
        if comment["section"] and comment["section"] not in sections:
            raise UnknownSection(comment["section"], list(sections))
    number = _latest_number(assessment)
    workflow.move(assessment, "return_for_changes", by=by, given={"reason": reason}, number=number)
    assessment.comments += [
        ReturnComment(
            area=assessment.area,
            referral_id=assessment.referral_id,
            version=number,
            section=comment["section"],
            comment=comment["comment"],
            written_by=by.person_id,
        )
        for comment in comments
    ]
    countersignature(assessment, result="returned", finding=reason, by=by)


def countersign(
    assessment: Assessment, *, by: Actor, finding: str = "", actions: Sequence[Mapping[str, Any]] = ()
) -> None:
    """Sign the version last written, perhaps with actions for others; the decision is tied to it."""
    workflow.require_open(assessment, "countersign", by=by)
    number = _latest_number(assessment)
    assessment.countersigned_by, assessment.countersigned_version = by.person_id, number
    workflow.move(assessment, "countersign", by=by, number=number)
    result = "accepted_with_actions" if actions else "accepted"
    countersignature(assessment, result=result, finding=finding, actions=actions, by=by)


def _latest_number(assessment: Assessment) -> int:
    return assessment.latest.number if assessment.latest else 0


def share_copy(assessment: Assessment, *, shared_on: date, shared_how: str, by: Actor) -> SharedCopy:
    """Record that the child was given their copy, and what had been left out of it. Raises NothingToShare."""
    workflow.require_running(assessment.case)
    policy.on(clock.today(), assessment.area).codes("contact_methods").check(shared_how)
    check_not_future(shared_on, "shared on")
    copy: rules.SharedCopy = queries.shareable_copy(assessment)
    row = SharedCopy(
        area=assessment.area,
        referral_id=assessment.referral_id,
        version=assessment.countersigned_version,
        left_out=copy.left_out,
        shared_on=shared_on,
        shared_how=shared_how,
        recorded_by=by.person_id,
    )
    assessment.copies.append(row)
    db.session.flush()
    audit.record("assessment.share", on=assessment, by=by, number=row.version, left_out=sorted(copy.left_out))
    return row
