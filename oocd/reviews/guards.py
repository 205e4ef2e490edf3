from datetime import date

from oocd.accounts.actor import Actor
from oocd.referrals.models import Referral
from oocd.reviews.models import ExitReview
from oocd.reviews.queries import never_reviewed, reviews_of
from oocd.workflow import Attempt, Unmet, guard, opens, start


@opens("exit_review")
def open_exit_review(referral: Referral, by: Actor, day: date) -> None:
    """The next of the case, unless one still waits to be held."""
    earlier = reviews_of(referral.id)
    if earlier and earlier[-1].state == "due":
        return
    review = ExitReview(area=referral.area, referral_id=referral.id, number=len(earlier) + 1)
    start(review, by=by, effective_on=day, number=review.number)


@guard("EX-01")
def every_work_reviewed(attempt: Attempt) -> Unmet:
    kinds = [row.kind for row in never_reviewed(attempt.process.id)]
    return [f"Not reviewed: {', '.join(kinds).replace('_', ' ')}."] if kinds else []
