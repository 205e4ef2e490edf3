"""The assessment: written, submitted, countersigned."""

from collections.abc import Mapping

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.assessment import rules
from oocd.assessment.errors import NotBeingWritten, UnknownSection
from oocd.assessment.models import Assessment, AssessmentVersion
from oocd.db import db
from oocd.policy import service as policy


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
