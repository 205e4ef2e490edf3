"""Work with a child: the plan and its parts, each session of it, and how it ended."""

from oocd.interventions.service.endings import complete, end_early, end_work, review_without_work
from oocd.interventions.service.plans import decline_programme, plan, revise, write_plan
from oocd.interventions.service.sessions import (
    cancel_session,
    correct_session,
    hold_session,
    miss_session,
    offer_session,
)

__all__ = [
    "cancel_session",
    "complete",
    "correct_session",
    "decline_programme",
    "end_early",
    "end_work",
    "hold_session",
    "miss_session",
    "offer_session",
    "plan",
    "review_without_work",
    "revise",
    "write_plan",
]
