"""Work with the child: agreed, delivered, ended."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.interventions import service
from oocd.interventions.models import (
    Adjustment,
    ContactAttempt,
    Intervention,
    InterventionVersion,
    NonEngagement,
    NoProgramme,
    WorkPlan,
    WorkSession,
)
from oocd.interventions.schemas import (
    AdjustmentSchema,
    CancelledSchema,
    CompleteSchema,
    ConsiderSchema,
    ContactAttemptSchema,
    CorrectSessionSchema,
    DeclineProgrammeSchema,
    EndEarlySchema,
    HeldOnSchema,
    InterventionSchema,
    InterventionVersionSchema,
    MissedSchema,
    NonEngagementSchema,
    NoProgrammeSchema,
    OfferSessionSchema,
    PlanSchema,
    RaiseSchema,
    RecordContactSchema,
    ReviseSchema,
    SessionSchema,
    WorkPlanSchema,
    WritePlanSchema,
)
from oocd.referrals.models import Referral
from oocd.referrals.schemas import ReasonSchema, ReferralSchema
from oocd.web import commits, current_actor, load, requires

bp = Blueprint("interventions", __name__, url_prefix="/api/v1")


@bp.route("/referrals/<uuid:referral_id>/plans", methods=["POST"])
@requires("intervention.plan")
@commits
@bp.arguments(WritePlanSchema)
@bp.response(201, WorkPlanSchema)
def write_plan(sent: dict[str, Any], referral_id: UUID) -> WorkPlan:
    """Write the plan as a whole, or its next version"""
    return service.write_plan(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/referrals/<uuid:referral_id>/interventions", methods=["POST"])
@requires("intervention.plan")
@commits
@bp.arguments(PlanSchema)
@bp.response(201, InterventionSchema)
def plan(sent: dict[str, Any], referral_id: UUID) -> Intervention:
    """Agree a piece of work with the child"""
    return service.plan(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/interventions/<uuid:intervention_id>/revise", methods=["POST"])
@requires("intervention.plan")
@commits
@bp.arguments(ReviseSchema)
@bp.response(201, InterventionVersionSchema)
def revise(sent: dict[str, Any], intervention_id: UUID) -> InterventionVersion:
    """Agree anew on a piece of work; what was agreed before is kept"""
    return service.revise(load(Intervention, intervention_id), **sent, by=current_actor())


@bp.route("/referrals/<uuid:referral_id>/reasons-for-no-programme", methods=["POST"])
@requires("intervention.oversee")
@commits
@bp.arguments(DeclineProgrammeSchema)
@bp.response(201, NoProgrammeSchema)
def decline_programme(sent: dict[str, Any], referral_id: UUID) -> NoProgramme:
    """Record, as the manager who decides so, why a programme would be inappropriate"""
    return service.decline_programme(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/interventions/<uuid:intervention_id>/sessions", methods=["POST"])
@requires("intervention.deliver")
@commits
@bp.arguments(OfferSessionSchema)
@bp.response(201, SessionSchema)
def offer_session(sent: dict[str, Any], intervention_id: UUID) -> WorkSession:
    """Offer a session"""
    return service.offer_session(load(Intervention, intervention_id), **sent, by=current_actor())


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
@bp.arguments(MissedSchema)
@bp.response(201, SessionSchema)
def miss_session(sent: dict[str, Any], intervention_id: UUID) -> WorkSession:
    """Record a session the child did not come to"""
    return service.miss_session(load(Intervention, intervention_id), **sent, by=current_actor())


@bp.route("/interventions/<uuid:intervention_id>/cancelled-sessions", methods=["POST"])
@requires("intervention.deliver")
@commits
@bp.arguments(CancelledSchema)
@bp.response(201, SessionSchema)
def cancel_session(sent: dict[str, Any], intervention_id: UUID) -> WorkSession:
    """Record a session the service called off"""
    return service.cancel_session(load(Intervention, intervention_id), **sent, by=current_actor())


@bp.route("/work-sessions/<uuid:session_id>/corrections", methods=["POST"])
@requires("intervention.deliver")
@commits
@bp.arguments(CorrectSessionSchema)
@bp.response(201, SessionSchema)
def correct_session(sent: dict[str, Any], session_id: UUID) -> WorkSession:
    """Add what really came of a session; what was recorded before is kept"""
    return service.correct_session(load(WorkSession, session_id), **sent, by=current_actor())


@bp.route("/referrals/<uuid:referral_id>/contact-attempts", methods=["POST"])
@requires("intervention.deliver")
@commits
@bp.arguments(RecordContactSchema)
@bp.response(201, ContactAttemptSchema)
def record_contact(sent: dict[str, Any], referral_id: UUID) -> ContactAttempt:
    """Record an attempt to reach the child or a carer"""
    return service.record_contact(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/referrals/<uuid:referral_id>/adjustments", methods=["POST"])
@requires("intervention.deliver")
@commits
@bp.arguments(ConsiderSchema)
@bp.response(201, AdjustmentSchema)
def consider_adjustment(sent: dict[str, Any], referral_id: UUID) -> Adjustment:
    """Record something that could be changed for this child, and what came of considering it"""
    return service.consider_adjustment(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/interventions/<uuid:intervention_id>/non-engagements", methods=["POST"])
@requires("intervention.deliver")
@commits
@bp.arguments(RaiseSchema)
@bp.response(201, NonEngagementSchema)
def raise_non_engagement(sent: dict[str, Any], intervention_id: UUID) -> NonEngagement:
    """Ask a manager to agree that the child is not taking part"""
    return service.raise_non_engagement(load(Intervention, intervention_id), **sent, by=current_actor())


@bp.route("/non-engagements/<uuid:non_engagement_id>/agree", methods=["POST"])
@requires("intervention.oversee")
@commits
@bp.response(200, NonEngagementSchema)
def agree(non_engagement_id: UUID) -> NonEngagement:
    """Agree that the child is not taking part; what the police are told follows from the outcome"""
    raised = load(NonEngagement, non_engagement_id)
    service.agree_non_engagement(raised, by=current_actor())
    return raised


@bp.route("/non-engagements/<uuid:non_engagement_id>/send-back", methods=["POST"])
@requires("intervention.oversee")
@commits
@bp.arguments(ReasonSchema)
@bp.response(200, NonEngagementSchema)
def send_back(sent: dict[str, Any], non_engagement_id: UUID) -> NonEngagement:
    """Send it back to the worker, as there is more to try"""
    raised = load(NonEngagement, non_engagement_id)
    service.send_back_non_engagement(raised, **sent, by=current_actor())
    return raised


@bp.route("/non-engagements/<uuid:non_engagement_id>/tell-police", methods=["POST"])
@requires("intervention.deliver")
@commits
@bp.response(200, NonEngagementSchema)
def tell_police(non_engagement_id: UUID) -> NonEngagement:
    """Record that the police were told, where the outcome calls for it"""
    raised = load(NonEngagement, non_engagement_id)
    service.tell_police(raised, by=current_actor())
    return raised


@bp.route("/interventions/<uuid:intervention_id>/complete", methods=["POST"])
@requires("intervention.deliver")
@commits
@bp.arguments(CompleteSchema)
@bp.response(200, InterventionSchema)
def complete(sent: dict[str, Any], intervention_id: UUID) -> Intervention:
    """Finish the work, with an answer to whether it was done"""
    intervention = load(Intervention, intervention_id)
    service.complete(intervention, **sent, by=current_actor())
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
