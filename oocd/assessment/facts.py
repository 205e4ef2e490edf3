from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from oocd.assessment import rules
from oocd.assessment.queries import (
    assessments_of,
    child_heard,
    countersigned_assessment_of,
    family_to_hear,
    nrm_considered,
)
from oocd.policy.edition import Edition
from oocd.policy.facts import derives_facts, edition_for, provides_facts
from oocd.referrals.models import Offence


@provides_facts
def facts_of_assessment(offence: Offence, day: date) -> Mapping[str, Any]:
    signed = countersigned_assessment_of(offence.referral_id)
    every = assessments_of(offence.referral_id)
    return {
        "child_heard_or_reason": child_heard(offence.referral_id),
        "family_heard_or_reason": not family_to_hear(offence.referral, edition_for(offence, day)),
        "nrm_considered": nrm_considered(offence.referral_id),
        "assessment_countersigned": signed is not None,
        "assessment_tool": signed.countersigned.tool if signed and signed.countersigned else None,
        "assessment_kind": signed.kind if signed else _kind_of_none(offence.referral_id),
        "assessment_completed_on": signed.completed_on if signed else None,
        "assetplus_required": any(row.assetplus_asked_by for row in every),
    }


def _kind_of_none(referral_id: UUID) -> str | None:
    """Nothing was countersigned: a case whose assessment was begun, or given up, has none; before that nobody knows."""
    return rules.NONE if assessments_of(referral_id) else None


@derives_facts
def whether_assetplus_is_required(facts: Mapping[str, Any], edition: Edition) -> Mapping[str, Any]:
    """A manager's word, or the area's rule for this outcome and what the child was given before."""
    if facts["assetplus_required"]:
        return {}
    triggers = edition.figure("figures/assetplus_required_for").value
    earlier = facts["previous_youth_cautions"]
    return {"assetplus_required": rules.assetplus_required(triggers, facts["outcome"], earlier)}
