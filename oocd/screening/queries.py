from uuid import UUID

import sqlalchemy as sa

from oocd.db import db
from oocd.screening.models import GravityScore


def scores_of(offence_id: UUID) -> list[GravityScore]:
    of_offence = sa.select(GravityScore).where(GravityScore.offence_id == offence_id)
    return list(db.session.scalars(of_offence.order_by(GravityScore.number)))


def score_of(offence_id: UUID) -> GravityScore | None:
    """The score that counts: the latest."""
    scores = scores_of(offence_id)
    return scores[-1] if scores else None
