"""Who is in the room for a case, for the quorum rules."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd.panels.models import Attendance
from oocd.panels.queries import in_the_room, items_of
from oocd.policy.facts import provides_facts
from oocd.referrals.models import Offence


@provides_facts
def facts_of_panel(offence: Offence, _day: date) -> Mapping[str, Any]:
    items = items_of(offence.referral_id)
    present = in_the_room(items[-1]) if items else []
    return {
        "police_decision_maker_present": _somebody_of("police", present, decides=True),
        "yjs_decision_maker_present": _somebody_of("yjs", present, decides=True),
        "social_care_present": _somebody_of("social_care", present),
        "victim_worker_present": _somebody_of("victim_service", present),
    }


def _somebody_of(agency: str, present: list[Attendance], *, decides: bool = False) -> bool:
    return any(person.agency == agency and (person.decides or not decides) for person in present)
