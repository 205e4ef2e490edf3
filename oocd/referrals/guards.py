"""Questions the panel workflow asks about what the police sent."""

from oocd.referrals.service import in_age_range
from oocd.workflow import Attempt, Unmet, guard

NEEDED_OF_CASE = {
    "investigation_status": "bail, release under investigation or voluntary interview",
    "officer_in_case": "officer in the case",
    "victim_identified": "whether anybody was harmed",
}
NEEDED_OF_OFFENCE = {
    "offence_date": "date",
    "admission": "what the child said",
    "evidence": "how far the evidence goes",
}


@guard("RF-01")
def minimum_data_sent(attempt: Attempt) -> Unmet:
    referral = attempt.process
    missing = [words for field, words in NEEDED_OF_CASE.items() if getattr(referral, field) is None]
    for offence in referral.offences:
        missing += [
            f"{words} of offence {offence.number}"
            for field, words in NEEDED_OF_OFFENCE.items()
            if getattr(offence, field) is None
        ]
    return [f"Missing: {', '.join(missing)}."] if missing else []


@guard("AGE-00")
def child_in_age_range(attempt: Attempt) -> Unmet:
    return [] if in_age_range(attempt.process, attempt.effective_on, attempt.edition) else [""]
