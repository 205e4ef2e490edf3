"""The exit review, and reviews on the way there."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd import clock
from oocd.panels.models import PanelMeeting
from oocd.referrals.models import Referral
from oocd.reviews import queries, service
from oocd.reviews.models import ExitReview, ExitReviewDay, InterimReview, ReviewListing
from oocd.reviews.schemas import (
    AgendaSchema,
    DueReviewsSchema,
    ExitReviewSchema,
    ExtendSchema,
    HoldInterimSchema,
    HoldSchema,
    InterimReviewSchema,
    ListingSchema,
    ListReviewSchema,
    PlannedDaysSchema,
    TakeOffSchema,
)
from oocd.web import CursorSchema, commits, current_actor, load, page_of, requires

bp = Blueprint("reviews", __name__, url_prefix="/api/v1")


@bp.route("/exit-reviews", methods=["GET"])
@requires("case.read")
@bp.arguments(CursorSchema, location="query")
@bp.response(200, DueReviewsSchema)
def list_due(query: dict[str, Any]) -> dict[str, Any]:
    """The exit reviews of your areas that wait to be held, those that are late marked, a page at a time"""
    rows, following = page_of(queries.reviews_due(), query.get("after"), ExitReview.id)
    return {"reviews": [_due(row) for row in rows]} | ({"next": following} if following else {})


@bp.route("/planned-exit-reviews", methods=["GET"])
@requires("case.read")
@bp.arguments(CursorSchema, location="query")
@bp.response(200, PlannedDaysSchema)
def list_planned(query: dict[str, Any]) -> dict[str, Any]:
    """The days exit reviews are planned for while the work goes on, a page at a time"""
    rows, following = page_of(queries.planned_days(), query.get("after"), ExitReviewDay.id)
    return {"days": [_planned(row) for row in rows]} | ({"next": following} if following else {})


@bp.route("/panel-meetings/<uuid:meeting_id>/exit-reviews", methods=["GET"])
@requires("case.read")
@bp.response(200, AgendaSchema)
def read_agenda(meeting_id: UUID) -> dict[str, Any]:
    """The exit reviews on a review panel's agenda, in order"""
    listed = queries.agenda_of(load(PanelMeeting, meeting_id))
    return {"reviews": [_due(row.review) | {"listing": row} for row in listed]}


@bp.route("/exit-reviews/<uuid:review_id>/list-for-panel", methods=["POST"])
@requires("panel.plan")
@commits
@bp.arguments(ListReviewSchema)
@bp.response(201, ListingSchema)
def list_for_panel(sent: dict[str, Any], review_id: UUID) -> ReviewListing:
    """Put an exit review on a review panel's agenda"""
    review, meeting = load(ExitReview, review_id), load(PanelMeeting, sent["meeting"])
    return service.list_review(review, meeting=meeting, by=current_actor())


@bp.route("/exit-reviews/<uuid:review_id>/take-off", methods=["POST"])
@requires("panel.plan")
@commits
@bp.arguments(TakeOffSchema)
@bp.response(200, ListingSchema)
def take_off_agenda(sent: dict[str, Any], review_id: UUID) -> ReviewListing:
    """Take an exit review off the agenda; it waits for another panel"""
    return service.take_off_agenda(load(ExitReview, review_id), **sent, by=current_actor())


@bp.route("/exit-reviews/<uuid:review_id>/hold", methods=["POST"])
@requires("review.hold")
@commits
@bp.arguments(HoldSchema)
@bp.response(200, ExitReviewSchema)
def hold(sent: dict[str, Any], review_id: UUID) -> ExitReview:
    """Record the exit review"""
    review = load(ExitReview, review_id)
    service.hold(review, **sent, by=current_actor())
    return review


@bp.route("/exit-reviews/<uuid:review_id>/extend", methods=["POST"])
@requires("review.hold")
@commits
@bp.arguments(ExtendSchema)
@bp.response(200, ExitReviewSchema)
def extend(sent: dict[str, Any], review_id: UUID) -> ExitReview:
    """Go on with the work to another day; another review follows"""
    review = load(ExitReview, review_id)
    service.extend(review, **sent, by=current_actor())
    return review


@bp.route("/referrals/<uuid:referral_id>/interim-reviews", methods=["POST"])
@requires("review.hold")
@commits
@bp.arguments(HoldInterimSchema)
@bp.response(201, InterimReviewSchema)
def hold_interim(sent: dict[str, Any], referral_id: UUID) -> InterimReview:
    """Record a review held while the work goes on"""
    return service.hold_interim(load(Referral, referral_id), **sent, by=current_actor())


def _due(review: ExitReview) -> dict[str, Any]:
    due_on = queries.due_day(review)
    late = review.state == queries.DUE and due_on < clock.today()
    return _of(review.case) | {
        "review": review,
        "due_on": due_on,
        "late": late,
        "listing": queries.listing_of(review.id),
    }


def _planned(day: ExitReviewDay) -> dict[str, Any]:
    shown = {name: getattr(day, name) for name in ("number", "planned_on", "work_ends_on", "because", "recorded_at")}
    return _of(day.case) | shown | {"late": day.planned_on < clock.today()}


def _of(case: Referral) -> dict[str, Any]:
    return {"referral_id": case.id, "reference": case.reference, "area": case.area}
