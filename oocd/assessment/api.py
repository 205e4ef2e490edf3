"""Agency checks, own words, and the assessment with its countersignature."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.assessment import queries, rules, service
from oocd.assessment.models import (
    Assessment,
    AssessmentVersion,
    CheckChase,
    Contributor,
    HeardView,
    InformationRequest,
    KindChoice,
    OversightAction,
    OversightRecord,
    SafeguardingDecision,
    SafeguardingReferral,
    SharedCopy,
)
from oocd.assessment.schemas import (
    AbsenceSchema,
    ActionDoneSchema,
    AnswerCheckSchema,
    AskAgencySchema,
    AssessAgainSchema,
    AssessmentFormSchema,
    AssessmentKindSchema,
    AssessmentSchema,
    ChaseCheckSchema,
    ChaseSchema,
    CheckSchema,
    ConsiderSafeguardingSchema,
    ContributorSchema,
    CountersignSchema,
    DecideSafeguardingSchema,
    DifferencesSchema,
    KeptContributorSchema,
    KindChoiceSchema,
    OverseeSchema,
    OversightActionSchema,
    OversightSchema,
    ReturnForChangesSchema,
    SafeguardingDecisionSchema,
    SafeguardingSchema,
    ShareableSchema,
    ShareCopySchema,
    SharedCopySchema,
    VersionSchema,
    ViewSchema,
    WordsSchema,
    WriteSchema,
)
from oocd.errors import NotFound
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


@bp.route("/referrals/<uuid:referral_id>/assessments", methods=["POST"])
@requires("assessment.write")
@commits
@bp.arguments(AssessAgainSchema)
@bp.response(201, AssessmentSchema)
def assess_again(sent: dict[str, Any], referral_id: UUID) -> dict[str, Any]:
    """Open another assessment of a child who was assessed before"""
    return _seen(service.assess_again(load(Referral, referral_id), **sent, by=current_actor()))


@bp.route("/assessments/<uuid:assessment_id>", methods=["GET"])
@requires("case.read")
@bp.response(200, AssessmentSchema)
def read(assessment_id: UUID) -> dict[str, Any]:
    """Read an assessment, with its drafts if you work on it"""
    return _seen(load(Assessment, assessment_id))


@bp.route("/assessments/<uuid:assessment_id>/form", methods=["GET"])
@requires("case.read")
@bp.response(200, AssessmentFormSchema)
def form(assessment_id: UUID) -> dict[str, Any]:
    """What there is to fill in, and what each level means"""
    return queries.form_of(load(Assessment, assessment_id))


@bp.route("/assessments/<uuid:assessment_id>/versions", methods=["POST"])
@requires("assessment.write")
@commits
@bp.arguments(WriteSchema)
@bp.response(201, VersionSchema)
def write(sent: dict[str, Any], assessment_id: UUID) -> AssessmentVersion:
    """Save the next version of an assessment"""
    return service.write(load(Assessment, assessment_id), **sent, by=current_actor())


@bp.route("/assessments/<uuid:assessment_id>/versions/<int:number>", methods=["GET"])
@requires("case.read")
@bp.response(200, VersionSchema)
def read_version(assessment_id: UUID, number: int) -> AssessmentVersion:
    """Read one version"""
    return _version(load(Assessment, assessment_id), number)


@bp.route("/assessments/<uuid:assessment_id>/versions/<int:earlier>/differences/<int:later>", methods=["GET"])
@requires("case.read")
@bp.response(200, DifferencesSchema)
def compare(assessment_id: UUID, earlier: int, later: int) -> dict[str, Any]:
    """Read what changed from one version to another, section by section"""
    assessment = load(Assessment, assessment_id)
    before, after = (_version(assessment, number).content for number in (earlier, later))
    was, now = rules.by_section(before), rules.by_section(after)
    changed = rules.differences(before, after)
    return {"changed": [{"section": code, "before": was.get(code), "after": now.get(code)} for code in changed]}


@bp.route("/assessments/<uuid:assessment_id>/kinds", methods=["POST"])
@requires("assessment.write")
@commits
@bp.arguments(AssessmentKindSchema)
@bp.response(201, KindChoiceSchema)
def choose_kind(sent: dict[str, Any], assessment_id: UUID) -> KindChoice:
    """Ask for a full assessment, a screening or none, and say why"""
    return service.choose_kind(load(Assessment, assessment_id), **sent, by=current_actor())


@bp.route("/assessments/<uuid:assessment_id>/agree-kind", methods=["POST"])
@requires("assessment.countersign")
@commits
@bp.response(200, AssessmentSchema)
def agree_kind(assessment_id: UUID) -> dict[str, Any]:
    """Agree, as another manager, to a screening"""
    assessment = load(Assessment, assessment_id)
    service.agree_kind(assessment, by=current_actor())
    return _seen(assessment)


@bp.route("/assessments/<uuid:assessment_id>/go-without", methods=["POST"])
@requires("assessment.countersign")
@commits
@bp.response(200, AssessmentSchema)
def go_without(assessment_id: UUID) -> dict[str, Any]:
    """Agree, as another manager, that no assessment is made"""
    assessment = load(Assessment, assessment_id)
    service.go_without(assessment, by=current_actor())
    return _seen(assessment)


@bp.route("/assessments/<uuid:assessment_id>/require-assetplus", methods=["POST"])
@requires("assessment.countersign")
@commits
@bp.arguments(ReasonSchema)
@bp.response(200, AssessmentSchema)
def require_assetplus(sent: dict[str, Any], assessment_id: UUID) -> dict[str, Any]:
    """Ask for AssetPlus, and say why this child needs it"""
    assessment = load(Assessment, assessment_id)
    service.require_assetplus(assessment, **sent, by=current_actor())
    return _seen(assessment)


@bp.route("/assessments/<uuid:assessment_id>/contributors", methods=["POST"])
@requires("assessment.write")
@commits
@bp.arguments(ContributorSchema)
@bp.response(201, KeptContributorSchema)
def add_contributor(sent: dict[str, Any], assessment_id: UUID) -> Contributor:
    """Name somebody who helps with the assessment, and so sees its drafts"""
    return service.add_contributor(load(Assessment, assessment_id), **sent, by=current_actor())


@bp.route("/assessments/<uuid:assessment_id>/open", methods=["POST"])
@requires("assessment.countersign")
@commits
@bp.response(200, AssessmentSchema)
def open_latest(assessment_id: UUID) -> dict[str, Any]:
    """Open the latest version to read it before countersigning"""
    assessment = load(Assessment, assessment_id)
    if assessment.latest:
        service.note_opened(assessment.latest, by=current_actor())
    return _seen(assessment)


@bp.route("/assessments/<uuid:assessment_id>/submit", methods=["POST"])
@requires("assessment.write")
@commits
@bp.response(200, AssessmentSchema)
def submit(assessment_id: UUID) -> dict[str, Any]:
    """Submit the assessment for countersigning"""
    assessment = load(Assessment, assessment_id)
    service.submit(assessment, by=current_actor())
    return _seen(assessment)


@bp.route("/assessments/<uuid:assessment_id>/return-for-changes", methods=["POST"])
@requires("assessment.countersign")
@commits
@bp.arguments(ReturnForChangesSchema)
@bp.response(200, AssessmentSchema)
def return_for_changes(sent: dict[str, Any], assessment_id: UUID) -> dict[str, Any]:
    """Return the assessment with comments"""
    assessment = load(Assessment, assessment_id)
    service.return_for_changes(assessment, **sent, by=current_actor())
    return _seen(assessment)


@bp.route("/assessments/<uuid:assessment_id>/countersign", methods=["POST"])
@requires("assessment.countersign")
@commits
@bp.arguments(CountersignSchema)
@bp.response(200, AssessmentSchema)
def countersign(sent: dict[str, Any], assessment_id: UUID) -> dict[str, Any]:
    """Countersign the version last written, with actions for others if need be"""
    assessment = load(Assessment, assessment_id)
    service.countersign(assessment, **sent, by=current_actor())
    return _seen(assessment)


@bp.route("/assessments/<uuid:assessment_id>/shareable-copy", methods=["GET"])
@requires("case.read")
@bp.response(200, ShareableSchema)
def shareable_copy(assessment_id: UUID) -> dict[str, Any]:
    """Read the copy that the child may have, and what was left out of it"""
    return queries.shareable_copy(load(Assessment, assessment_id))._asdict()


@bp.route("/assessments/<uuid:assessment_id>/shared-copies", methods=["POST"])
@requires("assessment.write")
@commits
@bp.arguments(ShareCopySchema)
@bp.response(201, SharedCopySchema)
def share_copy(sent: dict[str, Any], assessment_id: UUID) -> SharedCopy:
    """Record that the child was given their copy"""
    return service.share_copy(load(Assessment, assessment_id), **sent, by=current_actor())


@bp.route("/referrals/<uuid:referral_id>/oversight-records", methods=["POST"])
@requires("oversight.record")
@commits
@bp.arguments(OverseeSchema)
@bp.response(201, OversightSchema)
def oversee(sent: dict[str, Any], referral_id: UUID) -> OversightRecord:
    """Record, as a manager, what you found when looking into a case"""
    return service.oversee(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/oversight-actions/<uuid:action_id>/done", methods=["POST"])
@requires("oversight.act")
@commits
@bp.arguments(ActionDoneSchema)
@bp.response(200, OversightActionSchema)
def finish_action(sent: dict[str, Any], action_id: UUID) -> OversightAction:
    """Mark done what a manager asked for"""
    action = load(OversightAction, action_id)
    service.finish_action(action, **sent, by=current_actor())
    return action


def _seen(assessment: Assessment) -> dict[str, Any]:
    return queries.as_seen_by(assessment, current_actor())


def _version(assessment: Assessment, number: int) -> AssessmentVersion:
    """Raises NotFound alike for a version there is not and for one this person may not see."""
    seen = {version.number: version for version in queries.versions_seen_by(assessment, current_actor())}
    if number not in seen:
        raise NotFound
    return seen[number]
