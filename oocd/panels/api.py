"""Panel meetings, each case at one, and where a disagreement goes."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.accounts.models import ConflictOfInterest
from oocd.panels import queries, service
from oocd.panels.models import (
    Apology,
    Attendance,
    ChairException,
    Escalation,
    PanelItem,
    PanelMeeting,
    Recommendation,
    RecommendationAddendum,
)
from oocd.panels.schemas import (
    AddendumSchema,
    ApologySchema,
    AttendanceSchema,
    BecauseInWordsSchema,
    BecauseSchema,
    CastVoteSchema,
    ChairExceptionSchema,
    ChairExceptionsSchema,
    ComesInSchema,
    ConflictSchema,
    DeclareConflictSchema,
    DeferSchema,
    EndConflictSchema,
    EscalationPageSchema,
    EscalationSchema,
    GiveViewSchema,
    ItemSchema,
    ListCaseSchema,
    MeetingPageSchema,
    MeetingSchema,
    PapersSchema,
    PersonSchema,
    PlaceSchema,
    PlanMeetingSchema,
    ReadyCasesSchema,
    RecommendationsSchema,
    RecommendSchema,
    RevealSchema,
    VoteSchema,
    WholeMeetingSchema,
)
from oocd.referrals.models import Referral
from oocd.web import CursorSchema, commits, current_actor, load, page_of, requires

bp = Blueprint("panels", __name__, url_prefix="/api/v1")


@bp.route("/panel-meetings", methods=["GET"])
@requires("case.read")
@bp.arguments(CursorSchema, location="query")
@bp.response(200, MeetingPageSchema)
def list_meetings(query: dict[str, Any]) -> dict[str, Any]:
    """The meetings of your areas, a page at a time"""
    rows, following = page_of(queries.meetings(), query.get("after"), PanelMeeting.id)
    return {"meetings": rows} | ({"next": following} if following else {})


@bp.route("/panel-meetings/<uuid:meeting_id>", methods=["GET"])
@requires("case.read")
@bp.response(200, WholeMeetingSchema)
def read_meeting(meeting_id: UUID) -> dict[str, Any]:
    """Read a meeting: its agenda, and who is present for which case"""
    meeting = load(PanelMeeting, meeting_id)
    agenda = [
        {"item": item, "reference": item.case.reference, "present": queries.present_for(item)}
        for item in meeting.items
        if item.state != queries.TAKEN_OFF
    ]
    shown = ("id", "area", "kind", "held_on", "papers_sent_on", "state", "version", "attendances", "apologies")
    here = {"expected": queries.expected_at(meeting), "presented_by": queries.presented_by(meeting)}
    return {name: getattr(meeting, name) for name in shown} | here | {"agenda": agenda}


@bp.route("/ready-cases", methods=["GET"])
@requires("panel.plan")
@bp.arguments(CursorSchema, location="query")
@bp.response(200, ReadyCasesSchema)
def list_ready_cases(query: dict[str, Any]) -> dict[str, Any]:
    """The cases of your areas that wait for a place on an agenda, a page at a time"""
    rows, following = page_of(queries.ready_cases(), query.get("after"), Referral.id)
    return {"cases": rows} | ({"next": following} if following else {})


@bp.route("/referrals/<uuid:referral_id>/make-ready-by-exception", methods=["POST"])
@requires("panel.chair")
@commits
@bp.arguments(BecauseInWordsSchema)
@bp.response(201, ChairExceptionSchema)
def make_ready_by_exception(sent: dict[str, Any], referral_id: UUID) -> ChairException:
    """Say, as the chair's exception, that a case is ready without an assessment"""
    return service.make_ready_by_exception(load(Referral, referral_id), **sent, by=current_actor())


@bp.route("/chair-exceptions", methods=["GET"])
@requires("case.read")
@bp.arguments(CursorSchema, location="query")
@bp.response(200, ChairExceptionsSchema)
def list_exceptions(query: dict[str, Any]) -> dict[str, Any]:
    """The cases that came to a panel of your areas without an assessment, and why: for the board"""
    rows, following = page_of(queries.exceptions(), query.get("after"), ChairException.id)
    listed = {"count": queries.how_many_exceptions(), "exceptions": rows}
    return listed | ({"next": following} if following else {})


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


@bp.route("/panel-meetings/<uuid:meeting_id>/cancel", methods=["POST"])
@requires("panel.plan")
@commits
@bp.arguments(BecauseSchema)
@bp.response(200, MeetingSchema)
def cancel_meeting(sent: dict[str, Any], meeting_id: UUID) -> PanelMeeting:
    """Cancel a planned meeting; its cases are ready for another"""
    meeting = load(PanelMeeting, meeting_id)
    service.cancel_meeting(meeting, **sent, by=current_actor())
    return meeting


@bp.route("/panel-meetings/<uuid:meeting_id>/papers", methods=["POST"])
@requires("panel.plan")
@commits
@bp.arguments(PapersSchema)
@bp.response(200, MeetingSchema)
def record_papers(sent: dict[str, Any], meeting_id: UUID) -> PanelMeeting:
    """Record when the papers were sent to the members"""
    meeting = load(PanelMeeting, meeting_id)
    service.record_papers(meeting, **sent, by=current_actor())
    return meeting


