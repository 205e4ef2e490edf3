"""Questions the workflows ask of a meeting and of a case at it."""

from oocd.panels.queries import agencies_still_to_vote, settled
from oocd.policy.facts import gather
from oocd.workflow import Attempt, Refusal, Unmet, guard
from oocd.workflow.registry import refusals_of

UNDER_DISCUSSION = {"voting", "revealed"}


@guard("PNL-01")
def meeting_open(attempt: Attempt) -> Unmet:
    return [] if attempt.process.meeting.state == "sitting" else [""]


@guard("PNL-05")
def nothing_else_under_discussion(attempt: Attempt) -> Unmet:
    others = [item for item in attempt.process.meeting.items if item.state in UNDER_DISCUSSION]
    return [f"{other.case.reference} is under discussion." for other in others if other is not attempt.process]


@guard("PNL-04")
def every_case_dealt_with(attempt: Attempt) -> Unmet:
    waiting = [item for item in attempt.process.items if item.state in {"listed", *UNDER_DISCUSSION}]
    return [f"{item.case.reference} waits." for item in waiting]


@guard("PNL-03")
def round_complete(attempt: Attempt) -> Unmet:
    if attempt.given.get("reason"):
        return []
    waiting = agencies_still_to_vote(attempt.process)
    return [f"Still to vote: {', '.join(waiting)}."] if waiting else []


@guard("PNL-02")
def round_agrees(attempt: Attempt) -> Unmet:
    return [] if all(round_.agreed for round_ in settled(attempt.process, attempt.edition).values()) else [""]


@guard("GATE-REC")
def gates_open_to_recommend(attempt: Attempt) -> Unmet:
    """For whatever the round agreed on; while it agrees on nothing there is no gate to ask."""
    refusals: list[Refusal] = []
    item = attempt.process
    rounds = settled(item, attempt.edition)
    for offence in item.case.offences:
        outcome = rounds[offence.id].agreed
        if outcome:
            facts = gather(offence, attempt.effective_on, outcome=outcome)
            answers = attempt.edition.answers(outcome, "recommend", facts)
            reasons, named = attempt.given.get("rule_reasons", {}), attempt.given.get("acknowledged", ())
            refusals += refusals_of(answers, reasons, named, offence)
    return refusals
