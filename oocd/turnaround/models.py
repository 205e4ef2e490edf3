from datetime import date, datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oocd import clock
from oocd.db import Base, Identified, UtcDateTime
from oocd.workflow.models import CaseBound


class TurnaroundLook(Identified, CaseBound, Base):
    """One time a case was held against the criteria of Turnaround, with all the answer rested on; only added to."""

    __tablename__ = "turnaround_look"
    __table_args__ = (UniqueConstraint("referral_id", "number"),)

    number: Mapped[int]
    offered: Mapped[bool]  # or found outside the criteria, with the help named instead
    rule_set: Mapped[str | None]
    qualifying_event: Mapped[str | None]
    qualifying_event_on: Mapped[date | None]
    window_ends: Mapped[date | None]
    said_of_exclusions: Mapped[dict[str, bool]] = mapped_column(sa.JSON)
    other_help: Mapped[str | None]
    rule_reasons: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    facts: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    answers: Mapped[dict[str, str]] = mapped_column(sa.JSON)
    edition_hash: Mapped[str]
    looked_on: Mapped[date]
    looked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class TurnaroundConsent(Identified, CaseBound, Base):
    """What the child, or somebody of the family, said to the offer: who, when and how; only added to."""

    __tablename__ = "turnaround_consent"

    whose: Mapped[str]  # child or family
    given: Mapped[bool]
    said_on: Mapped[date]
    how: Mapped[str]
    person_name: Mapped[str | None]
    relation: Mapped[str | None]
    reason: Mapped[str | None]  # a code, where they did not want it and cared to say why
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
