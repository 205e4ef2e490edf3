"""Two people at one case: one of them moves it, and the other is told so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from oocd.accounts import service as accounts
from oocd.db import db
from oocd.panels.service import voting
from oocd.workflow import service as workflow
from tests.people import People, Reply
from tests.story import QuickCase, moves_made, newcomer, nothing_written

REASON = {"reason": "Made up, for a test."}
SECONDS = 10


def at_once(*requests: Callable[[], Reply]) -> list[Reply]:
    """Each request from a thread of its own, all let go together."""
    start = Barrier(len(requests))

    def wait_then(request: Callable[[], Reply]) -> Reply:
        start.wait(SECONDS)
        return request()

    with ThreadPoolExecutor(len(requests)) as threads:
        return list(threads.map(wait_then, requests))


@pytest.fixture
def both_reach(people: People, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any, str], None]:
    """Has two requests wait for each other at a function they call, so that both have looked and none has written.

    SQLite lets one writer in at a time, which is what is wanted of it; there nobody waits.
    """

    def wait_at(module: Any, name: str) -> None:
        with people.app.app_context():
            if db.engine.dialect.name == "sqlite":
                return
        both, function = Barrier(2), getattr(module, name)

        def wait_then(*given: Any) -> Any:
            both.wait(SECONDS)
            return function(*given)

        monkeypatch.setattr(module, name, wait_then)

    return wait_at


def test_of_two_moves_at_once_one_is_made_and_the_other_told(people: People, both_reach: Any):
    case = QuickCase(people).sent()
    both_reach(workflow, "_refusals")
    replies = at_once(
        lambda: case.at("manager", "ask-for-information", REASON),
        lambda: case.at("referrer", "withdraw", REASON),
    )
    won, lost = sorted(replies, key=lambda reply: reply.status)
    assert won.status == 200
    lost.refused(status=409)
    assert "Look again at what is open" in lost["detail"]
    assert won["state"] == case.state
    assert moves_made(people) == [
        ("panel", "open"),
        ("panel", {"awaiting_information": "ask_for_information", "withdrawn": "withdraw"}[case.state]),
    ]


def test_of_two_who_accept_at_once_the_loser_leaves_nothing(people: People, both_reach: Any):
    case = QuickCase(people).sent()
    both_reach(accounts, "people_who_may")
    replies = at_once(case.accept, case.accept)
    assert sorted(reply.status for reply in replies) == [200, 409]
    assert moves_made(people) == [("panel", "open"), ("panel", "accept"), ("assessment", "open")]
    assert case.file["referral"]["version"] == 2


def test_of_two_colleagues_who_vote_at_once_one_votes_for_their_agency(people: People, both_reach: Any):
    newcomer(people, "chief_inspector", {"buckinghamshire": ("police", ("police_decision_maker",))})
    case = QuickCase(people).under_discussion("inspector", "chief_inspector", "manager")
    both_reach(voting, "in_the_room")
    replies = at_once(lambda: case.vote("inspector", "nfa"), lambda: case.vote("chief_inspector", "nfa"))
    assert sorted(reply.status for reply in replies) == [201, 409]
    assert case.file["panel"][0]["still_to_vote"] == ["yjs"]


def test_a_change_against_an_older_reading_is_refused(people: People):
    case = QuickCase(people).sent()
    read = people.manager.get(f"/referrals/{case.id}").response.headers["ETag"]
    case.at("manager", "ask-for-information", REASON, If_Match=read).ok()
    with nothing_written(people):
        case.at("referrer", "withdraw", REASON, If_Match=read).refused(status=412)
    case.at("referrer", "withdraw", REASON, If_Match='"2"').ok()
