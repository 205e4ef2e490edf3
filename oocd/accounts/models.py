from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd import clock
from oocd.db import AreaScoped, Base, CaseBound, Identified, UtcDateTime


class Person(Identified, Base):
    """Someone who signs in. Not of one area: what they may see follows from their memberships."""

    __tablename__ = "person"

    name: Mapped[str]
    email: Mapped[str] = mapped_column(unique=True)
    password_hash: Mapped[str]
    session_epoch: Mapped[int] = mapped_column(default=0)  # raised to end every open session at once
    demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    memberships: Mapped[list["Membership"]] = relationship(back_populates="person")


class Membership(Identified, AreaScoped, Base):
    """One person's place in one area: the agency acted for, the roles, and from when to when."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("person_id", "area", "from_date"),)
    audited_as: ClassVar[str] = "membership"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    agency: Mapped[str]
    roles: Mapped[list[str]]
    from_date: Mapped[date]
    to_date: Mapped[date | None]
    person: Mapped[Person] = relationship(back_populates="memberships")

    def current_on(self, day: date) -> bool:
        return self.from_date <= day and (self.to_date is None or day <= self.to_date)


class ApiToken(Identified, Base):
    """A machine's way in as one person. Only a digest is kept; the token itself is shown once."""

    __tablename__ = "api_token"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str]
    digest: Mapped[str] = mapped_column(unique=True)
    scopes: Mapped[list[str] | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    person: Mapped[Person] = relationship()


class ConflictOfInterest(Identified, CaseBound, Base):
    """Somebody stepped back from one case, or, where `ends` is set, that was declared in error; only ever added to.

    While it stands the person has neither vote nor sight of the case.
    """

    __tablename__ = "conflict_of_interest"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str | None]  # a code; None in a row that ends another
    words: Mapped[str]
    ends: Mapped[UUID | None] = mapped_column(ForeignKey("conflict_of_interest.id"), unique=True)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    person: Mapped[Person] = relationship(foreign_keys=person_id)
