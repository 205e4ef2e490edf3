"""Timed work on what was given on the street: every notice is looked at, and in time."""

from uuid import UUID

from oocd import clock
from oocd.accounts.queries import holders
from oocd.db import db, everywhere
from oocd.jobs.batch import one_by_one
from oocd.jobs.listing import Counts
from oocd.referrals.models import Referral
from oocd.referrals.reminding import is_near, is_over, remind
from oocd.street.queries import not_looked_at, screening_due_on


def remind_of_screening() -> Counts:
    with everywhere():
        return one_by_one(not_looked_at(), _remind)


def _remind(case_id: UUID) -> str | None:
    """Everybody who may look at it hears: it is nobody's yet."""
    case = db.session.get_one(Referral, case_id)
    due = screening_due_on(case)
    if not (is_over(due) or is_near(due, "street_screening", case.area)):
        return None
    to = holders("street.screen", case.area, clock.today())
    return remind("street_screening_due", case, of=case.id, due_on=due, to=to)
