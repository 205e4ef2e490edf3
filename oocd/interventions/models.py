from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd import clock
from oocd.accounts.models import Person
from oocd.db import Base, Identified, UtcDateTime
from oocd.interventions.rules import ATTENDED
from oocd.referrals.models import Offence, Referral
from oocd.workflow.models import CaseBound, Process


class WorkPlan(Identified, CaseBound, Base):
    """One version of what is said of the plan as a whole; its parts are the interventions. A change adds a version."""

    __tablename__ = "work_plan"
    __table_args__ = (UniqueConstraint("referral_id", "number"),)

    number: Mapped[int]
    what_helps: Mapped[str]
    victim_safety: Mapped[str]
    contingency: Mapped[str]  # what happens if this does not work
    exit_route: Mapped[str]  # the way on to services that every child has
    agreed_with_child_on: Mapped[date | None]
    agreed_with_carer_on: Mapped[date | None]
    why_changed: Mapped[str | None]
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Intervention(Process, CaseBound, Base):
    """One part of the plan of a case. What was agreed lives in versions; what came of it in sessions."""

    __tablename__ = "intervention"
    workflow: ClassVar[str] = "intervention"

    kind: Mapped[str]
    offence_id: Mapped[UUID | None] = mapped_column(ForeignKey("offence.id"))  # None: it serves the whole case
    voluntary: Mapped[bool] = mapped_column(default=False)  # support beside any outcome, never a plan of one
    agreed_on: Mapped[date]
    result: Mapped[str | None]
    end_reason: Mapped[str | None]
    case: Mapped[Referral] = relationship()
    offence: Mapped[Offence | None] = relationship()
    versions: Mapped[list["InterventionVersion"]] = relationship(order_by="InterventionVersion.number")
    sessions: Mapped[list["WorkSession"]] = relationship(
        order_by="(WorkSession.planned_on, WorkSession.offered_at)", back_populates="intervention"
    )

    @property
    def latest(self) -> "InterventionVersion | None":
        return self.versions[-1] if self.versions else None


class InterventionVersion(Identified, CaseBound, Base):
    """What was agreed of one intervention from one day on; earlier versions stay as they were."""

    __tablename__ = "intervention_version"
    __table_args__ = (UniqueConstraint("intervention_id", "number"),)

    intervention_id: Mapped[UUID] = mapped_column(ForeignKey("intervention.id"), index=True)
    number: Mapped[int]
    objective: Mapped[str]
    action: Mapped[str | None]
    agency: Mapped[str]
    worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    start_by: Mapped[date | None]
    end_by: Mapped[date | None]
    sequence: Mapped[int | None]
    why_changed: Mapped[str | None]
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    worker: Mapped[Person | None] = relationship(foreign_keys=worker_id)


class WorkSession(Identified, CaseBound, Base):
    """One session offered to a child. What came of it is added in records; the last of them counts."""

    __tablename__ = "work_session"

    intervention_id: Mapped[UUID] = mapped_column(ForeignKey("intervention.id"), index=True)
    planned_on: Mapped[date]
    place: Mapped[str | None]
    offered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    offered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    intervention: Mapped[Intervention] = relationship(back_populates="sessions")
    records: Mapped[list["SessionRecord"]] = relationship(order_by="SessionRecord.number")

    @property
    def latest(self) -> "SessionRecord | None":
        return self.records[-1] if self.records else None

    @property
    def held_on(self) -> date:
        return self.latest.held_on if self.latest else self.planned_on

    @property
    def result(self) -> str | None:
        return self.latest.result if self.latest else None

    @property
    def attended(self) -> bool:
        return self.result == ATTENDED

    @property
    def before_outcome(self) -> bool:
        return bool(self.latest and self.latest.before_outcome)


class SessionRecord(Identified, CaseBound, Base):
    """What came of a session, as somebody recorded it; a correction is one more record.

    Voluntary work before the outcome is marked, and never counts as the start after it.
    """

    __tablename__ = "session_record"
    __table_args__ = (UniqueConstraint("session_id", "number"),)

    session_id: Mapped[UUID] = mapped_column(ForeignKey("work_session.id"), index=True)
    number: Mapped[int]
    result: Mapped[str]
    held_on: Mapped[date]
    reason: Mapped[str | None]
    before_outcome: Mapped[bool]
    corrected_because: Mapped[str | None]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class NoProgramme(Identified, CaseBound, Base):
    """Why the youth justice service considers a programme inappropriate, and the manager who decided so."""

    __tablename__ = "no_programme"

    offence_id: Mapped[UUID] = mapped_column(ForeignKey("offence.id"))
    reason: Mapped[str]
    decided_on: Mapped[date]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ContactAttempt(Identified, CaseBound, Base):
    """One attempt to reach a child or carer about the work: when, how, by whom, and what came of it."""

    __tablename__ = "contact_attempt"

    intervention_id: Mapped[UUID | None] = mapped_column(ForeignKey("intervention.id"))  # None: about all of it
    made_on: Mapped[date]
    whom: Mapped[str]  # child, or a carer by relationship
    method: Mapped[str]
    result: Mapped[str]
    note: Mapped[str | None]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Adjustment(Identified, CaseBound, Base):
    """One thing that could be changed for this child was considered, and what came of that."""

    __tablename__ = "adjustment"

    intervention_id: Mapped[UUID | None] = mapped_column(ForeignKey("intervention.id"))
    adjustment: Mapped[str]
    answer: Mapped[str]
    note: Mapped[str | None]
    considered_on: Mapped[date]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class NonEngagement(Process, CaseBound, Base):
    """A worker finds that a child is not taking part; a manager agrees, or sends it back for more to be tried.

    What follows, and whether the police hear of it, is settled by the outcome that the work is for.
    """

    __tablename__ = "non_engagement"
    workflow: ClassVar[str] = "non_engagement"

    intervention_id: Mapped[UUID] = mapped_column(ForeignKey("intervention.id"), index=True)
    barriers: Mapped[str]
    child_says: Mapped[str | None]
    fewer_because: Mapped[str | None]  # why less was tried than policy asks
    no_carer_because: Mapped[str | None]  # why no parent or carer was spoken to
    raised_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    outcomes: Mapped[list[str] | None]  # the outcomes whose police are told, as found when it was agreed
    police_told_on: Mapped[date | None]
    case: Mapped[Referral] = relationship()
    intervention: Mapped[Intervention] = relationship()

    @property
    def is_for_the_police(self) -> bool:
        return bool(self.outcomes)
