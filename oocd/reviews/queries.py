from collections.abc import Iterator
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from oocd.db import db
from oocd.interventions.models import Intervention
from oocd.interventions.queries import ENDED, interventions_of
from oocd.outcomes.queries import RUNNING, standing_disposals_of
from oocd.policy.edition import Edition
from oocd.reviews.models import ExitReview, InterimReview, Reviewed


def reviews_of(referral_id: UUID) -> list[ExitReview]:
    """Every exit review of a case, in order: one that extends the work is followed by another."""
    of_case = sa.select(ExitReview).where(ExitReview.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(ExitReview.number)))


def review_of(referral_id: UUID) -> ExitReview | None:
    """The latest exit review."""
    return next(reversed(reviews_of(referral_id)), None)


def interim_reviews_of(referral_id: UUID) -> list[InterimReview]:
    of_case = sa.select(InterimReview).where(InterimReview.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(InterimReview.held_on, InterimReview.id)))


def last_reviewed_on(referral_id: UUID) -> date | None:
    return max((row.held_on for row in interim_reviews_of(referral_id) if row.held_on), default=None)


def never_reviewed(referral_id: UUID) -> list[Intervention]:
    """Work that ended and that no review has looked at."""
    reviews: list[Reviewed] = [*reviews_of(referral_id), *interim_reviews_of(referral_id)]
    seen = {work for review in reviews for work in review.work_results or {}}
    return [row for row in ended_work(referral_id) if str(row.id) not in seen]


def ended_work(referral_id: UUID) -> list[Intervention]:
    return [row for row in interventions_of(referral_id) if row.state in ENDED]


def outcomes_that_may_return(referral_id: UUID, edition: Edition) -> Iterator[str]:
    """The outcomes under way in a case that the police decide again where their plan was not done."""
    follows = edition.codes("on_failure")
    for disposal in standing_disposals_of(referral_id):
        on_failure = edition.codes("outcomes")[disposal.outcome]["on_failure"]
        if disposal.state in RUNNING and follows[on_failure]["may_return"]:
            yield disposal.outcome
