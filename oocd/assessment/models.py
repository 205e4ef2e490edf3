from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
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
    asked_on: Mapped[date]
    answer: Mapped[str | None]  # a code: information shared, or nothing held
    information: Mapped[str | None]
    case: Mapped[Referral] = relationship()
    chases: Mapped[list["CheckChase"]] = relationship(order_by="CheckChase.recorded_at")

    @property
    def result(self) -> str:
        """What came of it so far; an agency that never answered is not one that holds nothing."""
        return self.answer or {"asked": "waiting", "given_up": "no_reply"}[self.state]

    @property
    def answered_on(self) -> date | None:
        return self.state_since if self.state == "answered" else None


class CheckChase(Identified, CaseBound, Base):
    """One reminder to an agency that has not answered; only ever added to."""

    __tablename__ = "check_chase"

    check_id: Mapped[UUID] = mapped_column(ForeignKey("information_request.id"), index=True)
    chased_on: Mapped[date]
    how: Mapped[str]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class HeardView(Identified, CaseBound, Base):
    """The child's or one carer's own words, or why there are none and what was tried; only ever added to.

    A correction is a row of its own that names the one it corrects.
    """

    __tablename__ = "heard_view"

    whose: Mapped[str]  # child, or a carer by relationship
    person_name: Mapped[str | None]
    lives_with_child: Mapped[bool | None]
    words: Mapped[str | None]
    given_how: Mapped[str | None]
    given_on: Mapped[date | None]
    communication_aid: Mapped[str | None]
    view_of_outcome: Mapped[str | None]  # what the person says of the outcome proposed
    disagrees_with_child: Mapped[str | None]
    reason_for_none: Mapped[str | None]
    attempts: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # to reach the person: day and method
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("heard_view.id"))
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    case: Mapped[Referral] = relationship()
    agreement: Mapped["AbsenceAgreement | None"] = relationship()

    @property
    def counts(self) -> bool:
        """Words, or a reason for none that a manager agreed to."""
        return self.reason_for_none is None or self.agreement is not None


class AbsenceAgreement(Identified, CaseBound, Base):
    """A manager's agreement that somebody could not be heard; only ever added to."""

    __tablename__ = "absence_agreement"

    view_id: Mapped[UUID] = mapped_column(ForeignKey("heard_view.id"), unique=True)
    agreed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class SafeguardingReferral(Identified, CaseBound, Base):
    """A referral made to keep the child safe, or considered and found not to be needed; only ever added to."""

    __tablename__ = "safeguarding_referral"

    kind: Mapped[str]
    referred: Mapped[bool]  # false: considered, and not needed for this reason
    made_on: Mapped[date]
    agency: Mapped[str]  # whose referral, or whose judgement, it is
    raised_at: Mapped[str]
    reason: Mapped[str]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    case: Mapped[Referral] = relationship()
    decisions: Mapped[list["SafeguardingDecision"]] = relationship(order_by="SafeguardingDecision.recorded_at")


class SafeguardingDecision(Identified, CaseBound, Base):
    """What came of a safeguarding referral; several may follow one another, and only ever added to."""

    __tablename__ = "safeguarding_decision"

    safeguarding_id: Mapped[UUID] = mapped_column(ForeignKey("safeguarding_referral.id"), index=True)
    decision: Mapped[str]
    decided_on: Mapped[date]
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
