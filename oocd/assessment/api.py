"""Agency checks, own words, and the assessment with its countersignature."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.assessment import service
from oocd.assessment.models import (
    Assessment,
    AssessmentVersion,
    CheckChase,
    HeardView,
    InformationRequest,
    SafeguardingDecision,
    SafeguardingReferral,
)
from oocd.assessment.schemas import (
    AbsenceSchema,
    AnswerCheckSchema,
    AskAgencySchema,
    AssessmentSchema,
    ChaseCheckSchema,
    ChaseSchema,
    CheckSchema,
    ConsiderSafeguardingSchema,
    DecideSafeguardingSchema,
    SafeguardingDecisionSchema,
    SafeguardingSchema,
    VersionSchema,
    ViewSchema,
    WordsSchema,
    WriteSchema,
)
from oocd.referrals.models import Referral
from oocd.referrals.schemas import ReasonSchema
from oocd.web import commits, current_actor, load, requires

bp = Blueprint("assessment", __name__, url_prefix="/api/v1")


@bp.route("/referrals/<uuid:referral_id>/information-requests", methods=["POST"])
@requires("check.ask")
@commits
@bp.arguments(AskAgencySchema)
@bp.response(201, CheckSchema)
def ask_agency(sent: dict[str, Any], referral_id: UUID) -> InformationRequest:
    """Ask an agency what it knows of the child"""
    return service.ask_agency(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/information-requests/<uuid:check_id>/answer", methods=["POST"])
@requires("check.answer")
@commits
@bp.arguments(AnswerCheckSchema)
@bp.response(200, CheckSchema)
def answer_check(sent: dict[str, Any], check_id: UUID) -> InformationRequest:
    """Answer for your agency, in time or late"""
    check = load(InformationRequest, check_id)
    service.answer_check(check, **sent, by=current_actor())
    return check


@bp.route("/information-requests/<uuid:check_id>/chases", methods=["POST"])
@requires("check.ask")
@commits
@bp.arguments(ChaseCheckSchema)
@bp.response(201, ChaseSchema)
def chase_check(sent: dict[str, Any], check_id: UUID) -> CheckChase:
    """Record that an agency was reminded"""
    return service.chase_check(load(InformationRequest, check_id), **sent, by=current_actor())


@bp.route("/information-requests/<uuid:check_id>/give-up", methods=["POST"])
@requires("check.ask")
@commits
@bp.arguments(ReasonSchema)
@bp.response(200, CheckSchema)
def give_up_check(sent: dict[str, Any], check_id: UUID) -> InformationRequest:
    """Go on without an agency's answer"""
    check = load(InformationRequest, check_id)
    service.give_up_check(check, **sent, by=current_actor())
    return check


@bp.route("/referrals/<uuid:referral_id>/views", methods=["POST"])
@requires("view.record")
@commits
@bp.arguments(WordsSchema)
@bp.response(201, ViewSchema)
def record_words(sent: dict[str, Any], referral_id: UUID) -> HeardView:
    """Record the child's or a carer's own words"""
    return service.record_words(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/referrals/<uuid:referral_id>/absent-views", methods=["POST"])
@requires("view.record")
@commits
@bp.arguments(AbsenceSchema)
@bp.response(201, ViewSchema)
def record_absence(sent: dict[str, Any], referral_id: UUID) -> HeardView:
    """Record why the child or a carer was not heard, and what was tried"""
    return service.record_absence(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/heard-views/<uuid:view_id>/agree-absence", methods=["POST"])
@requires("view.agree_absence")
@commits
@bp.response(200, ViewSchema)
def agree_absence(view_id: UUID) -> HeardView:
    """Agree, as a manager, that somebody could not be heard"""
    view = load(HeardView, view_id)
    service.agree_absence(view, by=current_actor())
    return view


@bp.route("/referrals/<uuid:referral_id>/safeguarding-referrals", methods=["POST"])
@requires("safeguarding.record")
@commits
@bp.arguments(ConsiderSafeguardingSchema)
@bp.response(201, SafeguardingSchema)
def consider_safeguarding(sent: dict[str, Any], referral_id: UUID) -> SafeguardingReferral:
    """Record a safeguarding referral, or that one was considered and not needed"""
    return service.consider_safeguarding(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/safeguarding-referrals/<uuid:safeguarding_id>/decisions", methods=["POST"])
@requires("safeguarding.record")
@commits
@bp.arguments(DecideSafeguardingSchema)
@bp.response(201, SafeguardingDecisionSchema)
def record_safeguarding_decision(sent: dict[str, Any], safeguarding_id: UUID) -> SafeguardingDecision:
    """Record what came of a safeguarding referral"""
    made = load(SafeguardingReferral, safeguarding_id)
    return service.record_safeguarding_decision(made, **sent, by=current_actor())


@bp.route("/assessments/<uuid:assessment_id>", methods=["GET"])
@requires("case.read")
@bp.response(200, AssessmentSchema)
def read(assessment_id: UUID) -> Assessment:
    """Read an assessment"""
    return load(Assessment, assessment_id)


@bp.route("/assessments/<uuid:assessment_id>/versions", methods=["POST"])
@requires("assessment.write")
@commits
@bp.arguments(WriteSchema)
@bp.response(201, VersionSchema)
def write(sent: dict[str, Any], assessment_id: UUID) -> AssessmentVersion:
    """Save the next version of an assessment"""
    return service.write(load(Assessment, assessment_id), **sent, by=current_actor())


@bp.route("/assessments/<uuid:assessment_id>/open", methods=["POST"])
@requires("assessment.countersign")
@commits
@bp.response(200, AssessmentSchema)
def open_latest(assessment_id: UUID) -> Assessment:
    """Open the latest version to read it before countersigning"""
    assessment = load(Assessment, assessment_id)
    if assessment.latest:
        service.note_opened(assessment.latest, by=current_actor())
    return assessment


@bp.route("/assessments/<uuid:assessment_id>/submit", methods=["POST"])
@requires("assessment.write")
@commits
@bp.response(200, AssessmentSchema)
def submit(assessment_id: UUID) -> Assessment:
    """Submit the assessment for countersigning"""
    assessment = load(Assessment, assessment_id)
    service.submit(assessment, by=current_actor())
    return assessment


@bp.route("/assessments/<uuid:assessment_id>/return-for-changes", methods=["POST"])
@requires("assessment.countersign")
@commits
@bp.arguments(ReasonSchema)
@bp.response(200, AssessmentSchema)
def return_for_changes(sent: dict[str, Any], assessment_id: UUID) -> Assessment:
    """Return the assessment with comments"""
    assessment = load(Assessment, assessment_id)
    service.return_for_changes(assessment, **sent, by=current_actor())
    return assessment


@bp.route("/assessments/<uuid:assessment_id>/countersign", methods=["POST"])
@requires("assessment.countersign")
@commits
@bp.response(200, AssessmentSchema)
def countersign(assessment_id: UUID) -> Assessment:
    """Countersign the version last written"""
    assessment = load(Assessment, assessment_id)
    service.countersign(assessment, by=current_actor())
    return assessment
