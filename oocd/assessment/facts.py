from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd.assessment.queries import assessment_of, child_heard, family_heard
from oocd.policy.facts import provides_facts
from oocd.referrals.models import Offence


@provides_facts
def facts_of_assessment(offence: Offence, _day: date) -> Mapping[str, Any]:
    assessment = assessment_of(offence.referral_id)
    countersigned = assessment is not None and assessment.countersigned_by is not None
    return {
        "child_heard_or_reason": child_heard(offence.referral_id),
        "family_heard_or_reason": family_heard(offence.referral_id),
        "assessment_countersigned": countersigned,
        "assessment_tool": assessment.latest.tool if assessment and assessment.latest else None,
    }
