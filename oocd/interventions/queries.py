from uuid import UUID

import sqlalchemy as sa

from oocd.db import db
from oocd.interventions.models import Intervention

ENDED = {"completed", "ended_early"}


def interventions_of(referral_id: UUID) -> list[Intervention]:
    of_case = sa.select(Intervention).where(Intervention.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(Intervention.state_since, Intervention.id)))
