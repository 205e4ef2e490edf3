from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd import clock
from oocd.db import Base, Identified, UtcDateTime
from oocd.referrals.models import Offence, Referral
from oocd.workflow.models import CaseBound, Process


class Decision(Identified, CaseBound, Base):
    """What a named officer decided for one offence, and everything it rested on; signed once, then only added to.

    `facts`, `answers` and the kept edition replay it for ever.
    """

    __tablename__ = "decision"

    offence_id: Mapped[UUID] = mapped_column(ForeignKey("offence.id"), unique=True)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"))
    outcome: Mapped[str]
    decided_by: Mapped[str]  # police or cps
    officer: Mapped[str]
    reasons: Mapped[dict[str, str]]
    deviation_reason: Mapped[str | None]
    differs_because: Mapped[str | None]
    rule_reasons: Mapped[dict[str, str]]
    acknowledged: Mapped[list[str]]
    facts: Mapped[dict[str, Any]]
    answers: Mapped[dict[str, str]]
    edition_hash: Mapped[str] = mapped_column(ForeignKey("policy_edition.hash"))
    decided_on: Mapped[date]
    signed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    offence: Mapped[Offence] = relationship()


class Disposal(Process, CaseBound, Base):
    """The decided outcome of one offence, from explaining it to the child to having given it."""

    __tablename__ = "disposal"
    workflow: ClassVar[str] = "disposal"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"), unique=True)
    offence_id: Mapped[UUID] = mapped_column(ForeignKey("offence.id"))
    outcome: Mapped[str]
    explained_how: Mapped[str | None]
    explained_on: Mapped[date | None]
    agreed: Mapped[bool | None]
    adult_role: Mapped[str | None]
    given_on: Mapped[date | None]
    given_by: Mapped[str | None]
    given_by_constable: Mapped[bool | None]
    rule_reasons: Mapped[dict[str, str] | None]  # by rule id, why a soft rule was passed in giving it
    acknowledged: Mapped[list[str] | None]
    facts: Mapped[dict[str, Any] | None]  # what it rested on when it was given, and what each gate said
    answers: Mapped[dict[str, str] | None]
    edition_hash: Mapped[str | None] = mapped_column(ForeignKey("policy_edition.hash"))
    yjs_told_on: Mapped[date | None]  # the police's referral under section 66ZB
    case: Mapped[Referral] = relationship()
    offence: Mapped[Offence] = relationship()
