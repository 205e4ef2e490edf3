from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd.interventions.queries import (
    AGREED,
    adjustments_asked,
    manager_looked_at,
    non_engagements_of,
    only_of_kind,
    planned_for,
    programmes_declined,
    result_of,
    tried_for,
    work_for,
)
from oocd.policy.facts import edition_for, provides_facts
from oocd.referrals.models import Offence


@provides_facts
def facts_of_work(offence: Offence, day: date) -> Mapping[str, Any]:
    """What was agreed for this offence or its whole case. Voluntary support is no plan of an outcome."""
    edition = edition_for(offence, day)
    every = work_for(offence.id, offence.referral_id)
    planned = planned_for(every, offence.id)
    declined = [row for row in programmes_declined(offence.referral_id) if row.offence_id == offence.id]
    return {
        "plan_exists": bool(planned),
        "programme_or_reason": bool(every or declined),
        "intervention_result": result_of(every, edition),
        "awareness_course_only": only_of_kind(planned, "awareness_only", edition),
        "apology_only": only_of_kind(planned, "apology", edition),
    }


@provides_facts
def facts_of_engagement(offence: Offence, day: date) -> Mapping[str, Any]:
    """What was tried before anybody speaks of non-compliance, about the work for this offence or for its case."""
    edition = edition_for(offence, day)
    agreed = work_for(offence.id, offence.referral_id)
    work = [row.id for row in agreed]
    tried = tried_for(offence.referral_id, work, edition)
    raised = [row for row in non_engagements_of(offence.referral_id) if row.intervention_id in work]
    return {
        "contact_attempts": tried.attempts,
        "adjustments_considered": tried.adjustments.issuperset(adjustments_asked(edition)),
        "parent_contacted": tried.carer_spoken_to or any(row.no_carer_because for row in raised),
        "manager_oversight": any(row.state == AGREED for row in raised) or manager_looked_at(agreed),
    }
