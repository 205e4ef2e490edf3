"""Who may be told of something now, what waits for one person, and what waits to be sent."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from oocd import clock
from oocd.accounts.models import Membership
from oocd.accounts.permissions import granted_by
from oocd.accounts.queries import current_places, who_stepped_back
from oocd.db import db
from oocd.notifications.kinds import DIGEST
from oocd.notifications.models import DEAD, SENDING, WAITING, Notice, NoticeChoice, OutgoingEmail, QuietHours
from oocd.policy import service as policy

TO_READ_NOTICES = "notice.read"
TO_READ_CASES = "case.read"
PAGE = 50


def who_may_be_told(
    people: Collection[UUID] | str, kind: str, *, area: str, referral_id: UUID | None, on: date
) -> dict[UUID, str | None]:
    """Those of these people, or of all who hold a permission, who may hear of it, and how each chose to have this kind.

    None for no choice. Whoever has no place in the area any more, may not see its cases or stepped back from this one
    is left out.
    """
    needed = {TO_READ_NOTICES, TO_READ_CASES} if referral_id else {TO_READ_NOTICES}
    asked: dict[str, Any] = {"area": area, "on": on, "kind": kind, "referral_id": referral_id}
    if isinstance(people, str):
        needed = needed | {people}
    else:
        asked["people"] = list(people)
    places = db.session.connection().execute(_places(named="people" in asked), asked)
    return {person_id: way for person_id, roles, way in places if needed <= granted_by(roles)}


@cache
def _places(*, named: bool) -> sa.Select[UUID, list[str], str]:
    """Built once, as moves wait for it. It names its area, and so needs no session to confine it."""
    area: sa.BindParameter[str] = sa.bindparam("area")
    on: sa.BindParameter[date] = sa.bindparam("on")
    case: sa.BindParameter[UUID] = sa.bindparam("referral_id")
    chose = sa.and_(NoticeChoice.person_id == Membership.person_id, NoticeChoice.kind == sa.bindparam("kind"))
    places = (
        current_places(area, on)
        .with_only_columns(Membership.person_id, Membership.roles, NoticeChoice.way)
        .outerjoin(NoticeChoice, chose)
        .where(Membership.person_id.not_in(who_stepped_back(case)))
    )
    return places.where(Membership.person_id.in_(sa.bindparam("people", expanding=True))) if named else places


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


def next_due(now: datetime) -> OutgoingEmail | None:
    """The e-mail that has waited longest, locked; none that another worker is looking at."""
    due = sa.select(OutgoingEmail).where(OutgoingEmail.state == WAITING, OutgoingEmail.due_at <= now)
    return db.session.scalars(_locked(due.order_by(OutgoingEmail.due_at, OutgoingEmail.id).limit(1))).one_or_none()


def being_sent() -> list[OutgoingEmail]:
    """Every e-mail of which no end is known, locked, but for those whose end is just being told."""
    return list(db.session.scalars(_locked(sa.select(OutgoingEmail).where(OutgoingEmail.state == SENDING))))


def _locked(emails: sa.Select[OutgoingEmail]) -> sa.Select[OutgoingEmail]:
    return emails.with_for_update(skip_locked=True)  # SQLite lets one writer in at a time, and is not asked


def dead_emails() -> sa.Select[OutgoingEmail]:
    """Every e-mail in sight that could not be sent, for a page by key."""
    return sa.select(OutgoingEmail).where(OutgoingEmail.state == DEAD)


def waiting_for_digest() -> list[tuple[UUID, str]]:
    """Each person and area with notices that no digest has counted yet."""
    waiting = sa.select(Notice.person_id, Notice.area).where(*_not_counted()).distinct()
    return [(row.person_id, row.area) for row in db.session.execute(waiting.order_by(Notice.person_id, Notice.area))]


def to_be_counted(person_id: UUID, area: str) -> list[Notice]:
    """One person's notices of one area that no digest has counted yet."""
    theirs = sa.select(Notice).where(Notice.person_id == person_id, Notice.area == area, *_not_counted())
    return list(db.session.scalars(theirs))


def _not_counted() -> tuple[sa.ColumnElement[bool], ...]:
    return Notice.way == DIGEST, Notice.counted_on.is_(None)


class Retries(NamedTuple):
    """How often an e-mail is tried, and how long it waits in between."""

    attempts: int
    first: timedelta
    longest: timedelta
    abandoned: timedelta


def retries_in(area: str) -> Retries:
    written = policy.on(clock.today(), area).figure("figures/notice_retries").value
    minutes = (timedelta(minutes=written[name]) for name in ("first_after", "at_most", "abandoned_after"))
    return Retries(written["attempts"], *minutes)


def stays_quiet(person_id: UUID, area: str) -> tuple[time, time]:
    """The quiet hours a person chose, or those of the area."""
    if chosen := quiet_hours_of(person_id):
        return chosen.begins, chosen.ends
    written = policy.on(clock.today(), area).figure("figures/notice_quiet_hours").value
    return time.fromisoformat(written["begins"]), time.fromisoformat(written["ends"])


def quiet_hours_of(person_id: UUID | None) -> QuietHours | None:
    """The hours a person chose; None for those of their area."""
    return db.session.get(QuietHours, person_id)


def choices_of(person_id: UUID | None) -> dict[str, str]:
    """How one person wants each kind to come, of those they chose for."""
    chosen = sa.select(NoticeChoice).where(NoticeChoice.person_id == person_id)
    return {row.kind: row.way for row in db.session.scalars(chosen)}
