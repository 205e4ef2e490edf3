from uuid import UUID

import sqlalchemy as sa

from oocd.db import db
from oocd.reviews.models import ExitReview


def review_of(referral_id: UUID) -> ExitReview | None:
    return db.session.scalars(sa.select(ExitReview).where(ExitReview.referral_id == referral_id)).one_or_none()
