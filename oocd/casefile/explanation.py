"""One case explained for the person looking, minus what that person may not see."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from oocd.accounts.actor import Actor
from oocd.assessment.queries import sees_all_oversight
from oocd.casefile.work import raised_for
from oocd.db import reading
from oocd.outcomes.explaining import Explained
from oocd.outcomes.rules.explaining import AtMoment, Questions
from oocd.policy import service as policy
from oocd.policy.edition import ANY
from oocd.policy.rules import MOMENTS_OF_SUPPORT
from oocd.referrals.models import Referral
from oocd.screening.queries import score_of
from oocd.turnaround.queries import TURNAROUND, last_offer_of, whole_facts

OF_OVERSIGHT = frozenset({"manager_oversight"})
OF_NON_ENGAGEMENT = frozenset({"manager_oversight", "parent_contacted"})


@reading()
def explain(referral: Referral, day: date, withheld: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Each offence, each outcome on offer and each moment, with every rule asked; and what follows from the rules."""
    edition = policy.on(day, referral.area)
    return {
        "reference": referral.reference,
        "child_ref": referral.child.child_ref,
        "area": referral.area,
        "on": day,
        "edition": edition.hash,
        "support": list(_support(referral, day)),
        "offences": [
            {
                "number": offence.number,
                "label": edition.offences()[offence.offence_id]["label"],
                "gravity": score_of(offence.id),
                "outcomes": list(explained.outcomes()),
                "computed": explained.computed(),
            }
            for offence in referral.offences
            for explained in [Explained(offence, day, withheld)]
        ],
    }


def _support(referral: Referral, day: date) -> Iterator[AtMoment]:
    """What the rules say of offering voluntary support and of starting it; nothing of a case of another route."""
    if referral.route != TURNAROUND:
        return
    edition, offered = policy.on(day, referral.area), last_offer_of(referral.id)
    facts = whole_facts(referral, day, offered.said_of_exclusions if offered else None)
    questions = Questions({ANY: facts}, edition.content["facts"])
    made = {"offer"} if offered else set()
    for moment in MOMENTS_OF_SUPPORT:
        always = edition.behaviours_at(ANY, moment)
        yield questions.at(ANY, moment, edition.gates_at(ANY, moment), made=made, always=always)


def withheld_from(referral: Referral, person: Actor) -> frozenset[str]:
    """The facts that tell of what the case file keeps from this person: oversight, and what police are not told of."""
    _, kept_back = raised_for(referral, person)
    oversight = frozenset() if sees_all_oversight(referral, person) else OF_OVERSIGHT
    return oversight | (OF_NON_ENGAGEMENT if kept_back else frozenset())
