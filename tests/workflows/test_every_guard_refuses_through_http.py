"""For every guard drawn in workflows/, a request it refuses; a guard without one fails here by its name."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from oocd import clock
from oocd.workflow.definitions import Carried
from tests.areas.local import move_in
from tests.people import People, Reply
from tests.story import REASONS, WHY, Case, child, condition, moves_made, newcomer, nothing_written, offence
from tests.turnaround.support import support
from tests.workflows.maps import GUARDS, ONCE, RULE_OF, RULES

Request = Callable[[], Reply]
HERE = "buckinghamshire"
WHY_NOT = {"reason": "Made up, for a test."}
EXCEPTION = {"reason": "The limit for charging ends this week."}
VIEW = {"offence": 1, "outcome": "community_resolution", "reasons": WHY}
CONDITIONAL = "youth_conditional_caution"
REASON = {"reason": "Made up, for a test."}
WHO = REASON | {"officer": "A made-up inspector", "officer_role": "sergeant_or_above"}
TWO_OFFENCES = [offence(), offence(offence_id="drunk_highway")]


def minimum_data_sent(case: Case) -> Request:
    return case.sent(officer_in_case=None, offences=[offence(evidence=None)]).accept


def child_in_age_range(case: Case) -> Request:
    """Sent at 17; the eighteenth birthday comes before anybody accepts."""
    with clock.stopped_at(datetime(2026, 11, 4, 23, 59, tzinfo=UTC)):
        case.sent(of=child(date_of_birth="2008-11-05"))

    def on_the_birthday() -> Reply:
        with clock.stopped_at(datetime(2026, 11, 5, 0, 0, tzinfo=UTC)):
            return case.accept()

    return on_the_birthday


def not_ready(case: Case, **left_out: Any) -> Request:
    return partial(case.prepared(**left_out).at, "worker", "make-ready")


def a_check_is_waiting(case: Case) -> Request:
    case.prepared().ask("health").ok()
    return partial(case.at, "worker", "make-ready")


def social_care_is_waited_for(case: Case) -> Request:
    return partial(case.prepared(without={"checks"}).at, "worker", "make-ready")


def carer_of_a_looked_after_child_not_heard(case: Case) -> Request:
    case.prepared(of=child(care_status="looked_after"), without={"family"}).hear("mother").ok()
    return partial(case.at, "worker", "make-ready")


def no_manager_agreed_that_the_child_was_not_heard(case: Case) -> Request:
    case.prepared(without={"child"}).not_heard("child").ok()
    return partial(case.at, "worker", "make-ready")


def by_exception(case: Case, **left_out: Any) -> Request:
    left_out = {**left_out, "without": {"assessment", *left_out.get("without", ())}}
    return partial(case.prepared(**left_out).at, "manager", "make-ready-by-exception", EXCEPTION)


def a_check_is_waiting_by_exception(case: Case) -> Request:
    case.prepared(without={"assessment"}).ask("health").ok()
    return partial(case.at, "manager", "make-ready-by-exception", EXCEPTION)


def was_assessed_after_all(case: Case) -> Request:
    return partial(case.prepared().at, "manager", "make-ready-by-exception", EXCEPTION)


def its_meeting_is_over(case: Case) -> Request:
    case.escalated().of_meeting("manager", "end-meeting").ok()
    case.of_escalation("inspector", "withdraw", WHY_NOT).ok()
    return partial(case.of_item, "manager", "vote-again", WHY_NOT)


def says_nothing_of_the_person_harmed(case: Case) -> Request:
    case.prepared(victim_identified=True).at("victims", "victims", {"kind": "person", "contact_consent": "yes"}).ok()
    case.at("worker", "make-ready").ok()
    discuss(case, "inspector", "manager", "victims")
    return partial(case.recommend, reasons=REASONS)


def an_absent_agency_escalates(case: Case) -> Request:
    case.disagreed()
    return partial(case.escalate, "health")


def spoken_for_by_whoever_raised_it(step: str) -> Callable[[Case], Request]:
    """Somebody who is both a panel member and an escalation manager takes a case up, and would settle it."""

    def prepare(case: Case) -> Request:
        newcomer(case.people, "both", {HERE: ("police", ("police_decision_maker", "escalation_manager"))})
        case.disagreed("both", "manager").escalate("both").ok()
        if step == "settle":
            for who in ("operations", "chief"):
                case.give_view(who, "community_resolution").ok()
            return partial(case.settle, "both")
        return partial(case.give_view, "both", "youth_caution")

    return prepare


def spoken_for_by_another_level(step: str, sent: Any) -> Callable[[Case], Request]:
    def prepare(case: Case) -> Request:
        case.escalated()
        for who in ("operations", "chief") if step == "settle" else ():
            case.give_view(who, "community_resolution").ok()
        return partial(case.of_escalation, "superintendent", step, sent)

    return prepare


def nobody_has_spoken_yet(case: Case) -> Request:
    return case.escalated().settle


def already_at_the_top(case: Case) -> Request:
    case.escalated().of_escalation("operations", "go-up", WHY_NOT).ok()
    return partial(case.of_escalation, "head", "go-up", WHY_NOT)


def settled_without_reasons_for_leaving_the_score(case: Case) -> Request:
    case.escalated()
    for who in ("operations", "chief"):
        case.give_view(who, "youth_caution").ok()
    return partial(case.settle, deviation_reason=None)


def social_care_was_at_neither(case: Case) -> Request:
    case.escalated(of=child(care_status="looked_after"))
    for who in ("operations", "chief"):
        case.give_view(who, "community_resolution").ok()
    return case.settle


def another_agency_withdraws(case: Case) -> Request:
    return partial(case.escalated().of_escalation, "manager", "withdraw", WHY_NOT)


def withdrawn_too_late(case: Case) -> Request:
    case.escalated().give_view("operations", "community_resolution").ok()
    return partial(case.of_escalation, "inspector", "withdraw", WHY_NOT)


def discuss(case: Case, *present: str) -> None:
    """From the agenda to the votes revealed, all for a community resolution."""
    case.plan_meeting()
    case.put_on_agenda().ok()
    case.of_meeting("manager", "open-meeting").ok()
    case.arrive(*present)
    case.of_item("manager", "begin").ok()
    for name in present:
        case.vote(name, "community_resolution").ok()
    case.of_item("manager", "reveal", {}).ok()


def caution_without_admission(case: Case) -> Request:
    """The child admitted it to the panel's knowledge; the police correct that before they decide."""
    case.recommended("youth_caution")
    said = {"text": "It was no comment.", "offences": [{"number": 1, "admission": "no_comment"}]}
    case.at("referrer", "corrections", said).ok()
    return partial(case.decide, "youth_caution")


