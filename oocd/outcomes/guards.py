"""Questions the workflows ask before an outcome is decided, given or left behind."""

from datetime import date

from oocd.accounts.actor import Actor
from oocd.outcomes.models import Disposal
from oocd.outcomes.queries import GIVEN, RETURNED, decisions_of, disposals_of
from oocd.outcomes.rules import SAID_IN_GIVING
from oocd.outcomes.service import facts_to_decide
from oocd.policy.facts import gather
from oocd.referrals.models import Referral
from oocd.workflow import Attempt, Refusal, Unmet, guard, opens, start
from oocd.workflow.registry import refusals_of


@opens("disposal")
def open_disposals(referral: Referral, by: Actor, day: date) -> None:
    """One for each decision of the case."""
    for decision in decisions_of(referral.id):
        disposal = Disposal(
            area=referral.area,
            referral_id=referral.id,
            decision_id=decision.id,
            offence_id=decision.offence_id,
            outcome=decision.outcome,
        )
        start(disposal, by=by, effective_on=day, outcome=decision.outcome)


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


@guard("GATE-CLS")
def gates_open_to_close(attempt: Attempt) -> Unmet:
    given = [disposal for disposal in disposals_of(attempt.process.id) if disposal.state == GIVEN]
    return [refusal for disposal in given for refusal in _closed(attempt, disposal, "close")]


@guard("OUT-11")
def every_outcome_settled(attempt: Attempt) -> Unmet:
    """Each is given or went back to the police, and at least one is given."""
    states = {row.state for row in disposals_of(attempt.process.referral_id)}
    return [] if GIVEN in states and states <= {GIVEN, RETURNED} else [""]


@guard("OUT-13")
def every_outcome_returned(attempt: Attempt) -> Unmet:
    states = {row.state for row in disposals_of(attempt.process.referral_id)}
    return [] if states == {RETURNED} else [""]


def _closed(
    attempt: Attempt, disposal: Disposal, moment: str, still_to_say: frozenset[str] = frozenset()
) -> list[Refusal]:
    facts = gather(disposal.offence, attempt.effective_on, outcome=disposal.outcome)
    every = attempt.edition.answers(disposal.outcome, moment, facts)
    answers = [answer for answer in every if not still_to_say & set(answer.needs)]
    reasons, acknowledged = attempt.given.get("rule_reasons", {}), attempt.given.get("acknowledged", ())
    return refusals_of(answers, reasons, acknowledged, disposal.offence)
