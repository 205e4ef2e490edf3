"""What this room knows of an offence and its child, for the gates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd.policy.facts import edition_for, provides_facts
from oocd.referrals.models import Offence, Referral
from oocd.referrals.queries import charge_limit_of
from oocd.referrals.rules import age_on

NOT_KNOWN = {"care_experienced": None, "social_care_quorum": None}


@provides_facts
def facts_of_referral(offence: Offence, day: date) -> Mapping[str, Any]:
    referral, child = offence.referral, offence.referral.child
    edition = edition_for(offence, day)
    row = edition.offences()[offence.offence_id]
    care = edition.codes("care_status")[child.care_status] if child.care_status else NOT_KNOWN
    born, committed = child.date_of_birth, offence.offence_date
    return {
        "route": referral.route,
        "age_at_offence": age_on(committed, born) if committed and born else None,
        "age_on_the_day": age_on(day, born) if born else None,
        "care_experienced": care["care_experienced"],
        "social_care_in_quorum": care["social_care_quorum"],
        "offence_class": offence.offence_class,
        "offence_flags": list(row["flags"]),
        "offence_date": offence.offence_date,
        "charge_by": charge_limit_of(offence, day),
        "investigation_status": referral.investigation_status,
        "admission": offence.admission,
        "adult_present_at_acceptance": offence.adult_present_at_acceptance,
        "evidence": offence.evidence,
        "knife_possession": "knife" in row["flags"],
        **_facts_of_risks(referral),
    }


def _facts_of_risks(referral: Referral) -> Mapping[str, bool | None]:
    """Not known until the police have said which risks they saw, or that they saw none."""
    flags = referral.risk_flags
    return {
        "exploitation_concern": None if flags is None else "exploitation" in flags,
        "in_placement": None if flags is None else "placement" in flags,
        "alternatives_tried": bool(referral.alternatives_tried and referral.alternatives_tried.strip()),
    }
