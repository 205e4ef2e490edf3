"""What this room knows of an offence's case, for the gates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd.policy.facts import provides_facts
from oocd.referrals.models import Offence
from oocd.turnaround.queries import facts_of_case


@provides_facts
def facts_of_turnaround(offence: Offence, _day: date) -> Mapping[str, Any]:
    return facts_of_case(offence.referral)
