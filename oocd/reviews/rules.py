"""What a review may say of work that was done: plain values in, plain values out."""

from collections.abc import Iterable

COMPLETED = "completed"


def contradicts(plan_result: str, results: Iterable[str]) -> bool:
    """A plan is not completed while a part of it is on record as anything else."""
    return plan_result == COMPLETED and any(result != COMPLETED for result in results)


def says_who_was_heard(words: str | None, reason: str | None) -> bool:
    """Either their own words or why there are none, never both and never neither."""
    return bool((words or "").strip()) != bool((reason or "").strip())
