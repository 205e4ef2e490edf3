"""Deciding, explaining and giving an outcome, and what becomes of its activity or conditions."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.outcomes import service
from oocd.outcomes.models import Condition, Decision, DecisionAddendum, Disposal, ProgressReport, SignedDocument
from oocd.outcomes.schemas import (
    AddToDecisionSchema,
    CompleteCourseSchema,
    DecideSchema,
    DecidesSchema,
    DecisionsSchema,
    DisposalSchema,
    ExcuseSchema,
    ExplainSchema,
    GiveSchema,
    KeptAddendumSchema,
    KeptConditionsSchema,
    ProgressReportSchema,
    ReportFailureSchema,
    ReportProgressSchema,
    SetConditionsSchema,
    SignDocumentSchema,
    SignedDecisionSchema,
    SignedDocumentSchema,
    VarySchema,
)
from oocd.referrals.models import Referral
from oocd.referrals.schemas import ReasonSchema, ReferralSchema
from oocd.web import commits, current_actor, load, requires

bp = Blueprint("outcomes", __name__, url_prefix="/api/v1")


@bp.route("/referrals/<uuid:referral_id>/decide", methods=["POST"])
@requires("outcome.decide")
@commits
@bp.arguments(DecideSchema)
@bp.response(201, DecisionsSchema)
def decide(sent: dict[str, Any], referral_id: UUID) -> dict[str, Any]:
    """Record the decision of the police or the CPS beside the panel's recommendation"""
    return {"decisions": service.decide(load(Referral, referral_id), **sent, by=current_actor())}


