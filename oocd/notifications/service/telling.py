"""Notices in the service and the e-mails that go with them, written with what caused them."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.dialects import postgresql, sqlite

from oocd import clock
from oocd.accounts.actor import SYSTEM
from oocd.audit.service import record_about
from oocd.db import Base, db, table_of
from oocd.jobs.service import wake
from oocd.notifications import channels, rules
from oocd.notifications.errors import UnknownKind
from oocd.notifications.kinds import AT_ONCE, KINDS, Kind
from oocd.notifications.models import WAITING, Notice, OutgoingEmail
from oocd.notifications.queries import who_may_be_told
from oocd.notifications.rules import Plain

INSERT: Mapping[str, Callable[..., Any]] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}
DELIVERY = "deliver_notifications"


def tell(
    kind: str,
    *,
    to: Iterable[UUID],
    area: str,
    path: str,
    key: str,
    values: Mapping[str, Plain] | None = None,
    referral_id: UUID | None = None,
) -> int:
    """Tell people of something because its time has come, and leave an entry in the log; how many were told.

    As `post`, for work that acts for nobody.
    """
    told = post(kind, to=to, area=area, path=path, key=key, values=values, referral_id=referral_id)
    if told:
        chain, subject = f"area:{area}", f"person:{told[0]}"
        if referral_id:
            chain, subject = f"case:{referral_id}", f"referral:{referral_id}"
        details = {"kind": kind, "people": told}
        record_about("notice.tell", chain=chain, area=area, subject=subject, by=SYSTEM, details=details)
    return len(told)


def post(
    kind: str,
    *,
    to: Iterable[UUID] | str,
    but: UUID | None = None,
    area: str,
    path: str,
    key: str,
    values: Mapping[str, Plain] | None = None,
    referral_id: UUID | None = None,
) -> list[UUID]:
    """Write each person's notice, and their e-mail where they chose one, in the caller's transaction; who was told.

    For a verb whose own entry in the log says what it told of. `to` may be a permission: everybody who holds it hears.
    `but` is whoever acts. At most one of each for a person and key, whoever says it again. Whoever may not read notices
    here, may not see the case or stepped back from it is left out. `values` are shown in the service only. Raises
    UnknownKind, or ValueError for an address or a value that could say too much.
    """
    named, words = kind_called(kind), rules.in_words(values or {})
    if not rules.is_an_address(path):
        raise ValueError(f"{path} is no address that may leave the service. Use words and ids only.")
    if missing := rules.lacking(named.says, words):
        raise ValueError(f"A notice of {kind} names {', '.join(missing)}. Give it with the other values.")
    people = to if isinstance(to, str) else set(to)
    if not people:
        return []
    db.session.flush()
    able = who_may_be_told(people, kind, area=area, referral_id=referral_id, on=clock.today())
    moment = clock.now()
    shared = {"area": area, "referral_id": referral_id, "kind": kind, "key": key, "path": path}
    notices: list[dict[str, Any]] = [
        {
            "id": uuid4(),
            "person_id": person_id,
            "values": words,
            "way": _way(named, chosen),
            "told_at": moment,
            **shared,
        }
        for person_id, chosen in sorted(able.items())
        if person_id != but
    ]
    told = once(Notice, notices)
    if channels.in_use() is not None:
        e_mailed = [row for row in notices if row["id"] in told and row["way"] == AT_ONCE]
        if once(OutgoingEmail, [_email(row, shared) for row in e_mailed]):
            wake(DELIVERY)
    return [row["person_id"] for row in notices if row["id"] in told]


def kind_called(kind: str) -> Kind:
    """Raises UnknownKind."""
    if kind not in KINDS:
        raise UnknownKind(kind)
    return KINDS[kind]


def _way(kind: Kind, chosen: str | None) -> str:
    return AT_ONCE if kind.never_silenced else chosen or kind.by_default


def _email(notice: Mapping[str, Any], shared: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": uuid4(),
        "notice_id": notice["id"],
        "person_id": notice["person_id"],
        "state": WAITING,
        "queued_at": notice["told_at"],
        "due_at": notice["told_at"],
        "attempts": 0,
        "perhaps_sent": False,
        **shared,
    }


def once(model: type[Base], rows: list[dict[str, Any]]) -> set[UUID]:
    """Add those rows of which there is none for this person and key; the ids of those added."""
    connection = db.session.connection()
    insert = _insert(model, connection.dialect.name)
    added = (connection.execute(insert, row).scalar() for row in rows)
    return {row_id for row_id in added if row_id}


@cache
def _insert(model: type[Base], dialect: str) -> Any:
    table = table_of(model)
    insert = INSERT[dialect](table).on_conflict_do_nothing(index_elements=["person_id", "key"])
    return insert.returning(table.c.id)
