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
    copy_number: Mapped[int | None]  # of the force's copies of its edition: the one two people read the base from
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


class MatrixCopy(Identified, Base):
    """What one person read in a police force's own copy of a matrix. It counts once a second person read the same.

    Of no area: every area of the force scores from it, and it tells of no child. A later copy stands beside the
    earlier ones, and the latest that was checked counts.
    """

    __tablename__ = "matrix_copy"
    __table_args__ = (UniqueConstraint("force", "edition", "number"),)

    force: Mapped[str]
    edition: Mapped[str]
    number: Mapped[int]  # of this force's copies of this edition, in order
    file_hash: Mapped[str]
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    scores: Mapped[list["MatrixScore"]] = relationship()
    check: Mapped["MatrixCheck | None"] = relationship()


class MatrixScore(Identified, Base):
    """The score of one offence in one copy."""

    __tablename__ = "matrix_score"
    __table_args__ = (UniqueConstraint("copy_id", "offence_id"),)

    copy_id: Mapped[UUID] = mapped_column(ForeignKey("matrix_copy.id"))
    offence_id: Mapped[str]  # the offence's code
    score: Mapped[int]


class MatrixCheck(Identified, Base):
    """A second person read the same scores, in a file of their own or in the first person's."""

    __tablename__ = "matrix_check"

    copy_id: Mapped[UUID] = mapped_column(ForeignKey("matrix_copy.id"), unique=True)
    file_hash: Mapped[str]
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
