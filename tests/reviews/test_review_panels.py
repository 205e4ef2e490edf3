"""Staffordshire (2023): a review panel for every case, which checks that closing is right and offers voluntary help."""

from datetime import UTC, datetime, timedelta

import pytest

from oocd import clock, scheduler, workflow
from tests.areas.local import move_in
from tests.people import People
from tests.story import Case, child, nothing_written
from tests.turnaround.support import Support

AREA = "staffordshire"
MONDAY = datetime(2026, 10, 5, 12, tzinfo=UTC)


def plan_panel(case: Case, area: str = AREA, **changes: str) -> str:
    planned = {"area": area, "held_on": str(clock.today() + timedelta(days=7)), "kind": "review", **changes}
    case.meeting_id = case.people.coordinator.post("/panel-meetings", planned).ok()["id"]
    return case.meeting_id


def put_on(case: Case, meeting: str):
    return case.people.coordinator.post(f"/exit-reviews/{case.exit_review_id}/list-for-panel", {"meeting": meeting})


def take_off(case: Case):
    return case.people.coordinator.post(f"/exit-reviews/{case.exit_review_id}/take-off", {"reason": "Made up."})


def run_job(people: People) -> dict[str, int]:
    (job,) = (job for job in scheduler.JOBS if job.name == "schedule_exit_reviews")
    with people.app.app_context():
        return job.run()


def in_staffordshire(people: People, outcome: str = "community_resolution") -> Case:
    """A case of that area whose outcome was given; its panel sat there."""
    move_in(people, AREA)
    case = Case(people).ready(area=AREA, of=child())
    case.plan_meeting(AREA)
    case.put_on_agenda().ok()
    case.of_meeting("manager", "open-meeting").ok()
    case.arrive("inspector", "manager")
    case.of_item("manager", "begin").ok()
    for name in ("inspector", "manager"):
        case.vote(name, outcome).ok()
    case.of_item("manager", "reveal", {}).ok()
    case.recommend().ok()
    case.decide(outcome).ok()
    case.explain().ok()
    case.give().ok()
    case.of_meeting("manager", "end-meeting").ok()
    return case


def test_a_due_review_comes_onto_the_next_review_panel_by_itself_and_is_held_there(people: People):
    """Also where nothing was done with the child: nobody closes such a case without its review."""
    with clock.stopped_at(MONDAY):
        case = in_staffordshire(people, "nfa")
        case.at("manager", "close").refused(status=409)
        case.at("worker", "review-without-work").ok()
        assert run_job(people) == {"planned": 0, "listed": 0, "no_panel": 1}
        case.plan_meeting(AREA)  # a decision panel of today
        later, panel = plan_panel(case, held_on="2026-11-02"), plan_panel(case)
        assert run_job(people) == {"planned": 0, "listed": 1, "no_panel": 0}
        assert run_job(people) == {"planned": 0, "listed": 0, "no_panel": 0}
        (row,) = people.worker.get(f"/panel-meetings/{panel}/exit-reviews").ok()["reviews"]
        assert (row["reference"], row["listing"]["held_on"]) == (case.file["referral"]["reference"], "2026-10-12")
        assert people.worker.get(f"/panel-meetings/{later}/exit-reviews").ok()["reviews"] == []
    with clock.stopped_at(MONDAY + timedelta(days=7)):
        assert "Police, Youth justice service" in case.hold_review(plan_result="no_plan").refused()["detail"]
        case.of_meeting("manager", "open-meeting").ok()
        case.arrive("inspector", "manager", "worker")
        held = case.hold_review(plan_result="no_plan").ok()
        assert (held["meeting_id"], held["kpi_6"]) == (panel, None)
        assert {who["agency"] for who in held["present"]} == {"police", "yjs"}
        case.at("manager", "close").ok()


def test_every_way_from_an_outcome_to_closing_leads_through_an_exit_review(sqlite_app):
    """On every route that gives or follows an outcome, whatever was given and whether or not there was work."""
    (panel,) = (flow for flow in workflow.loaded() if flow.name == "panel")
    ahead, reached = ["given"], set()
    while ahead:
        here = ahead.pop()
        if here not in reached and here not in ("in_exit_review", "with_police_again"):
            ahead += [move.to for move in panel.moves_from(here)]
        reached.add(here)
    assert "in_exit_review" in reached
    assert not {name for name in reached if panel.states[name].ends}


