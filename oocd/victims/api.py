"""Victims of a case, and what they need and wish."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.referrals.models import Referral
from oocd.victims import service
from oocd.victims.models import Victim, VictimView
from oocd.victims.schemas import AddVictimSchema, RecordViewSchema, VictimSchema, VictimViewSchema
from oocd.web import commits, current_actor, load, requires

bp = Blueprint("victims", __name__, url_prefix="/api/v1")


@bp.route("/referrals/<uuid:referral_id>/victims", methods=["POST"])
@requires("victim.record")
@commits
@bp.arguments(AddVictimSchema)
@bp.response(201, VictimSchema)
def add(sent: dict[str, Any], referral_id: UUID) -> Victim:
    """Record that somebody was harmed, and whether they may be contacted"""
    return service.add(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/victims/<uuid:victim_id>/views", methods=["POST"])
@requires("victim.record")
@commits
@bp.arguments(RecordViewSchema)
@bp.response(201, VictimViewSchema)
def record_view(sent: dict[str, Any], victim_id: UUID) -> VictimView:
    """Record what a victim needs and wishes, or why that is not known"""
    return service.record_view(load(Victim, victim_id), **sent, by=current_actor())