def work_was_agreed_and_not_begun(case: Case) -> Request:
    case.given().plan_work().ok()
    return partial(case.at, "worker", "review-without-work")


def the_only_session_turns_out_to_have_been_missed(case: Case) -> Request:
    (session,) = case.at_work().file["interventions"][0]["sessions"]
    wrong = {"result": "missed", "held_on": session["held_on"], "because": "It was another child."}
    case.people.worker.post(f"/work-sessions/{session['id']}/corrections", wrong).ok()
    return case.complete_work


def work_is_under_way(case: Case) -> Request:
    return partial(case.at_work().at, "worker", "end-work")


def work_was_agreed_after_the_last(case: Case) -> Request:
    case.in_review().plan_work().ok()
    case.hold_review().ok()
    return partial(case.at, "manager", "close")


def yjs_not_told_of_a_caution(case: Case) -> Request:
    case.given("youth_caution").at("worker", "review-without-work").ok()
    case.hold_review().ok()
    return partial(case.at, "manager", "close")


def work_ended_after_the_review(case: Case) -> Request:
    case.in_review().hold_review().ok()
    case.plan_work(sequence=1).ok()  # so that it comes first
    case.of_work("end-early", {"end_reason": "moved_away"}).ok()
    return partial(case.at, "manager", "close")


def raised_by_the_manager_who_agrees(case: Case) -> Request:
    newcomer(case.people, "both", {HERE: ("yjs", ("practitioner", "manager"))})
    case.people.worker = case.people.both
    case.at_work().raise_non_engagement(fewer_because="Made up.").ok()
    return partial(case.of_non_engagement, "agree", who="both")


def two_attempts_only(case: Case) -> Request:
    case.at_work().consider()
    case.try_to_reach("mother").ok()
    case.try_to_reach().ok()
    case.raise_non_engagement().ok()
    return partial(case.of_non_engagement, "agree")


