"""Timed work on outcomes: a year on, somebody records what followed."""

from uuid import UUID

from oocd import clock
from oocd.db import db, everywhere
from oocd.jobs.batch import one_by_one
from oocd.jobs.listing import Counts
from oocd.outcomes.models import Disposal
from oocd.outcomes.queries import followed_up_on, not_followed_up
from oocd.referrals.reminding import remind, worker_or

KIND = "twelve_month_followup"


def follow_up_outcomes() -> Counts:
    with everywhere():
        return one_by_one(not_followed_up(KIND, clock.today()), _follow_up)


def _follow_up(disposal_id: UUID) -> str | None:
    disposal = db.session.get_one(Disposal, disposal_id)
    if disposal.given_on is None:
        return None  # taken back meanwhile
    due = followed_up_on(disposal.given_on, disposal.area)
    return remind(KIND, disposal.case, of=disposal.id, due_on=due, to=worker_or("case.close", disposal.case))
