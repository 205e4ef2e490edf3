from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from oocd.db import Base
from oocd.workflow.models import CaseBound


class ImportedRow(CaseBound, Base):
    """One row of a spreadsheet that was taken in, so that the same file again changes nothing; only ever added to.

    `key` is a digest of what makes it that child's that offence, `row` of everything it said.
    """

    __tablename__ = "imported_row"

    key: Mapped[str] = mapped_column(primary_key=True)
    row: Mapped[str]
    offence_id: Mapped[UUID] = mapped_column(ForeignKey("offence.id"), index=True)


class ToldFact(CaseBound, Base):
    """One cell of an imported row that no room could keep: a day without its event, or the child as it was then.

    Only ever added to. What a room keeps comes first, but for what is told of the child at that time.
    """

    __tablename__ = "told_fact"

    offence_id: Mapped[UUID] = mapped_column(ForeignKey("offence.id"), primary_key=True)
    column_name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class FollowUp(CaseBound, Base):
    """What became of a child after an offence, as an imported row told it; only ever added to."""

    __tablename__ = "follow_up"

    offence_id: Mapped[UUID] = mapped_column(ForeignKey("offence.id"), primary_key=True)
    first_time_entrant: Mapped[bool | None]
    substantive_outcome_within_12m: Mapped[bool | None]