def travel_was_not_considered(case: Case) -> Request:
    case.at_work().consider("special_needs", "speech_and_language", "trauma")
    for whom in ("child", "child", "mother"):
        case.try_to_reach(whom).ok()
    case.raise_non_engagement().ok()
    return partial(case.of_non_engagement, "agree")


def no_carer_was_reached(case: Case) -> Request:
    case.at_work().consider()
    for whom in ("child", "child", "mother"):
        case.try_to_reach(whom, result="no_answer").ok()
    case.raise_non_engagement().ok()
    return partial(case.of_non_engagement, "agree")


def no_manager_agreed(case: Case) -> Request:
    case.at_work().raise_non_engagement().ok()
    return partial(case.of_work, "end-early", {"end_reason": "not_engaged"})


def meeting_not_open(case: Case) -> Request:
    return partial(case.listed().of_item, "manager", "begin")


def another_case_under_discussion(case: Case) -> Request:
    case.under_discussion()
    following = Case(case.people)
    following.ready(of=child(child_ref="C-2"))
    following.meeting_id = case.meeting_id
    following.put_on_agenda().ok()
    return partial(following.of_item, "manager", "begin")


def somebody_still_to_vote(case: Case) -> Request:
    case.under_discussion().vote("inspector", "community_resolution").ok()
    return partial(case.of_item, "manager", "reveal", {})


def police_and_yjs_disagree(case: Case) -> Request:
    case.under_discussion().vote("inspector", "youth_caution").ok()
    case.vote("manager", "community_resolution").ok()
    case.of_item("manager", "reveal", {}).ok()
    return case.recommend


def police_went_out(case: Case) -> Request:
    case.revealed().of_meeting("coordinator", "departures", {"person": "inspector@demo.example"}).ok()
    return case.recommend


def a_case_is_under_discussion(case: Case) -> Request:
    return partial(case.under_discussion().of_meeting, "manager", "end-meeting")


def a_case_was_not_reached(case: Case) -> Request:
    case.listed().of_meeting("manager", "open-meeting").ok()
    return partial(case.of_meeting, "manager", "end-meeting")


def caution_given_by_somebody_else(case: Case) -> Request:
    return partial(case.explained("youth_caution").give, given_by_constable=False)


def a_course_is_only_given(case: Case) -> Request:
    return partial(case.explained("outcome_22").give, acknowledged=["TIME-01"])


def something_begins_from_a_caution(case: Case) -> Request:
    return partial(case.explained("youth_caution").begin)


def conditions_begin_unsigned(case: Case) -> Request:
    return partial(case.explained(CONDITIONAL).begin)


def a_caution_needs_no_consent(case: Case) -> Request:
    return partial(case.explained("youth_caution").of_disposal, "withdraw-consent", REASON)


def a_penalty_above_the_ceiling(case: Case) -> Request:
    changed = {"conditions": [condition(kind="punitive", amount=51)], "consent": True}
    return partial(case.given(CONDITIONAL, offences=[offence(offence_id="abh")]).of_disposal, "vary", WHO | changed)


def an_excuse_with_a_penalty_above_the_ceiling(case: Case) -> Request:
    changed = {"conditions": [condition(kind="punitive", amount=51)], "consent": True}
    return partial(case.failed(CONDITIONAL, offences=[offence(offence_id="abh")]).answer_failure, "excuse", **changed)


def an_activity_completed_tomorrow(case: Case) -> Request:
    tomorrow = clock.today() + timedelta(days=1)
    return partial(case.given("outcome_22").complete_course, completed_on=str(tomorrow))


def nobody_tried_hard_enough(case: Case) -> Request:
    return partial(case.given(CONDITIONAL).fail, rule_reasons={})


def an_activity_treated_as_completed(case: Case) -> Request:
    return partial(case.failed("outcome_22").answer_failure, "treat-as-completed")


def a_prosecution_that_was_on_hold(case: Case) -> Request:
    return partial(case.failed("outcome_23").answer_failure, "not-excused")


def no_prosecution_was_on_hold(case: Case) -> Request:
    return partial(case.failed("outcome_22").answer_failure, "revive")


