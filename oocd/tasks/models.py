from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd import clock
from oocd.accounts.models import Person
from oocd.db import AreaScoped, Base, Identified, UtcDateTime
from oocd.workflow.models import CaseBound


class Assignment(Identified, CaseBound, Base):
    """The next step of a case given to one person by name. It holds while the case waits for that step, no longer.

    `reason` is what the case waited for, and `case_version` which time it did. The latest counts.
    """

    __tablename__ = "assignment"

    reason: Mapped[str]
    case_version: Mapped[int]
    to_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    because: Mapped[str]
    assigned_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    assigned_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Cover(Identified, AreaScoped, Base):
    """While somebody is away another has their list, from a first to a last day; it ends by itself, or earlier."""

    __tablename__ = "cover"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    covered_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_date: Mapped[date]
    to_date: Mapped[date]
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    ended_on: Mapped[date | None]  # the first day without it, where it was ended before its last day
    person: Mapped[Person] = relationship(foreign_keys=person_id)
    stand_in: Mapped[Person] = relationship(foreign_keys=covered_by)


class OverdueStep(Identified, CaseBound, Base):
    """That a step went past its day was brought before whoever manages its owner: once, and only ever added to."""

    __tablename__ = "overdue_step"
    __table_args__ = (UniqueConstraint("referral_id", "reason", "case_version", "due_on"),)

    reason: Mapped[str]
    case_version: Mapped[int]
    due_on: Mapped[date]
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # None: it lay with a queue
    raised_on: Mapped[date]
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
