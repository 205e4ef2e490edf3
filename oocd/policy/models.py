from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from oocd import clock
from oocd.db import Base, UtcDateTime


class PolicyEdition(Base):
    """The whole content of an edition some decision was made under, by its hash. National by nature: no area."""

    __tablename__ = "policy_edition"

    hash: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[str]
    first_used_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
