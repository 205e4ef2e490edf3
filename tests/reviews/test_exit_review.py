"""The review at the end: an explicit answer, the child's own words, and what follows."""

from datetime import UTC, date, datetime, timedelta

import pytest

from oocd import clock
from tests.people import People
from tests.story import Case, nothing_written

NOT_COMPLETED = {"kpi_6_completed": False, "not_completed_because": "withdrew"}
CLUB = {"agency": "education", "service": "A boxing club.", "accepted": True}


def test_an_exit_review_says_how_the_plan_ended_and_what_the_child_thought(people: People):
    case = Case(people).given()
    case.at("worker", "review-without-work").ok()
    with nothing_written(people):
        for field in ("plan_result", "exit_decision", "what_worked", "child_feedback"):
            assert case.hold_review(**{field: ""}).refused()["errors"].keys() == {field}
        assert "mostly" in case.hold_review(plan_result="mostly").refused()["detail"]
        assert "leave_open" in case.hold_review(exit_decision="leave_open").refused()["detail"]
    held = case.hold_review(plan_result="no_plan", exit_decision="close_with_onward_support", onward=[CLUB]).ok()
    assert (held["state"], case.state) == ("held", "reviewed")


def test_where_the_child_says_nothing_the_review_says_why(people: People):
    case = Case(people).in_review()
    with nothing_written(people):
        for unheard in (
            {"child_feedback": None},
            {"child_feedback": "Fine.", "no_child_feedback": "declined"},
            {"child_feedback": None, "no_child_feedback": "not_applicable"},
            {"family_feedback": "Fine.", "no_family_feedback": "declined"},
        ):
            case.hold_review(**unheard).refused()
    held = case.hold_review(child_feedback=None, no_child_feedback="declined", family_feedback="He sleeps again.").ok()
    assert (held["child_feedback"], held["no_child_feedback"]) == (None, "declined")


def test_a_review_keeps_who_was_there_how_each_part_went_and_what_has_changed(people: People):
    case = Case(people).in_review()
    work = case.file["interventions"][0]["id"]
    whole = {
        "chaired_by": "manager@demo.example",
        "present": [{"agency": "health", "person": "health@demo.example"}, {"agency": "education"}],
        "results": [{"intervention": work, "result": "partly_completed"}],
        "plan_result": "partly_completed",
        "kpi_6_completed": True,
        "needs": {"education": {"at_start": "much", "now": "some"}},
        "safety_of_child": "low",
        "safety_of_others": "low",
        "restorative_result": "She read his letter.",
        "victim_told_on": str(clock.today()),
        "police_told_on": str(clock.today()),
    }
    with nothing_written(people):
        for wrong in (
            {"chaired_by": "nobody@demo.example"},
            {"present": [{"agency": "scouts"}]},
            {"present": [{"agency": "health", "person": "nobody@demo.example"}]},
            {"results": [{"intervention": case.id, "result": "completed"}]},
            {"results": [{"intervention": work, "result": "mostly"}]},
            {"needs": {"haircut": {"at_start": "much", "now": "some"}}},
            {"needs": {"education": {"at_start": "terrible", "now": "some"}}},
            {"needs": {"education": {"at_start": "much"}}},
            {"safety_of_child": "fine"},
            {"victim_told_on": "2099-01-01"},
            {"police_told_on": "2099-01-01"},
        ):
            case.hold_review(**{**whole, **wrong}).refused()
    held = case.hold_review(**whole).ok()
    assert held["work_results"] == {work: "partly_completed"}
    assert [who["agency"] for who in held["present"]] == ["health", "education"]
    assert held["needs"] == whole["needs"]


@pytest.mark.parametrize("answer", ["partly_completed", "not_completed"])
def test_a_plan_is_not_called_completed_while_a_part_of_it_was_not(people: People, answer: str):
    case = Case(people).at_work()
    case.complete_work(answer).ok()
    case.at("worker", "end-work").ok()
    with nothing_written(people):
        assert case.hold_review().refused()["errors"].keys() == {"plan_result"}
    held = case.hold_review(plan_result=answer, **NOT_COMPLETED).ok()
    assert held["work_results"].popitem()[1] == answer


