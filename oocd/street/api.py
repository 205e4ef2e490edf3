"""Street community resolutions: the police's notice, what the service does about it, and lists of what was given."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.referrals.models import Referral
from oocd.referrals.schemas import ReasonSchema, ReferralSchema
from oocd.street import queries, service, watching
from oocd.street.models import StreetReconciliation
from oocd.street.schemas import (
    ForceReconcileSchema,
    ForceReconciliationSchema,
    MonitoredSchema,
    PeriodSchema,
    ReconcileSchema,
    ReconciliationPageSchema,
    ReconciliationSchema,
    SendNoticeSchema,
    StreetFiguresSchema,
    StreetNoOfferSchema,
    StreetNoteSchema,
    StreetOfferSchema,
    StreetWordsSchema,
)
from oocd.web import CursorSchema, commits, current_actor, load, page_of, requires

bp = Blueprint("street", __name__, url_prefix="/api/v1")


@bp.route("/street-notices", methods=["POST"])
@requires("referral.send")
@commits
@bp.arguments(SendNoticeSchema)
@bp.response(201, ReferralSchema)
def receive(sent: dict[str, Any]) -> Referral:
    """Tell the youth justice service of a community resolution that an officer gave"""
    return service.receive(**sent, by=current_actor())


@bp.route("/referrals/<uuid:referral_id>/street-notice", methods=["GET"])
@requires("case.read")
@bp.response(200, MonitoredSchema)
def read(referral_id: UUID) -> dict[str, Any]:
    """Read what the police told, how late, and what the service did about it"""
    return queries.read_by(load(Referral, referral_id), current_actor())


@bp.route("/referrals/<uuid:referral_id>/screen", methods=["POST"])
@requires("street.screen")
@commits
@bp.arguments(StreetWordsSchema)
@bp.response(200, ReferralSchema)
def screen(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Record that the service has looked at it"""
    return _made(service.screen, referral_id, sent)


@bp.route("/referrals/<uuid:referral_id>/offer-support", methods=["POST"])
@requires("street.screen")
@commits
@bp.arguments(StreetOfferSchema)
@bp.response(200, ReferralSchema)
def offer_support(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Offer the child and family support"""
    return _made(service.offer_support, referral_id, sent)


@bp.route("/referrals/<uuid:referral_id>/close-without-offer", methods=["POST"])
@requires("street.screen")
@commits
@bp.arguments(StreetNoOfferSchema)
@bp.response(200, ReferralSchema)
def close_without_offer(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Close the case, as no offer of support is needed"""
    return _made(service.close_without_offer, referral_id, sent)


@bp.route("/referrals/<uuid:referral_id>/accept-support", methods=["POST"])
@requires("street.screen")
@commits
@bp.response(200, ReferralSchema)
def accept_support(referral_id: UUID) -> Referral:
    """Record that support was taken up"""
    return _made(service.accept_support, referral_id, {})


@bp.route("/referrals/<uuid:referral_id>/decline", methods=["POST"])
@requires("street.screen")
@commits
@bp.arguments(StreetNoteSchema)
@bp.response(200, ReferralSchema)
def decline(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Record that support was not taken up"""
    return _made(service.decline, referral_id, sent)


@bp.route("/referrals/<uuid:referral_id>/send-to-panel", methods=["POST"])
@requires("street.screen")
@commits
@bp.arguments(StreetNoteSchema)
@bp.response(200, ReferralSchema)
def send_to_panel(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Send the case on to the joint panel, as the rules ask"""
    return _made(service.send_to_panel, referral_id, sent)


@bp.route("/referrals/<uuid:referral_id>/send-to-panel-anyway", methods=["POST"])
@requires("street.send_to_panel")
@commits
@bp.arguments(ReasonSchema)
@bp.response(200, ReferralSchema)
def send_to_panel_anyway(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Send the case on to the joint panel as a manager"""
    return _made(service.send_to_panel_anyway, referral_id, sent)


@bp.route("/street-reconciliations", methods=["POST"])
@requires("street.reconcile")
@commits
@bp.arguments(ReconcileSchema)
@bp.response(201, ReconciliationSchema)
def reconcile(sent: dict[str, Any]) -> StreetReconciliation:
    """Hold the police's list of what they gave in a period against the notices that came"""
    return service.reconcile(**sent, by=current_actor())


@bp.route("/force-reconciliations", methods=["POST"])
@requires("street.reconcile")
@commits
@bp.arguments(ForceReconcileSchema)
@bp.response(201, ForceReconciliationSchema)
def reconcile_force(sent: dict[str, Any]) -> dict[str, Any]:
    """Hold one list of a police force against the notices of all its areas"""
    return {"reconciliations": service.reconcile_force(**sent, by=current_actor())}


@bp.route("/street-figures", methods=["GET"])
@requires("street.reconcile")
@bp.arguments(PeriodSchema, location="query")
@bp.response(200, StreetFiguresSchema)
def street_figures(query: dict[str, Any]) -> dict[str, Any]:
    """What was given on the street in a period: expected and received, lag, screening, offers, repeats, by area"""
    asked = (query["period_from"], query["period_to"], query["force"])
    return watching.watched(current_actor(), *asked)


@bp.route("/street-reconciliations", methods=["GET"])
@requires("street.reconcile")
@bp.arguments(CursorSchema, location="query")
@bp.response(200, ReconciliationPageSchema)
def list_reconciliations(query: dict[str, Any]) -> dict[str, Any]:
    """The lists held against the notices of your areas, a page at a time"""
    rows, following = page_of(queries.reconciliations(), query.get("after"), StreetReconciliation.id)
    return {"reconciliations": rows} | ({"next": following} if following else {})


@bp.route("/street-reconciliations/<uuid:reconciliation_id>", methods=["GET"])
@requires("street.reconcile")
@bp.response(200, ReconciliationSchema)
def read_reconciliation(reconciliation_id: UUID) -> StreetReconciliation:
    """Read what came of one list: received, late, missing, or not on the list"""
    return load(StreetReconciliation, reconciliation_id)


def _made(verb: Callable[..., None], referral_id: UUID, sent: dict[str, Any]) -> Referral:
    referral = load(Referral, referral_id)
    verb(referral, **sent, by=current_actor())
    return referral
