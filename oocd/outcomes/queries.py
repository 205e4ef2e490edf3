from datetime import date
from uuid import UUID

import sqlalchemy as sa

from oocd.db import db, everywhere
from oocd.outcomes.models import Decision, Disposal
from oocd.referrals.models import Offence, Referral

GIVEN = "given"
RETURNED = "returned"


def decisions_of(referral_id: UUID) -> list[Decision]:
    of_case = sa.select(Decision).join(Decision.offence).where(Decision.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(Offence.number)))


def disposals_of(referral_id: UUID) -> list[Disposal]:
    of_case = sa.select(Disposal).join(Disposal.offence).where(Disposal.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(Offence.number)))


def disposal_of(offence_id: UUID) -> Disposal | None:
    return db.session.scalars(sa.select(Disposal).where(Disposal.offence_id == offence_id)).one_or_none()


def given_on(offence: Offence) -> date | None:
    """The day its own outcome was given, once it is."""
    own = disposal_of(offence.id)
    return own.given_on if own else None


def given_before(offence: Offence, outcome: str, until: date) -> list[date]:
    """The days on which the child was given disposals of this kind here, in other cases, by this day.

    Also in cases that somebody stepped back from: what the law counts is the same whoever asks.
    """
    days = (
        sa.select(Disposal.given_on)
        .join(Referral, Referral.id == Disposal.referral_id)
        .where(Referral.child_id == offence.referral.child_id, Disposal.referral_id != offence.referral_id)
        .where(Disposal.outcome == outcome, Disposal.state == GIVEN, Disposal.given_on <= until)
    )
    with everywhere():
        return [day for day in db.session.scalars(days) if day]
