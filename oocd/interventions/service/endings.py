"""How a piece of work ended, and the case going on to its exit review."""

from oocd import clock, workflow
from oocd.accounts.actor import Actor
from oocd.interventions.models import Intervention
from oocd.policy import service as policy
from oocd.referrals.models import Referral


def complete(intervention: Intervention, *, result: str, by: Actor) -> None:
    """Finish a piece of work with an explicit answer to whether it was done; nothing infers it."""
    policy.on(clock.today(), intervention.area).codes("plan_results").check(result)
    intervention.result = result
    workflow.move(intervention, "complete", by=by, given={"result": result}, result=result)


def end_early(intervention: Intervention, *, end_reason: str, by: Actor) -> None:
    """End work that was not completed, for a coded reason that blames nobody."""
    policy.on(clock.today(), intervention.area).codes("end_reasons").check(end_reason)
    intervention.end_reason = end_reason
    workflow.move(intervention, "end_early", by=by, given={"end_reason": end_reason}, end_reason=end_reason)


def end_work(referral: Referral, *, by: Actor) -> None:
    """Go to the exit review once all work has ended."""
    workflow.move(referral, "end_work", by=by)


def review_without_work(referral: Referral, *, by: Actor) -> None:
    """Go to the exit review where no work was agreed."""
    workflow.move(referral, "review_without_work", by=by)
