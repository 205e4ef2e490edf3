from datetime import date

from oocd.accounts.actor import Actor
from oocd.referrals.models import Referral
from oocd.reviews.models import ExitReview
from oocd.workflow import opens, start


@opens("exit_review")
def open_exit_review(referral: Referral, by: Actor, day: date) -> None:
    start(ExitReview(area=referral.area, referral_id=referral.id), by=by, effective_on=day)
