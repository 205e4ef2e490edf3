"""Reading the log: one case's story, and the proof that nothing in it was touched."""

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from oocd.audit.models import AccessEntry, AuditAnchor, AuditChain, AuditEntry
from oocd.audit.rules import Anchored, Finding, Link, check_anchors, check_chains
from oocd.db import db, table_of


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
    count = Counter[str]()
    findings = list(check_anchors((str(row.day), row.heads, row.previous, row.hash) for row in anchors))
    for model in (AuditEntry, AccessEntry):
        links = _counted(_links(model), count)
        mine = {chain: head for chain, head in heads.items() if _kept_in(model, chain)}
        mine_anchored = {chain: head for chain, head in anchored.items() if _kept_in(model, chain)}
        findings += check_chains(links, mine, mine_anchored)
    return count.total(), findings


def _counted(links: Iterator[Link], count: Counter[str]) -> Iterator[Link]:
    for link in links:
        count["read"] += 1
        yield link


def _by_chain(anchors: list[AuditAnchor]) -> dict[str, list[Anchored]]:
    chains: dict[str, list[Anchored]] = {}
    for anchor in anchors:
        for chain, (length, head) in json.loads(anchor.heads).items():
            chains.setdefault(chain, []).append(Anchored(length, head, str(anchor.day)))
    return chains


def _kept_in(model: type[AuditEntry | AccessEntry], chain: str) -> bool:
    return chain.startswith("access:") == (model is AccessEntry)


def _links(model: type[AuditEntry | AccessEntry]) -> Iterator[Link]:
    """All links in chain order, streamed as text: no object is built for a row, so that a million stay cheap."""
    table = table_of(model)
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        at: Any = sa.func.to_char(sa.func.timezone("UTC", table.c.recorded_at), "YYYY-MM-DD HH24:MI:SS.US")
    else:
        at = sa.type_coerce(table.c.recorded_at, sa.String)
    columns = [at if name == "at" else table.c[name] for name in Link._fields]
    in_order = sa.select(*columns).order_by(table.c.chain, table.c.number).execution_options(yield_per=5000)
    for batch in connection.execute(in_order).partitions():
        yield from map(Link._make, batch)
