"""Turnaround: offering support, what the child and family say, and who was never referred."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd import clock
from oocd.errors import NotFound
from oocd.referrals.models import Referral
from oocd.referrals.schemas import ReferralSchema
from oocd.turnaround import queries, service
from oocd.turnaround.models import TurnaroundConsent, TurnaroundLook
from oocd.turnaround.schemas import (
    DeclineSchema,
    FindNotEligibleSchema,
    GiveConsentSchema,
    NeverReferredQuerySchema,
    NeverReferredSchema,
    OfferTurnaroundSchema,
    TurnaroundConsentSchema,
    TurnaroundLookSchema,
)
from oocd.web import commits, current_actor, load, page_of, requires

bp = Blueprint("turnaround", __name__, url_prefix="/api/v1")


@bp.route("/referrals/<uuid:referral_id>/offer-turnaround", methods=["POST"])
@requires("turnaround.offer")
@commits
@bp.arguments(OfferTurnaroundSchema)
@bp.response(201, TurnaroundLookSchema)
def offer_turnaround(sent: dict[str, Any], referral_id: UUID) -> TurnaroundLook:
    """Hold a case against the criteria of Turnaround and offer support"""
    return service.offer(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/referrals/<uuid:referral_id>/find-not-eligible", methods=["POST"])
@requires("turnaround.offer")
@commits
@bp.arguments(FindNotEligibleSchema)
@bp.response(201, TurnaroundLookSchema)
def find_not_eligible(sent: dict[str, Any], referral_id: UUID) -> TurnaroundLook:
    """Say that a case is outside the criteria, and what other help there is"""
    return service.find_not_eligible(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/referrals/<uuid:referral_id>/turnaround-consents", methods=["POST"])
@requires("turnaround.offer")
@commits
@bp.arguments(GiveConsentSchema)
@bp.response(201, TurnaroundConsentSchema)
def record_consent(sent: dict[str, Any], referral_id: UUID) -> TurnaroundConsent:
    """Record that the child, or somebody of the family, agreed to the support"""
    return service.record_consent(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/referrals/<uuid:referral_id>/take-up", methods=["POST"])
@requires("turnaround.offer")
@commits
@bp.response(200, ReferralSchema)
def take_up(referral_id: UUID) -> Referral:
    """Begin, as the child and family take up the offer"""
    referral = load(Referral, referral_id)
    service.take_up(referral, by=current_actor())
    return referral


@bp.route("/referrals/<uuid:referral_id>/decline-turnaround", methods=["POST"])
@requires("turnaround.offer")
@commits
@bp.arguments(DeclineSchema)
@bp.response(200, ReferralSchema)
def decline_turnaround(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Record that the child or family does not want support, or no more of it"""
    referral = load(Referral, referral_id)
    service.decline(referral, **sent, by=current_actor())
    return referral


@bp.route("/referrals/<uuid:referral_id>/begin-support", methods=["POST"])
@requires("intervention.deliver")
@commits
@bp.response(200, ReferralSchema)
def begin_support(referral_id: UUID) -> Referral:
    """Begin the support that the assessment calls for"""
    referral = load(Referral, referral_id)
    service.begin_support(referral, by=current_actor())
    return referral


@bp.route("/referrals/<uuid:referral_id>/turnaround-referrals", methods=["POST"])
@requires("turnaround.offer")
@commits
@bp.response(201, ReferralSchema)
def refer_after_outcome(referral_id: UUID) -> Referral:
    """Open a Turnaround case for a child whose outcome leads to one"""
    return service.refer_after_outcome(load(Referral, referral_id), by=current_actor())


@bp.route("/turnaround/never-referred", methods=["GET"])
@requires("turnaround.overview")
@bp.arguments(NeverReferredQuerySchema, location="query")
@bp.response(200, NeverReferredSchema)
def list_never_referred(query: dict[str, Any]) -> dict[str, Any]:
    """Children who met the criteria and were not referred, by the reference of their case, a page at a time"""
    area = query.get("area")
    if area and not current_actor().may("turnaround.overview", area):
        raise NotFound
    rows, following = page_of(queries.may_have_been_missed(area), query.get("after"), Referral.id)
    cases = [one for referral in rows for one in queries.missed(referral, clock.today())]
    return {"cases": cases} | ({"next": following} if following else {})
