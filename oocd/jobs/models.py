from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from oocd import clock
from oocd.db import Base, Identified, UtcDateTime


class Heartbeat(Identified, Base):
    """One process that runs jobs, and when it last said that it lives."""

    __tablename__ = "scheduler_heartbeat"

    engine: Mapped[str]
    started_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    beat_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    stopped_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class JobRun(Identified, Base):
    """One run of a job for one due moment, whoever won it. Of an error its kind only: no words, no person."""

    __tablename__ = "job_run"
    __table_args__ = (
        sa.UniqueConstraint("name", "due_at"),
        sa.Index(
            "uq_job_run_running",
            "name",
            unique=True,
            postgresql_where=sa.text("finished_at IS NULL"),
            sqlite_where=sa.text("finished_at IS NULL"),
        ),
    )

    name: Mapped[str]
    cause: Mapped[str]  # time, wake or command
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    heartbeat_id: Mapped[UUID] = mapped_column(sa.ForeignKey("scheduler_heartbeat.id"))
    attempts: Mapped[int] = mapped_column(default=1)
    result: Mapped[str | None]  # ok or failed
    counts: Mapped[dict[str, Any] | None]
    error: Mapped[str | None]
