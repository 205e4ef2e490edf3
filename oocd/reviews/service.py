"""The exit review."""

from oocd import clock, workflow
from oocd.accounts.actor import Actor
from oocd.policy import service as policy
from oocd.reviews.models import ExitReview


def hold(
    review: ExitReview,
    *,
    plan_result: str,
    exit_decision: str,
    what_worked: str,
    child_feedback: str,
    by: Actor,
    family_feedback: str | None = None,
) -> None:
    """Record the review as held today: an explicit answer to whether the plan was completed, and what follows."""
    edition = policy.on(clock.today(), review.area)
    edition.codes("plan_results").check(plan_result)
    edition.codes("exit_decisions").check(exit_decision)
    review.held_on, review.plan_result, review.exit_decision = clock.today(), plan_result, exit_decision
    review.what_worked, review.child_feedback, review.family_feedback = (
        what_worked,
        child_feedback,
        family_feedback,
    )
    given = {"plan_result": plan_result, "exit_decision": exit_decision}
    workflow.move(review, "hold", by=by, given=given, plan_result=plan_result, exit_decision=exit_decision)
