"""A disagreement on the ladder: who may take it up, who settles it, and what happens when nobody does in time."""

from contextlib import AbstractContextManager
from datetime import datetime

import pytest

from oocd import clock, scheduler
from oocd.clock import LONDON
from oocd.policy.working_days import add_working_days
from tests.people import People
from tests.story import WHY, Case, history, newcomer, nothing_written, offence

CR, YC = "community_resolution", "youth_caution"
AREA = "buckinghamshire"
REASON = {"reason": "We see no way to agree here."}


def on(day: object) -> AbstractContextManager[None]:
    return clock.stopped_at(datetime.fromisoformat(f"{day}T09:00").replace(tzinfo=LONDON))


def run_job(people: People) -> None:
    job = next(job for job in scheduler.JOBS if job.name == "escalation_deadlines")
    scheduler.run_now(people.app, job)


def ladder(case: Case):
    (escalation,) = case.file["escalations"]
    return escalation


def test_managers_who_name_the_same_outcome_settle_it_for_the_panel(people: People):
    case = Case(people).escalated("inspector", "manager", "health")
    assert (case.state, ladder(case)["competing"]) == ("escalated", {"1": {"police": YC, "yjs": CR, "health": CR}})
    case.of_meeting("manager", "end-meeting").ok()  # the meeting does not wait for it
    case.give_view("operations", CR).ok()
    case.give_view("chief", CR).ok()
    (made,) = case.settle("chief").ok()["recommendations"]
    assert (made["outcome"], made["dissents"]) == (CR, {})
    settlement = made["settlement"]
    assert (settlement["level"], settlement["days_taken"]) == (2, 0)
    assert settlement["competing"] == {"police": CR, "yjs": CR, "health": CR}
    assert case.state == "recommended"
    case.decide(CR).ok()


def test_managers_who_differ_send_it_up_and_at_the_top_the_police_settle_it_with_the_dissent_on_record(people: People):
    case = Case(people).escalated("inspector", "manager", "health")
    case.give_view("operations", CR).ok()
    assert case.give_view("chief", YC).ok()["level"] == 3
    with nothing_written(people):
        case.give_view("chief", CR).refused("ESC-02")
    case.give_view("superintendent", YC).ok()
    with nothing_written(people):
        case.settle("superintendent").refused("ESC-03")  # the head of service has not spoken, and has time yet
    case.give_view("head", CR).ok()
    (made,) = case.settle("superintendent").ok()["recommendations"]
    assert (made["outcome"], made["dissents"]) == (YC, {"yjs": CR, "health": CR})
    assert made["settlement"]["competing"] == {"police": YC, "yjs": CR, "health": CR}
    moves = [row["move"] for row in history(people) if row["workflow"] == "escalation"]
    assert moves == ["open", "give_view", "give_view", "go_up", "give_view", "give_view", "settle"]


def test_any_agency_in_the_room_may_ask_even_when_police_and_yjs_agree(people: People):
    case = Case(people).revealed(CR, "inspector", "manager", "health")
    with nothing_written(people):
        case.escalate("socialcare").refused("ESC-07")
        case.escalate("worker").refused(status=403)
        case.escalate("health", reason="No.").refused()
    case.escalate("health").ok()
    with nothing_written(people):
        case.recommend().refused(status=409)  # it waits for the ladder
    assert case.state == "escalated"


def test_whoever_raised_it_settles_nothing_at_any_level(people: People):
    newcomer(people, "both", {AREA: ("police", ("police_decision_maker", "escalation_manager", "senior_manager"))})
    case = Case(people).disagreed("both", "manager")
    case.escalate("both").ok()
    with nothing_written(people):
        case.give_view("both", YC).refused("ESC-01")
    for who in ("operations", "chief"):
        case.give_view(who, CR).ok()
    with nothing_written(people):
        case.settle("both").refused("ESC-01")
    case.settle("chief").ok()


def test_whoever_steps_back_has_neither_view_nor_sight_and_an_earlier_view_counts_no_more(people: People):
    newcomer(people, "other_chief", {AREA: ("police", ("escalation_manager",))})
    case = Case(people).escalated()
    for who in ("operations", "chief"):
        case.give_view(who, CR).ok()
    case.step_back("chief").ok()
    with nothing_written(people):
        case.give_view("chief", CR).refused(status=404)
        case.settle("chief").refused(status=404)
        assert "ESC-03" in case.settle("operations").refused("ESC-03").rules
    assert people.chief.get("/escalations").ok()["escalations"] == []
    case.give_view("other_chief", CR).ok()
    case.settle("operations").ok()


def test_the_agency_that_raised_it_lets_it_go_before_anybody_spoke_and_the_panel_goes_on(people: People):
    case = Case(people).escalated("inspector", "manager")
    with nothing_written(people):
        case.of_escalation("manager", "withdraw", REASON).refused("ESC-05")
    case.of_escalation("inspector", "withdraw", REASON).ok()
    assert case.state == "at_panel"
    case.of_item("manager", "vote-again", REASON).ok()
    for who in ("inspector", "manager"):
        case.vote(who, CR).ok()
    case.of_item("manager", "reveal", {}).ok()
    case.recommend().ok()


