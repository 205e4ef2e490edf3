"""Which outcomes a panel may name at all."""

from datetime import date

from oocd.policy.facts import edition_for, gather
from oocd.referrals.models import Offence
from oocd.workflow.errors import MoveRefused
from oocd.workflow.registry import refusals_of

OF_THE_CHILD_AND_THE_OFFENCE = {"referrals", "policy"}
BEFORE_A_DECISION = ("recommend", "decide")


def check_open(offence: Offence, outcome: str, day: date) -> None:
    """Raise UnknownCode, or MoveRefused with every rule that closes this outcome to the child whatever a panel does.

    Those are the hard rules about recommending and deciding that rest on nothing but what was said of the child and
    the offence, or on what force and area offer: a youth caution without an admission, an outcome switched off here.
    What the panel, the officer or the service can still supply (who is in the room, reasons, a score, an assessment,
    authority) closes nothing yet; the gates ask for it when it is due. Nor does what nobody knows yet.
    """
    edition = edition_for(offence, day)
    edition.codes("outcomes").check(outcome)
    declared = edition.content["facts"]
    fixed = {name for name, fact in declared.items() if fact["comes_from"] in OF_THE_CHILD_AND_THE_OFFENCE}
    facts = gather(offence, day, outcome=outcome)
    every = [answer for moment in BEFORE_A_DECISION for answer in edition.answers(outcome, moment, facts)]
    closed = [
        answer
        for answer in every
        if answer.kind == "hard" and answer.verdict == "fails" and set(answer.needs) <= fixed | {"outcome"}
    ]
    if refusals := refusals_of(closed, {}, (), offence):
        raise MoveRefused(refusals)
