"""A meeting: its agenda, what is sent and said before it, and who is in the room for which case."""

import pytest

from tests.people import People
from tests.story import Case, child, newcomer, nothing_written

WHY = {"reason": "The room is flooded."}
AREA = "buckinghamshire"


def three_cases(people: People) -> list[Case]:
    """Three ready cases on one agenda, in the order they were put there."""
    cases = [Case(people) for _ in range(3)]
    for number, case in enumerate(cases):
        case.ready(of=child(child_ref=f"C-{number}"))
    cases[0].plan_meeting()
    for case in cases:
        case.meeting_id = cases[0].meeting_id
        case.put_on_agenda().ok()
    return cases


def agenda(people: People, meeting_id: str) -> list[str]:
    """The cases on an agenda, by id, in order."""
    rows = people.manager.get(f"/panel-meetings/{meeting_id}").ok()["agenda"]
    return [row["item"]["referral_id"] for row in rows]


def test_ready_cases_wait_in_a_list_until_they_are_on_an_agenda(people: People):
    case = Case(people).ready()
    case.plan_meeting()
    waiting = people.coordinator.get("/ready-cases").ok()["cases"]
    assert [row["id"] for row in waiting] == [case.id]
    case.put_on_agenda().ok()
    assert people.coordinator.get("/ready-cases").ok()["cases"] == []
    assert [row["id"] for row in people.worker.get("/panel-meetings").ok()["meetings"]] == [case.meeting_id]


def test_a_case_comes_up_earlier_or_later_and_the_others_follow_in_their_order(people: People):
    first, second, third = three_cases(people)
    third.of_item("coordinator", "place", {"place": 1}).ok()
    assert agenda(people, first.meeting_id) == [third.id, first.id, second.id]
    first.of_meeting("manager", "open-meeting").ok()
    third.of_item("manager", "begin").ok()
    first.of_item("coordinator", "place", {"place": 2}).ok()
    assert agenda(people, first.meeting_id) == [third.id, second.id, first.id]
    with nothing_written(people):
        for place in (0, 3, -1):
            second.of_item("coordinator", "place", {"place": place}).refused()
        third.of_item("coordinator", "place", {"place": 1}).refused(status=409)


def test_a_case_hidden_from_whoever_orders_the_agenda_keeps_its_turn(people: People):
    first, second, third = three_cases(people)
    second.step_back("coordinator").ok()
    third.of_item("coordinator", "place", {"place": 2}).ok()
    assert agenda(people, first.meeting_id) == [first.id, third.id, second.id]


def test_a_case_taken_off_the_agenda_is_ready_for_another_meeting(people: People):
    case = Case(people).listed()
    with nothing_written(people):
        case.of_item("coordinator", "take-off", {"reason": " "}).refused()
    case.of_item("coordinator", "take-off", WHY).ok()
    assert case.state == "ready"
    assert agenda(people, case.meeting_id) == []
    case.plan_meeting()
    case.put_on_agenda().ok()


def test_a_cancelled_meeting_gives_its_cases_back_and_takes_no_more(people: People):
    first, second, third = three_cases(people)
    third.step_back("coordinator").ok()
    with nothing_written(people):
        first.of_meeting("coordinator", "cancel", {}).refused()
        assert "stepped back" in first.of_meeting("coordinator", "cancel", WHY).refused(status=409)["detail"]
    first.of_meeting("manager", "cancel", WHY).ok()
    assert {case.state for case in (first, second, third)} == {"ready"}
    with nothing_written(people):
        for step, sent in (("open-meeting", None), ("cancel", WHY)):
            first.of_meeting("manager", step, sent).refused(status=409)
        first.put_on_agenda().refused(status=409)
        first.of_meeting("coordinator", "arrivals", {"person": "health@demo.example"}).refused(status=409)
        first.of_meeting("coordinator", "papers", {"sent_on": "2026-01-01"}).refused(status=409)


def test_papers_and_apologies_are_on_record(people: People):
    case = Case(people).listed()
    case.of_meeting("coordinator", "papers", {"sent_on": "2026-11-02"}).ok()
    sorry = {"person": "health@demo.example"}
    case.of_meeting("coordinator", "apologies", sorry).ok()
    with nothing_written(people):
        assert "already" in case.of_meeting("coordinator", "apologies", sorry).refused(status=409)["detail"]
        case.of_meeting("coordinator", "apologies", {"person": "admin@demo.example"}).refused()
    meeting = people.worker.get(f"/panel-meetings/{case.meeting_id}").ok()
    assert meeting["papers_sent_on"] == "2026-11-02"
    assert meeting["apologies"] == [{"person": "Demo nurse", "agency": "health"}]


def test_an_observer_neither_votes_nor_is_waited_for_nor_makes_a_quorum(people: People):
    case = Case(people).listed(of=child(care_status="looked_after"))
    case.of_meeting("manager", "open-meeting").ok()
    case.of_meeting("coordinator", "arrivals", {"person": "socialcare@demo.example", "role": "observer"}).ok()
    case.arrive("inspector", "manager")
    case.of_item("manager", "begin").ok()
    with nothing_written(people):
        case.vote("socialcare", "nfa").refused(status=403)
    for who in ("inspector", "manager"):
        case.vote(who, "nfa").ok()
    case.of_item("manager", "reveal", {}).ok()
    assert case.recommend().refused("QRM-01").rules == {"QRM-01"}


