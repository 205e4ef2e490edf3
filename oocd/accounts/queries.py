"""Who has which place, and who stepped back from which case.

Ask of a case with eyes that see it: its own rows are hidden from whoever stepped back.
"""

from collections.abc import Collection
from datetime import date
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm

from oocd.accounts.models import ConflictOfInterest, Membership
from oocd.accounts.permissions import granted_by
from oocd.db import db


def current_places(area: str | sa.BindParameter[str], on: date | sa.BindParameter[date]) -> sa.Select[Membership]:
    """Every place in an area on a day; or, with parameters, a statement to be asked many times."""
    has_begun = sa.and_(Membership.area == area, Membership.from_date <= on)
    return sa.select(Membership).where(has_begun, sa.or_(Membership.to_date.is_(None), Membership.to_date >= on))


def holders(
    permission: str, area: str, on: date, *, agency: str | None = None, role: str | None = None
) -> frozenset[UUID]:
    """Everyone whose place in an area gives a permission on a day, or those of one agency or in one role."""
    places = current_places(area, on).with_only_columns(Membership.person_id, Membership.roles)
    if agency:
        places = places.where(Membership.agency == agency)
    return frozenset(
        person_id
        for person_id, roles in db.session.execute(places)
        if permission in granted_by(roles) and (role is None or role in roles)
    )


def cases_stepped_back_from(person_id: UUID) -> frozenset[UUID]:
    """The cases in which this person has a conflict that stands."""
    theirs = sa.select(ConflictOfInterest.referral_id).where(ConflictOfInterest.person_id == person_id, _stands())
    return frozenset(db.session.scalars(theirs))


def recused_from(referral_id: UUID) -> frozenset[UUID]:
    """Everybody with a conflict that stands in this case."""
    return frozenset(db.session.scalars(who_stepped_back(referral_id)))


def who_stepped_back(referral_id: UUID | sa.BindParameter[UUID]) -> sa.Select[UUID]:
    """The same, for a statement that leaves them out."""
    return sa.select(ConflictOfInterest.person_id).where(ConflictOfInterest.referral_id == referral_id, _stands())


def conflicts_of(referral_id: UUID) -> list[ConflictOfInterest]:
    """Every declaration of this case and every row that ended one, in order."""
    of_case = sa.select(ConflictOfInterest).where(ConflictOfInterest.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(ConflictOfInterest.recorded_at)))


def ended(conflicts: Collection[ConflictOfInterest]) -> frozenset[UUID]:
    """Which of these were declared in error."""
    return frozenset(conflict.ends for conflict in conflicts if conflict.ends)


@cache
def _stands() -> sa.ColumnElement[bool]:
    ending = orm.aliased(ConflictOfInterest)
    was_ended = sa.exists().where(ending.ends == ConflictOfInterest.id)
    return sa.and_(ConflictOfInterest.ends.is_(None), ~was_ended)