@bp.route("/panel-meetings/<uuid:meeting_id>/apologies", methods=["POST"])
@requires("panel.minute")
@commits
@bp.arguments(PersonSchema)
@bp.response(201, ApologySchema)
def apologise(sent: dict[str, Any], meeting_id: UUID) -> Apology:
    """Record that somebody said they would not come"""
    return service.apologise(load(PanelMeeting, meeting_id), **sent, by=current_actor())


@bp.route("/panel-meetings/<uuid:meeting_id>/arrivals", methods=["POST"])
@requires("panel.minute")
@commits
@bp.arguments(ComesInSchema)
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


@bp.route("/panel-items/<uuid:item_id>/take-off", methods=["POST"])
@requires("panel.plan")
@commits
@bp.arguments(BecauseSchema)
@bp.response(200, ItemSchema)
def take_off(sent: dict[str, Any], item_id: UUID) -> PanelItem:
    """Take a case off the agenda before it is discussed"""
    item = load(PanelItem, item_id)
    service.take_off(item, **sent, by=current_actor())
    return item


@bp.route("/panel-items/<uuid:item_id>/place", methods=["POST"])
@requires("panel.plan")
@commits
@bp.arguments(PlaceSchema)
@bp.response(200, ItemSchema)
def give_place(sent: dict[str, Any], item_id: UUID) -> PanelItem:
    """Have a case come up earlier or later"""
    item = load(PanelItem, item_id)
    service.give_place(item, **sent, by=current_actor())
    return item


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
@bp.arguments(BecauseSchema)
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


@bp.route("/recommendations/<uuid:recommendation_id>/addenda", methods=["POST"])
@requires("panel.chair")
@commits
@bp.arguments(AddendumSchema)
@bp.response(201, AddendumSchema)
def add_to_recommendation(sent: dict[str, Any], recommendation_id: UUID) -> RecommendationAddendum:
    """Put something right in a signed recommendation, by adding to it"""
    return service.add_to(load(Recommendation, recommendation_id), **sent, by=current_actor())


@bp.route("/panel-items/<uuid:item_id>/escalate", methods=["POST"])
@requires("panel.vote")
@commits
@bp.arguments(BecauseInWordsSchema)
@bp.response(201, EscalationSchema)
def escalate(sent: dict[str, Any], item_id: UUID) -> Escalation:
    """Take a case to managers, as any agency that was in the room may"""
    return service.escalate(load(PanelItem, item_id), **sent, by=current_actor())


@bp.route("/escalations", methods=["GET"])
@requires("case.read")
@bp.arguments(CursorSchema, location="query")
@bp.response(200, EscalationPageSchema)
def list_escalations(query: dict[str, Any]) -> dict[str, Any]:
    """The disagreements of your areas, a page at a time"""
    rows, following = page_of(queries.escalations(), query.get("after"), Escalation.id)
    return {"escalations": rows} | ({"next": following} if following else {})


@bp.route("/escalations/<uuid:escalation_id>/give-view", methods=["POST"])
@requires("escalation.resolve")
@commits
@bp.arguments(GiveViewSchema)
@bp.response(200, EscalationSchema)
def give_view(sent: dict[str, Any], escalation_id: UUID) -> Escalation:
    """Name the outcome your agency stands for in every offence, with reasons"""
    escalation = load(Escalation, escalation_id)
    service.give_view(escalation, **sent, by=current_actor())
    return escalation


@bp.route("/escalations/<uuid:escalation_id>/go-up", methods=["POST"])
@requires("escalation.resolve")
@commits
@bp.arguments(BecauseSchema)
@bp.response(200, EscalationSchema)
def go_up(sent: dict[str, Any], escalation_id: UUID) -> Escalation:
    """Take a disagreement to the next level"""
    escalation = load(Escalation, escalation_id)
    service.go_up(escalation, **sent, by=current_actor())
    return escalation


@bp.route("/escalations/<uuid:escalation_id>/settle", methods=["POST"])
@requires("escalation.resolve")
@commits
@bp.arguments(RecommendSchema)
@bp.response(201, RecommendationsSchema)
def settle(sent: dict[str, Any], escalation_id: UUID) -> dict[str, Any]:
    """Record what the people of this level settled on, as the recommendation"""
    return {"recommendations": service.settle_escalation(load(Escalation, escalation_id), **sent, by=current_actor())}


@bp.route("/escalations/<uuid:escalation_id>/withdraw", methods=["POST"])
@requires("panel.vote")
@commits
@bp.arguments(BecauseSchema)
@bp.response(200, EscalationSchema)
def withdraw_escalation(sent: dict[str, Any], escalation_id: UUID) -> Escalation:
    """Withdraw a disagreement before any view is given, as the agency that raised it"""
    escalation = load(Escalation, escalation_id)
    service.withdraw_escalation(escalation, **sent, by=current_actor())
    return escalation
