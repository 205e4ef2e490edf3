"""Gravity scores."""

from typing import Any
from uuid import UUID

from flask import current_app
from flask_smorest import Blueprint

from oocd.referrals.models import Referral
from oocd.screening import service
from oocd.screening.models import GravityScore
from oocd.screening.schemas import GravityScoreSchema, ScoreSchema
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
