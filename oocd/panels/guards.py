"""Questions the workflows ask of a meeting and of a case at it, and who hears of it."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from oocd.assessment.queries import assessment_of
from oocd.panels import rules
from oocd.panels.models import Escalation, PanelItem, PanelMeeting
from oocd.panels.queries import agencies_still_to_vote, in_the_room, level_of, settled, states_on_agenda
from oocd.panels.service.escalating import outcomes_settled
from oocd.panels.service.recommending import Said
from oocd.policy.facts import gather
from oocd.referrals.models import Offence
from oocd.screening.queries import score_of
from oocd.workflow import Attempt, Refusal, Unmet, guard, hears
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


@guard("PN-04")
def reasons_complete(attempt: Attempt) -> Unmet:
    """Of the panel as of the ladder; before anything is said there is nothing to complete."""
    outcomes = _outcomes_named(attempt)
    said, unmet = attempt.given.get("said", {}), []
    for offence in attempt.process.case.offences:
        if offence.number in said and offence.number in outcomes:
            missing = _still_to_say(offence, outcomes[offence.number], said[offence.number], attempt.effective_on)
            about = f"Offence {offence.number}: " if len(said) > 1 else ""
            unmet += [f"{about}{', '.join(missing)}."] if missing else []
    return unmet


@guard("GATE-REC")
def gates_open_to_recommend(attempt: Attempt) -> Unmet:
    """For whatever the round agreed on; while it agrees on nothing there is no gate to ask."""
    return _closed_to_recommend(attempt)


@guard("GATE-SET")
def gates_open_to_settle(attempt: Attempt) -> Unmet:
    """The same rules, with those who spoke on the ladder counted as present."""
    return _closed_to_recommend(attempt)


@guard("AS-01X")
def not_assessed(attempt: Attempt) -> Unmet:
    assessment = assessment_of(attempt.process.id)
    return [""] if assessment and assessment.state == "countersigned" else []


@guard("ESC-07")
def agency_in_the_room(attempt: Attempt) -> Unmet:
    there = {row.agency for row in in_the_room(attempt.process) if row.counts}
    return [] if attempt.by.agency_in(attempt.process.area) in there else [""]


@guard("ESC-01")
def raised_by_somebody_else(attempt: Attempt) -> Unmet:
    return [""] if attempt.by.person_id == attempt.process.raised_by else []


@guard("ESC-02")
def speaks_at_this_level(attempt: Attempt) -> Unmet:
    """The service itself takes a disagreement up when a level's time is over."""
    if attempt.by.person_id is None:
        return []
    level, standing = level_of(attempt.process), attempt.by.standings[attempt.process.area]
    return [] if level.people.get(standing.agency) in standing.roles else [f"{level.what}."]


@guard("ESC-03")
def views_settle_it(attempt: Attempt) -> Unmet:
    return [] if outcomes_settled(attempt.process) else [""]


@guard("ESC-04")
def not_at_the_top(attempt: Attempt) -> Unmet:
    return [""] if level_of(attempt.process).settled_by else []


@guard("ESC-05")
def own_agency_raised_it(attempt: Attempt) -> Unmet:
    return [] if attempt.by.agency_in(attempt.process.area) == attempt.process.agency else [""]


@guard("ESC-06")
def no_view_given_yet(attempt: Attempt) -> Unmet:
    return [""] if attempt.process.views else []


def _outcomes_named(attempt: Attempt) -> rules.Outcomes:
    """The outcome that round or level came to, by the number of each offence; without those it left open."""
    process = attempt.process
    if isinstance(process, Escalation):
        return outcomes_settled(process) or {}
    rounds = settled(process, attempt.edition)
    agreed = {offence.number: rounds[offence.id].agreed for offence in process.case.offences}
    return {number: outcome for number, outcome in agreed.items() if outcome}


def _closed_to_recommend(attempt: Attempt) -> list[Refusal]:
    refusals: list[Refusal] = []
    outcomes = _outcomes_named(attempt)
    for offence in attempt.process.case.offences:
        if offence.number in outcomes:
            outcome = outcomes[offence.number]
            facts = gather(offence, attempt.effective_on, outcome=outcome)
            answers = attempt.edition.answers(outcome, "recommend", facts)
            reasons, named = attempt.given.get("rule_reasons", {}), attempt.given.get("acknowledged", ())
            refusals += refusals_of(answers, reasons, named, offence)
    return refusals


def _still_to_say(offence: Offence, outcome: str, said: Said, day: date) -> list[str]:
    facts, score = gather(offence, day), score_of(offence.id)
    seen_by_panel = bool(facts["assessment_countersigned"]) and not facts["social_care_in_quorum"]
    return rules.still_to_say(
        said.reasons,
        harmed=bool(facts["has_victim"]),
        diversity_on_file=seen_by_panel,
        leaves_matrix=bool(rules.leaves_starting_points(outcome, score.starting_points if score else None)),
        deviation_reason=said.deviation_reason,
    )


@hears
def voters_in_the_room(item: PanelItem) -> Collection[UUID]:
    """Everybody present whose agency votes through them, as a round of votes begins."""
    return [row.person_id for row in in_the_room(item) if row.votes]
