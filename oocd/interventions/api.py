"""Work with the child: agreed, delivered, ended."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.interventions import service
from oocd.interventions.models import Intervention, WorkSession
from oocd.interventions.schemas import (
    EndEarlySchema,
    HeldOnSchema,
    InterventionSchema,
    PlanSchema,
    SessionSchema,
)
from oocd.referrals.models import Referral
from oocd.referrals.schemas import ReferralSchema
from oocd.web import commits, current_actor, load, requires

bp = Blueprint("interventions", __name__, url_prefix="/api/v1")


@bp.route("/referrals/<uuid:referral_id>/interventions", methods=["POST"])
@requires("intervention.plan")
@commits
@bp.arguments(PlanSchema)
@bp.response(201, InterventionSchema)
def plan(sent: dict[str, Any], referral_id: UUID) -> Intervention:
    """Agree a piece of work with the child"""
    return service.plan(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/interventions/<uuid:intervention_id>/hold-session", methods=["POST"])
@requires("intervention.deliver")
@commits
@bp.arguments(HeldOnSchema)
@bp.response(201, SessionSchema)
def hold_session(sent: dict[str, Any], intervention_id: UUID) -> WorkSession:
    """Record a session the child attended"""
    return service.hold_session(load(Intervention, intervention_id), **sent, by=current_actor())


@bp.route("/interventions/<uuid:intervention_id>/missed-sessions", methods=["POST"])
@requires("intervention.deliver")
@commits
@bp.arguments(HeldOnSchema)
@bp.response(201, SessionSchema)
def miss_session(sent: dict[str, Any], intervention_id: UUID) -> WorkSession:
    """Record a session the child did not come to"""
    return service.miss_session(load(Intervention, intervention_id), **sent, by=current_actor())


@bp.route("/interventions/<uuid:intervention_id>/complete", methods=["POST"])
@requires("intervention.deliver")
@commits
@bp.response(200, InterventionSchema)
def complete(intervention_id: UUID) -> Intervention:
    """Record that the work is completed"""
    intervention = load(Intervention, intervention_id)
    service.complete(intervention, by=current_actor())
    return intervention


@bp.route("/interventions/<uuid:intervention_id>/end-early", methods=["POST"])
@requires("intervention.deliver")
@commits
@bp.arguments(EndEarlySchema)
@bp.response(200, InterventionSchema)
def end_early(sent: dict[str, Any], intervention_id: UUID) -> Intervention:
    """End the work before it is completed"""
    intervention = load(Intervention, intervention_id)
    service.end_early(intervention, **sent, by=current_actor())
    return intervention


@bp.route("/referrals/<uuid:referral_id>/end-work", methods=["POST"])
@requires("review.hold")
@commits
@bp.response(200, ReferralSchema)
def end_work(referral_id: UUID) -> Referral:
    """Go to the exit review, all work having ended"""
    referral = load(Referral, referral_id)
    service.end_work(referral, by=current_actor())
    return referral


@bp.route("/referrals/<uuid:referral_id>/review-without-work", methods=["POST"])
@requires("review.hold")
@commits
@bp.response(200, ReferralSchema)
def review_without_work(referral_id: UUID) -> Referral:
    """Go to the exit review, as no work was agreed"""
    referral = load(Referral, referral_id)
    service.review_without_work(referral, by=current_actor())
    return referral
