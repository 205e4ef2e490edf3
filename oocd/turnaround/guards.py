"""Questions the workflows ask before support is offered, and before its work starts."""

from collections.abc import Iterable

from oocd.policy.edition import ANY
from oocd.policy.gates import sentences
from oocd.policy.rules import Answer
from oocd.turnaround.queries import TURNAROUND, whole_facts
from oocd.workflow import Attempt, Refusal, Unmet, guard

SAID_IN_OFFERING = {"turnaround_excluded", "turnaround_event_counts", "turnaround_window_ends"}


@guard("GATE-OFR")
def gates_open_to_offer(attempt: Attempt) -> Unmet:
    """Before anything is said of the offer, only what stands in the way whatever is said."""
    facts = attempt.given.get("facts") or whole_facts(attempt.process, attempt.effective_on)
    still_to_say = set() if attempt.given else SAID_IN_OFFERING
    answers = attempt.edition.answers(ANY, "offer", facts)
    asked = [answer for answer in answers if not still_to_say & set(answer.needs)]
    return _refusals(asked, attempt)


@guard("GATE-STA")
def gates_open_to_start(attempt: Attempt) -> Unmet:
    """Of the case, or of a piece of work in it; only support waits for consent to be recorded like this."""
    case = attempt.process.case
    if case.route != TURNAROUND:
        return []
    facts = whole_facts(case, attempt.effective_on)
    return _refusals(attempt.edition.answers(ANY, "start", facts), attempt)


def _refusals(answers: Iterable[Answer], attempt: Attempt) -> list[Refusal]:
    closed = sentences(answers, attempt.given.get("rule_reasons", {}), ())
    return [Refusal(sentence, answer.id, answer.source, answer.passed_by) for answer, sentence in closed]
