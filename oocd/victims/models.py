from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd import clock
from oocd.db import Base, Identified, UtcDateTime
from oocd.referrals.models import Offence, Referral
from oocd.victims.rules import Answer
from oocd.workflow.models import CaseBound


class Victim(Identified, CaseBound, Base):
    """Somebody harmed, without identity: a reference, and what they agreed to and asked for."""

    __tablename__ = "victim"
    __table_args__ = (UniqueConstraint("referral_id", "number"), UniqueConstraint("referral_id", "victim_ref"))

    number: Mapped[int]
    victim_ref: Mapped[str]  # the area's own; the same in two cases means the same victim
    kind: Mapped[str]
    enhanced_because: Mapped[str | None]  # a child has enhanced rights without a reason
    in_childs_home: Mapped[bool | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    case: Mapped[Referral] = relationship()
    links: Mapped[list["VictimOffence"]] = relationship(cascade="all, delete-orphan")
    consents: Mapped[list["VictimConsent"]] = relationship(order_by="VictimConsent.number")
    restorative_steps: Mapped[list["RestorativeStep"]] = relationship(order_by="RestorativeStep.recorded_at")
    contacts: Mapped[list["VictimContact"]] = relationship(order_by="VictimContact.recorded_at")
    told: Mapped[list["VictimTold"]] = relationship(order_by="VictimTold.recorded_at")
    identity: Mapped["VictimIdentity | None"] = relationship(back_populates="victim")

    @property
    def offence_numbers(self) -> list[int]:
        return sorted(link.offence.number for link in self.links)


class VictimOffence(Identified, CaseBound, Base):
    """One offence of the case that harmed this victim."""

    __tablename__ = "victim_offence"
    __table_args__ = (UniqueConstraint("victim_id", "offence_id"),)

    victim_id: Mapped[UUID] = mapped_column(ForeignKey("victim.id"), index=True)
    offence_id: Mapped[UUID] = mapped_column(ForeignKey("offence.id"), index=True)
    offence: Mapped[Offence] = relationship()


class VictimConsent(Identified, CaseBound, Base):
    """One answer for one purpose, or a vain attempt to get one; only ever added to. What is in force is derived."""

    __tablename__ = "victim_consent"
    __table_args__ = (UniqueConstraint("victim_id", "number"),)

    victim_id: Mapped[UUID] = mapped_column(ForeignKey("victim.id"), index=True)
    number: Mapped[int]
    purpose: Mapped[str]
    state: Mapped[str]
    said_on: Mapped[date | None]  # None: not known, and taken to be the day it was recorded
    asked_by: Mapped[str | None]  # name and rank or role of who asked
    asked_agency: Mapped[str | None]
    asked_how: Mapped[str | None]
    script_version: Mapped[str | None]
    expires_on: Mapped[date | None]  # the last day a yes is good for
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    @property
    def answer(self) -> Answer:
        said_on = self.said_on or clock.london_date(self.recorded_at)
        return Answer(self.purpose, self.state, said_on, self.number, self.expires_on)


class VictimIdentity(Identified, CaseBound, Base):
    """Who a victim is and how to reach them safely: a compartment of its own, in no case file, log or export.

    One row for a victim, and what is wrong is overwritten: an address somebody fled from is not kept.
    """

    __tablename__ = "victim_identity"

    victim_id: Mapped[UUID] = mapped_column(ForeignKey("victim.id"), unique=True)
    name: Mapped[str]
    address: Mapped[str | None]
    phone: Mapped[str | None]
    email: Mapped[str | None]
    safe_contact: Mapped[str | None]  # when, where and how it is safe to reach them
    named_contact: Mapped[str | None]  # of a business or public body
    guardian_name: Mapped[str | None]
    guardian_contact: Mapped[str | None]
    guardian_not_involved_because: Mapped[str | None]
    child_id: Mapped[UUID | None] = mapped_column(ForeignKey("child.id"), index=True)  # a child with a record here
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    written_agency: Mapped[str]
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    victim: Mapped[Victim] = relationship(back_populates="identity")


class VictimView(Identified, CaseBound, Base):
    """A victim's view in a summary fit for the child's worker, or why there is none; only ever added to."""

    __tablename__ = "victim_view"

    victim_id: Mapped[UUID] = mapped_column(ForeignKey("victim.id"), index=True)
    needs_and_wishes: Mapped[str | None]
    reason_for_none: Mapped[str | None]
    given_on: Mapped[date | None]
    given_how: Mapped[str | None]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    victim: Mapped[Victim] = relationship()


class VictimContact(Identified, CaseBound, Base):
    """One contact with a victim for one purpose, without a word of what was said; only ever added to."""

    __tablename__ = "victim_contact"

    victim_id: Mapped[UUID] = mapped_column(ForeignKey("victim.id"), index=True)
    purpose: Mapped[str]
    contacted_on: Mapped[date]
    how: Mapped[str]
    reached: Mapped[bool]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class RestorativeStep(Identified, CaseBound, Base):
    """Something offered to a victim, or done, towards putting things right; only ever added to."""

    __tablename__ = "restorative_step"

    victim_id: Mapped[UUID] = mapped_column(ForeignKey("victim.id"), index=True)
    step: Mapped[str]
    result: Mapped[str]
    happened_on: Mapped[date | None]
    late: Mapped[bool | None]  # for what has a time standard: whether it was kept
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class VictimTold(Identified, CaseBound, Base):
    """What a victim was told about the case, when, how and by whom; only ever added to."""

    __tablename__ = "victim_told"

    victim_id: Mapped[UUID] = mapped_column(ForeignKey("victim.id"), index=True)
    what: Mapped[str]
    told_on: Mapped[date]
    told_how: Mapped[str]
    told_by: Mapped[str]
    told_agency: Mapped[str]
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
