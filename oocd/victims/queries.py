from uuid import UUID

import sqlalchemy as sa

from oocd.db import db
from oocd.victims.models import Victim, VictimView


def victims_of(referral_id: UUID) -> list[Victim]:
    of_case = sa.select(Victim).where(Victim.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(Victim.number)))


def views_of(referral_id: UUID) -> list[VictimView]:
    of_case = sa.select(VictimView).where(VictimView.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(VictimView.recorded_at)))
