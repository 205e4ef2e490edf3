"""One meeting, composed for the person looking: the room, and each case on its agenda."""

from typing import Any

from oocd.accounts.actor import Actor
from oocd.casefile.further import steps_about
from oocd.casefile.queries import moves
from oocd.panels import queries
from oocd.panels.models import PanelMeeting


def meeting_page(meeting: PanelMeeting, person: Actor) -> dict[str, Any]:
    back = f"/meetings/{meeting.id}"
    return {
        "meeting": meeting,
        "expected": queries.expected_at(meeting),
        "presented_by": queries.presented_by(meeting),
        "moves": _with_way_back(list(moves([meeting], person)), back),
        "further": steps_about("meeting_id", meeting, person, {"from": back}),
        "agenda": [
            {
                "item": item,
                "present": queries.present_for(item),
                "moves": _with_way_back(list(moves([item], person)), back),
                "further": steps_about("item_id", item, person, {"case": str(item.referral_id), "from": back}),
            }
            for item in meeting.items
            if item.state != queries.TAKEN_OFF
        ],
    }


def _with_way_back(open_moves: list[dict[str, Any]], back: str) -> list[dict[str, Any]]:
    """After each step whoever made it is back at the meeting."""
    for move in open_moves:
        move["page"] += f"{'&' if move['page'].rpartition('?')[2] else ''}from={back}"
    return open_moves
