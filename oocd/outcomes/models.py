from datetime import date, datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd import clock
from oocd.db import Base, Identified, UtcDateTime
from oocd.referrals.models import Offence, Referral
from oocd.workflow.models import CaseBound, Process


class Decision(Identified, CaseBound, Base):
    """What a named officer or prosecutor decided for one offence, and everything it rested on.

    Signed once, then only added to. An offence that came back to the police has another, with the next number; the
    latest counts. `facts`, `answers` and the kept edition replay it for ever.
    """

    __tablename__ = "decision"
    __table_args__ = (UniqueConstraint("offence_id", "number"),)

    offence_id: Mapped[UUID] = mapped_column(ForeignKey("offence.id"))
    number: Mapped[int] = mapped_column(default=1)
    recommendation_id: Mapped[UUID | None] = mapped_column(ForeignKey("recommendation.id"))
    outside_panel: Mapped[str | None]  # the type of a decision that no panel was asked about, such as street
    outcome: Mapped[str]
    decided_by: Mapped[str | None]  # police or cps
    officer: Mapped[str | None]
    prosecutor: Mapped[str | None]  # who decided, where the officer records a decision of the CPS
    cps_reference: Mapped[str | None]
    cps_consulted: Mapped[bool | None]
    officer_role: Mapped[str | None]
    child_information_form: Mapped[bool | None]
    reasons: Mapped[dict[str, str]]
    deviation_reason: Mapped[str | None]
    differs_because: Mapped[str | None]
    dissents: Mapped[dict[str, str]] = mapped_column(default=dict)  # of the panel, kept beside the decision
    form: Mapped[str | None]  # of an outcome that has several: which is meant
    home_office_code: Mapped[str | None]  # to be recorded when the outcome's rules say so
    failed_limb: Mapped[str | None]  # of no further action: what was not met
    held_charge: Mapped[str | None]  # the charge decided on and put on hold, by whom and when
    held_by: Mapped[str | None]
    held_on: Mapped[date | None]
    planned_end: Mapped[date | None]
    longer_course: Mapped[dict[str, str] | None]  # the manager who agreed to a longer course, and why
    rule_reasons: Mapped[dict[str, str]]
    acknowledged: Mapped[list[str]]
    facts: Mapped[dict[str, Any]]
    answers: Mapped[dict[str, str]]
    edition_hash: Mapped[str | None] = mapped_column(ForeignKey("policy_edition.hash"))
    decided_on: Mapped[date | None]
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    offence: Mapped[Offence] = relationship()
    addenda: Mapped[list["DecisionAddendum"]] = relationship(order_by="DecisionAddendum.added_at")
    conditions: Mapped[list["Condition"]] = relationship(order_by="(Condition.list_number, Condition.number)")


class DecisionAddendum(Identified, CaseBound, Base):
    """What was added to a signed decision afterwards."""

    __tablename__ = "decision_addendum"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"), index=True)
    text: Mapped[str]
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Condition(Identified, CaseBound, Base):
    """One condition of one list of them. A change writes a whole new list; the latest list counts."""

    __tablename__ = "outcome_condition"
    __table_args__ = (UniqueConstraint("decision_id", "list_number", "number"),)

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decision.id"), index=True)
    list_number: Mapped[int]
    number: Mapped[int]
    kind: Mapped[str | None]  # rehabilitative, reparative or punitive
    words: Mapped[str]
    due_on: Mapped[date]
    amount: Mapped[int | None]  # of a financial penalty, in whole pounds
    hours: Mapped[int | None]  # of attendance as punishment


