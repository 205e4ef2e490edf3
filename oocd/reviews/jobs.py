"""Timed work of reviews: those that are due come before a panel by themselves, where panels hold them."""

from oocd import clock
from oocd.accounts.actor import the_service
from oocd.db import db, everywhere
from oocd.errors import Conflict
from oocd.panels.models import PanelMeeting
from oocd.policy import service as policy
from oocd.reviews import service
from oocd.reviews.models import ExitReview
from oocd.reviews.queries import held_by_a_panel, next_review_panel, unlisted_reviews


def schedule_exit_reviews() -> dict[str, int]:
    """Put each due review on the next review panel's agenda, each in a transaction of its own.

    Run twice, it finds it done. `no_panel` counts those for which nobody has planned a review panel yet.
    """
    today, done = clock.today(), {"listed": 0, "no_panel": 0}
    with everywhere():
        for area in sorted(policy.loaded().areas):
            if not held_by_a_panel(policy.on(today, area)):
                continue
            for review_id in unlisted_reviews(area):
                panel = next_review_panel(area, today)
                done["listed" if panel else "no_panel"] += 1
                if panel and not _list(review_id, panel):
                    done["listed"] -= 1
    return done


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
