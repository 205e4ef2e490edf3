"""What every room's reminders share: when they come, who hears, and that nobody hears of the same day twice."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from oocd import clock, notifications
from oocd.accounts.queries import holders
from oocd.notifications.rules import Plain, page_of_case
from oocd.policy import service as policy
from oocd.policy.working_days import add_working_days
from oocd.referrals.models import Referral

TOLD = "told"


def is_near(due_on: date, what: str, area: str) -> bool:
    """Whether it is due today or so soon that policy has whoever owes it reminded."""
    today = clock.today()
    days = policy.on(today, area).figure("figures/reminded_before_due").value[what]
    return today <= due_on <= add_working_days(today, days)


def is_over(due_on: date) -> bool:
    return due_on < clock.today()


def worker_or(permission: str, case: Referral) -> frozenset[UUID]:
    """The case's worker while they still have the permission here, otherwise everybody who has it."""
    able = holders(permission, case.area, clock.today())
    return frozenset(person for person in able if person == case.case_worker_id) or able


def remind(kind: str, case: Referral, *, of: UUID, due_on: date, to: Iterable[UUID], **values: Plain) -> str | None:
    """Tell people, unless they heard of this day before; a day that has changed since is another. How to count it."""
    again = "overdue" if is_over(due_on) else "due"
    told = notifications.tell(
        kind,
        to=to,
        area=case.area,
        path=page_of_case(case.id),
        key=f"{kind}:{of}:{due_on}:{again}",
        values={"due_on": due_on, **values},
        referral_id=case.id,
    )
    return TOLD if told else None