def one_of_two_outcomes_came_back(case: Case) -> Request:
    case.explained(offences=TWO_OFFENCES).give(0).ok()
    case.of_disposal("return-to-police", REASON, number=1).ok()
    return partial(case.at, "inspector", "return-to-police", REASON)


def conditions_are_still_running(case: Case) -> Request:
    case.given(CONDITIONAL).report("going_well").ok()
    case.at("worker", "review-without-work").ok()
    case.hold_review().ok()
    return partial(case.at, "manager", "close")


def nothing_is_written(case: Case) -> Request:
    return partial(case.accepted().of_assessment, "worker", "submit")


def not_everything_is_written(case: Case) -> Request:
    case.accepted().judge(level="not_assessed").ok()
    return partial(case.of_assessment, "worker", "submit")


def countersigned_by_its_author(case: Case) -> Request:
    newcomer(case.people, "both", {HERE: ("yjs", ("practitioner", "manager"))})
    case.people.worker = case.people.both
    case.accepted().write().ok()
    case.of_assessment("both", "submit").ok()
    case.of_assessment("both", "open").ok()
    return partial(case.of_assessment, "both", "countersign")


def countersigned_unread(case: Case) -> Request:
    case.accepted().write().ok()
    case.of_assessment("worker", "submit").ok()
    return partial(case.of_assessment, "manager", "countersign")


def nobody_asked_for_no_assessment(case: Case) -> Request:
    return partial(case.accepted().of_assessment, "manager", "go-without")


def who_asked_for_no_assessment_agrees(case: Case) -> Request:
    newcomer(case.people, "both", {HERE: ("yjs", ("practitioner", "manager"))})
    case.accepted().of_assessment("both", "kinds", {"kind": "none", "reason": "Made up."}).ok()
    return partial(case.of_assessment, "both", "go-without")


def another_agency_answers(case: Case) -> Request:
    check = case.sent().ask("social_care").ok()
    return partial(case.people.health.post, f"/information-requests/{check['id']}/answer", {"answer": "nothing_held"})


def eighteen_before_anybody_takes_it(case: Case) -> Request:
    with clock.stopped_at(datetime(2026, 11, 4, 23, 59, tzinfo=UTC)):
        support(case).referred(of=child(date_of_birth="2008-11-05"))

    def on_the_birthday() -> Reply:
        with clock.stopped_at(datetime(2026, 11, 5, 0, 0, tzinfo=UTC)):
            return case.accept()

    return on_the_birthday


def three_months_and_a_day_ago(case: Case) -> Request:
    told = {"referral_date": "2026-11-02", "qualifying_event_on": "2026-08-01"}
    return support(case).checking(**told).offer


def had_turnaround_elsewhere(case: Case) -> Request:
    before = [{"outcome": "turnaround", "given_in": "Kent"}]
    return support(case).checking(of=child(previous_disposals=before)).offer


def under_an_order_of_a_court(case: Case) -> Request:
    said = {"youth_conditional_caution": False, "statutory_order": True}
    return partial(support(case).checking().offer, exclusions=said)


def referred_before_there_were_criteria(case: Case) -> Request:
    told = {"referral_date": "2022-11-30", "qualifying_event_on": "2022-11-29"}
    return partial(support(case).checking(**told).offer, rule_reasons={"TA-02": WHY})


def only_the_family_agreed(case: Case) -> Request:
    support(case).offered().agree("family").ok()
    return partial(case.at, "worker", "take-up")


def a_session_before_the_child_agreed(case: Case) -> Request:
    support(case).offered().agree("family").ok()
    case.plan_work().ok()
    return case.hold_session


def wants_no_more_while_work_is_open(case: Case) -> Request:
    support(case).under_way().plan_work().ok()
    return support(case).decline


def wants_no_more_in_staffordshire(case: Case) -> Request:
    move_in(case.people, "staffordshire")
    support(case).under_way(area="staffordshire").plan_work().ok()
    case.hold_session().ok()
    case.of_work("end-early", {"end_reason": "declined"}).ok()
    return support(case).decline


def support_without_an_assessment(case: Case) -> Request:
    return partial(support(case).taken_up().at, "worker", "begin-support")


def support_is_under_way(case: Case) -> Request:
    support(case).under_way().plan_work().ok()
    return partial(case.at, "worker", "end-work")


