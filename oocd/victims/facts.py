from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd.policy.facts import provides_facts
from oocd.referrals.models import Offence
from oocd.victims.queries import CONTACT, consents_in_force, victims_of, victims_of_offence, views_of
from oocd.victims.rules import NOT_ASKED


@provides_facts
def facts_of_victims(offence: Offence, day: date) -> Mapping[str, Any]:
    """Only ever whether somebody was harmed, asked and heard. What a victim wants is nothing a rule can ask for."""
    victims = victims_of_offence(offence)
    has_victim = offence.referral.victim_identified
    if has_victim and not victims:
        has_victim = not victims_of(offence.referral_id)  # nobody is recorded yet, or those who are belong elsewhere
    heard = {view.victim_id for view in views_of(offence.referral_id)}
    asked = [consents_in_force(victim, day)[CONTACT].state != NOT_ASKED for victim in victims]
    return {
        "has_victim": has_victim,
        "victim_heard_or_reason": has_victim is False or (bool(victims) and all(v.id in heard for v in victims)),
        "victim_consent_asked": has_victim is False or (bool(victims) and all(asked)),
    }
