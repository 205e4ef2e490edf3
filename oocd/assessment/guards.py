"""Questions the workflows ask while a case is prepared."""

from datetime import date
from uuid import UUID

from oocd.accounts.actor import Actor
from oocd.assessment import rules
from oocd.assessment.models import Assessment
from oocd.assessment.queries import assessment_of, checks_of, child_heard, family_heard
from oocd.referrals.models import Referral
from oocd.workflow import Attempt, Unmet, guard, opens, start

SOCIAL_CARE = "social_care"


@opens("assessment")
def open_assessment(referral: Referral, by: Actor, day: date) -> None:
    start(Assessment(area=referral.area, referral_id=referral.id), by=by, effective_on=day)


@guard("CHK-02")
def own_agency_asked(attempt: Attempt) -> Unmet:
    check = attempt.process
    return [] if attempt.by.agency_in(check.area) == check.agency else [""]


@guard("CHK-01")
def checks_answered(attempt: Attempt) -> Unmet:
    agencies = attempt.edition.codes("agencies")
    checks = checks_of(attempt.process.referral_id)
    waiting = sorted({agencies[check.agency]["label"] for check in checks if check.state == "asked"})
    unmet = [f"Waiting for: {', '.join(waiting)}."] if waiting else []
    if not any(check.agency == SOCIAL_CARE for check in checks):
        unmet.append(f"Not asked yet: {agencies[SOCIAL_CARE]['label']}.")
    return [" ".join(unmet)] if unmet else []


@guard("AS-02")
def views_recorded(attempt: Attempt) -> Unmet:
    referral_id: UUID = attempt.process.referral_id
    missing = []
    if not child_heard(referral_id):
        missing.append("the child")
    if not family_heard(referral_id):
        missing.append("a parent or carer")
    return [f"Not heard yet: {' and '.join(missing)}."] if missing else []


@guard("AS-01")
def assessment_countersigned(attempt: Attempt) -> Unmet:
    assessment = assessment_of(attempt.process.referral_id)
    return [] if assessment and assessment.countersigned_by else [""]


@guard("AS-04")
def assessment_complete(attempt: Attempt) -> Unmet:
    latest = attempt.process.latest
    if latest is None:
        return ["Nothing is written yet."]
    levels = {"safety_of_child": latest.safety_of_child, "safety_of_others": latest.safety_of_others}
    missing = rules.still_to_write(latest.sections, levels)
    return [f"Still to write: {', '.join(missing)}."] if missing else []


@guard("AS-03")
def written_by_someone_else(attempt: Attempt) -> Unmet:
    authors = {version.written_by for version in attempt.process.versions}
    return [""] if attempt.by.person_id in authors else []


@guard("AS-05")
def version_was_read(attempt: Attempt) -> Unmet:
    latest = attempt.process.latest
    return [] if latest and str(attempt.by.person_id) in latest.opened_by else [""]