def test_a_level_that_lets_its_time_pass_is_taken_up_by_itself_once(people: People):
    with on("2026-03-02"):  # a Monday
        case = Case(people).escalated(offences=[offence(offence_date="2026-02-20")])
        due = ladder(case)["levels"][0]["due_on"]
        assert due == str(add_working_days(clock.today(), 5)) == "2026-03-09"
        case.give_view("operations", CR).ok()
    with on("2026-03-09"), nothing_written(people):
        run_job(people)  # the last day is still theirs
    with on("2026-03-10"):
        run_job(people)
        assert (ladder(case)["level"], ladder(case)["levels"][1]["due_on"]) == (3, "2026-03-17")
        with nothing_written(people):
            run_job(people)
        events = people.worker.get(f"/referrals/{case.id}/timeline").ok()["events"][-2:]
        assert [(event["who"], event["says"]) for event in events] == [
            ("the service", "Took the disagreement to the next level"),
            ("the service", "Told people whom it concerns"),
        ]


def test_the_clock_of_the_case_runs_on_while_managers_have_it(people: People):
    case = Case(people).disagreed()
    before = case.file["standing"]["due_on"]
    case.escalate().ok()
    assert case.file["standing"]["due_on"] == before is not None


def test_at_the_top_the_service_records_that_the_police_are_late_and_settles_nothing(people: People):
    with on("2026-03-02"):
        case = Case(people).escalated(offences=[offence(offence_date="2026-02-20")])
        case.of_escalation("operations", "go-up", REASON).ok()
        case.give_view("head", CR).ok()
    with on("2026-03-10"):
        run_job(people)
        with nothing_written(people):
            run_job(people)
            case.settle("head").refused("ESC-03")
        assert ladder(case)["levels"][1]["overdue_on"] == "2026-03-10"
        assert case.state == "escalated"
        case.give_view("superintendent", YC).ok()
        (made,) = case.settle("superintendent").ok()["recommendations"]
    assert (made["outcome"], made["settlement"]["days_taken"]) == (YC, 8)


def test_the_head_of_service_who_says_nothing_in_time_does_not_hold_up_the_police(people: People):
    with on("2026-03-02"):
        case = Case(people).escalated(offences=[offence(offence_date="2026-02-20")])
        case.of_escalation("operations", "go-up", REASON).ok()
        case.give_view("superintendent", YC).ok()
    with on("2026-03-10"):
        (made,) = case.settle("superintendent").ok()["recommendations"]
    assert made["dissents"] == {"yjs": CR}  # what the service named at the panel stands


def test_agreement_that_nobody_records_is_late_and_does_not_go_up(people: People):
    with on("2026-03-02"):
        case = Case(people).escalated(offences=[offence(offence_date="2026-02-20")])
        for who in ("operations", "chief"):
            case.give_view(who, CR).ok()
    with on("2026-03-10"):
        run_job(people)
        assert (ladder(case)["level"], ladder(case)["levels"][0]["overdue_on"]) == (2, "2026-03-10")
        case.settle().ok()


def test_managers_speak_to_every_offence_and_agree_on_each(people: People):
    two = [offence(), offence(offence_id="drunk_highway")]
    case = Case(people).escalated(offences=two)
    views = [{"offence": number, "outcome": CR, "reasons": WHY} for number in (1, 2)]
    with nothing_written(people):
        for wrong in ([views[0]], [views[0], views[0]], [*views, views[0]], []):
            case.of_escalation("operations", "give-view", {"views": wrong}).refused()
        unknown = [views[0], views[1] | {"outcome": "a_hunch"}]
        case.of_escalation("operations", "give-view", {"views": unknown}).refused()
    case.of_escalation("operations", "give-view", {"views": views}).ok()
    other = [views[0], views[1] | {"outcome": YC}]
    assert case.of_escalation("chief", "give-view", {"views": other}).ok()["level"] == 3


def test_an_agency_that_thinks_again_at_its_level_replaces_its_view_and_both_are_kept(people: People):
    case = Case(people).escalated()
    case.give_view("operations", "nfa").ok()
    case.give_view("operations", CR).ok()
    case.give_view("chief", CR).ok()
    assert [view["outcome"] for view in ladder(case)["views"]] == ["nfa", CR, CR]
    case.settle().ok()


def test_every_level_has_people_with_an_account_in_the_demonstration(people: People):
    for who in ("operations", "chief", "head", "superintendent"):
        assert getattr(people, who).get("/escalations").ok()["escalations"] == []


@pytest.mark.parametrize("who", ["operations", "head"])
def test_managers_read_the_case_they_settle(people: People, who: str):
    case = Case(people).escalated()
    moves = getattr(people, who).get(f"/referrals/{case.id}").ok()["moves"]
    assert {move["name"] for move in moves} == {"give_view", "go_up", "settle"}
