"""Questions the workflows ask about what the police sent, and whom a case concerns."""

from collections.abc import Collection
from uuid import UUID

from oocd.referrals.models import Referral
from oocd.referrals.queries import missing_of
from oocd.referrals.service import in_age_range
from oocd.workflow import Attempt, Unmet, guard, hears


@guard("RF-01")
def minimum_data_sent(attempt: Attempt) -> Unmet:
    needed = [row for row in missing_of(attempt.process, attempt.effective_on) if row["required"]]
    words = [f"{row['says']} of offence {row['offence']}" if row["offence"] else row["says"] for row in needed]
    return [f"Missing: {', '.join(words)}."] if words else []


@guard("AGE-00")
def child_in_age_range(attempt: Attempt) -> Unmet:
    return [] if in_age_range(attempt.process, attempt.effective_on, attempt.edition) else [""]


@hears
def sender(case: Referral) -> Collection[UUID]:
    """Whoever sent the case; nobody for one that came from a spreadsheet."""
    return [case.sent_by] if case.sent_by else []


@hears
def case_worker(case: Referral) -> Collection[UUID]:
    return [case.case_worker_id] if case.case_worker_id else []
