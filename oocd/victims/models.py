from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from oocd import clock
from oocd.db import Base, Identified, UtcDateTime
from oocd.workflow.models import CaseBound


class Victim(Identified, CaseBound, Base):
    """Somebody harmed, without identity: a number in the case, and what they agreed to and asked for."""

    __tablename__ = "victim"
    __table_args__ = (UniqueConstraint("referral_id", "number"),)

    number: Mapped[int]
    kind: Mapped[str]
    contact_consent: Mapped[str]
    asked_on: Mapped[date | None]


class VictimView(Identified, CaseBound, Base):
    """A victim's view in a summary fit for the child's worker, or why there is none; only ever added to."""

    __tablename__ = "victim_view"

    victim_id: Mapped[UUID] = mapped_column(ForeignKey("victim.id"), index=True)
    needs_and_wishes: Mapped[str | None]
    reason_for_none: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    recorded_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
