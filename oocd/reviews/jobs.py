"""Timed work of reviews: those that are due come before a panel by themselves, and nobody forgets them."""

from collections import Counter
from uuid import UUID

from oocd import clock
from oocd.accounts.actor import SYSTEM, the_service
from oocd.accounts.queries import holders
from oocd.db import db, everywhere
from oocd.errors import Conflict
from oocd.jobs.batch import one_by_one
from oocd.jobs.listing import Counts
from oocd.panels.models import PanelMeeting
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.referrals.reminding import is_near, is_over, remind, worker_or
from oocd.reviews import service
from oocd.reviews.models import ExitReview
from oocd.reviews.queries import (
    cases_with_work_to_review,
    days_of,
    due_day,
    held_by_a_panel,
    interim_review_due_on,
    next_review_panel,
    open_reviews,
    planned_cases,
    unlisted_reviews,
    without_a_day,
)


def schedule_exit_reviews() -> dict[str, int]:
    """Put each due review on the next review panel's agenda, each in a transaction of its own.

    Run twice, it finds it done. `no_panel` counts those for which nobody has planned a review panel yet, `planned` the
    cases of a spreadsheet that had no day yet.
    """
    today, done = clock.today(), {"planned": 0, "listed": 0, "no_panel": 0}
    with everywhere():
        for case_id in without_a_day():
            service.work_out_day(db.session.get_one(Referral, case_id), by=SYSTEM, on=today)
            db.session.commit()
            done["planned"] += 1
        for area in sorted(policy.loaded().areas):
            if not held_by_a_panel(policy.on(today, area)):
                continue
            for review_id in unlisted_reviews(area):
                panel = next_review_panel(area, today)
                done["listed" if panel else "no_panel"] += 1
                if panel and not _list(review_id, panel):
                    done["listed"] -= 1
    return done


def remind_of_exit_reviews() -> Counts:
    """Of those that wait to be held, and of those planned for a day that is near."""
    with everywhere():
        return Counter(one_by_one(open_reviews(), _remind)) + Counter(one_by_one(planned_cases(), _announce))


def remind_of_interim_reviews() -> Counts:
    """Work of long standing is looked at again, however well it goes."""
    with everywhere():
        return one_by_one(cases_with_work_to_review(), _remind_of_interim)


def _remind(review_id: UUID) -> str | None:
    review = db.session.get_one(ExitReview, review_id)
    due, workers = due_day(review), worker_or("review.hold", review.case)
    if is_over(due):
        managers = holders("case.close", review.area, clock.today())
        return remind("exit_review_overdue", review.case, of=review.id, due_on=due, to=workers | managers)
    if is_near(due, "exit_review", review.area):
        return remind("exit_review_due", review.case, of=review.id, due_on=due, to=workers)
    return None


def _announce(case_id: UUID) -> str | None:
    case, planned = db.session.get_one(Referral, case_id), days_of(case_id)[-1].planned_on
    if not is_near(planned, "exit_review", case.area):
        return None
    return remind("exit_review_due", case, of=case.id, due_on=planned, to=worker_or("review.hold", case))


def _remind_of_interim(case_id: UUID) -> str | None:
    case = db.session.get_one(Referral, case_id)
    due = interim_review_due_on(case)
    if not (is_over(due) or is_near(due, "intervention_review", case.area)):
        return None
    return remind("review_due", case, of=case.id, due_on=due, to=worker_or("review.hold", case))


def _list(review_id: object, panel: PanelMeeting) -> bool:
    """Whether it is listed now; somebody may have held or listed it meanwhile, and that is as good."""
    review = db.session.get_one(ExitReview, review_id)
    try:
        service.list_review(review, meeting=panel, by=the_service("panel.plan", review.area))
        db.session.commit()
    except Conflict:
        db.session.rollback()
        return False
    return True
