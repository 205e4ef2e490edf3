"""Each open case is on exactly one list: that of whoever takes the next step."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from oocd import clock, scheduler
from oocd.tasks import queries
from tests.exchange.sheets import past_case
from tests.people import People
from tests.story import Case, child, newcomer, nothing_written
from tests.tasks.desk import id_of, list_of, offenders, on_the_lists_of, raised_to, reassign, team

EVERYBODY = ("referrer", "inspector", "worker", "manager", "coordinator", "socialcare", "health", "chief", "operations")
MONDAY = datetime(2026, 10, 5, 12, tzinfo=UTC)


def test_the_case_goes_from_list_to_list_as_it_goes_on_its_way(people: People):
    """Every step is on the list of those who can take it, and on nobody else's."""
    case = Case(people).sent()

    def on() -> set[str]:
        assert offenders(people) == []
        return on_the_lists_of(people, case, *EVERYBODY)

    assert on() == {"manager"}
    case.at("coordinator", "ask-for-information", {"reason": "Made up."}).ok()
    assert on() == {"referrer"}
    case.at("referrer", "supply-information", {"text": "Made up."}).ok()
    case.accept().ok()
    assert on() == {"socialcare"}  # asked by itself, and owing an answer
    case.answer().ok()
    assert on() == {"worker"}  # who gets in touch with the family
    assert [task["waits_on"] for task in list_of(people, "worker")] == ["family"]
    for whose in ("child", "mother"):
        case.hear(whose).ok()
    case.score().ok()
    assert on() == {"worker"}
    case.submitted().ok()
    assert on() == {"manager"}  # who countersigns
    case.of_assessment("manager", "open").ok()
    case.of_assessment("manager", "countersign", {}).ok()
    case.at("worker", "make-ready").ok()
    assert on() == {"coordinator", "manager"}  # a queue of both roles that plan panels
    case.plan_meeting()
    case.put_on_agenda().ok()
    case.of_meeting("manager", "open-meeting").ok()
    people.coordinator.post(
        f"/panel-meetings/{case.meeting_id}/arrivals", {"person": "manager@demo.example", "role": "chair"}
    ).ok()
    case.arrive("inspector")
    case.of_item("manager", "begin").ok()
    (of_chair,) = [task for task in list_of(people, "manager") if task["referral_id"] == case.id]
    assert of_chair["person"] == "Demo YJS manager"
    for who, outcome in (("inspector", "youth_caution"), ("manager", "community_resolution")):
        case.vote(who, outcome).ok()
    case.of_item("manager", "reveal", {}).ok()
    case.escalate().ok()
    assert on() == {"operations"}  # of level 2, and not the managers of level 3
    case.give_view("operations", "community_resolution").ok()
    assert on() == {"chief"}
    case.give_view("chief", "community_resolution").ok()
    case.settle("operations").ok()
    assert on() == {"inspector"}
    case.decide("community_resolution").ok()
    case.explain().ok()
    case.give().ok()
    assert on() == {"worker"}
    case.at("worker", "review-without-work").ok()
    case.hold_review(plan_result="no_plan").ok()
    assert on() == {"manager"}
    case.at("manager", "close").ok()
    assert on() == set()
    assert team(people)["open"] == 0


def test_the_step_of_a_queue_is_given_to_one_of_it_by_name_and_lapses_when_it_is_taken(people: People):
    newcomer(people, "sergeant", {"buckinghamshire": ("police", ("police_decision_maker",))})
    case = Case(people).recommended()
    both = ("inspector", "sergeant")
    assert on_the_lists_of(people, case, *both) == {"inspector", "sergeant"}
    with nothing_written(people):
        reassign(case, "sergeant", by="manager").refused(status=403)  # it is for the police to say which officer
        reassign(case, "worker", by="inspector").refused()
        reassign(case, "nobody", by="inspector").refused()
        reassign(case, "sergeant", by="worker").refused(status=403)
    reassign(case, "sergeant", by="inspector").ok()
    assert on_the_lists_of(people, case, *both) == {"sergeant"}
    with nothing_written(people):
        assert "already" in reassign(case, "sergeant", by="inspector").refused()["detail"]
    case.step_back("sergeant").ok()
    assert on_the_lists_of(people, case, "inspector") == {"inspector"}  # nobody keeps what they stepped back from
    assert offenders(people) == []
    with nothing_written(people):
        reassign(case, "sergeant", by="inspector").refused()
    case.decide("community_resolution").ok()
    assert on_the_lists_of(people, case, *both) == {"inspector"}


