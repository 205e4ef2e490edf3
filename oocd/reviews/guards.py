from datetime import date
from typing import Any

from oocd.accounts.actor import Actor
from oocd.referrals.models import Referral
from oocd.reviews.models import ExitReview
from oocd.reviews.queries import EXIT_REVIEW_DAY, held_by_a_panel, never_reviewed, reviews_of
from oocd.reviews.service import work_out_day
from oocd.workflow import Attempt, Unmet, guard, opens, start, works_out


@opens("exit_review")
def open_exit_review(referral: Referral, by: Actor, day: date) -> None:
    """The next of the case, unless one still waits to be held."""
    earlier = reviews_of(referral.id)
    if earlier and earlier[-1].state == "due":
        return
    review = ExitReview(area=referral.area, referral_id=referral.id, number=len(earlier) + 1)
    start(review, by=by, effective_on=day, number=review.number)


@works_out(EXIT_REVIEW_DAY)
def plan_exit_review(process: Any, by: Actor, day: date) -> None:
    """For a case, and for whatever hangs on it whose end may be the end of its work."""
    work_out_day(process.case, by=by, on=day)


@guard("EX-01")
def every_work_reviewed(attempt: Attempt) -> Unmet:
    kinds = [row.kind for row in never_reviewed(attempt.process.id)]
    return [f"Not reviewed: {', '.join(kinds).replace('_', ' ')}."] if kinds else []


@guard("EX-03")
def reviewed_where_every_case_is(attempt: Attempt) -> Unmet:
    """Elsewhere whoever wants no more support goes without another word."""
    return [""] if held_by_a_panel(attempt.edition) and never_reviewed(attempt.process.id) else []
