"""For every move drawn in workflows/, a case that makes it; a move without one fails here by its name."""

from collections.abc import Callable

import pytest

from tests.people import People
from tests.story import QuickCase, history
from tests.workflows.maps import MOVES

REASON = {"reason": "Made up, for a test."}


def asks_for_information(case: QuickCase) -> None:
    case.sent().at("manager", "ask-for-information", REASON).ok()


def supplies_information(case: QuickCase) -> None:
    asks_for_information(case)
    case.at("referrer", "supply-information", {"text": "The officer is back from leave."}).ok()


def defers(case: QuickCase) -> None:
    case.under_discussion().of_item("manager", "defer", {"deferral_reason": "child_not_heard"}).ok()


def reviews_without_work(case: QuickCase) -> None:
    case.given().at("worker", "review-without-work").ok()


def holds_review(case: QuickCase) -> None:
    reviews_without_work(case)
    case.hold_review().ok()


def closes(case: QuickCase) -> None:
    holds_review(case)
    case.at("manager", "close").ok()


def opens_meeting(case: QuickCase) -> None:
    case.plan_meeting()
    case.of_meeting("manager", "open-meeting").ok()


def ends_meeting(case: QuickCase) -> None:
    opens_meeting(case)
    case.of_meeting("manager", "end-meeting").ok()


def votes_again(case: QuickCase) -> None:
    case.revealed().of_item("manager", "vote-again", REASON).ok()


def submits(case: QuickCase) -> None:
    case.accepted().write().ok()
    case.of_assessment("worker", "submit").ok()


def returns_for_changes(case: QuickCase) -> None:
    submits(case)
    case.of_assessment("manager", "return-for-changes", REASON).ok()


def countersigns(case: QuickCase) -> None:
    submits(case)
    case.of_assessment("manager", "open").ok()
    case.of_assessment("manager", "countersign").ok()


def answers_check(case: QuickCase) -> None:
    check = case.sent().ask().ok()
    case.people.socialcare.post(f"/information-requests/{check['id']}/answer", {"answer": "nothing_held"}).ok()


def gives_up_check(case: QuickCase) -> None:
    check = case.sent().ask().ok()
    case.people.worker.post(f"/information-requests/{check['id']}/give-up", REASON).ok()


def begins_voluntary_work(case: QuickCase) -> None:
    case.sent().plan_work().ok()
    case.hold_session().ok()


def completes_work(case: QuickCase) -> None:
    begins_voluntary_work(case)
    case.of_work("complete").ok()


def ends_work_early(case: QuickCase) -> None:
    case.sent().plan_work().ok()
    case.of_work("end-early", {"end_reason": "moved_away"}).ok()


SCENARIOS: dict[tuple[str, str], Callable[[QuickCase], object]] = {
    ("panel", "ask_for_information"): asks_for_information,
    ("panel", "supply_information"): supplies_information,
    ("panel", "accept"): QuickCase.accepted,
    ("panel", "make_ready"): QuickCase.ready,
    ("panel", "list_for_panel"): QuickCase.listed,
    ("panel", "begin_discussion"): QuickCase.under_discussion,
    ("panel", "defer"): defers,
    ("panel", "recommend"): QuickCase.recommended,
    ("panel", "decide"): QuickCase.decided,
    ("panel", "give"): QuickCase.given,
    ("panel", "begin_work"): QuickCase.at_work,
    ("panel", "review_without_work"): reviews_without_work,
    ("panel", "end_work"): QuickCase.in_review,
    ("panel", "finish_review"): holds_review,
    ("panel", "close"): closes,
    ("panel", "withdraw"): lambda case: case.sent().at("referrer", "withdraw", REASON).ok(),
    ("panel_item", "begin"): QuickCase.under_discussion,
    ("panel_item", "reveal"): QuickCase.revealed,
    ("panel_item", "vote_again"): votes_again,
    ("panel_item", "recommend"): QuickCase.recommended,
    ("panel_item", "defer"): defers,
    ("panel_meeting", "open_meeting"): opens_meeting,
    ("panel_meeting", "end_meeting"): ends_meeting,
    ("disposal", "explain"): QuickCase.explained,
    ("disposal", "give"): QuickCase.given,
    ("intervention", "hold_session"): begins_voluntary_work,
    ("intervention", "complete"): completes_work,
    ("intervention", "end_early"): ends_work_early,
    ("assessment", "submit"): submits,
    ("assessment", "return_for_changes"): returns_for_changes,
    ("assessment", "countersign"): countersigns,
    ("exit_review", "hold"): holds_review,
    ("information_request", "answer"): answers_check,
    ("information_request", "give_up"): gives_up_check,
}


@pytest.mark.parametrize(("workflow", "move"), MOVES)
def test_a_move_is_made_through_http(people: People, workflow: str, move: str):
    assert (workflow, move) in SCENARIOS, f"No scenario makes the move {workflow}.{move}. Write one."
    case = QuickCase(people)
    SCENARIOS[workflow, move](case)
    made = [row for row in history(people) if (row["workflow"], row["move"]) == (workflow, move)]
    drawn = MOVES[workflow, move]
    assert [(row["from_state"] in drawn.from_states, row["to_state"]) for row in made] == [(True, drawn.to)]
    assert made[0]["made_by"] is not None
    if made[0]["referral_id"]:
        told = people.manager.get(f"/referrals/{case.id}/timeline").ok()["events"]
        assert [event["says"] for event in told if event["action"] == f"{workflow}.{move}"] == [drawn.done]


def test_no_scenario_is_for_a_move_that_is_gone():
    assert SCENARIOS.keys() <= MOVES.keys()
