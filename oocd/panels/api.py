"""Panel meetings, and each case at one."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.accounts.models import ConflictOfInterest
from oocd.panels import service
from oocd.panels.models import Attendance, PanelItem, PanelMeeting
from oocd.panels.schemas import (
    AttendanceSchema,
    CastVoteSchema,
    ConflictSchema,
    DeclareConflictSchema,
    DeferSchema,
    EndConflictSchema,
    ItemSchema,
    ListCaseSchema,
    MeetingSchema,
    PersonSchema,
    PlanMeetingSchema,
    RecommendationsSchema,
    RecommendSchema,
    RevealSchema,
    VoteAgainSchema,
    VoteSchema,
)
from oocd.referrals.models import Referral
from oocd.web import commits, current_actor, load, requires

bp = Blueprint("panels", __name__, url_prefix="/api/v1")


@bp.route("/panel-meetings", methods=["POST"])
@requires("panel.plan")
@commits
@bp.arguments(PlanMeetingSchema)
@bp.response(201, MeetingSchema)
def plan_meeting(sent: dict[str, Any]) -> PanelMeeting:
    """Plan a panel meeting"""
    return service.plan_meeting(**sent, by=current_actor())


@bp.route("/panel-meetings/<uuid:meeting_id>/open-meeting", methods=["POST"])
@requires("panel.chair")
@commits
@bp.response(200, MeetingSchema)
def open_meeting(meeting_id: UUID) -> PanelMeeting:
    """Open the meeting"""
    meeting = load(PanelMeeting, meeting_id)
    service.open_meeting(meeting, by=current_actor())
    return meeting


@bp.route("/panel-meetings/<uuid:meeting_id>/end-meeting", methods=["POST"])
@requires("panel.chair")
@commits
@bp.response(200, MeetingSchema)
def end_meeting(meeting_id: UUID) -> PanelMeeting:
    """End the meeting"""
    meeting = load(PanelMeeting, meeting_id)
    service.end_meeting(meeting, by=current_actor())
    return meeting


@bp.route("/panel-meetings/<uuid:meeting_id>/arrivals", methods=["POST"])
@requires("panel.minute")
@commits
@bp.arguments(PersonSchema)
@bp.response(201, AttendanceSchema)
def arrive(sent: dict[str, Any], meeting_id: UUID) -> Attendance:
    """Record that somebody came in"""
    return service.arrive(load(PanelMeeting, meeting_id), **sent, by=current_actor())


@bp.route("/panel-meetings/<uuid:meeting_id>/departures", methods=["POST"])
@requires("panel.minute")
@commits
@bp.arguments(PersonSchema)
@bp.response(200, AttendanceSchema)
def leave(sent: dict[str, Any], meeting_id: UUID) -> Attendance:
    """Record that somebody went out"""
    return service.leave(load(PanelMeeting, meeting_id), **sent, by=current_actor())


@bp.route("/referrals/<uuid:referral_id>/list-for-panel", methods=["POST"])
@requires("panel.plan")
@commits
@bp.arguments(ListCaseSchema)
@bp.response(201, ItemSchema)
def list_case(sent: dict[str, Any], referral_id: UUID) -> PanelItem:
    """Put a ready case on the agenda of a meeting"""
    meeting = load(PanelMeeting, sent["meeting"], addressed=False)
    return service.list_case(load(Referral, referral_id), meeting=meeting, by=current_actor())


@bp.route("/referrals/<uuid:referral_id>/conflicts", methods=["POST"])
@requires("case.read")
@commits
@bp.arguments(DeclareConflictSchema)
@bp.response(201, ConflictSchema)
def declare_conflict(sent: dict[str, Any], referral_id: UUID) -> ConflictOfInterest:
    """Declare a conflict of interest: from then on you have neither vote nor sight of this case"""
    return service.declare_conflict(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/conflicts/<uuid:conflict_id>/end", methods=["POST"])
@requires("panel.chair")
@commits
@bp.arguments(EndConflictSchema)
@bp.response(201, ConflictSchema)
def end_conflict(sent: dict[str, Any], conflict_id: UUID) -> ConflictOfInterest:
    """Say that somebody else's conflict was declared in error"""
    return service.end_conflict(load(ConflictOfInterest, conflict_id), **sent, by=current_actor())


@bp.route("/panel-items/<uuid:item_id>/begin", methods=["POST"])
@requires("panel.chair")
@commits
@bp.response(200, ItemSchema)
def begin(item_id: UUID) -> PanelItem:
    """Begin to discuss a case, and open its first round of votes"""
    item = load(PanelItem, item_id)
    service.begin(item, by=current_actor())
    return item


@bp.route("/panel-items/<uuid:item_id>/votes", methods=["POST"])
@requires("panel.vote")
@commits
@bp.arguments(CastVoteSchema)
@bp.response(201, VoteSchema(many=True))
def cast_vote(sent: dict[str, Any], item_id: UUID) -> list[Any]:
    """Cast your agency's sealed vote on every offence of the case"""
    return service.cast_vote(load(PanelItem, item_id), **sent, by=current_actor())


@bp.route("/panel-items/<uuid:item_id>/reveal", methods=["POST"])
@requires("panel.chair")
@commits
@bp.arguments(RevealSchema)
@bp.response(200, ItemSchema)
def reveal(sent: dict[str, Any], item_id: UUID) -> PanelItem:
    """Reveal the votes of the round"""
    item = load(PanelItem, item_id)
    service.reveal(item, **sent, by=current_actor())
    return item


@bp.route("/panel-items/<uuid:item_id>/vote-again", methods=["POST"])
@requires("panel.chair")
@commits
@bp.arguments(VoteAgainSchema)
@bp.response(200, ItemSchema)
def vote_again(sent: dict[str, Any], item_id: UUID) -> PanelItem:
    """Open another round of votes"""
    item = load(PanelItem, item_id)
    service.vote_again(item, **sent, by=current_actor())
    return item


@bp.route("/panel-items/<uuid:item_id>/recommend", methods=["POST"])
@requires("panel.chair")
@commits
@bp.arguments(RecommendSchema)
@bp.response(201, RecommendationsSchema)
def recommend(sent: dict[str, Any], item_id: UUID) -> dict[str, Any]:
    """Record the panel's recommendation, as the round agreed"""
    return {"recommendations": service.recommend(load(PanelItem, item_id), **sent, by=current_actor())}


@bp.route("/panel-items/<uuid:item_id>/defer", methods=["POST"])
@requires("panel.chair")
@commits
@bp.arguments(DeferSchema)
@bp.response(200, ItemSchema)
def defer(sent: dict[str, Any], item_id: UUID) -> PanelItem:
    """Put the case off to a later panel"""
    item = load(PanelItem, item_id)
    service.defer(item, **sent, by=current_actor())
    return item
