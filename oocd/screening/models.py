from datetime import date
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oocd.db import Base, Identified
from oocd.workflow.models import CaseBound


class GravityScore(Identified, CaseBound, Base):
    """One offence scored by one person from one edition; a later score stands beside the earlier one."""

    __tablename__ = "gravity_score"
    __table_args__ = (UniqueConstraint("offence_id", "number"),)

    offence_id: Mapped[UUID] = mapped_column(ForeignKey("offence.id"), index=True)
    number: Mapped[int]  # of this offence's scores, in order
    edition: Mapped[str]
    illustrative: Mapped[bool]
    base: Mapped[int]
    adjustment: Mapped[int]
    final: Mapped[int]
    factors: Mapped[list[str]]
    starting_points: Mapped[list[str]]
    rationale: Mapped[str]
    scored_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    scored_on: Mapped[date]