def support_was_agreed_after_the_last(case: Case) -> Request:
    support(case).reviewed().plan_work().ok()
    return partial(case.at, "manager", "close")


def a_second_on_the_street(step: str) -> Callable[[Case], Request]:
    def prepare(case: Case) -> Request:
        case.on_the_street()
        case.on_the_street("screen", offences=[offence(offence_id="drunk_highway")])
        return partial(case.street_step, step)

    return prepare


def nothing_calls_for_the_panel(case: Case) -> Request:
    return partial(case.on_the_street("screen").street_step, "send-to-panel")


def support_was_agreed_and_not_begun(case: Case) -> Request:
    case.on_the_street("screen", "offer-support", "accept-support").plan_work(voluntary=True).ok()
    return partial(case.street_step, "decline")


def street_support_under_way(case: Case) -> Case:
    case.on_the_street("screen", "offer-support", "accept-support").plan_work(voluntary=True).ok()
    case.hold_session().ok()
    return case


def support_is_not_ended(case: Case) -> Request:
    return partial(street_support_under_way(case).at, "worker", "end-work")


def street_support_reviewed(case: Case) -> Case:
    street_support_under_way(case).complete_work().ok()
    case.at("worker", "end-work").ok()
    case.hold_review().ok()
    return case


def street_support_was_agreed_after_the_last(case: Case) -> Request:
    street_support_reviewed(case).plan_work(voluntary=True).ok()
    return partial(case.at, "manager", "close")


def support_ended_after_the_review(case: Case) -> Request:
    support(case).reviewed().plan_work(sequence=1).ok()  # so that it comes first
    case.of_work("end-early", {"end_reason": "moved_away"}).ok()
    return partial(case.at, "manager", "close")


def street_support_ended_after_the_review(case: Case) -> Request:
    street_support_reviewed(case).plan_work(voluntary=True, sequence=1).ok()  # so that it comes first
    case.of_work("end-early", {"end_reason": "moved_away"}).ok()
    return partial(case.at, "manager", "close")


