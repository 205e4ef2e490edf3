from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from oocd.interventions.models import Intervention
from oocd.interventions.queries import programmes_declined, result_of, work_for
from oocd.policy.facts import edition_for, provides_facts
from oocd.policy.store import Edition
from oocd.referrals.models import Offence


@provides_facts
def facts_of_work(offence: Offence, day: date) -> Mapping[str, Any]:
    """What was agreed for this offence or its whole case. Voluntary support is no plan of an outcome."""
    edition = edition_for(offence, day)
    every = work_for(offence.id, offence.referral_id)
    planned = [row for row in every if not row.voluntary and row.state != "ended_early"]
    declined = [row for row in programmes_declined(offence.referral_id) if row.offence_id == offence.id]
    return {
        "plan_exists": bool(planned),
        "programme_or_reason": bool(every or declined),
        "intervention_result": result_of(every, edition),
        "awareness_course_only": _only(planned, "awareness_only", edition),
        "apology_only": _only(planned, "apology", edition),
    }


def _only(planned: Sequence[Intervention], quality: str, edition: Edition) -> bool:
    """Whether all that is planned is of kinds that the code list marks so."""
    kinds = edition.codes("intervention_kinds")
    return bool(planned) and all(kinds.get(row.kind, {}).get(quality, False) for row in planned)