class Disposal(Process, CaseBound, Base):
    """The decided outcome of one offence, from explaining it to the child until it was given or its course has run."""

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
    giver_role: Mapped[str | None]
    planned_end: Mapped[date | None]
    longer_course: Mapped[dict[str, str] | None]
    completed_on: Mapped[date | None]
    home_office_code: Mapped[str | None]  # empty until the outcome's rules let it be recorded
    code_set_on: Mapped[date | None]
    rule_reasons: Mapped[dict[str, str] | None]  # by rule id, why a soft rule was passed in giving it
    acknowledged: Mapped[list[str] | None]
    facts: Mapped[dict[str, Any] | None]  # what it rested on when it was given, and what each gate said
    answers: Mapped[dict[str, str] | None]
    edition_hash: Mapped[str | None] = mapped_column(ForeignKey("policy_edition.hash"))
    yjs_told_on: Mapped[date | None]  # the police's referral under section 66ZB
    case: Mapped[Referral] = relationship()
    offence: Mapped[Offence] = relationship()
    decision: Mapped[Decision] = relationship()
    explanations: Mapped[list["Explanation"]] = relationship(order_by="Explanation.recorded_at")
    documents: Mapped[list["SignedDocument"]] = relationship(order_by="SignedDocument.number")
    variations: Mapped[list["Variation"]] = relationship(order_by="Variation.number")
    failures: Mapped[list["Failure"]] = relationship(order_by="Failure.number", back_populates="disposal")
    reports: Mapped[list["ProgressReport"]] = relationship(order_by="ProgressReport.told_at")


class Explanation(Identified, CaseBound, Base):
    """The outcome explained to one person: the child, or the appropriate adult."""

    __tablename__ = "explanation"

    disposal_id: Mapped[UUID] = mapped_column(ForeignKey("disposal.id"), index=True)
    explained_to: Mapped[str]  # child or appropriate_adult
    how: Mapped[str]
    explained_by: Mapped[str | None]
    understood: Mapped[bool | None]  # whether the person said back what it means; None: nobody checked
    legal_advice_offered: Mapped[bool | None]
    explained_on: Mapped[date]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class SignedDocument(Identified, CaseBound, Base):
    """What the child signed: the offence, the admission, the consent and the conditions as they stood that day."""

    __tablename__ = "signed_document"
    __table_args__ = (UniqueConstraint("disposal_id", "number"),)

    disposal_id: Mapped[UUID] = mapped_column(ForeignKey("disposal.id"), index=True)
    number: Mapped[int]
    list_number: Mapped[int]  # the list of conditions it shows
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str]
    signed_on: Mapped[date]
    authorised_person: Mapped[str]
    adult_name: Mapped[str]
    adult_role: Mapped[str]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class Variation(Identified, CaseBound, Base):
    """Conditions, or the day by which they end, changed with the child's consent."""

    __tablename__ = "variation"
    __table_args__ = (UniqueConstraint("disposal_id", "number"),)

    disposal_id: Mapped[UUID] = mapped_column(ForeignKey("disposal.id"), index=True)
    number: Mapped[int]
    list_number: Mapped[int | None]  # the list that counts from here on; None: only the end changed
    planned_end: Mapped[date | None]
    reason: Mapped[str]
    officer: Mapped[str]
    officer_role: Mapped[str]
    varied_on: Mapped[date]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Failure(Identified, CaseBound, Base):
    """The report that an activity or conditions are not being done, as the police hear it at once."""

    __tablename__ = "failure"
    __table_args__ = (UniqueConstraint("disposal_id", "number"),)

    disposal_id: Mapped[UUID] = mapped_column(ForeignKey("disposal.id"), index=True)
    number: Mapped[int]
    failure_reason: Mapped[str]
    words: Mapped[str]
    attempts: Mapped[int]
    reported_on: Mapped[date]
    agency: Mapped[str]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    disposal: Mapped[Disposal] = relationship(back_populates="failures")
    excuse: Mapped["ExcuseDecision | None"] = relationship()


class ExcuseDecision(Identified, CaseBound, Base):
    """What an authorised person or prosecutor decided about one reported failure, and what follows."""

    __tablename__ = "excuse_decision"

    failure_id: Mapped[UUID] = mapped_column(ForeignKey("failure.id"), unique=True)
    decision: Mapped[str]  # reasonable_excuse or no_reasonable_excuse
    follows: Mapped[str]
    officer: Mapped[str]
    officer_role: Mapped[str]
    reason: Mapped[str]
    decided_on: Mapped[date]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ProgressReport(Identified, CaseBound, Base):
    """One time the police were told how an outcome is going."""

    __tablename__ = "progress_report"

    disposal_id: Mapped[UUID] = mapped_column(ForeignKey("disposal.id"), index=True)
    kind: Mapped[str]
    words: Mapped[str]
    agency: Mapped[str]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
