"""The day an exit review is planned for: from the outcome on, and anew whenever the end of the work changes."""

from datetime import date

from oocd import audit
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.policy import service as policy
from oocd.policy.working_days import due_on
from oocd.referrals.models import Referral
from oocd.reviews.models import ExitReviewDay
from oocd.reviews.queries import days_of, ends_of, is_to_be_reviewed
from oocd.reviews.rules import expected_end


def work_out_day(case: Referral, *, by: Actor, on: date) -> None:
    """Plan the review for the end of the work as it now stands; nothing is written where that is the day already."""
    if not is_to_be_reviewed(case):
        return
    edition = policy.on(on, case.area)
    end = expected_end(ends_of(case, edition))
    planned_on = due_on(end.on, edition.figure("time/exit_review"))
    before = days_of(case.id)
    if before and (before[-1].planned_on, before[-1].work_ends_on) == (planned_on, end.on):
        return
    day = ExitReviewDay(
        area=case.area,
        referral_id=case.id,
        number=len(before) + 1,
        planned_on=planned_on,
        work_ends_on=end.on,
        because=end.because,
        recorded_by=by.person_id,
    )
    db.session.add(day)
    db.session.flush()
    audit.record("exit_review_day.set", on=day, by=by, planned_on=planned_on, because=end.because)
