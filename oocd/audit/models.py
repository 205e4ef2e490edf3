"""The log: entries, the head of each chain, and the daily anchor over all heads. Only ever added to.

Ids are kept as text and nothing is a foreign key: the log outlives what it is about.
"""

from datetime import date, datetime
from typing import ClassVar

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from oocd.db import AreaScoped, Base, CaseColumn, UtcDateTime


class AuditChain(Base):
    """The length and last hash of one chain; locked while an entry is added, so that chains never fork."""

    __tablename__ = "audit_chain"

    chain: Mapped[str] = mapped_column(primary_key=True)
    length: Mapped[int]
    head: Mapped[str]


class ChainedEntry(AreaScoped):
    """One link: who did what, to what, when. `details` is canonical JSON, hashed as it stands."""

    chain: Mapped[str] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor: Mapped[str]
    actor_name: Mapped[str]
    action: Mapped[str]
    subject: Mapped[str]
    details: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]


class AuditEntry(ChainedEntry, Base):
    """One change. Chained per case; what belongs to no case is chained per area."""

    __tablename__ = "audit_entry"
    tells_of_case: ClassVar[CaseColumn | None] = CaseColumn("chain", "case:")


class AccessEntry(ChainedEntry, Base):
    """One reading, list view or denial. Chained per reader, so that reading never waits on a case."""

    __tablename__ = "access_entry"
    __table_args__ = (Index("ix_access_entry_subject", "subject"),)
    tells_of_case: ClassVar[CaseColumn | None] = CaseColumn("subject", "referral:")


class AuditAnchor(Base):
    """What every chain that grew had grown to on one day, chained day to day: cutting a chain's end shows."""

    __tablename__ = "audit_anchor"

    day: Mapped[date] = mapped_column(primary_key=True)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    heads: Mapped[str]
    previous: Mapped[str]
    hash: Mapped[str]
