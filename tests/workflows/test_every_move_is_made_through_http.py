"""For every move drawn in workflows/, a case that makes it; a move without one fails here by its name."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from oocd import clock
from tests.exchange.sheets import past_case
from tests.people import People
from tests.story import Case, history, in_weeks, offence
from tests.turnaround.support import HELP, support
from tests.workflows.maps import MOVES

REASON = {"reason": "Made up, for a test."}
CONDITIONAL = "youth_conditional_caution"


def goes_to_closing_without_work(case: Case) -> None:
    case.given().at("worker", "review-without-work").ok()
    case.hold_review().ok()
    case.at("manager", "close").ok()


def is_put_off(case: Case) -> None:
    case.under_discussion().of_item("manager", "defer", {"deferral_reason": "child_not_heard"}).ok()


def is_voted_on_again(case: Case) -> None:
    case.revealed().of_item("manager", "vote-again", REASON).ok()


def is_taken_off_the_agenda(case: Case) -> None:
    case.listed().of_item("coordinator", "take-off", REASON).ok()


def comes_without_an_assessment(case: Case) -> None:
    case.prepared(without={"assessment"})
    case.at("manager", "make-ready-by-exception", {"reason": "The limit for charging ends this week."}).ok()


def has_its_meeting_cancelled(case: Case) -> None:
    case.listed().of_meeting("coordinator", "cancel", REASON).ok()


def is_settled_by_managers(case: Case) -> None:
    case.escalated().of_escalation("operations", "go-up", REASON).ok()
    case.give_view("superintendent", "youth_caution").ok()
    with clock.stopped_at(clock.now() + timedelta(days=30)):
        case.settle("head").ok()


def is_brought_back_from_managers(case: Case) -> None:
    case.escalated().of_escalation("inspector", "withdraw", REASON).ok()


def goes_back_to_the_police(case: Case) -> None:
    case.decided().of_disposal("return-to-police", REASON).ok()
    case.at("inspector", "return-to-police", REASON).ok()


def has_conditions_varied_and_completed(case: Case) -> None:
    case.given(CONDITIONAL)
    longer = {"planned_end": in_weeks(12), "consent": True, "officer": "Made up", "officer_role": "prosecutor"}
    longer["acknowledged"] = ["TIME-01"]
    case.of_disposal("vary", REASON | longer).ok()
    case.complete_course().ok()


def has_a_reasonable_excuse(case: Case) -> None:
    case.failed(CONDITIONAL).answer_failure("excuse").ok()


def has_done_enough(case: Case) -> None:
    case.failed(CONDITIONAL).answer_failure("treat-as-completed").ok()


def has_no_excuse(case: Case) -> None:
    case.failed(CONDITIONAL).answer_failure("not-excused").ok()


def has_its_prosecution_revived(case: Case) -> None:
    case.failed("outcome_23").answer_failure("revive").ok()


def no_longer_agrees(case: Case) -> None:
    case.given("outcome_22").of_disposal("withdraw-consent", REASON, who="worker").ok()


def lacks_information_and_is_withdrawn(case: Case) -> None:
    case.sent().at("manager", "ask-for-information", REASON).ok()
    case.at("referrer", "supply-information", {"text": "The officer is back from leave."}).ok()
    case.at("referrer", "withdraw", REASON).ok()


def is_sent_back(case: Case) -> None:
    case.accepted().at("manager", "send-back", REASON).ok()


def goes_to_another_service(case: Case) -> None:
    case.sent().at("coordinator", "transfer", {**REASON, "transferred_to": "Another made-up service"}).ok()


def is_charged_meanwhile(case: Case) -> None:
    case.sent().at("referrer", "charge", {**REASON, "charged_on": str(clock.today())}).ok()


def has_a_meeting_with_nothing_on_its_agenda(case: Case) -> None:
    case.plan_meeting()
    case.of_meeting("manager", "open-meeting").ok()
    case.of_meeting("manager", "end-meeting").ok()


def has_an_assessment_returned(case: Case) -> None:
    case.accepted().write().ok()
    case.of_assessment("worker", "submit").ok()
    case.of_assessment("manager", "return-for-changes", REASON).ok()


def goes_without_an_assessment(case: Case) -> None:
    case.accepted().of_assessment("worker", "kinds", {"kind": "none", **REASON}).ok()
    case.of_assessment("manager", "go-without").ok()


def gets_no_answer_from_an_agency(case: Case) -> None:
    check = case.sent().ask().ok()
    case.people.worker.post(f"/information-requests/{check['id']}/give-up", REASON).ok()


def has_voluntary_work_end_early(case: Case) -> None:
    case.sent().plan_work().ok()
    case.of_work("end-early", {"end_reason": "moved_away"}).ok()


def goes_on_after_its_exit_review(case: Case) -> None:
    case.in_review().extend_work().ok()


def has_a_child_who_does_not_take_part(case: Case) -> None:
    case.at_work().raise_non_engagement().ok()
    case.of_non_engagement("send-back", REASON).ok()
    case.raise_non_engagement(fewer_because="Nobody may go to that house.").ok()
    case.of_non_engagement("agree").ok()


def was_read_from_a_spreadsheet(case: Case) -> None:
    case.id = past_case(case.people).id
    case.at("manager", "close").ok()


def has_support_that_goes_on_after_its_review(case: Case) -> None:
    child = support(case).ended()
    child.extend_work().ok()
    child.plan_work().ok()
    child.hold_session(1).ok()


def closes_after_support(case: Case) -> None:
    support(case).reviewed().at("manager", "close").ok()


def does_not_want_support(case: Case) -> None:
    support(case).offered().decline().ok()


def is_outside_the_criteria(case: Case) -> None:
    support(case).checking().at("worker", "find-not-eligible", {**REASON, "other_help": HELP}).ok()


def goes_from_support_to_the_panel(case: Case) -> None:
    support(case).checking(offences=None).at("manager", "change-route", {**REASON, "route": "panel"}).ok()


def goes_from_the_panel_to_support(case: Case) -> None:
    case.accepted().at("manager", "change-route", {**REASON, "route": "turnaround"}).ok()


def is_taken_back_before_support(case: Case) -> None:
    support(case).referred().at("referrer", "withdraw", REASON).ok()


def gets_support_elsewhere(case: Case) -> None:
    elsewhere = {**REASON, "transferred_to": "Another made-up service"}
    support(case).taken_up().at("coordinator", "transfer", elsewhere).ok()


def is_looked_at_on_the_street_and_closed(case: Case) -> None:
    case.on_the_street("screen", "close-without-offer")


def takes_up_support(case: Case) -> None:
    case.on_the_street("screen", "offer-support", "accept-support").plan_work(voluntary=True).ok()
    case.hold_session().ok()
    case.complete_work().ok()
    case.at("worker", "end-work").ok()


def has_support_to_its_end(case: Case) -> None:
    takes_up_support(case)
    case.hold_review().ok()
    case.at("manager", "close").ok()


def has_support_go_on(case: Case) -> None:
    takes_up_support(case)
    case.extend_work().ok()


def turns_support_down(case: Case) -> None:
    case.on_the_street("screen", "offer-support", "decline")


def comes_from_the_street_again(case: Case) -> None:
    case.on_the_street()
    case.on_the_street("screen", "send-to-panel", offences=[offence(offence_id="drunk_highway")])


def goes_from_the_street_to_the_panel_at_a_managers_word(case: Case) -> None:
    case.on_the_street("screen").street_step("send-to-panel-anyway", who="manager").ok()


def is_taken_back_from_the_street(case: Case) -> None:
    case.on_the_street().at("referrer", "withdraw", REASON).ok()


def is_sent_back_to_the_street(case: Case) -> None:
    case.on_the_street().at("manager", "send-back", REASON).ok()


def goes_from_the_street_to_another_service(case: Case) -> None:
    case.on_the_street().at("coordinator", "transfer", {**REASON, "transferred_to": "Another made-up service"}).ok()


SCENARIOS: dict[tuple[str, str], Callable[[Case], object]] = {
    ("panel", "ask_for_information"): lacks_information_and_is_withdrawn,
    ("panel", "supply_information"): lacks_information_and_is_withdrawn,
    ("panel", "accept"): goes_to_closing_without_work,
    ("panel", "make_ready"): goes_to_closing_without_work,
    ("panel", "list_for_panel"): goes_to_closing_without_work,
    ("panel", "make_ready_by_exception"): comes_without_an_assessment,
    ("panel", "take_off_agenda"): is_taken_off_the_agenda,
    ("panel", "escalate"): is_settled_by_managers,
    ("panel", "take_back_escalation"): is_brought_back_from_managers,
    ("panel", "settle"): is_settled_by_managers,
    ("panel", "begin_discussion"): goes_to_closing_without_work,
    ("panel", "defer"): is_put_off,
    ("panel", "recommend"): goes_to_closing_without_work,
    ("panel", "decide"): goes_to_closing_without_work,
    ("panel", "give"): goes_to_closing_without_work,
    ("panel", "return_to_police"): goes_back_to_the_police,
    ("panel", "reconsider"): goes_back_to_the_police,
    ("panel", "begin_work"): Case.in_review,
    ("panel", "review_without_work"): goes_to_closing_without_work,
    ("panel", "end_work"): Case.in_review,
    ("panel", "resume_work"): goes_on_after_its_exit_review,
    ("panel", "finish_review"): goes_to_closing_without_work,
    ("panel", "close"): goes_to_closing_without_work,
    ("panel", "withdraw"): lacks_information_and_is_withdrawn,
    ("panel", "send_back"): is_sent_back,
    ("panel", "transfer"): goes_to_another_service,
    ("panel", "charge"): is_charged_meanwhile,
    ("panel_item", "begin"): goes_to_closing_without_work,
    ("panel_item", "reveal"): goes_to_closing_without_work,
    ("panel_item", "vote_again"): is_voted_on_again,
    ("panel_item", "recommend"): goes_to_closing_without_work,
    ("panel_item", "defer"): is_put_off,
    ("panel_item", "take_off"): is_taken_off_the_agenda,
    ("panel_item", "escalate"): is_settled_by_managers,
    ("panel_item", "take_back"): is_brought_back_from_managers,
    ("panel_item", "settle"): is_settled_by_managers,
    ("escalation", "give_view"): is_settled_by_managers,
    ("escalation", "go_up"): is_settled_by_managers,
    ("escalation", "settle"): is_settled_by_managers,
    ("escalation", "withdraw"): is_brought_back_from_managers,
    ("panel_meeting", "cancel"): has_its_meeting_cancelled,
    ("panel_meeting", "open_meeting"): has_a_meeting_with_nothing_on_its_agenda,
    ("panel_meeting", "end_meeting"): has_a_meeting_with_nothing_on_its_agenda,
    ("disposal", "explain"): goes_to_closing_without_work,
    ("disposal", "give"): goes_to_closing_without_work,
    ("disposal", "return_to_police"): goes_back_to_the_police,
    ("disposal", "begin"): has_conditions_varied_and_completed,
    ("disposal", "vary"): has_conditions_varied_and_completed,
    ("disposal", "complete"): has_conditions_varied_and_completed,
    ("disposal", "report_failure"): has_a_reasonable_excuse,
    ("disposal", "excuse"): has_a_reasonable_excuse,
    ("disposal", "treat_as_completed"): has_done_enough,
    ("disposal", "not_excused"): has_no_excuse,
    ("disposal", "revive"): has_its_prosecution_revived,
    ("disposal", "withdraw_consent"): no_longer_agrees,
    ("intervention", "hold_session"): Case.in_review,
    ("intervention", "complete"): Case.in_review,
    ("intervention", "end_early"): has_voluntary_work_end_early,
    ("assessment", "submit"): goes_to_closing_without_work,
    ("assessment", "return_for_changes"): has_an_assessment_returned,
    ("assessment", "countersign"): goes_to_closing_without_work,
    ("non_engagement", "agree"): has_a_child_who_does_not_take_part,
    ("non_engagement", "send_back"): has_a_child_who_does_not_take_part,
    ("assessment", "go_without"): goes_without_an_assessment,
    ("exit_review", "hold"): goes_to_closing_without_work,
    ("exit_review", "extend"): goes_on_after_its_exit_review,
    ("information_request", "answer"): goes_to_closing_without_work,
    ("information_request", "give_up"): gets_no_answer_from_an_agency,
    ("street_cr", "screen"): is_looked_at_on_the_street_and_closed,
    ("street_cr", "close_without_offer"): is_looked_at_on_the_street_and_closed,
    ("street_cr", "offer_support"): has_support_to_its_end,
    ("street_cr", "accept_support"): has_support_to_its_end,
    ("street_cr", "begin_work"): has_support_to_its_end,
    ("street_cr", "end_work"): has_support_to_its_end,
    ("street_cr", "finish_review"): has_support_to_its_end,
    ("street_cr", "close"): has_support_to_its_end,
    ("street_cr", "resume_work"): has_support_go_on,
    ("street_cr", "decline"): turns_support_down,
    ("street_cr", "send_to_panel"): comes_from_the_street_again,
    ("street_cr", "send_to_panel_anyway"): goes_from_the_street_to_the_panel_at_a_managers_word,
    ("street_cr", "withdraw"): is_taken_back_from_the_street,
    ("street_cr", "send_back"): is_sent_back_to_the_street,
    ("street_cr", "transfer"): goes_from_the_street_to_another_service,
    ("past_case", "close"): was_read_from_a_spreadsheet,
    ("panel", "change_route"): goes_from_the_panel_to_support,
    ("turnaround", "accept"): closes_after_support,
    ("turnaround", "offer_turnaround"): closes_after_support,
    ("turnaround", "find_not_eligible"): is_outside_the_criteria,
    ("turnaround", "take_up"): closes_after_support,
    ("turnaround", "decline_turnaround"): does_not_want_support,
    ("turnaround", "begin_support"): closes_after_support,
    ("turnaround", "end_work"): closes_after_support,
    ("turnaround", "resume_work"): has_support_that_goes_on_after_its_review,
    ("turnaround", "finish_review"): closes_after_support,
    ("turnaround", "close"): closes_after_support,
    ("turnaround", "change_route"): goes_from_support_to_the_panel,
    ("turnaround", "withdraw"): is_taken_back_before_support,
    ("turnaround", "transfer"): gets_support_elsewhere,
}
MAKES: dict[Callable[[Case], object], list[tuple[str, str]]] = {}
for arrow, scenario in SCENARIOS.items():
    MAKES.setdefault(scenario, []).append(arrow)


@pytest.mark.parametrize(("workflow", "move"), MOVES)
def test_a_move_has_a_scenario_that_makes_it(workflow: str, move: str):
    assert (workflow, move) in SCENARIOS, f"No scenario makes the move {workflow}.{move}. Write one."


@pytest.mark.parametrize("scenario", MAKES, ids=lambda scenario: scenario.__name__)
def test_a_scenario_makes_its_moves_through_http_and_the_timeline_tells_them(people: People, scenario: Any):
    case = Case(people)
    scenario(case)
    made = history(people)
    told = people.manager.get(f"/referrals/{case.id}/timeline").ok()["events"] if case.id else []
    for workflow, move in MAKES[scenario]:
        drawn = MOVES[workflow, move]
        (row,) = [row for row in made if (row["workflow"], row["move"]) == (workflow, move)]
        assert row["from_state"] in drawn.from_states
        assert row["to_state"] == drawn.to
        assert row["made_by"] is not None
        if row["referral_id"]:
            assert [event["says"] for event in told if event["action"] == f"{workflow}.{move}"] == [drawn.done]


def test_no_scenario_is_for_a_move_that_is_gone():
    assert SCENARIOS.keys() <= MOVES.keys()
