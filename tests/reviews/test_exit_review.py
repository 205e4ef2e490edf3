from tests.people import People
from tests.story import QuickCase, nothing_written


def test_an_exit_review_says_how_the_plan_ended_and_what_the_child_thought(people: People):
    case = QuickCase(people).given()
    case.at("worker", "review-without-work").ok()
    with nothing_written(people):
        for field in ("plan_result", "exit_decision", "what_worked", "child_feedback"):
            assert case.hold_review(**{field: ""}).refused()["errors"].keys() == {field}
        assert "mostly" in case.hold_review(plan_result="mostly").refused()["detail"]
        assert "leave_open" in case.hold_review(exit_decision="leave_open").refused()["detail"]
    held = case.hold_review(plan_result="not_completed", exit_decision="close_with_onward_support").ok()
    assert (held["state"], case.state) == ("held", "reviewed")
