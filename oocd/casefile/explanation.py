"""One case explained for the person looking, minus what that person may not see."""

from datetime import date
from typing import Any

from oocd.accounts.actor import Actor
from oocd.assessment.queries import sees_all_oversight
from oocd.casefile.work import raised_for
from oocd.db import reading
from oocd.outcomes.explaining import Explained
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.screening.queries import score_of

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


def withheld_from(referral: Referral, person: Actor) -> frozenset[str]:
    """The facts that tell of what the case file keeps from this person: oversight, and what police are not told of."""
    _, kept_back = raised_for(referral, person)
    oversight = frozenset() if sees_all_oversight(referral, person) else OF_OVERSIGHT
    return oversight | (OF_NON_ENGAGEMENT if kept_back else frozenset())
