"""What a review may say of work that was done: plain values in, plain values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

COMPLETED, NOT_COMPLETED, NO_PLAN = "completed", "not_completed", "no_plan"
ANSWERED_BY = {COMPLETED: True, NOT_COMPLETED: False}


@dataclass(frozen=True)
class End:
    """A day on which work with a child ends or is to end, and why it is that day."""

    on: date
    because: str


def expected_end(ends: Iterable[End]) -> End:
    """The work is over when its last part is; of several on one day the first given says why."""
    return max(ends, key=lambda end: end.on)


def contradicts_answer(plan_result: str, completed: bool | None) -> bool:
    """Whether an answer to KPI 6 says otherwise than the plan's own result, or leaves open what only it can say.

    A plan completed or not is an answer already. One partly completed needs it said which of the two it counts as.
    """
    if plan_result in ANSWERED_BY:
        return completed not in (None, ANSWERED_BY[plan_result])
    return (completed is not None) == (plan_result == NO_PLAN)


def contradicts(plan_result: str, results: Iterable[str]) -> bool:
    """A plan is not completed while a part of it is on record as anything else."""
    return plan_result == COMPLETED and any(result != COMPLETED for result in results)


def says_who_was_heard(words: str | None, reason: str | None) -> bool:
    """Either their own words or why there are none, never both and never neither."""
    return bool((words or "").strip()) != bool((reason or "").strip())