def test_support_that_a_family_want_no_more_of_is_reviewed_there_and_elsewhere_ends_without_a_word(people: People):
    """Staffordshire: a review in every case. Elsewhere nothing follows from wanting no more."""
    move_in(people, AREA)
    for area, number, refused in ((AREA, "C-1", {"EX-03"}), ("buckinghamshire", "C-2", set())):
        case = Support(people).under_way(area=area, of=child(child_ref=number))
        case.plan_work().ok()
        case.hold_session().ok()
        case.of_work("end-early", {"end_reason": "declined"}).ok()
        assert case.decline().rules == refused
    unbegun = Support(people).offered(area=AREA, of=child(child_ref="C-3"))
    unbegun.decline().ok()  # nothing was done that a panel could look at


def test_a_review_is_put_on_and_taken_off_a_review_panel_and_no_other(people: People):
    with clock.stopped_at(MONDAY):
        case = Case(people).in_review()
        waiting = Case(people).ready(of=child(child_ref="C-2"))
        decision = case.meeting_id
        panel = plan_panel(case, "buckinghamshire")
        move_in(people, AREA)
        elsewhere = plan_panel(case)
        with nothing_written(people):
            put_on(case, decision).refused()
            put_on(case, elsewhere).refused()
            take_off(case).refused(status=409)
            waiting.meeting_id = panel
            waiting.put_on_agenda().refused()
            people.coordinator.post(
                "/panel-meetings", {"area": AREA, "held_on": "2026-11-01", "kind": "picnic"}
            ).refused()
        put_on(case, panel).ok()
        with nothing_written(people):
            put_on(case, panel).refused(status=409)
        assert run_job(people) == {"planned": 0, "listed": 0, "no_panel": 0}  # Buckinghamshire has no such rule
        take_off(case).ok()
        assert people.manager.get(f"/panel-meetings/{panel}/exit-reviews").ok()["reviews"] == []
        put_on(case, panel).ok()
        case.meeting_id = panel
        case.of_meeting("coordinator", "cancel", {"reason": "Made up: snow."}).ok()
        assert people.manager.get("/exit-reviews").ok()["reviews"][0]["listing"] is None
        case.hold_review().ok()
        after = plan_panel(case, "buckinghamshire")
        with nothing_written(people):
            put_on(case, after).refused(status=409)
            take_off(case).refused(status=409)


def test_nobody_who_stepped_back_sees_a_review_on_an_agenda_or_counts_as_present(people: People):
    with clock.stopped_at(MONDAY):
        case = Case(people).in_review()
        panel = plan_panel(case, "buckinghamshire", held_on=str(clock.today()))
        put_on(case, panel).ok()
        case.step_back("socialcare").ok()
        case.of_meeting("manager", "open-meeting").ok()
        case.arrive("socialcare", "worker")
        assert people.socialcare.get(f"/panel-meetings/{panel}/exit-reviews").ok()["reviews"] == []
        assert people.socialcare.get("/exit-reviews").ok()["reviews"] == []
        held = case.hold_review().ok()
        assert [who["agency"] for who in held["present"]] == ["yjs"]


def test_safety_is_looked_at_again_and_not_assessed_will_not_do_where_it_was_assessed(people: People):
    case = Case(people).in_review()
    with nothing_written(people):
        for silent in ({"safety_of_child": None}, {"safety_of_others": "not_assessed"}):
            assert case.hold_review(**silent).refused()["errors"].keys() == set(silent)
    case.hold_review(safety_of_child="medium").ok()


@pytest.mark.parametrize(
    ("result", "said", "counts"),
    [
        ("completed", {}, True),
        ("not_completed", {"not_completed_because": "moved_away"}, False),
        ("partly_completed", {"kpi_6_completed": True}, True),
        ("partly_completed", {"kpi_6_completed": False, "not_completed_because": "breach"}, False),
    ],
)
def test_the_case_leaves_with_the_answer_indicator_6_asks_for(people: People, result: str, said: dict, counts: bool):
    """KPI 6: completed or not is answered explicitly on closing, in the column of what was given."""
    case = Case(people).at_work()
    case.complete_work(result).ok()
    case.at("worker", "end-work").ok()
    with nothing_written(people):
        for wrong in (
            {"kpi_6_completed": not counts if result != "partly_completed" else None},
            {"not_completed_because": None if not counts else "breach"},
            {"not_completed_because": "lazy"},
            {"exit_decision": "extend"},
        ):
            case.hold_review(plan_result=result, **{**said, **wrong}).refused()
        case.extend_work(exit_decision="close").refused()
    answer = case.hold_review(plan_result=result, **said).ok()["kpi_6"]
    assert (answer["completed"], answer["columns"]) == (counts, {"1": "community_resolution"})
    assert answer["because"] == said.get("not_completed_because")
