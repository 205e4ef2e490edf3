from datetime import date, datetime
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oocd import clock
from oocd.db import Base, Identified, UtcDateTime
from oocd.workflow.models import CaseBound


class DueDate(Identified, CaseBound, Base):
    """A due date as it was found: only ever added to. Of one clock the latest number counts, the rest is its history.

    `place` counts the times one standard ran against one process; `because` says why it was told anew.
    """

    __tablename__ = "due_date"
    __table_args__ = (UniqueConstraint("process_id", "standard", "place", "number"),)

    workflow: Mapped[str]
    process_id: Mapped[UUID]
    standard: Mapped[str]
    place: Mapped[int]
    number: Mapped[int]
    starts: Mapped[str]  # the event the clock counts from
    starts_on: Mapped[date]
    due_on: Mapped[date]
    ended_on: Mapped[date | None]
    because: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class BreachWarning(Identified, CaseBound, Base):
    """Somebody was warned that a due date might be missed: once for each due date, and only ever added to."""

    __tablename__ = "breach_warning"
    __table_args__ = (UniqueConstraint("process_id", "standard", "due_on"),)

    workflow: Mapped[str]
    process_id: Mapped[UUID]
    standard: Mapped[str]
    due_on: Mapped[date]
    percent: Mapped[int]  # how likely it was
    working_days_left: Mapped[int]
    warned_on: Mapped[date]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
