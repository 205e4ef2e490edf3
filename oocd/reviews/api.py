"""The exit review."""

from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.reviews import service
from oocd.reviews.models import ExitReview
from oocd.reviews.schemas import ExitReviewSchema, HoldSchema
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
