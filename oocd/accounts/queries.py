"""Who stepped back from which case. Ask with eyes that see the case: its own rows are hidden from whoever did."""

from collections.abc import Collection
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import orm

from oocd.accounts.models import ConflictOfInterest
from oocd.db import db


def cases_stepped_back_from(person_id: UUID) -> frozenset[UUID]:
    """The cases in which this person has a conflict that stands."""
    theirs = sa.select(ConflictOfInterest.referral_id).where(ConflictOfInterest.person_id == person_id, _stands())
    return frozenset(db.session.scalars(theirs))


def recused_from(referral_id: UUID) -> frozenset[UUID]:
    """Everybody with a conflict that stands in this case."""
    of_case = sa.select(ConflictOfInterest.person_id).where(ConflictOfInterest.referral_id == referral_id, _stands())
    return frozenset(db.session.scalars(of_case))


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
