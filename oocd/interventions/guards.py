from oocd.interventions.queries import ENDED, interventions_of
from oocd.workflow import Attempt, Unmet, guard


@guard("INT-04")
def case_waits_for_work(attempt: Attempt) -> Unmet:
    """Whether the session being recorded is the first after the outcome."""
    return [] if attempt.given["after_outcome"] and attempt.process.case.state == "given" else [""]


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