@bp.route("/referrals/<uuid:referral_id>/return-to-police", methods=["POST"])
@requires("outcome.decide")
@commits
@bp.arguments(ReasonSchema)
@bp.response(200, ReferralSchema)
def return_case_to_police(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Take a case back for good, as the police, where nothing was given"""
    referral = load(Referral, referral_id)
    service.return_case_to_police(referral, **sent, by=current_actor())
    return referral


@bp.route("/decisions/<uuid:decision_id>", methods=["GET"])
@requires("case.read")
@bp.response(200, SignedDecisionSchema)
def read_decision(decision_id: UUID) -> Decision:
    """Read a signed decision with everything it rested on; it is never changed"""
    return load(Decision, decision_id)


@bp.route("/decisions/<uuid:decision_id>/addenda", methods=["POST"])
@requires("outcome.decide")
@commits
@bp.arguments(AddToDecisionSchema)
@bp.response(201, KeptAddendumSchema)
def add_to_decision(sent: dict[str, Any], decision_id: UUID) -> DecisionAddendum:
    """Add to a signed decision, which itself stays as it is"""
    return service.add_to_decision(load(Decision, decision_id), **sent, by=current_actor())


@bp.route("/disposals/<uuid:disposal_id>/explain", methods=["POST"])
@requires("outcome.give")
@commits
@bp.arguments(ExplainSchema)
@bp.response(200, DisposalSchema)
def explain(sent: dict[str, Any], disposal_id: UUID) -> Disposal:
    """Record that the outcome was explained to the child and the appropriate adult, and the child's answer"""
    disposal = load(Disposal, disposal_id)
    service.explain(disposal, **sent, by=current_actor())
    return disposal


@bp.route("/disposals/<uuid:disposal_id>/conditions", methods=["POST"])
@requires("outcome.give")
@commits
@bp.arguments(SetConditionsSchema)
@bp.response(201, KeptConditionsSchema)
def set_conditions(sent: dict[str, Any], disposal_id: UUID) -> dict[str, list[Condition]]:
    """Write another list of conditions before the outcome is given"""
    return {"conditions": service.set_conditions(load(Disposal, disposal_id), **sent, by=current_actor())}


@bp.route("/disposals/<uuid:disposal_id>/documents", methods=["POST"])
@requires("outcome.give")
@commits
@bp.arguments(SignDocumentSchema)
@bp.response(201, SignedDocumentSchema)
def sign(sent: dict[str, Any], disposal_id: UUID) -> SignedDocument:
    """Record the signed document: the offence, the admission, the consent and the conditions"""
    return service.sign(load(Disposal, disposal_id), **sent, by=current_actor())


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


@bp.route("/disposals/<uuid:disposal_id>/begin", methods=["POST"])
@requires("outcome.give")
@commits
@bp.arguments(GiveSchema)
@bp.response(200, DisposalSchema)
def begin(sent: dict[str, Any], disposal_id: UUID) -> Disposal:
    """Record that the outcome was given and its activity or conditions begin"""
    disposal = load(Disposal, disposal_id)
    service.begin(disposal, **sent, by=current_actor())
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


@bp.route("/disposals/<uuid:disposal_id>/withdraw-consent", methods=["POST"])
@requires("outcome.report")
@commits
@bp.arguments(ReasonSchema)
@bp.response(200, DisposalSchema)
def withdraw_consent(sent: dict[str, Any], disposal_id: UUID) -> Disposal:
    """Record that the child no longer agrees; the police decide again"""
    disposal = load(Disposal, disposal_id)
    service.withdraw_consent(disposal, **sent, by=current_actor())
    return disposal


@bp.route("/disposals/<uuid:disposal_id>/vary", methods=["POST"])
@requires("outcome.give")
@commits
@bp.arguments(VarySchema)
@bp.response(200, DisposalSchema)
def vary(sent: dict[str, Any], disposal_id: UUID) -> Disposal:
    """Change conditions or their end, with the child's consent"""
    disposal = load(Disposal, disposal_id)
    service.vary(disposal, **sent, by=current_actor())
    return disposal


@bp.route("/disposals/<uuid:disposal_id>/progress-reports", methods=["POST"])
@requires("outcome.report")
@commits
@bp.arguments(ReportProgressSchema)
@bp.response(201, ProgressReportSchema)
def report_progress(sent: dict[str, Any], disposal_id: UUID) -> ProgressReport:
    """Tell the police how an outcome goes; of a community resolution or a caution nothing else follows"""
    return service.report_progress(load(Disposal, disposal_id), **sent, by=current_actor())


@bp.route("/disposals/<uuid:disposal_id>/complete", methods=["POST"])
@requires("outcome.report")
@commits
@bp.arguments(CompleteCourseSchema)
@bp.response(200, DisposalSchema)
def complete(sent: dict[str, Any], disposal_id: UUID) -> Disposal:
    """Record that the activity or the conditions are completed"""
    disposal = load(Disposal, disposal_id)
    service.complete(disposal, **sent, by=current_actor())
    return disposal


@bp.route("/disposals/<uuid:disposal_id>/report-failure", methods=["POST"])
@requires("outcome.report")
@commits
@bp.arguments(ReportFailureSchema)
@bp.response(200, DisposalSchema)
def report_failure(sent: dict[str, Any], disposal_id: UUID) -> Disposal:
    """Tell the police that it is not being done; nothing follows by itself"""
    disposal = load(Disposal, disposal_id)
    service.report_failure(disposal, **sent, by=current_actor())
    return disposal


@bp.route("/disposals/<uuid:disposal_id>/excuse", methods=["POST"])
@requires("outcome.decide")
@commits
@bp.arguments(ExcuseSchema)
@bp.response(200, DisposalSchema)
def excuse(sent: dict[str, Any], disposal_id: UUID) -> Disposal:
    """Decide that there was a reasonable excuse, and let it go on, as it was or changed"""
    disposal = load(Disposal, disposal_id)
    service.excuse(disposal, **sent, by=current_actor())
    return disposal


@bp.route("/disposals/<uuid:disposal_id>/treat-as-completed", methods=["POST"])
@requires("outcome.decide")
@commits
@bp.arguments(DecidesSchema)
@bp.response(200, DisposalSchema)
def treat_as_completed(sent: dict[str, Any], disposal_id: UUID) -> Disposal:
    """Decide that there was a reasonable excuse and enough was done"""
    disposal = load(Disposal, disposal_id)
    service.treat_as_completed(disposal, **sent, by=current_actor())
    return disposal


@bp.route("/disposals/<uuid:disposal_id>/not-excused", methods=["POST"])
@requires("outcome.decide")
@commits
@bp.arguments(DecidesSchema)
@bp.response(200, DisposalSchema)
def not_excused(sent: dict[str, Any], disposal_id: UUID) -> Disposal:
    """Decide that there was no reasonable excuse, so that the police decide again"""
    disposal = load(Disposal, disposal_id)
    service.not_excused(disposal, **sent, by=current_actor())
    return disposal


@bp.route("/disposals/<uuid:disposal_id>/revive", methods=["POST"])
@requires("outcome.decide")
@commits
@bp.arguments(DecidesSchema)
@bp.response(200, DisposalSchema)
def revive(sent: dict[str, Any], disposal_id: UUID) -> Disposal:
    """Record that the decision to prosecute stands again"""
    disposal = load(Disposal, disposal_id)
    service.revive(disposal, **sent, by=current_actor())
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
