"""The panel: its meetings, and each case at one, from the agenda to the recommendation."""

from oocd.panels.service.conflicts import declare_conflict, end_conflict
from oocd.panels.service.escalating import (
    escalate,
    give_view,
    go_up,
    meet_deadline,
    settle_escalation,
    withdraw_escalation,
)
from oocd.panels.service.exceptions import make_ready_by_exception
from oocd.panels.service.items import begin, defer, give_place, list_case, reveal, take_off, vote_again
from oocd.panels.service.meetings import (
    apologise,
    arrive,
    cancel_meeting,
    end_meeting,
    leave,
    open_meeting,
    plan_meeting,
    record_papers,
)
from oocd.panels.service.recommending import add_to, recommend
from oocd.panels.service.voting import cast_vote

__all__ = [
    "add_to",
    "apologise",
    "arrive",
    "begin",
    "cancel_meeting",
    "cast_vote",
    "declare_conflict",
    "defer",
    "end_conflict",
    "end_meeting",
    "escalate",
    "give_place",
    "give_view",
    "go_up",
    "leave",
    "list_case",
    "make_ready_by_exception",
    "meet_deadline",
    "open_meeting",
    "plan_meeting",
    "recommend",
    "record_papers",
    "reveal",
    "settle_escalation",
    "take_off",
    "vote_again",
    "withdraw_escalation",
]
