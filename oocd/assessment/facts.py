from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd.assessment.queries import assessment_of, child_heard, family_to_hear, nrm_considered
from oocd.policy.facts import edition_for, provides_facts
from oocd.referrals.models import Offence


@provides_facts
def facts_of_assessment(offence: Offence, day: date) -> Mapping[str, Any]:
    assessment = assessment_of(offence.referral_id)
    edition = edition_for(offence, day)
    countersigned = assessment is not None and assessment.countersigned_by is not None
    return {
        "child_heard_or_reason": child_heard(offence.referral_id),
        "family_heard_or_reason": not family_to_hear(offence.referral, edition),
        "nrm_considered": nrm_considered(offence.referral_id),
        "assessment_countersigned": countersigned,
        "assetplus_required": False,  # no area's rule asks for it yet, and a manager has no way to
        "assessment_tool": assessment.latest.tool if assessment and assessment.latest else None,
    }
