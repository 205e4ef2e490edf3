"""Reading the log: one case's story, and the proof that nothing in it was touched."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing
from typing import Any, TypeVar, cast
from uuid import UUID

import sqlalchemy as sa

from oocd.audit.models import AccessEntry, AuditAnchor, AuditChain, AuditEntry
from oocd.audit.rules import SEPARATOR, Anchored, Finding, Link, check_anchors, check_chains, doubtful
from oocd.db import db, table_of

Kept = TypeVar("Kept")


def entries_of_case(referral_id: UUID) -> list[AuditEntry]:
    """Everything done to one case, in order."""
    entries = sa.select(AuditEntry).where(AuditEntry.chain == f"case:{referral_id}").order_by(AuditEntry.number)
    return list(db.session.scalars(entries))


def readings_of_case(referral_id: UUID) -> list[AccessEntry]:
    """Everyone who opened this case or was refused it, in order."""
    about = AccessEntry.subject == f"referral:{referral_id}"
    return list(db.session.scalars(sa.select(AccessEntry).where(about).order_by(AccessEntry.recorded_at)))


def verify() -> tuple[int, list[Finding]]:
    """How many entries were checked, and everything that does not hold in any chain or anchor."""
    connection = db.session.connection()
    heads = {row.chain: (row.length, row.head) for row in connection.execute(sa.select(table_of(AuditChain)))}
    anchors = list(db.session.scalars(sa.select(AuditAnchor).order_by(AuditAnchor.day)))
    anchored = _by_chain(anchors)
    read = Counter[str]()
    findings = list(check_anchors((str(row.day), row.heads, row.previous, row.hash) for row in anchors))
    for model in (AuditEntry, AccessEntry):
        mine = {chain: head for chain, head in heads.items() if _kept_in(model, chain)}
        mine_anchored = {chain: head for chain, head in anchored.items() if _kept_in(model, chain)}
        doubts = doubtful(_entries(model, read), mine, mine_anchored)
        findings += check_chains(_links(model, doubts), _only(doubts, mine), _only(doubts, mine_anchored))
    return read.total(), findings


def _only(chains: set[str], by_chain: Mapping[str, Kept]) -> dict[str, Kept]:
    return {chain: kept for chain, kept in by_chain.items() if chain in chains}


def _by_chain(anchors: list[AuditAnchor]) -> dict[str, list[Anchored]]:
    chains: dict[str, list[Anchored]] = {}
    for anchor in anchors:
        for chain, (length, head) in json.loads(anchor.heads).items():
            chains.setdefault(chain, []).append(Anchored(length, head, str(anchor.day)))
    return chains


def _kept_in(model: type[AuditEntry | AccessEntry], chain: str) -> bool:
    return chain.startswith("access:") == (model is AccessEntry)


def _entries(model: type[AuditEntry | AccessEntry], read: Counter[str]) -> Iterator[Sequence[Any]]:
    """What `doubtful` asks of every entry, as they lie; the database puts the hashed text together."""
    table = table_of(model)
    first, *others = (sa.cast(column, sa.Text) for column in _hashed(table))
    text: sa.ColumnElement[str] = first
    for other in others:
        text = text + SEPARATOR + other
    every = sa.select(table.c.chain, table.c.number, table.c.previous, table.c.hash, text)
    with _stream(every) as cursor:
        while batch := cursor.fetchmany(5000):
            read[table.name] += len(batch)
            yield from batch


def _stream(query: sa.Select[Any]) -> AbstractContextManager[Any]:
    """The driver's own cursor: for a million entries SQLAlchemy's rows would take as long as the hashing."""
    connection = db.session.connection()
    driver: Any = connection.connection.driver_connection
    text = str(query.compile(connection, compile_kwargs={"literal_binds": True}))
    if connection.dialect.name == "postgresql":
        named = driver.cursor(name="audit_entries")
        named.execute(text)
        return cast("AbstractContextManager[Any]", named)
    return closing(driver.execute(text))


def _links(model: type[AuditEntry | AccessEntry], chains: set[str]) -> Iterator[Link]:
    """Every link of these chains, in chain order."""
    table, names = table_of(model), sorted(chains)
    for begin in range(0, len(names), 500):
        of_some = sa.select(*_hashed(table), table.c.hash).where(table.c.chain.in_(names[begin : begin + 500]))
        in_order = of_some.order_by(table.c.chain, table.c.number)
        yield from map(Link._make, db.session.connection().execute(in_order))


def _hashed(table: sa.Table) -> list[Any]:
    """The columns as they are hashed, in the order of Link."""
    if db.session.connection().dialect.name == "postgresql":
        at: Any = sa.func.to_char(sa.func.timezone("UTC", table.c.recorded_at), "YYYY-MM-DD HH24:MI:SS.US")
    else:
        at = sa.type_coerce(table.c.recorded_at, sa.String)
    return [at if name == "at" else table.c[name] for name in Link._fields[:-1]]
