from datetime import date
from typing import ClassVar

from sqlalchemy.orm import Mapped, relationship

from oocd.db import Base
from oocd.referrals.models import Referral
from oocd.workflow.models import CaseBound, Process


class ExitReview(Process, CaseBound, Base):
    """The review at the end: what was done, what worked, and what the child and family say."""

    __tablename__ = "exit_review"
    workflow: ClassVar[str] = "exit_review"

    held_on: Mapped[date | None]
    plan_result: Mapped[str | None]
    exit_decision: Mapped[str | None]
    what_worked: Mapped[str | None]
    child_feedback: Mapped[str | None]
    family_feedback: Mapped[str | None]
    case: Mapped[Referral] = relationship()
