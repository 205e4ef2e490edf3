"""Gravity scores, the factors ticked for them, and a second person's check."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask_smorest import Blueprint

from oocd import clock
from oocd.referrals.models import Referral
from oocd.screening import service
from oocd.screening.models import GravityScore
from oocd.screening.queries import factors_on_offer
from oocd.screening.schemas import (
    CheckScoreSchema,
    FactorsOnOfferSchema,
    GravityScoreSchema,
    ScoreSchema,
    TickFactorSchema,
)
from oocd.web import commits, current_actor, load, requires

bp = Blueprint("screening", __name__, url_prefix="/api/v1")


@bp.route("/referrals/<uuid:referral_id>/gravity-scores", methods=["POST"])
@requires("gravity.score")
@commits
@bp.arguments(ScoreSchema)
@bp.response(201, GravityScoreSchema)
def score(sent: dict[str, Any], referral_id: UUID) -> GravityScore:
    """Score one offence for gravity, from your copy of the matrix"""
    real = current_app.config["OOCD"].production
    return service.score(load(Referral, referral_id), **sent, by=current_actor(), real=real)


@bp.route("/referrals/<uuid:referral_id>/gravity-factors", methods=["GET"])
@requires("case.read")
@bp.response(200, FactorsOnOfferSchema)
def factors(referral_id: UUID) -> dict[str, Any]:
    """The factors that may be ticked, with the offences of this case and the editions they belong to"""
    return {"factors": list(factors_on_offer(load(Referral, referral_id), clock.today()))}


@bp.route("/gravity-scores/<uuid:score_id>/factors", methods=["POST"])
@requires("gravity.score")
@commits
@bp.arguments(TickFactorSchema)
@bp.response(201, GravityScoreSchema)
def tick_factor(sent: dict[str, Any], score_id: UUID) -> GravityScore:
    """Tick one more factor for a score; to weigh it, score the offence again"""
    scored = load(GravityScore, score_id)
    service.tick_factor(scored, **sent, by=current_actor())
    return scored


@bp.route("/gravity-scores/<uuid:score_id>/check", methods=["POST"])
@requires("gravity.check")
@commits
@bp.arguments(CheckScoreSchema)
@bp.response(201, GravityScoreSchema)
def check_score(sent: dict[str, Any], score_id: UUID) -> GravityScore:
    """Check a typed score against your own copy, as a second person"""
    scored = load(GravityScore, score_id)
    service.check_score(scored, **sent, by=current_actor())
    return scored
