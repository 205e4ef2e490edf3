from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd import clock
from oocd.db import Base, Identified, UtcDateTime
from oocd.referrals.models import Referral
from oocd.workflow.models import CaseBound, Process


class InformationRequest(Process, CaseBound, Base):
    """A check: what one agency is asked about a child, and what it said."""

    __tablename__ = "information_request"
    workflow: ClassVar[str] = "information_request"

    agency: Mapped[str]
    question: Mapped[str]
    answer: Mapped[str | None]  # a code: information shared, or nothing held
    information: Mapped[str | None]
    case: Mapped[Referral] = relationship()


class HeardView(Identified, CaseBound, Base):
    """The child's or one carer's own words, or why there are none and which manager agreed; only ever added to."""

    __tablename__ = "heard_view"

    whose: Mapped[str]  # child, or a carer by relationship
    words: Mapped[str | None]
    given_how: Mapped[str | None]
    given_on: Mapped[date | None]
    reason_for_none: Mapped[str | None]
    agreed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Assessment(Process, CaseBound, Base):
    """The assessment before the decision. Its text lives in versions; a decision is tied to the one countersigned."""

    __tablename__ = "assessment"
    workflow: ClassVar[str] = "assessment"

    countersigned_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    countersigned_version: Mapped[int | None]
    case: Mapped[Referral] = relationship()
    versions: Mapped[list["AssessmentVersion"]] = relationship(order_by="AssessmentVersion.number")

    @property
    def latest(self) -> "AssessmentVersion | None":
        return self.versions[-1] if self.versions else None


class AssessmentVersion(Identified, CaseBound, Base):
    """One saved state of the assessment. Its text stays as it was; who opened it is added."""

    __tablename__ = "assessment_version"
    __table_args__ = (UniqueConstraint("assessment_id", "number"),)

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    number: Mapped[int]
    tool: Mapped[str]
    sections: Mapped[dict[str, str]]
    safety_of_child: Mapped[str]
    safety_of_others: Mapped[str]
    recommendation: Mapped[str]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    opened_by: Mapped[list[str]]  # who read this version, so that nobody countersigns unread
