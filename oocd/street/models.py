from datetime import date, datetime
from typing import ClassVar
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from oocd import clock
from oocd.db import AreaScoped, Base, CaseColumn, Identified, UtcDateTime
from oocd.referrals.models import Referral
from oocd.workflow.models import CaseBound


class StreetNotice(Identified, CaseBound, Base):
    """What the police told of a community resolution that was given before anybody here heard of it; never changed."""

    __tablename__ = "street_notice"

    given_on: Mapped[date]
    notified_on: Mapped[date]
    given_by: Mapped[str]
    giver_role: Mapped[str]
    history_weighed: Mapped[bool | None]  # None: the police have not said
    authorised_by: Mapped[str | None]
    authoriser_role: Mapped[str | None]
    adult_role: Mapped[str | None]
    child_agreed: Mapped[bool]
    victim_view: Mapped[str | None]
    no_victim_view: Mapped[str | None]  # a code: why there is none
    rationale: Mapped[str | None]
    agreed: Mapped[str | None]  # what the child is to do
    scheme: Mapped[str | None]
    previous_street_crs: Mapped[int]
    breaches: Mapped[list[str]]  # the rules it broke as it was told, by id
    not_known: Mapped[list[str]]  # the rules that could not be answered from what was told
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    case: Mapped[Referral] = relationship()


class StreetStep(Identified, CaseBound, Base):
    """One thing the service did about it, with its words; only ever added to."""

    __tablename__ = "street_step"

    step: Mapped[str]  # the move it went with
    made_on: Mapped[date]
    code: Mapped[str | None]  # why no offer was made
    words: Mapped[str | None]
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


class StreetReconciliation(Identified, AreaScoped, Base):
    """One list of the police held against the notices of its period: by whom and when."""

    __tablename__ = "street_reconciliation"

    period_from: Mapped[date]
    period_to: Mapped[date]
    listed: Mapped[int]
    force: Mapped[str | None]  # the police force whose list it is, where that covers several areas
    list_id: Mapped[UUID | None]  # the same in every area that one list of a force was held against
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    rows: Mapped[list["StreetReconciliationRow"]] = relationship(order_by="StreetReconciliationRow.number")


class StreetReconciliationRow(Identified, AreaScoped, Base):
    """One line of it. One that tells of a case is out of sight for whoever has stepped back from that case."""

    __tablename__ = "street_reconciliation_row"
    tells_of_case: ClassVar[CaseColumn | None] = CaseColumn("referral_id")

    reconciliation_id: Mapped[UUID] = mapped_column(ForeignKey("street_reconciliation.id"), index=True)
    number: Mapped[int]
    crime_number: Mapped[str | None]
    child_ref: Mapped[str | None]
    given_on: Mapped[date]
    found: Mapped[str]  # received, late, missing, missing_in_force or not_on_list
    referral_id: Mapped[UUID | None] = mapped_column(ForeignKey("referral.id"), index=True)
