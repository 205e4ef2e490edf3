"""Whose days a case's days were, what is due by when, and how long children waited."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.referrals.models import Referral
from oocd.timing import queries
from oocd.timing.schemas import TimingSchema
from oocd.web import load, requires

bp = Blueprint("timing", __name__, url_prefix="/api/v1")


@bp.route("/referrals/<uuid:referral_id>/timing", methods=["GET"])
@requires("case.read")
@bp.response(200, TimingSchema)
def timing(referral_id: UUID) -> dict[str, Any]:
    """Read whose each day of a case was, what is due by when and was due before, and which limits run"""
    return queries.in_full(load(Referral, referral_id))
