from datetime import date
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd.db import AreaScoped, Base, CaseColumn, Identified
from oocd.workflow.models import CaseBound, Process


class Child(Identified, AreaScoped, Base):
    """A child of one area. An imported child may lack anything but a reference. Ethnicity is the child's own word."""

    __tablename__ = "child"
    __table_args__ = (UniqueConstraint("area", "child_ref"),)

    child_ref: Mapped[str]
    name: Mapped[str | None]
    date_of_birth: Mapped[date | None]
    sex: Mapped[str | None]
    ethnicity: Mapped[str | None]
    care_status: Mapped[str | None]
    send: Mapped[str | None]
    history_declared: Mapped[bool | None]  # whether the police have said what the child was given before
    synthetic: Mapped[bool] = mapped_column(default=False)
    previous_disposals: Mapped[list["PreviousDisposal"]] = relationship(
        order_by=lambda: (PreviousDisposal.given_on.nulls_last(), PreviousDisposal.outcome), back_populates="child"
    )


class PreviousDisposal(Identified, AreaScoped, Base):
    """One thing a child was given before, as declared: in any area, with or without its day. None goes away again."""

    __tablename__ = "previous_disposal"

    child_id: Mapped[UUID] = mapped_column(ForeignKey("child.id"), index=True)
    outcome: Mapped[str]
    given_on: Mapped[date | None]
    given_in: Mapped[str | None]  # an area, a force or a court, in words
    source: Mapped[str]  # the agency that declared it, or the kind of file it was read from
    child: Mapped[Child] = relationship(back_populates="previous_disposals")


class Referral(Process, AreaScoped, Base):
    """The case: one child's referral with its offences. Its route names the workflow it follows."""

    __tablename__ = "referral"
    __table_args__ = (UniqueConstraint("area", "reference"),)
    tells_of_case: ClassVar[CaseColumn | None] = CaseColumn("id")

    reference: Mapped[str]
    child_id: Mapped[UUID] = mapped_column(ForeignKey("child.id"), index=True)
    route: Mapped[str]
    source: Mapped[str]
    referral_date: Mapped[date]
    investigation_status: Mapped[str | None]
    bail_date: Mapped[date | None]
    officer_in_case: Mapped[str | None]
    victim_identified: Mapped[bool | None]  # None: the police have not said
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    case_worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    child: Mapped[Child] = relationship()
    offences: Mapped[list["Offence"]] = relationship(order_by="Offence.number", back_populates="referral")

    @property
    def workflow(self) -> str:  # type: ignore[override]
        return self.route

    @property
    def referral_id(self) -> UUID:
        return self.id

    @property
    def case(self) -> "Referral":
        return self


class Offence(Identified, CaseBound, Base):
    """One offence of a case, as the police gave it. `offence_id` is its row in policy."""

    __tablename__ = "offence"
    __table_args__ = (UniqueConstraint("referral_id", "number"),)

    number: Mapped[int]
    offence_id: Mapped[str]
    offence_class: Mapped[str]
    offence_date: Mapped[date | None]
    crime_number: Mapped[str | None]
    summary: Mapped[str]
    admission: Mapped[str | None]
    adult_present_at_acceptance: Mapped[bool | None]
    evidence: Mapped[str | None]
    referral: Mapped[Referral] = relationship(back_populates="offences")


class PoliceMessage(Identified, CaseBound, Base):
    """What the police added to a referral when they were asked; only ever added to."""

    __tablename__ = "police_message"

    text: Mapped[str]
    sent_on: Mapped[date]
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
