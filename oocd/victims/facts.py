from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd.policy.facts import provides_facts
from oocd.referrals.models import Offence
from oocd.victims.queries import victims_of, views_of


@provides_facts
def facts_of_victims(offence: Offence, _day: date) -> Mapping[str, Any]:
    victims = victims_of(offence.referral_id)
    heard = {view.victim_id for view in views_of(offence.referral_id)}
    has_victim = offence.referral.victim_identified
    return {
        "has_victim": has_victim,
        "victim_heard_or_reason": has_victim is False or (bool(victims) and all(v.id in heard for v in victims)),
    }
