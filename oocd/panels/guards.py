"""Questions the workflows ask of a meeting and of a case at it."""

from uuid import UUID

from oocd.panels.models import PanelMeeting
from oocd.panels.queries import agencies_still_to_vote, settled, states_on_agenda
from oocd.policy.facts import gather
from oocd.workflow import Attempt, Refusal, Unmet, guard
from oocd.workflow.registry import refusals_of

UNDER_DISCUSSION = {"voting", "revealed"}


@guard("PNL-01")
def meeting_open(attempt: Attempt) -> Unmet:
    return [] if attempt.process.meeting.state == "sitting" else [""]


@guard("PNL-05")
def nothing_else_under_discussion(attempt: Attempt) -> Unmet:
    item = attempt.process
    return [f"{words} under discussion." for words in _on_agenda(item.meeting, UNDER_DISCUSSION, but=item.id)]


@guard("PNL-04")
def every_case_dealt_with(attempt: Attempt) -> Unmet:
    return [f"{words} waiting." for words in _on_agenda(attempt.process, {"listed", *UNDER_DISCUSSION})]


def _on_agenda(meeting: PanelMeeting, states: set[str], but: UUID | None = None) -> list[str]:
    """Each case in these states, by its reference, or unnamed where whoever asks stepped back from it."""
    seen = {item.id: item.case.reference for item in meeting.items}
    there = [item_id for item_id, state in states_on_agenda(meeting).items() if state in states and item_id != but]
    return [f"{seen.get(item_id, 'A case you have stepped back from')} is" for item_id in there]


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
