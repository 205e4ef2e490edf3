"""Who may be told of something now, and what waits for one person."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

import sqlalchemy as sa

from oocd.accounts.models import Membership
from oocd.accounts.permissions import granted_by
from oocd.accounts.queries import current_places, who_stepped_back
from oocd.db import db
from oocd.notifications.models import Notice, NoticeChoice, QuietHours

TO_READ_NOTICES = "notice.read"
TO_READ_CASES = "case.read"
PAGE = 50


def who_may_be_told(
    people: Collection[UUID], kind: str, *, area: str, referral_id: UUID | None, on: date
) -> dict[UUID, str | None]:
    """Those of these people who may hear of it, and how each chose to have this kind; None for no choice.

    Whoever has no place in the area any more, may not see its cases or stepped back from this one is left out.
    """
    theirs = sa.and_(NoticeChoice.person_id == Membership.person_id, NoticeChoice.kind == kind)
    places = (
        current_places(area, on)
        .with_only_columns(Membership.person_id, Membership.roles, NoticeChoice.way)
        .outerjoin(NoticeChoice, theirs)
        .where(Membership.person_id.in_(people))
    )
    if referral_id:
        places = places.where(Membership.person_id.not_in(who_stepped_back(referral_id)))
    needed = {TO_READ_NOTICES, TO_READ_CASES} if referral_id else {TO_READ_NOTICES}
    return {person_id: way for person_id, roles, way in db.session.execute(places) if needed <= granted_by(roles)}


def notices_of(person_id: UUID | None) -> sa.Select[Notice]:
    """Everything one person was told in the areas and of the cases in sight."""
    return sa.select(Notice).where(Notice.person_id == person_id)


def page_of_notices(person_id: UUID | None, after: UUID | None, *, only_unread: bool = False) -> list[Notice]:
    """One notice more than a page holds, the latest first, from behind the one named `after`."""
    notices = notices_of(person_id).order_by(Notice.told_at.desc(), Notice.id).limit(PAGE + 1)
    if only_unread:
        notices = notices.where(Notice.read_at.is_(None))
    last = db.session.get(Notice, after) if after else None
    if last is not None:
        told_then = sa.and_(Notice.told_at == last.told_at, Notice.id > last.id)
        notices = notices.where(sa.or_(Notice.told_at < last.told_at, told_then))
    return list(db.session.scalars(notices))


def how_many_unread(person_id: UUID | None) -> int:
    unread = notices_of(person_id).where(Notice.read_at.is_(None)).with_only_columns(sa.func.count(Notice.id))
    return db.session.scalars(unread).one()


def quiet_hours_of(person_id: UUID | None) -> QuietHours | None:
    """The hours a person chose; None for those of their area."""
    return db.session.get(QuietHours, person_id)


def choices_of(person_id: UUID | None) -> dict[str, str]:
    """How one person wants each kind to come, of those they chose for."""
    chosen = sa.select(NoticeChoice).where(NoticeChoice.person_id == person_id)
    return {row.kind: row.way for row in db.session.scalars(chosen)}
