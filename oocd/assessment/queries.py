from datetime import date
from uuid import UUID

import sqlalchemy as sa

from oocd import clock
from oocd.assessment import rules
from oocd.assessment.models import Assessment, HeardView, InformationRequest, SafeguardingReferral
from oocd.db import db
from oocd.policy import service as policy
from oocd.policy.store import Edition
from oocd.policy.working_days import due_on
from oocd.referrals.models import Referral

CHILD = "child"
NRM = "nrm"


def checks_of(referral_id: UUID) -> list[InformationRequest]:
    of_case = sa.select(InformationRequest).where(InformationRequest.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(InformationRequest.agency, InformationRequest.asked_on)))


def answer_due_on(check: InformationRequest) -> date:
    """The day by which the agency should have answered, by the standard of the day it was asked."""
    standard = policy.on(check.asked_on, check.area).figure("time/information_request_answer")
    return due_on(check.asked_on, standard)


def is_overdue(check: InformationRequest) -> bool:
    return check.state == "asked" and answer_due_on(check) < clock.today()


def views_of(referral_id: UUID) -> list[HeardView]:
    of_case = sa.select(HeardView).where(HeardView.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(HeardView.recorded_at)))


def child_heard(referral_id: UUID) -> bool:
    """The child's own words, or a reason for none that a manager agreed to."""
    return any(view.whose == CHILD and view.counts for view in views_of(referral_id))


def family_to_hear(referral: Referral, edition: Edition) -> list[str]:
    """Who in the family is neither heard nor absent with a manager's agreement, in words."""
    views = [view for view in views_of(referral.id) if view.whose != CHILD]
    heard = {(view.whose, view.person_name) for view in views if view.counts}
    absent = {(view.whose, view.person_name) for view in views if not view.counts}
    adults = edition.codes("carer_relationships")
    needed = edition.codes("care_status").get(referral.child.care_status or "none", {}).get("family_to_hear", [])
    missing = [f"a {part}" for part in rules.family_to_hear([adults[whose]["part"] for whose, _ in heard], needed)]
    pending = {whose for whose, name in absent if not rules.is_among(whose, name, heard)}
    labels = sorted(adults[whose]["label"].lower() for whose in pending)
    return missing + [f"the {label} (a manager has yet to agree why)" for label in labels]


def safeguarding_of(referral_id: UUID) -> list[SafeguardingReferral]:
    of_case = sa.select(SafeguardingReferral).where(SafeguardingReferral.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(SafeguardingReferral.recorded_at)))


def nrm_considered(referral_id: UUID) -> bool:
    """Somebody referred the child to the National Referral Mechanism, or recorded why that was not needed."""
    return any(row.kind == NRM for row in safeguarding_of(referral_id))


def assessment_of(referral_id: UUID) -> Assessment | None:
    return db.session.scalars(sa.select(Assessment).where(Assessment.referral_id == referral_id)).one_or_none()
