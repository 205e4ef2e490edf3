from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd import clock
from oocd.db import Base, Identified, UtcDateTime
from oocd.panels.models import PanelMeeting
from oocd.referrals.models import Referral
from oocd.workflow.models import CaseBound, Process


class Reviewed:
    """What any review of the work says: who was there, how each part went, and what the child and family say."""

    held_on: Mapped[date | None]
    chaired_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    present: Mapped[list[Any] | None] = mapped_column(sa.JSON)  # agency, and the person where they have an account
    plan_result: Mapped[str | None]
    work_results: Mapped[dict[str, str] | None]  # by intervention, how it ended in the eyes of the review
    needs: Mapped[dict[str, Any] | None]  # by need, its level at the start and now
    safety_of_child: Mapped[str | None]
    safety_of_others: Mapped[str | None]
    what_worked: Mapped[str | None]
    child_feedback: Mapped[str | None]  # the child's own words
    no_child_feedback: Mapped[str | None]  # or a code for why there are none
    family_feedback: Mapped[str | None]
    no_family_feedback: Mapped[str | None]


class ExitReview(Process, Reviewed, CaseBound, Base):
    """The review at the end: what was done, what worked, and what follows. Where it extends the work, another comes."""

    __tablename__ = "exit_review"
    workflow: ClassVar[str] = "exit_review"

    number: Mapped[int] = mapped_column(default=1)
    exit_decision: Mapped[str | None]
    restorative_result: Mapped[str | None]  # what came of putting things right with whoever was harmed
    victim_told_on: Mapped[date | None]
    police_told_on: Mapped[date | None]
    extended_to: Mapped[date | None]
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("panel_meeting.id"))  # the panel that held it
    kpi_6: Mapped[dict[str, Any] | None]  # the answer for the indicator, by the columns of the day; None: not counted
    case: Mapped[Referral] = relationship()
    onward: Mapped[list["OnwardService"]] = relationship(order_by="OnwardService.service")


class InterimReview(Identified, Reviewed, CaseBound, Base):
    """A review held while the work goes on: a record, that moves nothing and is only added to."""

    __tablename__ = "interim_review"

    next_review_by: Mapped[date | None]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class OnwardService(Identified, CaseBound, Base):
    """Where a child was offered to go on to, and whether they took it up."""

    __tablename__ = "onward_service"

    exit_review_id: Mapped[UUID] = mapped_column(ForeignKey("exit_review.id"), index=True)
    agency: Mapped[str]
    service: Mapped[str]
    accepted: Mapped[bool]


class ExitReviewDay(Identified, CaseBound, Base):
    """The day a case's exit review is planned for, from when its outcome was given; each change adds one.

    The latest counts. It follows the end of the work as agreed then: `work_ends_on`, and `because` says whose end.
    """

    __tablename__ = "exit_review_day"
    __table_args__ = (UniqueConstraint("referral_id", "number"),)

    number: Mapped[int]
    planned_on: Mapped[date]
    work_ends_on: Mapped[date]
    because: Mapped[str]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    case: Mapped[Referral] = relationship()


class ReviewListing(Identified, CaseBound, Base):
    """An exit review's place on the agenda of a review panel, until somebody takes it off."""

    __tablename__ = "review_listing"
    __table_args__ = (UniqueConstraint("meeting_id", "place"),)

    exit_review_id: Mapped[UUID] = mapped_column(ForeignKey("exit_review.id"), index=True)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("panel_meeting.id"), index=True)
    place: Mapped[int]
    listed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # None: the service itself
    listed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    taken_off_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    taken_off_because: Mapped[str | None]
    review: Mapped[ExitReview] = relationship()
    meeting: Mapped[PanelMeeting] = relationship()
