from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from oocd import clock
from oocd.db import Base, UtcDateTime


class KeptReply(Base):
    """The answer one person's request got, so that the same request sent again changes nothing."""

    __tablename__ = "kept_reply"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    fingerprint: Mapped[str]
    status: Mapped[int]
    body: Mapped[str]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
