"""Adding to the log, in the transaction of the change itself. Nothing here edits or deletes."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any, Protocol
from uuid import UUID

import sqlalchemy as sa

from oocd import clock
from oocd.audit.models import AccessEntry, AuditAnchor, AuditChain, AuditEntry
from oocd.audit.rules import START, canonical, hash_of, written
from oocd.db import db, table_of

CHAINS = table_of(AuditChain)
LOCK_CHAIN = sa.select(CHAINS.c.length, CHAINS.c.head).where(CHAINS.c.chain == sa.bindparam("of")).with_for_update()
START_CHAIN = sa.text("INSERT INTO audit_chain (chain, length, head) VALUES (:of, 0, :start) ON CONFLICT DO NOTHING")
GROW_CHAIN = (
    sa.update(CHAINS)
    .where(CHAINS.c.chain == sa.bindparam("of"))
    .values(length=sa.bindparam("to"), head=sa.bindparam("hash"))
)
INSERTS = {model: sa.insert(table_of(model)) for model in (AuditEntry, AccessEntry)}


class Acting(Protocol):
    """Who did it: a person, or the service itself where there is no id."""

    @property
    def person_id(self) -> UUID | None: ...

    @property
    def name(self) -> str: ...


class Audited(Protocol):
    """What an entry can be about: any row of an area; rows of a case carry its id as `referral_id`."""

    __tablename__: str
    id: UUID
    area: str


def record(action: str, *, on: Audited, by: Acting, **details: Any) -> None:
    """One entry for one verb, chained to the case `on` belongs to, or to its area."""
    record_about(
        action,
        chain=_chain_of(on),
        area=on.area,
        subject=f"{on.__tablename__}:{on.id}",
        by=by,
        details=details,
    )


def take_turn(on: Audited) -> None:
    """Wait for whoever is changing this case, before anything of it is written: nobody then waits crosswise.

    SQLite lets one writer in at a time and needs no turns.
    """
    connection = db.session.connection()
    if connection.dialect.name != "sqlite":
        connection.execute(LOCK_CHAIN, {"of": _chain_of(on)})


def _chain_of(on: Audited) -> str:
    referral_id = getattr(on, "referral_id", None)
    return f"case:{referral_id}" if referral_id else f"area:{on.area}"


def record_about(action: str, *, chain: str, area: str, subject: str, by: Acting, details: Mapping[str, Any]) -> None:
    """As `record`, for callers that know the names already."""
    _append(AuditEntry, action, chain=chain, area=area, subject=subject, by=by, details=details)


def record_access(action: str, *, area: str, subject: str, by: Acting, details: Mapping[str, Any]) -> None:
    """One reading or denial, chained to its reader; it never touches a case's chain or version."""
    chain = f"access:{by.person_id or 'nobody'}"
    _append(AccessEntry, action, chain=chain, area=area, subject=subject, by=by, details=details)


def _append(
    model: type[AuditEntry | AccessEntry],
    action: str,
    *,
    chain: str,
    area: str,
    subject: str,
    by: Acting,
    details: Mapping[str, Any],
) -> None:
    connection = db.session.connection()
    moment = clock.now()
    length, previous = locked(chain)
    number, actor = length + 1, f"person:{by.person_id}"
    text = canonical(details)
    fields = (chain, number, written(moment), area, actor, by.name, action, subject, text, previous)
    entry_hash = hash_of(fields)
    connection.execute(
        INSERTS[model],
        {
            "chain": chain,
            "number": number,
            "recorded_at": moment,
            "area": area,
            "actor": actor,
            "actor_name": by.name,
            "action": action,
            "subject": subject,
            "details": text,
            "previous": previous,
            "hash": entry_hash,
        },
    )
    grow(chain, number, entry_hash)


def locked(chain: str) -> tuple[int, str]:
    """The length and head of a chain, begun if there was none, that nobody else changes until this transaction ends."""
    connection = db.session.connection()
    grown = connection.execute(LOCK_CHAIN, {"of": chain}).one_or_none()
    if grown is None:
        connection.execute(START_CHAIN, {"of": chain, "start": START})
        grown = connection.execute(LOCK_CHAIN, {"of": chain}).one()
    return grown.length, grown.head


def grow(chain: str, length: int, head: str) -> None:
    """Let a locked chain end at the entry just written."""
    db.session.connection().execute(GROW_CHAIN, {"of": chain, "to": length, "hash": head})


def anchor(day: date) -> AuditAnchor | None:
    """Fix what every chain that grew since the last anchor has grown to. None if this day has its anchor already."""
    if db.session.get(AuditAnchor, day):
        return None
    before = list(db.session.scalars(sa.select(AuditAnchor).order_by(AuditAnchor.day)))
    anchored = {chain: head for earlier in before for chain, head in json.loads(earlier.heads).items()}
    standing = db.session.connection().execute(sa.select(CHAINS.c.chain, CHAINS.c.length, CHAINS.c.head))
    heads = canonical(
        {chain: [length, head] for chain, length, head in standing if anchored.get(chain) != [length, head]}
    )
    previous = before[-1].hash if before else START
    made = AuditAnchor(
        day=day, made_at=clock.now(), heads=heads, previous=previous, hash=hash_of((day, heads, previous))
    )
    db.session.add(made)
    return made
