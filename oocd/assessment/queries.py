from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from oocd import clock
from oocd.accounts.actor import Actor
from oocd.assessment import rules
from oocd.assessment.errors import NothingToShare
from oocd.assessment.models import (
    Assessment,
    AssessmentVersion,
    HeardView,
    InformationRequest,
    OversightRecord,
    SafeguardingReferral,
)
from oocd.db import db, read_once
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.policy.working_days import due_on
from oocd.referrals.models import Offence, Referral
from oocd.workflow import definition

CHILD = "child"
NRM = "nrm"


@read_once
def checks_of(referral_id: UUID) -> list[InformationRequest]:
    of_case = sa.select(InformationRequest).where(InformationRequest.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(InformationRequest.agency, InformationRequest.asked_on)))


def open_checks() -> list[UUID]:
    """Everything in sight that an agency was asked and has not answered, the oldest first."""
    asked = sa.select(InformationRequest.id).where(InformationRequest.state == "asked")
    return list(db.session.scalars(asked.order_by(InformationRequest.asked_on, InformationRequest.id)))


def answer_due_on(check: InformationRequest) -> date:
    """The day by which the agency should have answered, by the standard of the day it was asked."""
    standard = policy.on(check.asked_on, check.area).figure("time/information_request_answer")
    return due_on(check.asked_on, standard)


def is_overdue(check: InformationRequest) -> bool:
    return check.state == "asked" and answer_due_on(check) < clock.today()


@read_once
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
    missing = [
        f"a {part}"
        for part in rules.family_to_hear([adults[whose].get("part", "either") for whose, _ in heard], needed)
    ]
    pending = {whose for whose, name in absent if not rules.is_among(whose, name, heard)}
    labels = sorted(adults[whose]["label"].lower() for whose in pending)
    return missing + [f"the {label} (a manager has yet to agree why)" for label in labels]


@read_once
def safeguarding_of(referral_id: UUID) -> list[SafeguardingReferral]:
    of_case = sa.select(SafeguardingReferral).where(SafeguardingReferral.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(SafeguardingReferral.recorded_at)))


def nrm_considered(referral_id: UUID) -> bool:
    """Somebody referred the child to the National Referral Mechanism, or recorded why that was not needed."""
    return any(row.kind == NRM for row in safeguarding_of(referral_id))


# -- the assessment


@read_once
def assessments_of(referral_id: UUID) -> list[Assessment]:
    """Every assessment of a case, the first one first."""
    of_case = sa.select(Assessment).where(Assessment.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(Assessment.number)))


def assessment_of(referral_id: UUID) -> Assessment | None:
    """The latest, which may still be being written."""
    every = assessments_of(referral_id)
    return every[-1] if every else None


def first_countersigned_on(referral_id: UUID) -> date | None:
    """The day on which the first assessment to be concluded was."""
    days = [row.completed_on for row in assessments_of(referral_id) if row.completed_on]
    return min(days, default=None)


def countersigned_assessment_of(referral_id: UUID) -> Assessment | None:
    """The latest that a manager signed: what a panel sees and a decision is tied to."""
    signed = [row for row in assessments_of(referral_id) if row.state == "countersigned"]
    return signed[-1] if signed else None


def recommended_by_worker(offence: Offence) -> str | None:
    """The outcome that the countersigned assessment recommends for an offence."""
    signed = countersigned_assessment_of(offence.referral_id)
    version = signed.countersigned if signed else None
    recommended = version.content.get("recommendations", ()) if version else ()
    return next((str(row["outcome"]) for row in recommended if row["offence"] == offence.number), None)


def sees_drafts(assessment: Assessment, person: Actor) -> bool:
    """Its case worker, whoever wrote or helped with it, and the managers who countersign."""
    authors = {version.written_by for version in assessment.versions}
    helpers = {contributor.person_id for contributor in assessment.contributors}
    own = {assessment.case.case_worker_id} | authors | helpers
    return person.person_id in own or person.may("assessment.countersign", assessment.area)


def versions_seen_by(assessment: Assessment, person: Actor) -> list[AssessmentVersion]:
    """Every version, or for people outside the work the one last submitted or countersigned."""
    if sees_drafts(assessment, person):
        return list(assessment.versions)
    return [version for version in assessment.versions if version.number == assessment.submitted_version]


def due_on_of(assessment: Assessment) -> date | None:
    """When what it waits for is due: to be written, or to be signed; None once it waits for nobody."""
    name = definition(assessment).states[assessment.state].due_in
    if name is None:
        return None
    standard = policy.on(assessment.state_since, assessment.area).figure(f"time/{name}")
    starts = {
        "assessment_opened": assessment.opened_on,
        "referral_date": assessment.case.referral_date if assessment.number == 1 else assessment.opened_on,
    }
    return due_on(starts.get(standard.starts or "") or assessment.state_since, standard)


def as_seen_by(assessment: Assessment, person: Actor) -> dict[str, Any]:
    """An assessment as this person may see it: drafts and what was said about them stay with those who work on it."""
    versions, inside = versions_seen_by(assessment, person), sees_drafts(assessment, person)
    return {
        "assessment": assessment,
        "latest": versions[-1] if versions else None,
        "versions": versions,
        "due_on": due_on_of(assessment),
        "overdue": (due_on_of(assessment) or clock.today()) < clock.today(),
        "comments": assessment.comments if inside else [],
    }


def form_of(assessment: Assessment) -> dict[str, Any]:
    """What there is to fill in: sections in order, and each level with its meaning beside it."""
    edition = policy.on(clock.today(), assessment.area)
    sections = [
        {"code": code, **row, "required": assessment.kind in row["required_for"]}
        for code, row in edition.codes("assessment_sections").items()
    ]
    return {
        "kind": assessment.kind,
        "sections": sorted(sections, key=lambda section: section["order"]),
        "levels": [{"code": code, **row} for code, row in edition.codes("assessment_levels").items()],
        "characteristics": [{"code": code, **row} for code, row in edition.codes("diversity_characteristics").items()],
        "assetplus": edition.figure("figures/assetplus_required_for").value,
    }


def shareable_copy(assessment: Assessment) -> rules.SharedCopy:
    """What the child may have of the version that was countersigned. Raises NothingToShare before there is one."""
    version = assessment.countersigned
    if version is None:
        raise NothingToShare
    return rules.shareable(version.content, policy.on(clock.today(), assessment.area).codes("assessment_sections"))


def oversight_seen_by(referral: Referral, person: Actor) -> list[OversightRecord]:
    """For managers, auditors and those who work on assessments all of it; for others what asks something of them."""
    if sees_all_oversight(referral, person):
        return oversight_of(referral.id)
    mine = person.person_id
    return [row for row in oversight_of(referral.id) if mine in {action.owner_id for action in row.actions}]


def sees_all_oversight(referral: Referral, person: Actor) -> bool:
    return any(person.may(known, referral.area) for known in ("oversight.record", "assessment.write", "audit.read"))


@read_once
def oversight_of(referral_id: UUID) -> list[OversightRecord]:
    """Every time a manager looked into this case, countersignatures among them, in order."""
    of_case = sa.select(OversightRecord).where(OversightRecord.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(OversightRecord.recorded_at)))
