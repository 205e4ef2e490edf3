from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd.interventions.queries import ENDED, interventions_of
from oocd.policy.facts import provides_facts
from oocd.referrals.models import Offence


@provides_facts
def facts_of_work(offence: Offence, _day: date) -> Mapping[str, Any]:
    work = interventions_of(offence.referral_id)
    ended = {row.state for row in work}
    return {
        "plan_exists": bool(work),
        "programme_or_reason": bool(work),
        "intervention_result": ended.pop() if len(ended) == 1 and ended <= ENDED else None,
    }
