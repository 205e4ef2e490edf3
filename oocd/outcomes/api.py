"""Deciding, explaining and giving an outcome."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.outcomes import service
from oocd.outcomes.models import Disposal
from oocd.outcomes.schemas import DecideSchema, DecisionsSchema, DisposalSchema, ExplainSchema, GiveSchema
from oocd.referrals.models import Referral
from oocd.referrals.schemas import ReasonSchema
from oocd.web import commits, current_actor, load, requires

bp = Blueprint("outcomes", __name__, url_prefix="/api/v1")


@bp.route("/referrals/<uuid:referral_id>/decide", methods=["POST"])
@requires("outcome.decide")
@commits
@bp.arguments(DecideSchema)
@bp.response(201, DecisionsSchema)
def decide(sent: dict[str, Any], referral_id: UUID) -> dict[str, Any]:
    """Record the police decision beside the panel's recommendation"""
    return {"decisions": service.decide(load(Referral, referral_id), **sent, by=current_actor())}


@bp.route("/disposals/<uuid:disposal_id>/explain", methods=["POST"])
@requires("outcome.give")
@commits
@bp.arguments(ExplainSchema)
@bp.response(200, DisposalSchema)
def explain(sent: dict[str, Any], disposal_id: UUID) -> Disposal:
    """Record that the outcome was explained to the child"""
    disposal = load(Disposal, disposal_id)
    service.explain(disposal, **sent, by=current_actor())
    return disposal


@bp.route("/disposals/<uuid:disposal_id>/give", methods=["POST"])
@requires("outcome.give")
@commits
@bp.arguments(GiveSchema)
@bp.response(200, DisposalSchema)
def give(sent: dict[str, Any], disposal_id: UUID) -> Disposal:
    """Record that the outcome was given"""
    disposal = load(Disposal, disposal_id)
    service.give(disposal, **sent, by=current_actor())
    return disposal


@bp.route("/disposals/<uuid:disposal_id>/return-to-police", methods=["POST"])
@requires("outcome.give")
@commits
@bp.arguments(ReasonSchema)
@bp.response(200, DisposalSchema)
def return_to_police(sent: dict[str, Any], disposal_id: UUID) -> Disposal:
    """Return an outcome to the police, not given"""
    disposal = load(Disposal, disposal_id)
    service.return_to_police(disposal, **sent, by=current_actor())
    return disposal


@bp.route("/disposals/<uuid:disposal_id>/tell-yjs", methods=["POST"])
@requires("outcome.tell_yjs")
@commits
@bp.response(200, DisposalSchema)
def tell_yjs(disposal_id: UUID) -> Disposal:
    """Record the referral of a youth caution to the youth justice service"""
    disposal = load(Disposal, disposal_id)
    service.tell_yjs(disposal, by=current_actor())
    return disposal