Scenario = tuple[Callable[[Case], Request], str]
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
    ("panel", "make_ready_by_exception", "not_assessed"): [(was_assessed_after_all, "AS-01X")],
    ("panel", "make_ready_by_exception", "checks_answered"): [(a_check_is_waiting_by_exception, "CHK-01")],
    ("panel", "make_ready_by_exception", "victims_considered"): [
        (partial(by_exception, victim_identified=True), "VIC-00")
    ],
    ("panel", "make_ready_by_exception", "views_recorded"): [
        (partial(by_exception, without={whose}), "AS-02") for whose in ("child", "family")
    ],
    ("panel", "make_ready_by_exception", "offences_scored"): [(partial(by_exception, without={"score"}), "SCR-01")],
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
    ("panel_item", "vote_again", "meeting_open"): [(its_meeting_is_over, "PNL-01")],
    ("panel_item", "recommend", "reasons_complete"): [(says_nothing_of_the_person_harmed, "PN-04")],
    ("panel_item", "escalate", "agency_in_the_room"): [(an_absent_agency_escalates, "ESC-07")],
    ("escalation", "give_view", "raised_by_somebody_else"): [(spoken_for_by_whoever_raised_it("give-view"), "ESC-01")],
    ("escalation", "give_view", "speaks_at_this_level"): [
        (spoken_for_by_another_level("give-view", {"views": [VIEW]}), "ESC-02")
    ],
    ("escalation", "go_up", "speaks_at_this_level"): [(spoken_for_by_another_level("go-up", WHY_NOT), "ESC-02")],
    ("escalation", "go_up", "not_at_the_top"): [(already_at_the_top, "ESC-04")],
    ("escalation", "settle", "raised_by_somebody_else"): [(spoken_for_by_whoever_raised_it("settle"), "ESC-01")],
    ("escalation", "settle", "speaks_at_this_level"): [
        (spoken_for_by_another_level("settle", {"reasons": REASONS}), "ESC-02")
    ],
    ("escalation", "settle", "views_settle_it"): [(nobody_has_spoken_yet, "ESC-03")],
    ("escalation", "settle", "reasons_complete"): [(settled_without_reasons_for_leaving_the_score, "PN-04")],
    ("escalation", "settle", "gates_open_to_settle"): [(social_care_was_at_neither, "QRM-01")],
    ("escalation", "withdraw", "own_agency_raised_it"): [(another_agency_withdraws, "ESC-05")],
    ("escalation", "withdraw", "no_view_given_yet"): [(withdrawn_too_late, "ESC-06")],
    ("panel_item", "recommend", "round_agrees"): [(police_and_yjs_disagree, "PNL-02")],
    ("panel_item", "recommend", "gates_open_to_recommend"): [(police_went_out, "PN-01")],
    ("panel_meeting", "end_meeting", "every_case_dealt_with"): [
        (a_case_is_under_discussion, "PNL-04"),
        (a_case_was_not_reached, "PNL-04"),
    ],
    ("panel", "return_to_police", "nothing_was_given"): [(one_of_two_outcomes_came_back, "OUT-13")],
    ("panel", "close", "no_course_running"): [(conditions_are_still_running, "OUT-20")],
    ("disposal", "give", "nothing_runs_on"): [(a_course_is_only_given, "OUT-14")],
    ("disposal", "give", "gates_open_to_give"): [(caution_given_by_somebody_else, "DEC-05")],
    ("disposal", "begin", "runs_a_course"): [(something_begins_from_a_caution, "OUT-15")],
    ("disposal", "begin", "gates_open_to_give"): [(conditions_begin_unsigned, "CON-01")],
    ("disposal", "withdraw_consent", "consent_was_asked"): [(a_caution_needs_no_consent, "OUT-16")],
    ("disposal", "vary", "gates_open_to_change"): [(a_penalty_above_the_ceiling, "COND-02")],
    ("disposal", "excuse", "gates_open_to_change"): [(an_excuse_with_a_penalty_above_the_ceiling, "COND-02")],
    ("disposal", "complete", "gates_open_to_complete"): [(an_activity_completed_tomorrow, "OUT-01")],
    ("disposal", "report_failure", "gates_open_to_fail"): [(nobody_tried_hard_enough, "NE-02")],
    ("disposal", "treat_as_completed", "can_be_treated_as_completed"): [(an_activity_treated_as_completed, "OUT-18")],
    ("disposal", "not_excused", "police_can_decide_again"): [(a_prosecution_that_was_on_hold, "OUT-17")],
    ("disposal", "revive", "prosecution_was_on_hold"): [(no_prosecution_was_on_hold, "OUT-19")],
    ("assessment", "submit", "assessment_complete"): [
        (nothing_is_written, "AS-04"),
        (not_everything_is_written, "AS-04"),
    ],
    ("assessment", "countersign", "written_by_someone_else"): [(countersigned_by_its_author, "AS-03")],
    ("assessment", "countersign", "version_was_read"): [(countersigned_unread, "AS-05")],
    ("assessment", "go_without", "none_asked_for_by_someone_else"): [
        (nobody_asked_for_no_assessment, "AS-06"),
        (who_asked_for_no_assessment_agrees, "AS-06"),
    ],
    ("street_cr", "offer_support", "panel_considered"): [(a_second_on_the_street("offer-support"), "STR-10")],
    ("street_cr", "close_without_offer", "panel_considered"): [
        (a_second_on_the_street("close-without-offer"), "STR-10")
    ],
    ("street_cr", "send_to_panel", "panel_prompted"): [(nothing_calls_for_the_panel, "STR-11")],
    ("street_cr", "decline", "no_work_under_way"): [(support_was_agreed_and_not_begun, "INT-01")],
    ("street_cr", "end_work", "work_finished"): [(support_is_not_ended, "INT-02")],
    ("street_cr", "close", "work_finished"): [(street_support_was_agreed_after_the_last, "INT-02")],
    ("street_cr", "close", "every_work_reviewed"): [(street_support_ended_after_the_review, "EX-01")],
    ("information_request", "answer", "own_agency_asked"): [(another_agency_answers, "CHK-02")],
    ("turnaround", "accept", "child_in_age_range"): [(eighteen_before_anybody_takes_it, "AGE-00")],
    ("turnaround", "offer_turnaround", "gates_open_to_offer"): [
        (three_months_and_a_day_ago, "TA-02"),
        (had_turnaround_elsewhere, "TA-04"),
        (under_an_order_of_a_court, "RT-06"),
        (referred_before_there_were_criteria, "TA-07"),
    ],
    ("turnaround", "take_up", "gates_open_to_start"): [(only_the_family_agreed, "TA-03")],
    ("intervention", "hold_session", "gates_open_to_start"): [(a_session_before_the_child_agreed, "TA-03")],
    ("turnaround", "decline_turnaround", "work_finished"): [(wants_no_more_while_work_is_open, "INT-02")],
    ("turnaround", "decline_turnaround", "reviewed_where_every_case_is"): [(wants_no_more_in_staffordshire, "EX-03")],
    ("turnaround", "begin_support", "assessment_countersigned"): [(support_without_an_assessment, "AS-01")],
    ("turnaround", "end_work", "work_finished"): [(support_is_under_way, "INT-02")],
    ("turnaround", "close", "work_finished"): [(support_was_agreed_after_the_last, "INT-02")],
    ("turnaround", "close", "every_work_reviewed"): [(support_ended_after_the_review, "EX-01")],
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
    request = prepare(Case(people))
    with nothing_written(people):
        refused = request().refused()
    (unmet,) = refused["unmet"]  # nothing but this stood in the way
    assert (unmet["rule"], unmet["source"]) == (rule, RULES[rule]["source"]["title"])
    assert unmet["sentence"].startswith(RULES[rule]["says"])
    assert (refused["rule"], refused["source"], refused["detail"]) == (rule, unmet["source"], unmet["sentence"])


