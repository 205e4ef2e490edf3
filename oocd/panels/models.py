from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd import clock
from oocd.accounts.models import Person
from oocd.db import AreaScoped, Base, Identified, UtcDateTime
from oocd.referrals.models import Offence, Referral
from oocd.workflow.models import CaseBound, Process


class PanelMeeting(Process, AreaScoped, Base):
    """One sitting of an area's panel."""

    __tablename__ = "panel_meeting"
    workflow: ClassVar[str] = "panel_meeting"

    kind: Mapped[str] = mapped_column(default="decision")
    held_on: Mapped[date]
    papers_sent_on: Mapped[date | None]
    attendances: Mapped[list["Attendance"]] = relationship(order_by="Attendance.came_at", back_populates="meeting")
    apologies: Mapped[list["Apology"]] = relationship(order_by="Apology.recorded_at")
    items: Mapped[list["PanelItem"]] = relationship(order_by="PanelItem.place", back_populates="meeting")


class Attendance(Identified, AreaScoped, Base):
    """One person in the room for one stretch of time, for which agency and in which role."""

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
    role: Mapped[str] = mapped_column(default="member")
    votes: Mapped[bool]
    decides: Mapped[bool]
    counts: Mapped[bool] = mapped_column(default=True)  # whether the agency is there through them
    came_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    left_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    meeting: Mapped[PanelMeeting] = relationship(back_populates="attendances")
    person: Mapped[Person] = relationship()

    def in_room_at(self, moment: datetime | None) -> bool:
        """Whether they were there at a moment; now, where there is none."""
        if moment is None:
            return self.left_at is None
        return self.came_at <= moment and (self.left_at is None or moment <= self.left_at)


class Apology(Identified, AreaScoped, Base):
    """Somebody who said beforehand that they would not come."""

    __tablename__ = "apology"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("panel_meeting.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    agency: Mapped[str]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    person: Mapped[Person] = relationship(foreign_keys=person_id)


class PanelItem(Process, CaseBound, Base):
    """One case at one meeting. `round` is the round of votes it is in, from 1."""

    __tablename__ = "panel_item"
    __table_args__ = (UniqueConstraint("meeting_id", "place"),)
    workflow: ClassVar[str] = "panel_item"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("panel_meeting.id"), index=True)
    place: Mapped[int]
    listed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    discussed_from: Mapped[datetime | None] = mapped_column(UtcDateTime)
    discussed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)  # who was there then counts for the case
    round: Mapped[int] = mapped_column(default=1)
    revealed_rounds: Mapped[int] = mapped_column(default=0)  # votes of later rounds are sealed, whatever becomes of it
    closed_early: Mapped[str | None]  # why the chair closed this round before every vote was in
    deferral_reason: Mapped[str | None]
    deferral_owner: Mapped[str | None]  # who owes the next step, and by which day
    deferral_due_on: Mapped[date | None]
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
    """What the panel, or the ladder it went up, recommends for one offence, and why; then only ever added to."""

    __tablename__ = "recommendation"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("panel_item.id"), index=True)
    offence_id: Mapped[UUID] = mapped_column(ForeignKey("offence.id"))
    outcome: Mapped[str]
    dissents: Mapped[dict[str, str]]  # agency and the outcome it named instead
    reasons: Mapped[dict[str, str]]
    gravity_final: Mapped[int | None]
    deviation_reason: Mapped[str | None]
    differs_from_worker: Mapped[bool | None]  # each is None where the other side named no outcome
    differs_from_police: Mapped[bool | None]
    differs_from_matrix: Mapped[bool | None]
    rule_reasons: Mapped[dict[str, str]]
    acknowledged: Mapped[list[str]]
    facts: Mapped[dict[str, Any] | None]  # those its gates saw; empty where it was made before they were kept
    answers: Mapped[list[str]]  # what each gate said, as `rule verdict`
    edition_hash: Mapped[str | None] = mapped_column(ForeignKey("policy_edition.hash"))
    assessment_version: Mapped[int | None]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    offence: Mapped[Offence] = relationship()
    addenda: Mapped[list["RecommendationAddendum"]] = relationship(order_by="RecommendationAddendum.recorded_at")
    proposed_conditions: Mapped[list["ProposedCondition"]] = relationship(order_by="ProposedCondition.number")
    settlement: Mapped["Settlement | None"] = relationship()


class RecommendationAddendum(Identified, CaseBound, Base):
    """What somebody added to a signed recommendation to put it right; the recommendation itself stays as it was."""

    __tablename__ = "recommendation_addendum"

    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), index=True)
    words: Mapped[str]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class ProposedCondition(Identified, CaseBound, Base):
    """What the panel proposes to ask of the child, for whoever writes the conditions or the plan to start from."""

    __tablename__ = "proposed_condition"

    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), index=True)
    number: Mapped[int]
    kind: Mapped[str]
    text: Mapped[str]


class ChairException(Identified, CaseBound, Base):
    """A chair let an unassessed case come to the panel, and why; the board hears of each."""

    __tablename__ = "chair_exception"

    reason: Mapped[str]
    granted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    case: Mapped[Referral] = relationship()
    person: Mapped[Person | None] = relationship()


class Escalation(Process, CaseBound, Base):
    """A disagreement on its way up the ladder. `competing` is what each agency named at the panel, by offence."""

    __tablename__ = "escalation"
    workflow: ClassVar[str] = "escalation"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("panel_item.id"), index=True)
    raised_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    agency: Mapped[str]
    raised_on: Mapped[date]
    reason: Mapped[str]
    competing: Mapped[dict[str, Any]]
    level: Mapped[int]
    case: Mapped[Referral] = relationship()
    panel_item: Mapped[PanelItem] = relationship()
    levels: Mapped[list["EscalationLevel"]] = relationship(order_by="EscalationLevel.level")
    views: Mapped[list["EscalationView"]] = relationship(order_by="EscalationView.number")


class Settlement(Identified, CaseBound, Base):
    """That a recommendation was settled on the ladder: at which level, after how many days, and what competed."""

    __tablename__ = "settlement"

    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), unique=True)
    escalation_id: Mapped[UUID] = mapped_column(ForeignKey("escalation.id"), index=True)
    level: Mapped[int]
    days_taken: Mapped[int]
    competing: Mapped[dict[str, str]]


class EscalationLevel(Identified, CaseBound, Base):
    """One level of one disagreement: the work due there, and by when. `overdue_on` is when it was seen to be late."""

    __tablename__ = "escalation_level"
    __table_args__ = (UniqueConstraint("escalation_id", "level"),)

    escalation_id: Mapped[UUID] = mapped_column(ForeignKey("escalation.id"))
    level: Mapped[int]
    began_on: Mapped[date]
    due_on: Mapped[date]
    ended_on: Mapped[date | None]
    overdue_on: Mapped[date | None]


class EscalationView(Identified, CaseBound, Base):
    """What one agency's person at one level stands for in one offence; a later one replaces it and both are kept."""

    __tablename__ = "escalation_view"
    __table_args__ = (UniqueConstraint("escalation_id", "number"),)

    escalation_id: Mapped[UUID] = mapped_column(ForeignKey("escalation.id"))
    number: Mapped[int]  # in the order they were given
    level: Mapped[int]
    offence_id: Mapped[UUID] = mapped_column(ForeignKey("offence.id"))
    agency: Mapped[str]
    outcome: Mapped[str]
    reasons: Mapped[str]
    given_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
