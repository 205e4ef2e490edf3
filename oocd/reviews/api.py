"""The exit review, and reviews on the way there."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.referrals.models import Referral
from oocd.reviews import service
from oocd.reviews.models import ExitReview, InterimReview
from oocd.reviews.schemas import (
    ExitReviewSchema,
    ExtendSchema,
    HoldInterimSchema,
    HoldSchema,
    InterimReviewSchema,
)
from oocd.web import commits, current_actor, load, requires

bp = Blueprint("reviews", __name__, url_prefix="/api/v1")


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
