from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd.policy.facts import provides_facts
from oocd.referrals.models import Offence
from oocd.screening.queries import score_of


@provides_facts
def facts_of_screening(offence: Offence, _day: date) -> Mapping[str, Any]:
    score = score_of(offence.id)
    return {"gravity_scored": score is not None, "gravity_final": score.final if score else None}
