"""The panel: its meetings, and each case at one, from the agenda to the recommendation."""

from oocd.panels.service.conflicts import declare_conflict, end_conflict
from oocd.panels.service.items import begin, defer, list_case, recommend, reveal, vote_again
from oocd.panels.service.meetings import arrive, end_meeting, leave, open_meeting, plan_meeting
from oocd.panels.service.voting import cast_vote

__all__ = [
    "arrive",
    "begin",
    "cast_vote",
    "declare_conflict",
    "defer",
    "end_conflict",
    "end_meeting",
    "leave",
    "list_case",
    "open_meeting",
    "plan_meeting",
    "recommend",
    "reveal",
    "vote_again",
]
