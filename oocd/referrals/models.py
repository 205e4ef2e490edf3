from datetime import date, time
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
    ethnicity: Mapped[str | None]  # in the child's own word
    officer_identified_ethnicity: Mapped[str | None]  # what an officer saw: another fact, and in no rate
    care_status: Mapped[str | None]
    send: Mapped[str | None]
    address: Mapped[str | None]
    ward: Mapped[str | None]
    language: Mapped[str | None]
    interpreter: Mapped[bool | None]  # whether one is needed
    school: Mapped[str | None]
    social_worker: Mapped[str | None]
    placing_authority: Mapped[str | None]  # the council that placed a looked-after child
    history_declared: Mapped[bool | None]  # whether the police have said what the child was given before
    synthetic: Mapped[bool] = mapped_column(default=False)
    previous_disposals: Mapped[list["PreviousDisposal"]] = relationship(
        order_by=lambda: (PreviousDisposal.given_on.nulls_last(), PreviousDisposal.outcome), back_populates="child"
    )
    carers: Mapped[list["Carer"]] = relationship(order_by="Carer.relation", back_populates="child")


class Carer(Identified, AreaScoped, Base):
    """A parent or carer of a child, each in a row of their own: those who live apart are heard apart."""

    __tablename__ = "carer"

    child_id: Mapped[UUID] = mapped_column(ForeignKey("child.id"), index=True)
    relation: Mapped[str]
    name: Mapped[str | None]
    contact: Mapped[str | None]
    parental_responsibility: Mapped[bool | None]
    child: Mapped[Child] = relationship(back_populates="carers")


class PreviousDisposal(Identified, AreaScoped, Base):
    """One thing a child was given before, as declared: in any area, with or without its day. None goes away again."""

    __tablename__ = "previous_disposal"

    child_id: Mapped[UUID] = mapped_column(ForeignKey("child.id"), index=True)
    outcome: Mapped[str]
    given_on: Mapped[date | None]
    given_in: Mapped[str | None]  # an area, a force or a court, in words
    source: Mapped[str]  # the agency that declared it, or the kind of file it was read from
    child: Mapped[Child] = relationship(back_populates="previous_disposals")


class Incident(Identified, AreaScoped, Base):
    """One event as the police recorded it: it links the cases of children accused together, no more."""

    __tablename__ = "incident"
    __table_args__ = (UniqueConstraint("area", "police_reference"),)

    police_reference: Mapped[str]


class Referral(Process, AreaScoped, Base):
    """The case: one child's referral with its offences. Its route names the workflow it follows."""

    __tablename__ = "referral"
    # A spreadsheet may give children accused together one reference.
    __table_args__ = (UniqueConstraint("area", "reference", "child_id"),)
    tells_of_case: ClassVar[CaseColumn | None] = CaseColumn("id")

    reference: Mapped[str]
    child_id: Mapped[UUID] = mapped_column(ForeignKey("child.id"), index=True)
    route: Mapped[str]
    follows: Mapped[str | None]  # the workflow, where it is not the route's own: a past case from a spreadsheet
    source: Mapped[str | None]
    referral_date: Mapped[date | None]
    other_source: Mapped[str | None]  # who sent it, where the source is none of those that have a code
    returned_from: Mapped[str | None]  # the court or the prosecutors who sent the case back, and when
    returned_on: Mapped[date | None]
    earlier_id: Mapped[UUID | None] = mapped_column(ForeignKey("referral.id"), index=True)  # the same matter before
    incident_id: Mapped[UUID | None] = mapped_column(ForeignKey("incident.id"), index=True)
    investigation_status: Mapped[str | None]
    bail_date: Mapped[date | None]
    bail_expires_on: Mapped[date | None]
    bail_conditions: Mapped[str | None]
    rui_since: Mapped[date | None]
    voluntary_interview_date: Mapped[date | None]
    interview_date: Mapped[date | None]
    interview_adult_present: Mapped[bool | None]
    interview_solicitor: Mapped[bool | None]
    interview_representative: Mapped[bool | None]  # a police station representative advised the child
    officer_in_case: Mapped[str | None]
    supervisor: Mapped[str | None]  # the officer who authorised sending it
    police_proposed_outcome: Mapped[str | None]
    victim_identified: Mapped[bool | None]  # None: the police have not said
    victim_personal_statement: Mapped[bool | None]  # whether one was made
    risk_flags: Mapped[list[str] | None]  # None: the police have not said; an empty list: none
    alternatives_tried: Mapped[str | None]  # before the police were called to a placement, or why nothing was
    transferred_to: Mapped[str | None]
    charged_on: Mapped[date | None]
    qualifying_event: Mapped[str | None]  # what brings the child to voluntary support
    qualifying_event_on: Mapped[date | None]
    caretaking_for: Mapped[str | None]  # the area, in words, whose police decide: the child lives here
    sent_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))  # None: it came from a spreadsheet
    sent_by_agency: Mapped[str | None]
    case_worker_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    child: Mapped[Child] = relationship()
    earlier: Mapped["Referral | None"] = relationship(remote_side="Referral.id")
    incident: Mapped[Incident | None] = relationship()
    offences: Mapped[list["Offence"]] = relationship(order_by="Offence.number", back_populates="referral")

    @property
    def workflow(self) -> str:  # type: ignore[override]
        return self.follows or self.route

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
    offence_time: Mapped[time | None]
    place: Mapped[str | None]
    arrest_or_interview_date: Mapped[date | None]
    crime_number: Mapped[str | None]
    summary: Mapped[str | None]
    co_accused: Mapped[int | None]  # how many others are accused; their cases are linked by the incident
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


class Allocation(Identified, CaseBound, Base):
    """Who was given the case, from whom and why; only ever added to."""

    __tablename__ = "allocation"
    __table_args__ = (UniqueConstraint("referral_id", "number"),)

    number: Mapped[int]
    from_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    to_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    reason: Mapped[str | None]
    allocated_on: Mapped[date]
    allocated_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
