"""/api/v1/referrals: sending a case in, and moving it until it is ready for a panel."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.referrals import queries, service
from oocd.referrals.models import Referral
from oocd.referrals.schemas import (
    AcceptSchema,
    ChangeRouteSchema,
    ChargeSchema,
    IncidentSchema,
    ReallocateSchema,
    ReasonSchema,
    ReferralPageSchema,
    ReferralSchema,
    SendForSupportSchema,
    SendSchema,
    SupplySchema,
    TransferSchema,
)
from oocd.web import CursorSchema, commits, current_actor, load, page_of, requires

bp = Blueprint("referrals", __name__, url_prefix="/api/v1/referrals")


@bp.route("", methods=["GET"])
@requires("case.read")
@bp.arguments(CursorSchema, location="query")
@bp.response(200, ReferralPageSchema)
def list_referrals(query: dict[str, Any]) -> dict[str, Any]:
    """The cases of your areas, a page at a time"""
    rows, following = page_of(queries.cases(), query.get("after"), Referral.id)
    return {"referrals": rows} | ({"next": following} if following else {})


@bp.route("", methods=["POST"])
@requires("referral.send")
@commits
@bp.arguments(SendSchema)
@bp.response(201, ReferralSchema)
def send(sent: dict[str, Any]) -> Referral:
    """Send a referral to a youth justice service"""
    return service.send(**sent, by=current_actor())


@bp.route("/for-support", methods=["POST"])
@requires("referral.send_for_support")
@commits
@bp.arguments(SendForSupportSchema)
@bp.response(201, ReferralSchema)
def send_for_support(sent: dict[str, Any]) -> Referral:
    """Ask for voluntary support for a child, as a partner or the service itself"""
    return service.send_for_support(**sent, by=current_actor())


@bp.route("/<uuid:referral_id>/ask-for-information", methods=["POST"])
@requires("referral.check")
@commits
@bp.arguments(ReasonSchema)
@bp.response(200, ReferralSchema)
def ask_for_information(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Ask the police for more information"""
    referral = load(Referral, referral_id)
    service.ask_for_information(referral, **sent, by=current_actor())
    return referral


@bp.route("/<uuid:referral_id>/supply-information", methods=["POST"])
@requires("referral.send")
@commits
@bp.arguments(SupplySchema)
@bp.response(200, ReferralSchema)
def supply_information(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Send the information asked for"""
    referral = load(Referral, referral_id)
    service.supply_information(referral, **sent, by=current_actor())
    return referral


@bp.route("/<uuid:referral_id>/corrections", methods=["POST"])
@requires("referral.send")
@commits
@bp.arguments(SupplySchema)
@bp.response(200, ReferralSchema)
def correct(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Correct or add to what the police sent, without being asked"""
    referral = load(Referral, referral_id)
    service.correct(referral, **sent, by=current_actor())
    return referral


@bp.route("/<uuid:referral_id>/accept", methods=["POST"])
@requires("referral.allocate")
@commits
@bp.arguments(AcceptSchema)
@bp.response(200, ReferralSchema)
def accept(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Accept the referral and allocate it to a case worker"""
    referral = load(Referral, referral_id)
    service.accept(referral, **sent, by=current_actor())
    return referral


@bp.route("/<uuid:referral_id>/make-ready", methods=["POST"])
@requires("case.prepare")
@commits
@bp.response(200, ReferralSchema)
def make_ready(referral_id: UUID) -> Referral:
    """Say that the case is ready for a panel"""
    referral = load(Referral, referral_id)
    service.make_ready(referral, by=current_actor())
    return referral


@bp.route("/<uuid:referral_id>/withdraw", methods=["POST"])
@requires("referral.withdraw")
@commits
@bp.arguments(ReasonSchema)
@bp.response(200, ReferralSchema)
def withdraw(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Take the referral back, as the police"""
    referral = load(Referral, referral_id)
    service.withdraw(referral, **sent, by=current_actor())
    return referral


@bp.route("/<uuid:referral_id>/reallocate", methods=["POST"])
@requires("referral.allocate")
@commits
@bp.arguments(ReallocateSchema)
@bp.response(200, ReferralSchema)
def reallocate(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Give the case to another case worker"""
    referral = load(Referral, referral_id)
    service.reallocate(referral, **sent, by=current_actor())
    return referral


@bp.route("/<uuid:referral_id>/incident", methods=["POST"])
@requires("referral.link")
@commits
@bp.arguments(IncidentSchema)
@bp.response(200, ReferralSchema)
def link_incident(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Say which incident the case is about, so that the cases of the others accused are found"""
    referral = load(Referral, referral_id)
    service.link_incident(referral, **sent, by=current_actor())
    return referral


@bp.route("/<uuid:referral_id>/send-back", methods=["POST"])
@requires("referral.send_back")
@commits
@bp.arguments(ReasonSchema)
@bp.response(200, ReferralSchema)
def send_back(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Send the referral back to the police before any decision"""
    referral = load(Referral, referral_id)
    service.send_back(referral, **sent, by=current_actor())
    return referral


@bp.route("/<uuid:referral_id>/transfer", methods=["POST"])
@requires("referral.transfer")
@commits
@bp.arguments(TransferSchema)
@bp.response(200, ReferralSchema)
def transfer(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Transfer the case to another area's service, or elsewhere"""
    referral = load(Referral, referral_id)
    service.transfer(referral, **sent, by=current_actor())
    return referral


@bp.route("/<uuid:referral_id>/change-route", methods=["POST"])
@requires("referral.reroute")
@commits
@bp.arguments(ChangeRouteSchema)
@bp.response(200, ReferralSchema)
def change_route(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Send a case on by another route; its history stays"""
    referral = load(Referral, referral_id)
    service.change_route(referral, **sent, by=current_actor())
    return referral


@bp.route("/<uuid:referral_id>/charge", methods=["POST"])
@requires("referral.charge")
@commits
@bp.arguments(ChargeSchema)
@bp.response(200, ReferralSchema)
def charge(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Record that the police charged the child meanwhile"""
    referral = load(Referral, referral_id)
    service.charge(referral, **sent, by=current_actor())
    return referral


@bp.route("/<uuid:referral_id>/close", methods=["POST"])
@requires("case.close")
@commits
@bp.response(200, ReferralSchema)
def close(referral_id: UUID) -> Referral:
    """Close the case"""
    referral = load(Referral, referral_id)
    service.close(referral, by=current_actor())
    return referral
