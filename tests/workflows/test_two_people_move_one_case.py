"""Two people at one case: one of them moves it, and the other is told so."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier, Event
from typing import Any

import pytest

from oocd import clock
from oocd.accounts import service as accounts
from oocd.db import db
from oocd.outcomes.service import deciding
from oocd.panels.service import meetings, voting
from oocd.policy import service as policy
from oocd.workflow import service as workflow
from tests.people import People, Reply
from tests.story import Case, moves_made, newcomer, nothing_written, offence

REASON = {"reason": "Made up, for a test."}
SECONDS = 10
POLICE = {"buckinghamshire": ("police", ("police_decision_maker",))}


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
        if kind_of_database(people) == "sqlite":
            return
        both, function, met = Barrier(2), getattr(module, name), Event()

        def wait_then(*given: Any) -> Any:
            if not met.is_set():
                both.wait(SECONDS)
                met.set()
            return function(*given)

        monkeypatch.setattr(module, name, wait_then)

    return wait_at


def kind_of_database(people: People) -> str:
    with people.app.app_context():
        return db.engine.dialect.name


def test_of_two_moves_at_once_one_is_made_and_the_other_told(people: People, both_reach: Any):
    case = Case(people).sent()
    both_reach(workflow, "_arrow")
    replies = at_once(lambda: case.at("coordinator", "ask-for-information", REASON), case.accept)
    won, lost = sorted(replies, key=lambda reply: reply.status)
    assert won.status == 200
    assert "Look again" in lost.refused(status=409)["detail"]
    assert won["state"] == case.state
    made = {
        "awaiting_information": [("panel", "ask_for_information")],
        "preparing": [("panel", "accept"), ("assessment", "open"), ("information_request", "open")],
    }
    assert moves_made(people) == [("panel", "open"), *made[case.state]]


def test_of_two_who_accept_at_once_the_loser_leaves_nothing(people: People, both_reach: Any):
    case = Case(people).sent()
    both_reach(accounts, "people_who_may")
    replies = at_once(case.accept, case.accept)
    assert sorted(reply.status for reply in replies) == [200, 409]
    opened = [("assessment", "open"), ("information_request", "open")]
    assert moves_made(people) == [("panel", "open"), ("panel", "accept"), *opened]
    assert case.file["referral"]["version"] == 2


def test_of_two_who_send_one_matter_at_once_one_is_taken_and_the_other_told(people: People, both_reach: Any):
    """The child is known already: with a new one the two would meet at its reference."""
    Case(people).sent(offences=[offence(offence_id="drunk_highway")])
    both_reach(policy, "on")
    first, second = Case(people), Case(people)
    replies = at_once(first.send, second.send)
    assert sorted(reply.status for reply in replies) == [201, 409]
    assert moves_made(people) == [("panel", "open")] * 2


def test_of_two_who_send_a_new_child_at_once_one_is_taken(people: People, both_reach: Any):
    both_reach(policy, "on")
    replies = at_once(Case(people).send, Case(people).send)
    assert sorted(reply.status for reply in replies) == [201, 409]
    assert moves_made(people) == [("panel", "open")]


def test_of_two_colleagues_who_vote_at_once_one_votes_for_their_agency(people: People, both_reach: Any):
    newcomer(people, "chief_inspector", POLICE)
    case = Case(people).under_discussion("inspector", "chief_inspector", "manager")
    both_reach(voting.audit, "take_turn")
    replies = at_once(lambda: case.vote("inspector", "nfa"), lambda: case.vote("chief_inspector", "nfa"))
    assert sorted(reply.status for reply in replies) == [201, 409]
    assert case.file["panel"][0]["still_to_vote"] == ["yjs"]


def test_of_two_outcomes_given_at_once_the_last_carries_the_case(people: People, both_reach: Any):
    newcomer(people, "chief_inspector", POLICE)
    case = Case(people).explained(offences=[offence(), offence(offence_id="drunk_highway")])
    first, second = (disposal["id"] for disposal in case.file["disposals"])
    given = {"given_by": "A made-up constable", "given_by_constable": True}
    both_reach(workflow, "_arrow")
    replies = at_once(
        lambda: people.inspector.post(f"/disposals/{first}/give", given),
        lambda: people.chief_inspector.post(f"/disposals/{second}/give", given),
    )
    assert [reply.status for reply in replies] == [200, 200]
    assert case.state == "given"
    assert moves_made(people).count(("panel", "give")) == 1


def test_of_two_who_decide_at_once_one_decides_and_the_other_is_told(people: People, both_reach: Any):
    newcomer(people, "chief_inspector", POLICE)
    case = Case(people).recommended()
    said = {"officer": "A made-up inspector", "decisions": [case.one_decision("community_resolution")]}
    both_reach(deciding.audit, "take_turn")
    replies = at_once(lambda: case.at("inspector", "decide", said), lambda: case.at("chief_inspector", "decide", said))
    assert sorted(reply.status for reply in replies) == [201, 409]
    assert len(case.file["decisions"]) == len(case.file["disposals"]) == 1


def test_nobody_comes_in_twice_at_once(people: People, both_reach: Any):
    case = Case(people)
    case.plan_meeting()
    both_reach(meetings, "_present")
    inspector = {"person": "inspector@demo.example"}
    replies = at_once(
        lambda: case.of_meeting("coordinator", "arrivals", inspector),
        lambda: case.of_meeting("manager", "arrivals", inspector),
    )
    assert sorted(reply.status for reply in replies) == [201, 409]


def test_versions_of_an_assessment_saved_at_once_have_numbers_of_their_own(people: People, both_reach: Any):
    case = Case(people).accepted()
    address = f"/assessments/{case.assessment_id}/versions"
    both_reach(policy, "on")
    save = partial(people.worker.post, address, {"tool": "pdat", "sections": {}})
    kept = [reply["number"] for reply in at_once(save, save) if reply.status == 201]
    assert len(set(kept)) == len(kept)


def test_a_contact_and_a_withdrawal_at_once_end_with_no_contact_after_the_withdrawal(people: People, both_reach: Any):
    case = Case(people).sent()
    victim = case.harm().ok()["id"]
    both_reach(voting.audit, "take_turn")
    called = {"purpose": "contact", "contacted_on": str(clock.today()), "how": "by_phone"}
    contacted, withdrawn = at_once(
        lambda: people.victims.post(f"/victims/{victim}/contacts", called),
        lambda: people.worker.post(f"/victims/{victim}/withdraw-consent", {}),
    )
    assert (contacted.status, withdrawn.status) in {(201, 200), (409, 200)}
    told = [event["action"] for event in people.manager.get(f"/referrals/{case.id}/timeline").ok()["events"]]
    assert told[2:] == ["victim.contact", "victim.withdraw_consent"][contacted.status != 201 :]
    people.victims.post(f"/victims/{victim}/contacts", called).refused(status=409)


def test_victims_and_scores_added_at_once_have_numbers_of_their_own(people: People, both_reach: Any):
    case = Case(people).sent()
    both_reach(voting.audit, "take_turn")
    added = at_once(case.harm, case.harm)
    assert sorted(reply.ok()["number"] for reply in added) == [1, 2]
    both_reach(voting.audit, "take_turn")
    for reply in at_once(case.score, case.score):
        reply.ok()
    assert len(case.file["offences"][0]["gravity_scores"]) == 2


def test_a_change_against_an_older_reading_is_refused(people: People):
    case = Case(people).sent()
    read = people.manager.get(f"/referrals/{case.id}").response.headers["ETag"]
    case.at("manager", "ask-for-information", REASON, If_Match=read).ok()
    with nothing_written(people):
        case.at("referrer", "withdraw", REASON, If_Match=read).refused(status=412)
    case.at("referrer", "withdraw", REASON, If_Match='"2"').ok()