def test_passing_on_names_where_to_and_whether_the_child_goes(people: People):
    case = Case(people).in_review()
    passed_on = {"exit_decision": "close_with_onward_support"}
    with nothing_written(people):
        assert case.hold_review(**passed_on).refused()["errors"].keys() == {"onward"}
        case.hold_review(**passed_on, onward=[{**CLUB, "agency": "scouts"}]).refused()
        case.hold_review(**passed_on, onward=[{"agency": "education", "service": "A club."}]).refused()
    two = [CLUB, {"agency": "health", "service": "Counselling.", "accepted": False}]
    held = case.hold_review(**passed_on, onward=two).ok()
    assert [(row["agency"], row["accepted"]) for row in held["onward"]] == [("education", True), ("health", False)]


def test_a_review_may_extend_the_work_and_the_next_end_of_work_opens_another(people: People):
    case = Case(people).in_review()
    with nothing_written(people):
        for wrong in ({"reason": " "}, {"extended_to": str(clock.today())}, {"extended_to": None}):
            case.extend_work(**wrong).refused()
    case.extend_work().ok()
    assert case.state == "in_intervention"
    case.plan_work(sequence=1).ok()  # so that it comes first
    with nothing_written(people):
        case.at("worker", "end-work").refused("INT-02")
        case.hold_review().refused(status=409)
    case.hold_session().ok()
    case.complete_work().ok()
    case.at("worker", "end-work").ok()
    assert [(row["number"], row["state"]) for row in case.file["exit_reviews"]] == [(1, "extended"), (2, "due")]
    assert case.file["exit_review"]["number"] == 2
    held = case.hold_review().ok()
    assert len(held["work_results"]) == 2
    case.at("manager", "close").ok()


def test_nothing_goes_back_to_the_police_from_a_review_where_the_outcome_does_not_allow_it(people: People):
    """Routes 6.1: a community resolution is not opened again as of right, nor is a completed plan."""
    case = Case(people).at_work()
    case.complete_work("not_completed").ok()
    case.at("worker", "end-work").ok()
    with nothing_written(people):
        back = {"plan_result": "not_completed", "exit_decision": "return_to_police"}
        assert case.hold_review(**back).refused()["errors"].keys() == {"exit_decision"}
    case.hold_review(plan_result="not_completed", police_told_on=str(clock.today()), **NOT_COMPLETED).ok()


def test_the_police_are_not_told_that_a_cautions_voluntary_programme_was_not_done(people: People):
    case = Case(people).at_work("youth_caution")
    case.complete_work("not_completed").ok()
    case.at("worker", "end-work").ok()
    with nothing_written(people):
        told = {"plan_result": "not_completed", "police_told_on": str(clock.today())}
        assert case.hold_review(**told).refused()["errors"].keys() == {"police_told_on"}


def test_work_that_ended_after_the_exit_review_is_reviewed_before_closing(people: People):
    """EX-01: an interim review will do."""
    case = Case(people).in_review()
    case.hold_review().ok()
    case.plan_work(sequence=1).ok()
    case.of_work("end-early", {"end_reason": "moved_away"}).ok()
    case.at("manager", "close").refused("EX-01")
    case.hold_interim_review().ok()
    case.at("manager", "close").ok()
    with nothing_written(people):
        case.hold_interim_review().refused(status=409)


def test_a_review_on_the_way_is_a_record_and_sets_the_next_one(people: People):
    with clock.stopped_at(datetime(2026, 10, 5, 12, tzinfo=UTC)):
        case = Case(people).at_work()
        first_due = case.file["standing"]["due_on"]
        assert first_due == str(date(2026, 10, 5) + timedelta(days=84))
    with clock.stopped_at(datetime(2026, 11, 2, 12, tzinfo=UTC)):
        with nothing_written(people):
            case.hold_interim_review(child_feedback=None).refused()
            case.hold_interim_review(what_worked="").refused()
        case.hold_interim_review(next_review_by="2027-01-04").ok()
        assert case.state == "in_intervention"
        assert case.file["standing"]["due_on"] == str(date(2026, 11, 2) + timedelta(days=84))
        assert case.file["interim_reviews"][0]["child_feedback"] == "It is all right."


@pytest.mark.parametrize("outcome", ["outcome_22", "youth_conditional_caution"])
def test_a_course_not_completed_goes_back_to_the_police_and_the_case_waits_for_them(people: People, outcome: str):
    case = Case(people).at_work(outcome)
    case.complete_work("not_completed").ok()
    case.at("worker", "end-work").ok()
    case.hold_review(plan_result="not_completed", exit_decision="return_to_police", **NOT_COMPLETED).ok()
    case.at("manager", "close").refused("OUT-20")
    case.fail().ok()
    case.answer_failure("not-excused").ok()
    assert case.state == "with_police_again"
