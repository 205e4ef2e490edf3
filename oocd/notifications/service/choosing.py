"""What a reader says: that a notice was read, and how they want to be told."""

from datetime import time
from typing import Any

from oocd import audit, clock
from oocd.accounts.actor import Actor
from oocd.audit.service import record_about
from oocd.db import db
from oocd.errors import NotFound
from oocd.notifications.errors import NeverSilenced, UnknownWay
from oocd.notifications.kinds import AT_ONCE, WAYS
from oocd.notifications.models import Notice, NoticeChoice, QuietHours
from oocd.notifications.service.telling import kind_called


def mark_read(notice: Notice, *, by: Actor) -> None:
    """Say that a notice was read. It is nobody else's: to them it does not exist. Doing it twice changes nothing."""
    if notice.person_id != by.person_id:
        raise NotFound
    if notice.read_at is None:
        notice.read_at = clock.now()
        db.session.flush()
        details = {"kind": notice.kind}
        audit.record_access("notice read", area=notice.area, subject=f"notice:{notice.id}", by=by, details=details)


def choose(kind: str, way: str, *, by: Actor) -> None:
    """How a person wants one kind of message from now on. Raises UnknownKind, UnknownWay or NeverSilenced."""
    named = kind_called(kind)
    if way not in WAYS:
        raise UnknownWay(way, list(WAYS))
    if named.never_silenced and way != AT_ONCE:
        raise NeverSilenced(named)
    db.session.merge(NoticeChoice(person_id=by.person_id, kind=kind, way=way))
    db.session.flush()
    _record_choice("notice.choose", by, kind=kind, way=way)


def keep_quiet(begins: time, ends: time, *, by: Actor) -> None:
    """The hours in London in which a person wants no e-mail but urgent ones; the same hour twice for none at all."""
    db.session.merge(QuietHours(person_id=by.person_id, begins=begins, ends=ends))
    db.session.flush()
    _record_choice("notice.keep_quiet", by, begins=begins, ends=ends)


def _record_choice(action: str, by: Actor, **details: Any) -> None:
    """A person's own choice, on record in every area they work in."""
    for area in sorted(by.areas):
        subject = f"person:{by.person_id}"
        record_about(action, chain=f"area:{area}", area=area, subject=subject, by=by, details=details)
