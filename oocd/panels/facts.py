"""Who was there for a case, for the quorum rules."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, NamedTuple

from oocd.panels.models import PanelItem
from oocd.panels.queries import escalations_of, in_the_room, item_of, views_that_stand
from oocd.policy.facts import provides_facts
from oocd.referrals.models import Offence


class There(NamedTuple):
    """One person who was there for a case: for which agency, and whether they decide for it."""

    agency: str
    decides: bool


@provides_facts
def facts_of_panel(offence: Offence, _day: date) -> Mapping[str, Any]:
    item = item_of(offence.referral_id)
    there = _there_for(item) if item else []
    return {
        "police_decision_maker_present": _somebody_of("police", there, decides=True),
        "yjs_decision_maker_present": _somebody_of("yjs", there, decides=True),
        "social_care_present": _somebody_of("social_care", there),
        "victim_worker_present": _somebody_of("victim_service", there),
    }


def _there_for(item: PanelItem) -> list[There]:
    """In the room while the case was discussed; where it went to managers, also who spoke for an agency there."""
    room = [There(row.agency, row.decides) for row in in_the_room(item) if row.counts]
    ladders = [escalation for escalation in escalations_of(item.referral_id) if escalation.item_id == item.id]
    return room + [There(view.agency, True) for ladder in ladders for view in views_that_stand(ladder)]


def _somebody_of(agency: str, there: Collection[There], *, decides: bool = False) -> bool:
    return any(person.agency == agency and (person.decides or not decides) for person in there)
