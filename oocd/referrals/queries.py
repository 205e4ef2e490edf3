from datetime import date
from uuid import UUID

import sqlalchemy as sa

from oocd.accounts.models import Person
from oocd.db import db
from oocd.policy import service as policy
from oocd.referrals.models import Offence, PoliceMessage, Referral


def cases() -> sa.Select[Referral]:
    """The cases of every area in sight, for a page by key."""
    return sa.select(Referral)


def offence_of(referral: Referral, number: int) -> Offence | None:
    return next((offence for offence in referral.offences if offence.number == number), None)


def declared_before(offence: Offence, counted_as: str, day: date) -> list[date | None] | None:
    """The days of what the child was given before, by what it counts as; None while the police have not said."""
    child = offence.referral.child
    if not child.history_declared:
        return None
    codes = policy.on(day, offence.area).codes("previous_disposals")
    counted = [row.given_on for row in child.previous_disposals if codes[row.outcome]["counts_as"] == counted_as]
    return [given_on for given_on in counted if given_on is None or given_on <= day]


def messages_of(referral_id: UUID) -> list[PoliceMessage]:
    """What the police added to a referral, in order."""
    of_case = sa.select(PoliceMessage).where(PoliceMessage.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(PoliceMessage.sent_on)))


def name_of(person_id: UUID | None) -> str | None:
    person = db.session.get(Person, person_id) if person_id else None
    return person.name if person else None
