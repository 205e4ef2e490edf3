"""Questions the panel workflow asks about what the police sent."""

from oocd.referrals.queries import missing_of
from oocd.referrals.service import in_age_range
from oocd.workflow import Attempt, Unmet, guard


@guard("RF-01")
def minimum_data_sent(attempt: Attempt) -> Unmet:
    needed = [row for row in missing_of(attempt.process, attempt.effective_on) if row["required"]]
    words = [f"{row['says']} of offence {row['offence']}" if row["offence"] else row["says"] for row in needed]
    return [f"Missing: {', '.join(words)}."] if words else []


@guard("AGE-00")
def child_in_age_range(attempt: Attempt) -> Unmet:
    return [] if in_age_range(attempt.process, attempt.effective_on, attempt.edition) else [""]
