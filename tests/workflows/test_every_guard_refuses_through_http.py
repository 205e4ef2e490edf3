"""For every guard drawn in workflows/, a request it refuses; a guard without one fails here by its name."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from oocd import clock
from oocd.workflow.definitions import Carried
from tests.people import People, Reply
from tests.story import QuickCase, child, moves_made, newcomer, nothing_written, offence
from tests.workflows.maps import GUARDS, ONCE, RULE_OF, RULES

Request = Callable[[], Reply]
HERE = "buckinghamshire"
TWO_OFFENCES = [offence(), offence(offence_id="drunk_highway")]


def minimum_data_sent(case: QuickCase) -> Request:
    return case.sent(officer_in_case=None, offences=[offence(evidence=None)]).accept


def child_in_age_range(case: QuickCase) -> Request:
    """Sent at 17; the eighteenth birthday comes before anybody accepts."""
    with clock.stopped_at(datetime(2026, 11, 4, 23, 59, tzinfo=UTC)):
        case.sent(of=child(date_of_birth="2008-11-05"))

    def on_the_birthday() -> Reply:
        with clock.stopped_at(datetime(2026, 11, 5, 0, 0, tzinfo=UTC)):
            return case.accept()

    return on_the_birthday


def not_ready(case: QuickCase, **left_out: Any) -> Request:
    return partial(case.prepared(**left_out).at, "worker", "make-ready")


def a_check_is_waiting(case: QuickCase) -> Request:
    case.prepared().ask("health").ok()
    return partial(case.at, "worker", "make-ready")


def social_care_is_waited_for(case: QuickCase) -> Request:
    return partial(case.prepared(without={"checks"}).at, "worker", "make-ready")


def carer_of_a_looked_after_child_not_heard(case: QuickCase) -> Request:
    case.prepared(of=child(care_status="looked_after"), without={"family"}).hear("mother").ok()
    return partial(case.at, "worker", "make-ready")


def no_manager_agreed_that_the_child_was_not_heard(case: QuickCase) -> Request:
    case.prepared(without={"child"}).not_heard("child").ok()
    return partial(case.at, "worker", "make-ready")


def caution_without_admission(case: QuickCase) -> Request:
    case.recommended("youth_caution", offences=[offence(admission="no_comment")])
    return partial(case.decide, "youth_caution")


def work_was_agreed_and_not_begun(case: QuickCase) -> Request:
    case.given().plan_work().ok()
    return partial(case.at, "worker", "review-without-work")


def the_only_session_turns_out_to_have_been_missed(case: QuickCase) -> Request:
    (session,) = case.at_work().file["interventions"][0]["sessions"]
    wrong = {"result": "missed", "held_on": session["held_on"], "because": "It was another child."}
    case.people.worker.post(f"/work-sessions/{session['id']}/corrections", wrong).ok()
    return case.complete_work


def work_is_under_way(case: QuickCase) -> Request:
    return partial(case.at_work().at, "worker", "end-work")


def work_was_agreed_after_the_last(case: QuickCase) -> Request:
    case.in_review().plan_work().ok()
    case.hold_review().ok()
    return partial(case.at, "manager", "close")


def yjs_not_told_of_a_caution(case: QuickCase) -> Request:
    case.given("youth_caution").at("worker", "review-without-work").ok()
    case.hold_review().ok()
    return partial(case.at, "manager", "close")


def work_ended_after_the_review(case: QuickCase) -> Request:
    case.in_review().hold_review().ok()
    case.plan_work(sequence=1).ok()  # so that it comes first
    case.of_work("end-early", {"end_reason": "moved_away"}).ok()
    return partial(case.at, "manager", "close")


def raised_by_the_manager_who_agrees(case: QuickCase) -> Request:
    newcomer(case.people, "both", {HERE: ("yjs", ("practitioner", "manager"))})
    case.people.worker = case.people.both
    case.at_work().raise_non_engagement(fewer_because="Made up.").ok()
    return partial(case.of_non_engagement, "agree", who="both")


def two_attempts_only(case: QuickCase) -> Request:
    case.at_work().consider()
    case.try_to_reach("mother").ok()
    case.try_to_reach().ok()
    case.raise_non_engagement().ok()
    return partial(case.of_non_engagement, "agree")


def travel_was_not_considered(case: QuickCase) -> Request:
    case.at_work().consider("special_needs", "speech_and_language", "trauma")
    for whom in ("child", "child", "mother"):
        case.try_to_reach(whom).ok()
    case.raise_non_engagement().ok()
    return partial(case.of_non_engagement, "agree")


def no_carer_was_reached(case: QuickCase) -> Request:
    case.at_work().consider()
    for whom in ("child", "child", "mother"):
        case.try_to_reach(whom, result="no_answer").ok()
    case.raise_non_engagement().ok()
    return partial(case.of_non_engagement, "agree")


def no_manager_agreed(case: QuickCase) -> Request:
    case.at_work().raise_non_engagement().ok()
    return partial(case.of_work, "end-early", {"end_reason": "not_engaged"})


def meeting_not_open(case: QuickCase) -> Request:
    return partial(case.listed().of_item, "manager", "begin")


def another_case_under_discussion(case: QuickCase) -> Request:
    case.under_discussion()
    following = QuickCase(case.people)
    following.ready(of=child(child_ref="C-2"))
    following.meeting_id = case.meeting_id
    following.put_on_agenda().ok()
    return partial(following.of_item, "manager", "begin")


def somebody_still_to_vote(case: QuickCase) -> Request:
    case.under_discussion().vote("inspector", "community_resolution").ok()
    return partial(case.of_item, "manager", "reveal", {})


def police_and_yjs_disagree(case: QuickCase) -> Request:
    case.under_discussion().vote("inspector", "youth_caution").ok()
    case.vote("manager", "community_resolution").ok()
    case.of_item("manager", "reveal", {}).ok()
    return case.recommend


def police_went_out(case: QuickCase) -> Request:
    case.revealed().of_meeting("coordinator", "departures", {"person": "inspector@demo.example"}).ok()
    return case.recommend


def a_case_is_under_discussion(case: QuickCase) -> Request:
    return partial(case.under_discussion().of_meeting, "manager", "end-meeting")


def a_case_was_not_reached(case: QuickCase) -> Request:
    case.listed().of_meeting("manager", "open-meeting").ok()
    return partial(case.of_meeting, "manager", "end-meeting")


def caution_given_by_somebody_else(case: QuickCase) -> Request:
    return partial(case.explained("youth_caution").give, given_by_constable=False)


def nothing_is_written(case: QuickCase) -> Request:
    return partial(case.accepted().of_assessment, "worker", "submit")


def not_everything_is_written(case: QuickCase) -> Request:
    case.accepted().write(safety_of_others="not_assessed").ok()
    return partial(case.of_assessment, "worker", "submit")


def countersigned_by_its_author(case: QuickCase) -> Request:
    newcomer(case.people, "both", {HERE: ("yjs", ("practitioner", "manager"))})
    case.people.worker = case.people.both
    case.accepted().write().ok()
    case.of_assessment("both", "submit").ok()
    case.of_assessment("both", "open").ok()
    return partial(case.of_assessment, "both", "countersign")


def countersigned_unread(case: QuickCase) -> Request:
    case.accepted().write().ok()
    case.of_assessment("worker", "submit").ok()
    return partial(case.of_assessment, "manager", "countersign")


def another_agency_answers(case: QuickCase) -> Request:
    check = case.sent().ask("social_care").ok()
    return partial(case.people.health.post, f"/information-requests/{check['id']}/answer", {"answer": "nothing_held"})


Scenario = tuple[Callable[[QuickCase], Request], str]
NOT_HEARD: list[Scenario] = [(partial(not_ready, without={whose}), "AS-02") for whose in ("child", "family")]
NOT_HEARD += [
    (carer_of_a_looked_after_child_not_heard, "AS-02"),
    (no_manager_agreed_that_the_child_was_not_heard, "AS-02"),
]

# By workflow, move and guard: requests it refuses, each with the rule that alone stands in the way.
SCENARIOS: dict[tuple[str, str, str], list[Scenario]] = {
    ("panel", "accept", "minimum_data_sent"): [(minimum_data_sent, "RF-01")],
    ("panel", "accept", "child_in_age_range"): [(child_in_age_range, "AGE-00")],
    ("panel", "make_ready", "checks_answered"): [(a_check_is_waiting, "CHK-01"), (social_care_is_waited_for, "CHK-01")],
    ("panel", "make_ready", "victims_considered"): [(partial(not_ready, victim_identified=True), "VIC-00")],
    ("panel", "make_ready", "views_recorded"): NOT_HEARD,
    ("panel", "make_ready", "offences_scored"): [(partial(not_ready, without={"score"}), "SCR-01")],
    ("panel", "make_ready", "assessment_countersigned"): [(partial(not_ready, without={"assessment"}), "AS-01")],
    ("panel", "decide", "gates_open_to_decide"): [(caution_without_admission, "ADM-01")],
    ("panel", "review_without_work", "no_work_under_way"): [(work_was_agreed_and_not_begun, "INT-01")],
    ("panel", "end_work", "work_finished"): [(work_is_under_way, "INT-02")],
    ("panel", "close", "work_finished"): [(work_was_agreed_after_the_last, "INT-02")],
    ("panel", "close", "every_work_reviewed"): [(work_ended_after_the_review, "EX-01")],
    ("non_engagement", "agree", "raised_by_someone_else"): [(raised_by_the_manager_who_agrees, "NE-03")],
    ("non_engagement", "agree", "enough_was_tried"): [
        (two_attempts_only, "NE-04"),
        (travel_was_not_considered, "NE-04"),
        (no_carer_was_reached, "NE-04"),
    ],
    ("intervention", "end_early", "non_engagement_agreed"): [(no_manager_agreed, "NE-05")],
    ("panel", "close", "gates_open_to_close"): [(yjs_not_told_of_a_caution, "YJS-01")],
    ("intervention", "complete", "session_attended"): [(the_only_session_turns_out_to_have_been_missed, "INT-05")],
    ("panel_item", "begin", "meeting_open"): [(meeting_not_open, "PNL-01")],
    ("panel_item", "begin", "nothing_else_under_discussion"): [(another_case_under_discussion, "PNL-05")],
    ("panel_item", "reveal", "round_complete"): [(somebody_still_to_vote, "PNL-03")],
    ("panel_item", "recommend", "round_agrees"): [(police_and_yjs_disagree, "PNL-02")],
    ("panel_item", "recommend", "gates_open_to_recommend"): [(police_went_out, "PN-01")],
    ("panel_meeting", "end_meeting", "every_case_dealt_with"): [
        (a_case_is_under_discussion, "PNL-04"),
        (a_case_was_not_reached, "PNL-04"),
    ],
    ("disposal", "give", "gates_open_to_give"): [(caution_given_by_somebody_else, "DEC-05")],
    ("assessment", "submit", "assessment_complete"): [
        (nothing_is_written, "AS-04"),
        (not_everything_is_written, "AS-04"),
    ],
    ("assessment", "countersign", "written_by_someone_else"): [(countersigned_by_its_author, "AS-03")],
    ("assessment", "countersign", "version_was_read"): [(countersigned_unread, "AS-05")],
    ("information_request", "answer", "own_agency_asked"): [(another_agency_answers, "CHK-02")],
}


NOBODY_WROTE_ONE = [(None, "")]
REFUSALS = [
    pytest.param(guard, prepare, rule, id="-".join(guard))
    for guard in GUARDS
    for prepare, rule in SCENARIOS.get(guard, NOBODY_WROTE_ONE)
]


@pytest.mark.parametrize(("guard", "prepare", "rule"), REFUSALS)
def test_a_guard_refuses_by_its_rule_and_writes_nothing(people: People, guard: Any, prepare: Any, rule: str):
    assert prepare is not None, f"No scenario has {'.'.join(guard)} refuse. Write one."
    assert rule == RULE_OF[guard[2]] or RULE_OF[guard[2]].startswith("GATE-")
    request = prepare(QuickCase(people))
    with nothing_written(people):
        refused = request().refused()
    (unmet,) = refused["unmet"]  # nothing but this stood in the way
    assert (unmet["rule"], unmet["source"]) == (rule, RULES[rule]["source"]["title"])
    assert unmet["sentence"].startswith(RULES[rule]["says"])
    assert (refused["rule"], refused["source"], refused["detail"]) == (rule, unmet["source"], unmet["sentence"])


def test_no_scenario_is_for_a_guard_that_is_gone():
    assert SCENARIOS.keys() <= set(GUARDS)


def the_first_of_two_outcomes_is_given(case: QuickCase) -> None:
    case.explained(offences=TWO_OFFENCES).give(0).ok()


def the_first_of_two_outcomes_goes_back(case: QuickCase) -> None:
    case.decided(offences=TWO_OFFENCES).of_disposal("return-to-police", {"reason": "The child does not agree."}).ok()


def voluntary_work_begins(case: QuickCase) -> None:
    case.sent().plan_work().ok()
    case.hold_session().ok()


# By workflow, move and the move of the case it carries, where its guard keeps the case: the state it stays in.
HELD_BACK: dict[tuple[str, str, str], tuple[Callable[[QuickCase], None], str]] = {
    ("disposal", "give", "give"): (the_first_of_two_outcomes_is_given, "decided"),
    ("disposal", "return_to_police", "give"): (the_first_of_two_outcomes_goes_back, "decided"),
    ("disposal", "return_to_police", "return_to_police"): (the_first_of_two_outcomes_goes_back, "decided"),
    ("intervention", "hold_session", "begin_work"): (voluntary_work_begins, "received"),
}


@pytest.mark.parametrize(("workflow", "move", "carried"), ONCE, ids=lambda part: getattr(part, "move", part))
def test_a_move_carries_the_case_along_only_once_its_guard_allows(
    people: People, workflow: str, move: str, carried: Carried
):
    scenario, stays = HELD_BACK[workflow, move, carried.move]  # missing: write one
    case = QuickCase(people)
    scenario(case)
    made = moves_made(people)
    assert (workflow, move) in made
    assert ("panel", carried.move) not in made
    assert case.state == stays
