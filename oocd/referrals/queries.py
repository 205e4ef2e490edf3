from uuid import UUID

import sqlalchemy as sa

from oocd.accounts.models import Person
from oocd.db import db
from oocd.referrals.models import Offence, Referral


def cases(state: str | None = None) -> sa.Select[Referral]:
    """The cases of every area in sight, for a page by key."""
    query = sa.select(Referral)
    return query.where(Referral.state == state) if state else query


def offence_of(referral: Referral, number: int) -> Offence | None:
    return next((offence for offence in referral.offences if offence.number == number), None)


def name_of(person_id: UUID | None) -> str | None:
    person = db.session.get(Person, person_id) if person_id else None
    return person.name if person else None
