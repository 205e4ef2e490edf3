from dataclasses import replace

from oocd.interventions.queries import (
    AGREED,
    ENDED,
    adjustments_asked,
    interventions_of,
    non_engagements_of,
    tried_for,
)
from oocd.interventions.rules import still_to_try
from oocd.workflow import Attempt, Unmet, guard


@guard("INT-04")
def case_waits_for_work(attempt: Attempt) -> Unmet:
    """Whether the session being recorded is the first after the outcome, or of support that was taken up."""
    state = attempt.process.case.state
    return [] if state == "engaged" or (attempt.given["after_outcome"] and state == "given") else [""]


@guard("INT-05")
def session_attended(attempt: Attempt) -> Unmet:
    """Whether the child came to a session of this work at all."""
    return [] if any(session.attended for session in attempt.process.sessions) else [""]


@guard("INT-02")
def work_finished(attempt: Attempt) -> Unmet:
    open_work = [row.kind for row in interventions_of(attempt.process.id) if row.state not in ENDED]
    return [f"Not ended yet: {', '.join(open_work).replace('_', ' ')}."] if open_work else []


@guard("INT-01")
def no_work_under_way(attempt: Attempt) -> Unmet:
    """None was agreed, or what was agreed has ended without a session after the outcome."""
    return work_finished(attempt)


@guard("NE-03")
def raised_by_someone_else(attempt: Attempt) -> Unmet:
    return [""] if attempt.process.raised_by == attempt.by.person_id else []


@guard("NE-04")
def enough_was_tried(attempt: Attempt) -> Unmet:
    """As much as policy asks for, or a reason why less."""
    raised = attempt.process
    if (raised.fewer_because or "").strip():
        return []
    tried = tried_for(raised.referral_id, [raised.intervention_id], attempt.edition)
    tried = replace(tried, carer_spoken_to=tried.carer_spoken_to or bool((raised.no_carer_because or "").strip()))
    asked = attempt.edition.figure("figures/attempts_before_non_compliance").value
    short = still_to_try(tried, asked, adjustments_asked(attempt.edition))
    return [" ".join(short)] if short else []


@guard("NE-05")
def non_engagement_agreed(attempt: Attempt) -> Unmet:
    """Asked only where the reason for ending is that the child could not be engaged."""
    reasons = attempt.edition.codes("end_reasons")
    if not reasons.get(attempt.given.get("end_reason", ""), {}).get("needs_agreement"):
        return []
    work = attempt.process
    agreed = [row for row in non_engagements_of(work.referral_id) if row.state == AGREED]
    return [] if any(row.intervention_id == work.id for row in agreed) else [""]
