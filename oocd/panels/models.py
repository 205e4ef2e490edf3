from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd import clock
from oocd.db import AreaScoped, Base, Identified, UtcDateTime
from oocd.referrals.models import Offence, Referral
from oocd.workflow.models import CaseBound, Process


class PanelMeeting(Process, AreaScoped, Base):
    """One sitting of an area's panel."""

    __tablename__ = "panel_meeting"
    workflow: ClassVar[str] = "panel_meeting"

    held_on: Mapped[date]
    attendances: Mapped[list["Attendance"]] = relationship(order_by="Attendance.came_at", back_populates="meeting")
    items: Mapped[list["PanelItem"]] = relationship(order_by="PanelItem.place", back_populates="meeting")


class Attendance(Identified, AreaScoped, Base):
    """One person in the room for one stretch of time, and for which agency."""

    __tablename__ = "attendance"
    __table_args__ = (
        Index(
            "uq_attendance_present",
            "meeting_id",
            "person_id",
            unique=True,
            sqlite_where=text("left_at IS NULL"),
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("panel_meeting.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    agency: Mapped[str]
    votes: Mapped[bool]
    decides: Mapped[bool]
    came_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    meeting: Mapped[PanelMeeting] = relationship(back_populates="attendances")


class PanelItem(Process, CaseBound, Base):
    """One case at one meeting. `round` is the round of votes it is in, from 1."""

    __tablename__ = "panel_item"
    __table_args__ = (UniqueConstraint("meeting_id", "place"),)
    workflow: ClassVar[str] = "panel_item"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("panel_meeting.id"), index=True)
    place: Mapped[int]
    listed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    round: Mapped[int] = mapped_column(default=1)
    revealed_rounds: Mapped[int] = mapped_column(default=0)  # votes of later rounds are sealed, whatever becomes of it
    closed_early: Mapped[str | None]  # why the chair closed this round before every vote was in
    deferral_reason: Mapped[str | None]
    meeting: Mapped[PanelMeeting] = relationship(back_populates="items")
    case: Mapped[Referral] = relationship()
    votes: Mapped[list["Vote"]] = relationship(order_by="Vote.cast_at")


class Vote(Identified, CaseBound, Base):
    """One agency's sealed view of one offence in one round, written once and never edited. No outcome: abstained.

    That an agency votes once is the service's to hold: should its voter step back from the case, a colleague votes.
    """

    __tablename__ = "vote"
    __table_args__ = (UniqueConstraint("item_id", "offence_id", "round", "cast_by"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("panel_item.id"), index=True)
    offence_id: Mapped[UUID] = mapped_column(ForeignKey("offence.id"))
    round: Mapped[int]
    agency: Mapped[str]
    outcome: Mapped[str | None]
    reasons: Mapped[str]
    cast_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    cast_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Recommendation(Identified, CaseBound, Base):
    """What the panel recommends for one offence, and why; signed once, then only ever added to."""

    __tablename__ = "recommendation"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("panel_item.id"), index=True)
    offence_id: Mapped[UUID] = mapped_column(ForeignKey("offence.id"))
    outcome: Mapped[str]
    dissents: Mapped[dict[str, str]]  # agency and the outcome it named instead
    reasons: Mapped[dict[str, str]]
    rule_reasons: Mapped[dict[str, str]]
    acknowledged: Mapped[list[str]]
    answers: Mapped[list[str]]  # what each gate said, as `rule verdict`
    edition_hash: Mapped[str] = mapped_column(ForeignKey("policy_edition.hash"))
    assessment_version: Mapped[int | None]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    offence: Mapped[Offence] = relationship()
