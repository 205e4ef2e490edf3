from uuid import UUID

import sqlalchemy as sa

from oocd.accounts.models import Person
from oocd.db import db
from oocd.referrals.models import Offence, PoliceMessage, Referral


def cases() -> sa.Select[Referral]:
    """The cases of every area in sight, for a page by key."""
    return sa.select(Referral)


def offence_of(referral: Referral, number: int) -> Offence | None:
    return next((offence for offence in referral.offences if offence.number == number), None)


def messages_of(referral_id: UUID) -> list[PoliceMessage]:
    """What the police added to a referral, in order."""
    of_case = sa.select(PoliceMessage).where(PoliceMessage.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(PoliceMessage.sent_on)))


def name_of(person_id: UUID | None) -> str | None:
    person = db.session.get(Person, person_id) if person_id else None
    return person.name if person else None