def test_no_scenario_is_for_a_guard_that_is_gone():
    assert SCENARIOS.keys() <= set(GUARDS)


def the_first_of_two_outcomes_is_given(case: Case) -> None:
    case.explained(offences=TWO_OFFENCES).give(0).ok()


def the_second_of_two_outcomes_goes_back(case: Case) -> None:
    """The first took the case to the police; the second finds it there."""
    case.decided(offences=TWO_OFFENCES)
    for number in (0, 1):
        case.of_disposal("return-to-police", REASON, number=number).ok()


def the_first_of_two_courses_begins(case: Case) -> None:
    case.explained("outcome_22", offences=TWO_OFFENCES).begin(0).ok()


def the_second_of_two_no_longer_agrees(case: Case) -> None:
    case.decided("outcome_22", offences=TWO_OFFENCES)
    for number in (0, 1):
        case.of_disposal("withdraw-consent", REASON, number=number).ok()


def two_fail(case: Case, outcome: str, answer: str) -> None:
    case.given(outcome, offences=TWO_OFFENCES)
    for number in (0, 1):
        case.fail(number).ok()
        case.answer_failure(answer, number).ok()


def voluntary_work_begins(case: Case) -> None:
    case.sent().plan_work().ok()
    case.hold_session().ok()


# By workflow, move and the move of the case it carries, where its guard keeps the case: the state it stays in, and
# how often the case makes the carried move all the same.
HELD_BACK: dict[tuple[str, str, str], tuple[Callable[[Case], None], str, int]] = {
    ("disposal", "give", "give"): (the_first_of_two_outcomes_is_given, "decided", 0),
    ("disposal", "begin", "give"): (the_first_of_two_courses_begins, "decided", 0),
    ("disposal", "return_to_police", "reconsider"): (the_second_of_two_outcomes_goes_back, "with_police_again", 1),
    ("disposal", "withdraw_consent", "reconsider"): (the_second_of_two_no_longer_agrees, "with_police_again", 1),
    ("disposal", "not_excused", "reconsider"): (
        partial(two_fail, outcome="outcome_22", answer="not-excused"),
        "with_police_again",
        1,
    ),
    ("disposal", "revive", "reconsider"): (
        partial(two_fail, outcome="outcome_23", answer="revive"),
        "with_police_again",
        1,
    ),
    ("intervention", "hold_session", "begin_work"): (voluntary_work_begins, "received", 0),
}


@pytest.mark.parametrize(("workflow", "move", "carried"), ONCE, ids=lambda part: getattr(part, "move", part))
def test_a_move_carries_the_case_along_only_once_its_guard_allows(
    people: People, workflow: str, move: str, carried: Carried
):
    scenario, stays, once = HELD_BACK[workflow, move, carried.move]  # missing: write one
    case = Case(people)
    scenario(case)
    made = moves_made(people)
    assert (workflow, move) in made
    assert made.count(("panel", carried.move)) == once
    assert case.state == stays
