"""Reading one case, its timeline, and who has read it."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd import clock
from oocd.audit.queries import readings_of_case
from oocd.casefile import queries
from oocd.casefile.arrival import what_became_of
from oocd.casefile.explanation import explain, withheld_from
from oocd.casefile.schemas.case import CaseFileSchema, ReadingsSchema, TimelineSchema, WhatBecameSchema
from oocd.casefile.schemas.explanation import ExplainedCaseSchema
from oocd.referrals.models import Referral
from oocd.web import current_actor, load, requires

bp = Blueprint("casefile", __name__, url_prefix="/api/v1/referrals/<uuid:referral_id>")


@bp.route("", methods=["GET"])
@requires("case.read")
@bp.response(200, CaseFileSchema)
def read(referral_id: UUID) -> dict[str, Any]:
    """Read a case: where it stands, what can be done next, what cannot and why"""
    return queries.compose(load(Referral, referral_id), current_actor())


@bp.route("/timeline", methods=["GET"])
@requires("case.read")
@bp.response(200, TimelineSchema)
def timeline(referral_id: UUID) -> dict[str, Any]:
    """Read what was done to a case, in order, from the audit log alone"""
    return {"events": queries.timeline(load(Referral, referral_id), current_actor())}


@bp.route("/explanation", methods=["GET"])
@requires("case.read")
@bp.response(200, ExplainedCaseSchema)
def explanation(referral_id: UUID) -> dict[str, Any]:
    """Read what each rule says of each outcome at each moment: the facts it saw, its sentence and its source"""
    referral = load(Referral, referral_id)
    return explain(referral, clock.today(), withheld_from(referral, current_actor()))


@bp.route("/what-became-of-it", methods=["GET"])
@requires("referral.send")
@bp.response(200, WhatBecameSchema)
def what_became_of_it(referral_id: UUID) -> dict[str, Any]:
    """Read what became of a referral that your agency sent, and why"""
    return what_became_of(load(Referral, referral_id), current_actor())


@bp.route("/readings", methods=["GET"])
@requires("audit.read")
@bp.response(200, ReadingsSchema)
def readings(referral_id: UUID) -> dict[str, Any]:
    """Read who opened a case, or was refused it"""
    return {"readings": readings_of_case(load(Referral, referral_id).id)}
