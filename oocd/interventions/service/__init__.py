"""Work with a child: the plan and its parts, each session, what was tried, and how it ended."""

from oocd.interventions.service.endings import complete, end_early, end_work, review_without_work
from oocd.interventions.service.engagement import (
    agree_non_engagement,
    consider_adjustment,
    raise_non_engagement,
    record_contact,
    send_back_non_engagement,
    tell_police,
)
from oocd.interventions.service.plans import decline_programme, plan, revise, write_plan
from oocd.interventions.service.sessions import (
    cancel_session,
    correct_session,
    hold_session,
    miss_session,
    offer_session,
)

__all__ = [
    "agree_non_engagement",
    "cancel_session",
    "complete",
    "consider_adjustment",
    "correct_session",
    "decline_programme",
    "end_early",
    "end_work",
    "hold_session",
    "miss_session",
    "offer_session",
    "plan",
    "raise_non_engagement",
    "record_contact",
    "review_without_work",
    "revise",
    "send_back_non_engagement",
    "tell_police",
    "write_plan",
]
