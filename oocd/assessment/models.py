from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd import clock
from oocd.assessment.rules import FULL
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
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
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
    """One assessment of the child; a case may have several, of which the latest counts. Its text lives in versions."""

    __tablename__ = "assessment"
    __table_args__ = (UniqueConstraint("referral_id", "number"),)
    workflow: ClassVar[str] = "assessment"

    number: Mapped[int] = mapped_column(default=1, server_default="1")
    kind: Mapped[str] = mapped_column(default=FULL, server_default=FULL)  # less than full only once a manager agreed
    opened_on: Mapped[date] = mapped_column(default=clock.today)
    opened_because: Mapped[str | None]  # why the child is assessed again; None for the first of a case
    submitted_version: Mapped[int | None]
    countersigned_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    countersigned_version: Mapped[int | None]
    assetplus_asked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    assetplus_reason: Mapped[str | None]
    case: Mapped[Referral] = relationship()
    versions: Mapped[list["AssessmentVersion"]] = relationship(order_by="AssessmentVersion.number")
    kind_choices: Mapped[list["KindChoice"]] = relationship(order_by="KindChoice.chosen_at")
    contributors: Mapped[list["Contributor"]] = relationship(order_by="Contributor.added_at")
    comments: Mapped[list["ReturnComment"]] = relationship(order_by="ReturnComment.written_at")
    copies: Mapped[list["SharedCopy"]] = relationship(order_by="SharedCopy.recorded_at")

    @property
    def latest(self) -> "AssessmentVersion | None":
        return self.versions[-1] if self.versions else None

    @property
    def countersigned(self) -> "AssessmentVersion | None":
        """The version that was signed; none was kept of an assessment imported from a spreadsheet."""
        return next((version for version in self.versions if version.number == self.countersigned_version), None)

    @property
    def completed_on(self) -> date | None:
        return self.state_since if self.state == "countersigned" else None

    @property
    def kind_waiting(self) -> "KindChoice | None":
        """The kind last asked for, while no manager has agreed to it."""
        latest = self.kind_choices[-1] if self.kind_choices else None
        return latest if latest and latest.kind != self.kind and latest.agreed_by is None else None


class AssessmentVersion(Identified, CaseBound, Base):
    """One saved state of an assessment, only ever added to. Numbers run through the case, so that one names a text."""

    __tablename__ = "assessment_version"
    __table_args__ = (UniqueConstraint("referral_id", "number"),)

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    number: Mapped[int]
    kind: Mapped[str]
    tool: Mapped[str]
    content: Mapped[dict[str, Any]]  # sections, judgements and parts, as `schemas.WriteSchema` takes them
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    readings: Mapped[list["VersionReading"]] = relationship()


class VersionReading(Identified, CaseBound, Base):
    """Who opened a version before countersigning, so that nobody signs unread; only ever added to."""

    __tablename__ = "version_reading"
    __table_args__ = (UniqueConstraint("version_id", "read_by"),)

    version_id: Mapped[UUID] = mapped_column(ForeignKey("assessment_version.id"), index=True)
    read_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    read_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class KindChoice(Identified, CaseBound, Base):
    """A full assessment, a screening or none, why and who chose it; a manager's agreement is added."""

    __tablename__ = "kind_choice"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    kind: Mapped[str]
    reason: Mapped[str]
    chosen_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    chosen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    agreed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Contributor(Identified, CaseBound, Base):
    """A specialist who helps with an assessment and sees its drafts; only ever added to."""

    __tablename__ = "contributor"
    __table_args__ = (UniqueConstraint("assessment_id", "person_id"),)

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    added_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class ReturnComment(Identified, CaseBound, Base):
    """What a manager who returned a version asks of it, section by section; only ever added to."""

    __tablename__ = "return_comment"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    version: Mapped[int]
    section: Mapped[str | None]
    comment: Mapped[str]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class SharedCopy(Identified, CaseBound, Base):
    """A copy handed to the child, and what had been left out of it; only ever added to."""

    __tablename__ = "shared_copy"

    assessment_id: Mapped[UUID] = mapped_column(ForeignKey("assessment.id"), index=True)
    version: Mapped[int]
    left_out: Mapped[dict[str, str]]  # by section, or field inside one: why
    shared_on: Mapped[date]
    shared_how: Mapped[str]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class OversightRecord(Identified, CaseBound, Base):
    """What a manager found when looking into a case, a countersignature among others; only ever added to."""

    __tablename__ = "oversight_record"

    kind: Mapped[str]
    held_on: Mapped[date]
    finding: Mapped[str]
    result: Mapped[str | None]  # of a countersignature
    assessment_version: Mapped[int | None]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    actions: Mapped[list["OversightAction"]] = relationship(order_by="OversightAction.due_on", back_populates="record")


class OversightAction(Identified, CaseBound, Base):
    """What somebody must do by a day, because a manager asked for it."""

    __tablename__ = "oversight_action"

    record_id: Mapped[UUID] = mapped_column(ForeignKey("oversight_record.id"), index=True)
    what: Mapped[str]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date]
    done_on: Mapped[date | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    record: Mapped[OversightRecord] = relationship(back_populates="actions")
    case: Mapped[Referral] = relationship()

    @property
    def overdue(self) -> bool:
        return self.done_on is None and self.due_on < clock.today()
