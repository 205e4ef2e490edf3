from datetime import date, datetime, time
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd.accounts.models import Person
from oocd.db import AreaScoped, Base, CaseColumn, Identified, UtcDateTime

# The states of an e-mail. One in `sending` was committed before the provider was spoken to.
WAITING, SENDING, SENT, DEAD, UNNEEDED = "waiting", "sending", "sent", "dead", "unneeded"


class ToPerson(Identified, AreaScoped):
    """Something for one person; `key` is what it is told of, so that saying it twice is once.

    Where it tells of a case, whoever steps back from that loses sight of it.
    """

    tells_of_case: ClassVar[CaseColumn | None] = CaseColumn("referral_id")

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    referral_id: Mapped[UUID | None] = mapped_column(ForeignKey("referral.id"), index=True)
    kind: Mapped[str]
    key: Mapped[str]


class Notice(ToPerson, Base):
    """What one person was told, as they read it in the service. Nothing but `read_at` and `counted_on` ever changes."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index("ix_notice_person_told", "person_id", "told_at", "id"),
    )

    path: Mapped[str]
    values: Mapped[dict[str, str]]
    way: Mapped[str]  # how it was to come, by what the person had chosen then
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    counted_on: Mapped[date | None]  # the day whose digest counted it, or found it read already


class OutgoingEmail(ToPerson, Base):
    """One e-mail on its way: written by whoever caused it, sent by the job that delivers.

    No other worker takes one up that is being sent. It is unneeded where the person may no longer be told.
    """

    __tablename__ = "outgoing_email"
    __table_args__ = (
        UniqueConstraint("person_id", "key"),
        Index("ix_outgoing_email_state_due", "state", "due_at"),
    )

    notice_id: Mapped[UUID | None] = mapped_column(ForeignKey("notice.id"))  # None: the digest of a day
    path: Mapped[str]
    count: Mapped[int | None]  # of a digest: how many notices wait
    state: Mapped[str]
    queued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int]
    perhaps_sent: Mapped[bool]  # nobody knows what became of the last attempt: the provider is asked first
    began_at: Mapped[datetime | None] = mapped_column(UtcDateTime)  # the attempt under way, or the last one
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    problem: Mapped[str | None]  # a code, never what a provider said in words
    person: Mapped[Person] = relationship()


class NoticeChoice(Base):
    """How one person wants one kind of message to come. A person's own, whatever areas they work in."""

    __tablename__ = "notice_choice"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    way: Mapped[str]


class QuietHours(Base):
    """The hours in London in which one person wants no e-mail; from an hour to the same one means never quiet."""

    __tablename__ = "quiet_hours"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    begins: Mapped[time]
    ends: Mapped[time]