def test_a_case_workers_step_is_reassigned_by_giving_them_the_case(people: People):
    newcomer(people, "second", {"buckinghamshire": ("yjs", ("practitioner",))})
    case = Case(people).prepared(without={"assessment", "child"})
    with nothing_written(people):
        reassign(case, "inspector").refused()
        reassign(case, "worker").refused()
    reassign(case, "second").ok()
    assert case.file["case_worker"] == "Demo second"
    assert on_the_lists_of(people, case, "worker", "second") == {"second"}


def test_what_breaks_first_comes_first_and_goes_up_once_when_it_is_late(people: People):
    """It stays on the list of whoever can take the step, and is brought before their manager once."""
    newcomer(people, "upstairs", {"buckinghamshire": ("yjs", ("senior_manager",))})
    with clock.stopped_at(MONDAY):
        late = Case(people).accepted(of=child(child_ref="C-1"))
        late.answer().ok()
    with clock.stopped_at(MONDAY + timedelta(days=12)):
        newer = Case(people).accepted(of=child(child_ref="C-2"))
        newer.answer().ok()
    with clock.stopped_at(MONDAY + timedelta(days=21)):
        in_order = [task["referral_id"] for task in list_of(people, "worker")]
        assert in_order == [late.id, newer.id]
        assert (run_job(people), run_job(people)) == ({"overdue": 1, "raised": 1}, {"overdue": 1, "raised": 0})
        assert raised_to(people, "upstairs") == [late.id] == raised_to(people, "manager")
        assert raised_to(people, "superintendent") == []  # of the police, whose step it is not
        for who in ("worker", "upstairs"):
            told = [notice["kind"] for notice in getattr(people, who).get("/notices").ok()["notices"]]
            assert told.count("task_overdue") == 1
        assert people.worker.get("/my-work").ok()["overdue"][0]["raised_on"] == "2026-10-26"
        for whose in ("child", "mother"):
            late.hear(whose).ok()
        assert raised_to(people, "upstairs") == []  # another step, which has a day of its own
        people.worker.get("/team-work").refused(status=403)
        owners = team(people)["owners"]
        assert [(owner["person"], owner["counts"]["overdue"]) for owner in owners] == [("Demo case worker", 1)]


def test_an_imported_case_is_on_a_list_like_any_other(people: People):
    past_case(people)
    assert offenders(people) == []
    assert team(people)["open"] == 1


def test_the_proof_notices_a_case_on_no_list_on_two_and_with_somebody_who_cannot_take_it(people: People, monkeypatch):
    case = Case(people).accepted()
    real = queries.read_open_cases
    for wrong, said in ((lambda: [], "on no list"), (lambda: [*real(), *real()], "on several lists")):
        monkeypatch.setattr(queries, "read_open_cases", wrong)
        assert {(str(one["referral_id"]), one["why"]) for one in offenders(people)} == {(case.id, said)}
        assert run_job(people, "proof_of_lists") == {said.replace(" ", "_"): 1}
    monkeypatch.setattr(queries, "read_open_cases", real)
    auditor = UUID(id_of(people, "auditor"))
    monkeypatch.setattr(queries, "owner", lambda *_asked: auditor)
    assert [one["why"] for one in offenders(people)] == ["with somebody who cannot take the step"]


def run_job(people: People, name: str = "raise_overdue") -> Mapping[str, int]:
    (job,) = (job for job in scheduler.JOBS if job.name == name)
    return scheduler.run_now(people.app, job)
