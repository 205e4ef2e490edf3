from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd.db import Base, Identified
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
