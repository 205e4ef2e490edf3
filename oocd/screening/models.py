from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd import clock
from oocd.db import Base, Identified, UtcDateTime
from oocd.referrals.models import Offence
from oocd.workflow.models import CaseBound


class GravityScore(Identified, CaseBound, Base):
    """One offence scored by one person from one edition; a later score stands beside the earlier one.

    Only ever added to: what a score lacked is ticked, checked or scored again, never rewritten.
    """

    __tablename__ = "gravity_score"
    __table_args__ = (UniqueConstraint("offence_id", "number"),)

    offence_id: Mapped[UUID] = mapped_column(ForeignKey("offence.id"), index=True)
    number: Mapped[int]  # of this offence's scores, in order
    edition: Mapped[str]
    illustrative: Mapped[bool]
    base: Mapped[int]
    adjustment: Mapped[int]
    final: Mapped[int]
    starting_points: Mapped[list[str]]
    rationale: Mapped[str]
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # who typed the base from their copy
    scored_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    scored_on: Mapped[date | None]
    offence: Mapped[Offence] = relationship()
    factors: Mapped[list["GravityFactor"]] = relationship(order_by="GravityFactor.ticked_at")
    check: Mapped["GravityCheck | None"] = relationship()


class GravityFactor(Identified, CaseBound, Base):
    """One factor that somebody ticked for one score. It carries no points; a person weighs all of them."""

    __tablename__ = "gravity_factor"
    __table_args__ = (UniqueConstraint("score_id", "code"),)

    score_id: Mapped[UUID] = mapped_column(ForeignKey("gravity_score.id"), index=True)
    code: Mapped[str]
    effect: Mapped[str]  # aggravating or mitigating
    ticked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ticked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class GravityCheck(Identified, CaseBound, Base):
    """A second person's look at a typed score: the base they read in their own copy."""

    __tablename__ = "gravity_check"

    score_id: Mapped[UUID] = mapped_column(ForeignKey("gravity_score.id"), unique=True)
    base_read: Mapped[int]
    agrees: Mapped[bool]
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    checked_on: Mapped[date]
