"""Of the work with a child: what guidance on weapons flags, and what of a child not taking part somebody hears."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from oocd.accounts.actor import Actor
from oocd.interventions.models import Intervention, NonEngagement
from oocd.interventions.queries import non_engagements_of, only_of_kind, planned_for
from oocd.policy.edition import Edition
from oocd.referrals.models import Referral

POLICE = "police"


def plan_flags(referral: Referral, work: Iterable[Intervention], edition: Edition) -> Iterator[dict[str, Any]]:
    """What guidance on weapons does not count as enough by itself, where a child had one (KNF-02, KNF-04)."""
    for offence in referral.offences:
        planned = planned_for(work, offence.id)
        for flag in ("awareness_only", "apology"):
            if "knife" in edition.offences()[offence.offence_id]["flags"] and only_of_kind(planned, flag, edition):
                yield {"offence": offence.number, "all_planned_is": flag}


def raised_for(referral: Referral, person: Actor) -> tuple[list[NonEngagement], frozenset[UUID]]:
    """What was raised about a child not taking part, and the ids of what the police are not to hear of."""
    every = non_engagements_of(referral.id)
    if person.agency_in(referral.area) != POLICE:
        return every, frozenset()
    told = [row for row in every if row.is_for_the_police]
    return told, frozenset(row.id for row in every if row not in told)
