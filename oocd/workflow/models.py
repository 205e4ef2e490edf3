from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from oocd.db import AreaScoped, Base, CaseBound, CaseColumn, Identified, UtcDateTime

__all__ = ["CaseBound", "Process", "WorkflowMove"]


class Process(Identified):
    """Something that has a state. `oocd.workflow` alone writes these columns."""

    workflow: ClassVar[str]

    state: Mapped[str]
    state_since: Mapped[date]
    version: Mapped[int]
    workflow_version: Mapped[date]


class WorkflowMove(Identified, AreaScoped, Base):
    """One move made, for ever: when it was recorded, and the London day it took effect."""

    __tablename__ = "workflow_move"
    __table_args__ = (
        Index("ix_workflow_move_process", "process_id", "recorded_at"),
        Index("ix_workflow_move_recorded_at", "recorded_at"),  # what moved of late is asked every few minutes
    )
    tells_of_case: ClassVar[CaseColumn | None] = CaseColumn("referral_id")

    referral_id: Mapped[UUID | None] = mapped_column(ForeignKey("referral.id"), index=True)
    workflow: Mapped[str]
    process_id: Mapped[UUID]
    move: Mapped[str]
    from_state: Mapped[str | None]
    to_state: Mapped[str]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    effective_on: Mapped[date]
    reason: Mapped[str | None]