def test_roles_in_the_room_are_for_those_who_may_act_in_them_and_one_chairs(people: People):
    newcomer(people, "other_chair", {AREA: ("yjs", ("manager",))})
    case = Case(people)
    case.plan_meeting()

    def comes(who: str, role: str):
        return case.of_meeting("coordinator", "arrivals", {"person": f"{who}@demo.example", "role": role})

    assert comes("manager", "chair").ok()["role"] == "chair"
    with nothing_written(people):
        assert "in the chair" in comes("other_chair", "chair").refused(status=409)["detail"]
        assert "chair" in comes("health", "chair").refused()["detail"]
        comes("health", "minute_taker").refused()
        comes("health", "king").refused()
    case.of_meeting("coordinator", "departures", {"person": "manager@demo.example"}).ok()
    comes("other_chair", "chair").ok()
    comes("coordinator", "minute_taker").ok()


def test_who_was_present_is_told_for_each_case(people: People):
    first, second, _ = three_cases(people)
    first.of_meeting("manager", "open-meeting").ok()
    first.arrive("inspector", "manager")
    for case, also in ((first, "health"), (second, "victims")):
        case.arrive(also)
        case.of_item("manager", "begin").ok()
        case.of_item("manager", "defer", {"deferral_reason": "other"}).ok()
        case.of_meeting("coordinator", "departures", {"person": f"{also}@demo.example"}).ok()
    rows = people.worker.get(f"/panel-meetings/{first.meeting_id}").ok()["agenda"]
    police, yjs = "Demo police decision maker", "Demo YJS manager"
    assert [{person["person"] for person in row["present"]} for row in rows] == [
        {police, yjs, "Demo nurse"},
        {police, yjs, "Demo victim worker"},
        set(),
    ]


def test_who_leaves_before_the_recommendation_does_not_count_and_who_leaves_after_it_does(people: People):
    case = Case(people).revealed("community_resolution", "inspector", "manager", "health")
    leaves = {"person": "inspector@demo.example"}
    case.of_meeting("coordinator", "departures", leaves).ok()
    case.recommend().refused("PN-01")
    case.arrive("inspector")
    case.recommend().ok()
    case.of_meeting("coordinator", "departures", leaves).ok()
    present = people.worker.get(f"/referrals/{case.id}").ok()["panel"][0]["present"]
    assert {row["agency"] for row in present} == {"police", "yjs", "health"}


def test_everybody_has_left_when_a_meeting_is_over(people: People):
    case = Case(people).revealed()
    case.recommend().ok()
    case.of_meeting("manager", "end-meeting").ok()
    meeting = people.worker.get(f"/panel-meetings/{case.meeting_id}").ok()
    assert all(row["left_at"] for row in meeting["attendances"])


DEFERRED = [
    pytest.param("police_information_missing", "police", id="police owe it"),
    pytest.param("child_not_heard", "yjs", id="never the child"),
]


@pytest.mark.parametrize(("because", "owner"), DEFERRED)
def test_a_case_put_off_says_why_who_owes_the_next_step_and_by_when(people: People, because: str, owner: str):
    case = Case(people).under_discussion()
    case.of_item("manager", "defer", {"deferral_reason": because}).ok()
    standing = case.file["standing"]
    assert standing["waits_on"] == [owner]
    assert standing["put_off"]["because"] == because
    assert standing["put_off"]["owner"] == owner
    assert standing["put_off"]["due_on"] > standing["since"]
    case.at("worker", "make-ready").ok()
    assert case.file["standing"]["put_off"] is None


EXCEPTION = {"reason": "The limit for charging ends this week."}


def test_an_unassessed_case_comes_to_the_panel_only_by_the_chairs_exception_which_the_board_counts(people: People):
    case = Case(people).prepared(without={"assessment"})
    case.at("worker", "make-ready").refused("AS-01")
    with nothing_written(people):
        case.at("worker", "make-ready-by-exception", EXCEPTION).refused(status=403)
        case.at("manager", "make-ready-by-exception", {"reason": "Hurry."}).refused()
    case.at("manager", "make-ready-by-exception", EXCEPTION).ok()
    assert case.state == "ready"
    (shown,) = case.file["chair_exceptions"]
    assert (shown["granted_by"], shown["reason"]) == ("Demo YJS manager", EXCEPTION["reason"])
    listed = people.auditor.get("/chair-exceptions").ok()
    assert (listed["count"], [row["referral_id"] for row in listed["exceptions"]]) == (1, [case.id])
    assert people.elsewhere.get("/chair-exceptions").ok()["count"] == 0
    case.step_back("worker").ok()
    assert people.worker.get("/chair-exceptions").ok()["count"] == 0
