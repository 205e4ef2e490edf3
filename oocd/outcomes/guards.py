"""Questions the workflows ask before an outcome is decided, given, run or left behind."""

from datetime import date

from oocd.accounts.actor import Actor
from oocd.outcomes.models import Disposal
from oocd.outcomes.queries import (
    IN_FORCE,
    RUNNING,
    decisions_without_disposal,
    disposals_of,
    standing_disposals_of,
)
from oocd.outcomes.rules import OF_CONDITIONS, SAID_IN_COMPLETING, SAID_IN_FAILING, SAID_IN_GIVING
from oocd.outcomes.service import facts_to_decide
from oocd.policy.facts import gather
from oocd.policy.rules import Answer
from oocd.referrals.models import Referral
from oocd.workflow import Attempt, Refusal, Unmet, guard, opens, start
from oocd.workflow.registry import refusals_of


@opens("disposal")
def open_disposals(referral: Referral, by: Actor, day: date) -> None:
    """One for each decision of the case that has none yet."""
    for decision in decisions_without_disposal(referral.id):
        disposal = Disposal(
            area=referral.area,
            referral_id=referral.id,
            decision_id=decision.id,
            offence_id=decision.offence_id,
            outcome=decision.outcome,
            planned_end=decision.planned_end,
            longer_course=decision.longer_course,
        )
        start(disposal, by=by, effective_on=day, outcome=decision.outcome, offence=decision.offence.number)


@guard("GATE-DEC")
def gates_open_to_decide(attempt: Attempt) -> Unmet:
    """For the outcomes proposed; before anything is proposed there is no gate to ask."""
    offences = {offence.number: offence for offence in attempt.process.offences}
    refusals: list[Refusal] = []
    for decision in attempt.given.get("decisions", ()):
        offence, officer = offences[decision["offence"]], attempt.given["officer"]
        facts = facts_to_decide(offence, decision, officer, attempt.by, attempt.effective_on)
        answers = attempt.edition.answers(decision["outcome"], "decide", facts)
        refusals += refusals_of(answers, attempt.given["rule_reasons"], attempt.given["acknowledged"], offence)
    return refusals


@guard("GATE-GIV")
def gates_open_to_give(attempt: Attempt) -> Unmet:
    """Before anything is said of the giving, only what else stands in the way."""
    return _closed(attempt, attempt.process, "give", frozenset() if attempt.given else SAID_IN_GIVING)


@guard("GATE-CHG")
def gates_open_to_change(attempt: Attempt) -> Unmet:
    """Every rule about conditions holds for the changed list as it had to for the first."""
    disposal = attempt.process
    of_list = [
        answer
        for moment in ("decide", "give")
        for answer in _answers(attempt, disposal, moment)
        if OF_CONDITIONS & set(answer.needs)
    ]
    return _refusals(attempt, disposal, of_list)


@guard("GATE-CMP")
def gates_open_to_complete(attempt: Attempt) -> Unmet:
    return _closed(attempt, attempt.process, "complete", frozenset() if attempt.given else SAID_IN_COMPLETING)


@guard("GATE-FAI")
def gates_open_to_fail(attempt: Attempt) -> Unmet:
    """Before anybody speaks of non-compliance; the report itself is what tells the police."""
    return _closed(attempt, attempt.process, "fail", frozenset() if attempt.given else SAID_IN_FAILING)


@guard("GATE-CLS")
def gates_open_to_close(attempt: Attempt) -> Unmet:
    in_force = [disposal for disposal in standing_disposals_of(attempt.process.id) if disposal.state in IN_FORCE]
    return [refusal for disposal in in_force for refusal in _closed(attempt, disposal, "close")]


@guard("OUT-11")
def every_outcome_settled(attempt: Attempt) -> Unmet:
    """Each offence has an outcome that was given; none waits, and none is with the police."""
    states = {row.state for row in standing_disposals_of(attempt.process.referral_id)}
    return [] if states <= IN_FORCE else [""]


@guard("OUT-12")
def case_not_back_yet(attempt: Attempt) -> Unmet:
    """A second outcome that comes back finds the case with the police already."""
    return [""] if attempt.process.case.state == "with_police_again" else []


@guard("OUT-13")
def nothing_was_given(attempt: Attempt) -> Unmet:
    """By way of this panel: what an officer gave before it came here stands, whatever happens now."""
    given = [row for row in disposals_of(attempt.process.id) if row.given_on and not row.decision.outside_panel]
    return [""] if given else []


@guard("OUT-14")
def nothing_runs_on(attempt: Attempt) -> Unmet:
    return [""] if _course(attempt) != "none" else []


@guard("OUT-15")
def runs_a_course(attempt: Attempt) -> Unmet:
    return [""] if _course(attempt) == "none" else []


@guard("OUT-16")
def consent_was_asked(attempt: Attempt) -> Unmet:
    return [] if _outcome(attempt)["needs_agreement"] else [""]


@guard("OUT-17")
def police_can_decide_again(attempt: Attempt) -> Unmet:
    return _can_follow(attempt, "police_decide_again")


@guard("OUT-18")
def can_be_treated_as_completed(attempt: Attempt) -> Unmet:
    return _can_follow(attempt, "treat_as_completed")


@guard("OUT-19")
def prosecution_was_on_hold(attempt: Attempt) -> Unmet:
    return _can_follow(attempt, "prosecution_revives")


@guard("OUT-20")
def no_course_running(attempt: Attempt) -> Unmet:
    running = [row for row in standing_disposals_of(attempt.process.id) if row.state in RUNNING]
    labels = attempt.edition.codes("outcomes")
    return [f"Still running: {', '.join(labels[row.outcome]['label'] for row in running)}."] if running else []


def _outcome(attempt: Attempt) -> dict[str, object]:
    return dict(attempt.edition.codes("outcomes")[attempt.process.outcome])


def _course(attempt: Attempt) -> object:
    return _outcome(attempt)["course"]


def _can_follow(attempt: Attempt, what: str) -> Unmet:
    """Whether policy lets this follow a failure of this outcome."""
    follows = attempt.edition.codes("what_follows_failure")[what]
    return [] if attempt.process.outcome in follows["outcomes"] else [""]


def _closed(
    attempt: Attempt, disposal: Disposal, moment: str, still_to_say: frozenset[str] = frozenset()
) -> list[Refusal]:
    answers = _answers(attempt, disposal, moment)
    return _refusals(attempt, disposal, [answer for answer in answers if not still_to_say & set(answer.needs)])


def _answers(attempt: Attempt, disposal: Disposal, moment: str) -> list[Answer]:
    facts = gather(disposal.offence, attempt.effective_on, outcome=disposal.outcome)
    return attempt.edition.answers(disposal.outcome, moment, facts)


def _refusals(attempt: Attempt, disposal: Disposal, answers: list[Answer]) -> list[Refusal]:
    reasons, acknowledged = attempt.given.get("rule_reasons", {}), attempt.given.get("acknowledged", ())
    return refusals_of(answers, reasons, acknowledged, disposal.offence)
