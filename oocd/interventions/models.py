from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd.db import Base, Identified
from oocd.referrals.models import Referral
from oocd.workflow.models import CaseBound, Process


class Intervention(Process, CaseBound, Base):
    """One piece of work agreed with a child: what for, and who delivers it."""

    __tablename__ = "intervention"
    workflow: ClassVar[str] = "intervention"

    kind: Mapped[str]
    objective: Mapped[str]
    agency: Mapped[str]
    agreed_on: Mapped[date]
    end_reason: Mapped[str | None]
    case: Mapped[Referral] = relationship()
    sessions: Mapped[list["WorkSession"]] = relationship(order_by="WorkSession.held_on")


class WorkSession(Identified, CaseBound, Base):
    """One session offered. Voluntary work before the outcome is marked, and never counts as the start after it."""

    __tablename__ = "work_session"

    intervention_id: Mapped[UUID] = mapped_column(ForeignKey("intervention.id"), index=True)
    held_on: Mapped[date]
    attended: Mapped[bool]
    before_outcome: Mapped[bool]
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
