"""Victims of a case: what they agreed to, need and wish, and were told; who they are is a door of its own."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.errors import NotFound
from oocd.referrals.models import Referral
from oocd.victims import service
from oocd.victims.models import Victim, VictimIdentity, VictimView
from oocd.victims.queries import file_of
from oocd.victims.schemas import (
    AddVictimSchema,
    AskConsentSchema,
    ContactSchema,
    CorrectVictimSchema,
    RecordStepSchema,
    RecordViewSchema,
    TellSchema,
    VictimIdentitySchema,
    VictimSchema,
    VictimViewSchema,
    WithdrawConsentSchema,
    WriteIdentitySchema,
)
from oocd.web import commits, current_actor, load, requires

bp = Blueprint("victims", __name__, url_prefix="/api/v1")


@bp.route("/referrals/<uuid:referral_id>/victims", methods=["POST"])
@requires("victim.record")
@commits
@bp.arguments(AddVictimSchema)
@bp.response(201, VictimSchema)
def add(sent: dict[str, Any], referral_id: UUID) -> dict[str, Any]:
    """Record that somebody was harmed, by which offences, and whether they may be contacted"""
    return file_of(service.add(load(Referral, referral_id), **sent, by=current_actor()))


@bp.route("/victims/<uuid:victim_id>/corrections", methods=["POST"])
@requires("victim.record")
@commits
@bp.arguments(CorrectVictimSchema)
@bp.response(200, VictimSchema)
def correct(sent: dict[str, Any], victim_id: UUID) -> dict[str, Any]:
    """Correct or add to what is known of a victim"""
    victim = load(Victim, victim_id)
    service.correct(victim, **sent, by=current_actor())
    return file_of(victim)


@bp.route("/victims/<uuid:victim_id>/consents", methods=["POST"])
@requires("victim.ask_consent")
@commits
@bp.arguments(AskConsentSchema)
@bp.response(201, VictimSchema)
def ask_consent(sent: dict[str, Any], victim_id: UUID) -> dict[str, Any]:
    """Record what a victim answered when asked for consent, purpose by purpose"""
    victim = load(Victim, victim_id)
    service.ask_consent(victim, **sent, by=current_actor())
    return file_of(victim)


@bp.route("/victims/<uuid:victim_id>/withdraw-consent", methods=["POST"])
@requires("victim.record")
@commits
@bp.arguments(WithdrawConsentSchema)
@bp.response(200, VictimSchema)
def withdraw_consent(sent: dict[str, Any], victim_id: UUID) -> dict[str, Any]:
    """Record that a victim takes consent back; contact stops at once"""
    victim = load(Victim, victim_id)
    service.withdraw_consent(victim, **sent, by=current_actor())
    return file_of(victim)


@bp.route("/victims/<uuid:victim_id>/contacts", methods=["POST"])
@requires("victim.contact")
@commits
@bp.arguments(ContactSchema)
@bp.response(201, VictimSchema)
def contact(sent: dict[str, Any], victim_id: UUID) -> dict[str, Any]:
    """Record a contact with a victim, for a purpose they agreed to"""
    victim = load(Victim, victim_id)
    service.contact(victim, **sent, by=current_actor())
    return file_of(victim)


@bp.route("/victims/<uuid:victim_id>/tell", methods=["POST"])
@requires("victim.tell")
@commits
@bp.arguments(TellSchema)
@bp.response(201, VictimSchema)
def tell(sent: dict[str, Any], victim_id: UUID) -> dict[str, Any]:
    """Record that a victim was told of the case"""
    victim = load(Victim, victim_id)
    service.tell(victim, **sent, by=current_actor())
    return file_of(victim)


@bp.route("/victims/<uuid:victim_id>/restorative-steps", methods=["POST"])
@requires("victim.contact")
@commits
@bp.arguments(RecordStepSchema)
@bp.response(201, VictimSchema)
def record_step(sent: dict[str, Any], victim_id: UUID) -> dict[str, Any]:
    """Record what was offered to a victim or done with them to put things right"""
    victim = load(Victim, victim_id)
    service.record_step(victim, **sent, by=current_actor())
    return file_of(victim)


@bp.route("/victims/<uuid:victim_id>/views", methods=["POST"])
@requires("victim.record")
@commits
@bp.arguments(RecordViewSchema)
@bp.response(201, VictimViewSchema)
def record_view(sent: dict[str, Any], victim_id: UUID) -> VictimView:
    """Record what a victim needs and wishes, or why that is not known"""
    return service.record_view(load(Victim, victim_id), **sent, by=current_actor())


@bp.route("/victims/<uuid:victim_id>/identity", methods=["POST"])
@requires("victim.identity")
@commits
@bp.arguments(WriteIdentitySchema)
@bp.response(200, VictimSchema)
def write_identity(sent: dict[str, Any], victim_id: UUID) -> dict[str, Any]:
    """Record who a victim is; the answer does not repeat it"""
    victim = load(Victim, victim_id)
    service.write_identity(victim, **sent, by=current_actor())
    return file_of(victim)


@bp.route("/victims/<uuid:victim_id>/identity", methods=["GET"])
@requires("victim.identity")
@bp.response(200, VictimIdentitySchema)
def read_identity(victim_id: UUID) -> VictimIdentity:
    """Read who a victim is; the reading is logged"""
    identity = service.read_identity(load(Victim, victim_id), by=current_actor())
    if identity is None:
        raise NotFound
    return identity
