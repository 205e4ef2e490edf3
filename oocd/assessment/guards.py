"""Questions the workflows ask while a case is prepared, and who hears of it."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from oocd import clock
from oocd.accounts.actor import Actor
from oocd.accounts.queries import holders
from oocd.assessment import rules
from oocd.assessment.models import Assessment, InformationRequest
from oocd.assessment.queries import assessment_of, assessments_of, checks_of, child_heard, family_to_hear
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.referrals.models import Referral
from oocd.workflow import Attempt, Unmet, definition, guard, hears, opens, start

ASSETPLUS = "assetplus"


@opens("assessment")
def open_assessment(referral: Referral, by: Actor, day: date) -> None:
    if not assessments_of(referral.id):
        first = Assessment(area=referral.area, referral_id=referral.id, number=1, opened_on=day)
        start(first, by=by, effective_on=day)


@opens("information_request")
def ask_at_once(referral: Referral, by: Actor, day: date) -> None:
    """The agencies that policy asks in every case; one that was asked before is not asked again."""
    asked = {check.agency for check in checks_of(referral.id)}
    for agency, question in _asked_at_once(policy.on(day, referral.area)).items():
        if agency not in asked:
            check = InformationRequest(
                area=referral.area, referral_id=referral.id, agency=agency, question=question, asked_on=day
            )
            start(check, by=by, effective_on=day, agency=agency)


@hears
def agency_asked(check: InformationRequest) -> Collection[UUID]:
    """Everybody who may answer for the agency that was asked."""
    return holders("check.answer", check.area, clock.today(), agency=check.agency)


@hears
def author(assessment: Assessment) -> Collection[UUID]:
    """Whoever wrote its latest version; nobody before there is one."""
    latest = assessment.latest
    return [latest.written_by] if latest else []


def _asked_at_once(edition: Edition) -> dict[str, str]:
    agencies = edition.codes("agencies")
    return {code: row["asked_at_once"] for code, row in agencies.items() if "asked_at_once" in row}


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
    asked = {check.agency for check in checks}
    if never := [agencies[code]["label"] for code in _asked_at_once(attempt.edition) if code not in asked]:
        unmet.append(f"Not asked yet: {', '.join(never)}.")
    return [" ".join(unmet)] if unmet else []


@guard("AS-02")
def views_recorded(attempt: Attempt) -> Unmet:
    missing = [] if child_heard(attempt.process.id) else ["the child"]
    missing += family_to_hear(attempt.process, attempt.edition)
    return [f"Not heard yet: {' and '.join(missing)}."] if missing else []


@guard("AS-01")
def assessment_countersigned(attempt: Attempt) -> Unmet:
    """A screening will do where a manager agreed to one; it is countersigned all the same."""
    assessment = assessment_of(attempt.process.referral_id)
    return [] if assessment and assessment.state == "countersigned" else [""]


@guard("AS-04")
def assessment_complete(attempt: Attempt) -> Unmet:
    assessment, latest = attempt.process, attempt.process.latest
    if latest is None:
        return ["Nothing is written yet."]
    missing = rules.still_to_write(latest.content, _asked(assessment, attempt.edition))
    if assessment.assetplus_asked_by and latest.tool != ASSETPLUS:
        missing.insert(0, "AssetPlus, which a manager asked for")
    words = [f"Still to write: {'; '.join(missing)}."] if missing else []
    if words and assessment.kind_waiting:
        words.append(f"No manager has agreed to less than a full assessment: {assessment.kind_waiting.kind}.")
    return [" ".join(words)] if words else []


def _asked(assessment: Assessment, edition: Edition) -> rules.Asked:
    agencies = edition.codes("agencies")
    answered = [check for check in checks_of(assessment.referral_id) if check.answer == "information_shared"]
    return rules.Asked(
        kind=assessment.kind,
        sections=edition.codes("assessment_sections"),
        levels=edition.codes("assessment_levels"),
        characteristics=edition.codes("diversity_characteristics"),
        offences=[] if _decides_nothing(assessment) else [offence.number for offence in assessment.case.offences],
        shared_by={str(check.id): agencies[check.agency]["label"] for check in answered},
    )


def _decides_nothing(assessment: Assessment) -> bool:
    """Whether the case leads to no outcome on its route, so that there is none to recommend."""
    return "decide" not in definition(assessment.case).moves


@guard("AS-03")
def written_by_someone_else(attempt: Attempt) -> Unmet:
    authors = {version.written_by for version in attempt.process.versions}
    authors |= {contributor.person_id for contributor in attempt.process.contributors}
    return [""] if attempt.by.person_id in authors else []


@guard("AS-05")
def version_was_read(attempt: Attempt) -> Unmet:
    latest = attempt.process.latest
    readers = {reading.read_by for reading in latest.readings} if latest else set()
    return [] if attempt.by.person_id in readers else [""]


@guard("AS-06")
def none_asked_for_by_someone_else(attempt: Attempt) -> Unmet:
    waiting = attempt.process.kind_waiting
    if waiting is None or waiting.kind != rules.NONE:
        return ["Nobody has asked for this yet."]
    return [""] if waiting.chosen_by == attempt.by.person_id else []
