from uuid import UUID

import sqlalchemy as sa

from oocd.assessment.models import Assessment, HeardView, InformationRequest
from oocd.db import db

CHILD = "child"


def checks_of(referral_id: UUID) -> list[InformationRequest]:
    of_case = sa.select(InformationRequest).where(InformationRequest.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(InformationRequest.agency, InformationRequest.state_since)))


def views_of(referral_id: UUID) -> list[HeardView]:
    of_case = sa.select(HeardView).where(HeardView.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(HeardView.recorded_at)))


def assessment_of(referral_id: UUID) -> Assessment | None:
    return db.session.scalars(sa.select(Assessment).where(Assessment.referral_id == referral_id)).one_or_none()


def child_heard(referral_id: UUID) -> bool:
    """The child's own words, or a reason a manager agreed to."""
    return any(view.whose == CHILD for view in views_of(referral_id))


def family_heard(referral_id: UUID) -> bool:
    return any(view.whose != CHILD for view in views_of(referral_id))
