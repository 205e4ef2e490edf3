"""What becomes of a given outcome: done, not done, excused, revived, withdrawn, and what follows for each."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from oocd import clock
from tests.outcomes.test_giving import refused_by
from tests.people import People
from tests.story import Case, child, in_weeks, moves_made, nothing_written, offence

CONDITIONAL, RESOLUTION, CAUTION = "youth_conditional_caution", "community_resolution", "youth_caution"
SHOWN = ("", "/explanation", "/timeline")
BACK = {"reason": "The child no longer wants to."}
MONDAY = datetime(2026, 11, 2, 10, tzinfo=UTC)


def disposal(case: Case, number: int = -1) -> dict[str, Any]:
    found: dict[str, Any] = case.file["disposals"][number]
    return found


@pytest.mark.parametrize(("outcome", "code"), [("outcome_22", "22"), ("outcome_23", "23")])
def test_the_code_of_an_activity_is_recorded_on_the_day_it_is_completed_and_not_before(
    people: People, outcome: str, code: str
):  # OUT-01, R-11, R-14
    with clock.stopped_at(MONDAY):
        case = Case(people).explained(outcome)
        with nothing_written(people):
            refused_by("OUT-14", case.give(acknowledged=["TIME-01"]))
        case.begin().ok()
        assert disposal(case)["home_office_code"] is None
        case.report("going_well").ok()
        with nothing_written(people):
            refused_by("OUT-01", case.complete_course(completed_on="2026-11-03"))
            assert "before it was given" in case.complete_course(completed_on="2026-11-01").refused()["detail"]
    with clock.stopped_at(MONDAY + timedelta(days=1)):
        assert disposal(case)["home_office_code"] is None
        case.complete_course(completed_on="2026-11-03").ok()
        done = disposal(case)
    assert (done["state"], done["home_office_code"], done["code_set_on"]) == ("completed", code, "2026-11-03")
    assert [row["kind"] for row in done["reports"]] == ["going_well", "completed"]
    assert "You do not have to say that you did it." in done["later"]["words_for_the_child"]
    told = [case.people.manager.get(f"/referrals/{case.id}{part}").response.text for part in SHOWN]
    assert not [text for text in told if "reprimand" in text.lower()]  # OUT-04: a word of a return, and of nothing else
    assert done["later"] == {
        "spent_on": None,
        "first_time_entrant": False,
        "shown_on_checks": False,
        "if_not_done": done["later"]["if_not_done"],
        "words_for_the_child": done["later"]["words_for_the_child"],
    }


def test_an_activity_not_done_goes_back_to_the_police_who_choose_any_outcome(people: People):  # NC-02
    case = Case(people).failed("outcome_22")
    told = disposal(case)
    assert (told["state"], told["home_office_code"]) == ("not_completed", None)
    assert [row["kind"] for row in told["reports"]] == ["not_completed"]
    with nothing_written(people):
        refused_by("OUT-18", case.answer_failure("treat-as-completed"))
        case.complete_course().refused(status=409)
        case.decide("nfa").refused(status=409)  # a person answers first
    case.answer_failure("not-excused").ok()
    assert case.state == "with_police_again"
    with nothing_written(people):
        refused_by("OUT-13", case.at("inspector", "return-to-police", BACK))
    case.decide_again("nfa").ok()
    case.explain(1).ok()
    case.give(1).ok()
    assert disposal(case, 0)["home_office_code"] is None
    assert (disposal(case)["home_office_code"], case.state) == ("10", "given")


def test_a_prosecution_that_was_on_hold_revives_and_the_next_decision_is_a_charge(people: People):  # NC-03, R-11
    case = Case(people).recommended("outcome_23")
    with nothing_written(people):
        for missing in ("held_charge", "held_by", "held_on"):
            said = case.decide("outcome_23", of_each={missing: None}).refused()
            assert said["errors"].keys() == {missing}
    (held,) = case.decide("outcome_23").ok()["decisions"]
    assert (held["held_charge"], held["held_by"]) == ("Common assault", "A made-up inspector")
    case.explain().ok()
    case.begin().ok()
    case.fail().ok()
    with nothing_written(people):
        refused_by("OUT-17", case.answer_failure("not-excused"))
    case.answer_failure("revive").ok()
    with nothing_written(people):
        lighter = case.decide_again("nfa", differs_because=None).refused()
        assert "stands again" in lighter["detail"]
    (charged,) = case.decide_again(None, differs_because=None).ok()["decisions"]
    assert (charged["outcome"], charged["number"]) == ("charge", 2)
    case.explain(1).ok()
    case.give(1).ok()
    assert disposal(case)["home_office_code"] == "1"
    assert disposal(case, 0)["home_office_code"] is None


def test_a_failed_condition_is_first_asked_for_its_excuse(people: People):  # NC-01
    case = Case(people).failed(CONDITIONAL, offences=[offence(offence_id="abh")])
    assert case.state == "given"  # nothing follows by itself
    with nothing_written(people):
        case.decide("charge").refused(status=409)
        case.of_disposal("withdraw-consent", {"reason": " "}).refused()
        assert "neither" in case.answer_failure("excuse", officer_role="other").refused()["detail"]
        assert "Ask the child" in case.answer_failure("excuse", planned_end=in_weeks(12)).refused()["detail"]
    case.answer_failure("excuse", planned_end=in_weeks(12), consent=True).ok()
    first = disposal(case)["failures"][0]
    assert (first["excuse"]["decision"], first["excuse"]["follows"]) == ("reasonable_excuse", "more_time")
    assert (disposal(case)["state"], disposal(case)["planned_end"]) == ("running", in_weeks(12))
    case.fail(failure_reason="travel_or_cost").ok()
    case.answer_failure("treat-as-completed").ok()
    done = disposal(case)
    assert (done["state"], done["home_office_code"]) == ("completed", "2")
    assert [row["failure_reason"] for row in done["failures"]] == ["health", "travel_or_cost"]


def test_without_an_excuse_the_police_decide_again_on_the_offence_itself(people: People):
    case = Case(people).failed(CONDITIONAL)
    case.answer_failure("not-excused").ok()
    (charged,) = case.decide_again("charge").ok()["decisions"]
    case.explain(1).ok()
    case.give(1).ok()
    file = case.file
    assert (charged["number"], file["disposals"][1]["state"], file["referral"]["state"]) == (2, "given", "given")
    assert file["disposals"][0]["later"]["spent_on"] is None


@pytest.mark.parametrize("stage", ["decided", "explained", "given", "failed"])
def test_a_child_withdraws_from_a_conditional_caution_at_any_stage(people: People, stage: str):  # CON-04
    case = Case(people)
    getattr(case, stage)(CONDITIONAL)
    case.of_disposal("withdraw-consent", BACK, who="worker").ok()
    assert (disposal(case)["state"], case.state) == ("returned", "with_police_again")
    assert disposal(case)["reports"][-1]["kind"] == "child_withdrew"


def test_nothing_follows_from_a_resolution_or_a_caution_that_was_not_done(people: People):  # NC-04, NC-05
    case = Case(people).explained(RESOLUTION)
    with nothing_written(people):
        case.report("not_completed").refused(status=409)  # nothing was given yet
    case.give().ok()
    with nothing_written(people):
        case.fail().refused(status=409)
        case.report("gave_up").refused()
    case.report("not_completed").ok()
    told = disposal(case)
    assert (told["state"], told["home_office_code"], case.state) == ("given", "8", "given")
    assert told["reports"][0]["kind"] == "not_completed"
    assert told["later"]["if_not_done"] == "noted"
    with nothing_written(people):
        case.decide("nfa").refused(status=409)
    caution = Case(people).given(CAUTION, of=child(child_ref="C-2"))
    caution.report("not_completed").ok()
    assert (disposal(caution)["later"]["if_not_done"], disposal(caution)["state"]) == ("nothing", "given")


def test_both_cautions_have_code_2_and_keep_their_own_name(people: People):  # OUT-03
    plain = disposal(Case(people).given(CAUTION))
    conditional = disposal(Case(people).given(CONDITIONAL, of=child(child_ref="C-2")))
    assert plain["home_office_code"] == conditional["home_office_code"] == "2"
    assert (plain["outcome"], conditional["outcome"]) == (CAUTION, CONDITIONAL)


def test_what_a_caution_means_later(people: People):  # ROA-01, ROA-02, FTE-01, DBS-01
    with clock.stopped_at(MONDAY):
        plain = disposal(Case(people).given(CAUTION))["later"]
        case = Case(people).given(CONDITIONAL, of=child(child_ref="C-2"))
        running = disposal(case)["later"]
        case.complete_course().ok()
        completed = disposal(case)["later"]
    assert (plain["spent_on"], plain["shown_on_checks"]) == ("2026-11-02", False)
    assert running["spent_on"] == "2027-01-11"  # ten weeks on, before the three months are over
    assert completed["spent_on"] == "2026-11-02"


def test_a_case_is_not_closed_while_something_runs(people: People):
    case = Case(people).given("outcome_22")
    case.at("worker", "review-without-work").ok()
    case.hold_review().ok()
    with nothing_written(people):
        sentence = case.at("manager", "close").refused("OUT-20")["detail"]
    assert "Still running: Outcome 22" in sentence
    case.complete_course().ok()
    case.at("manager", "close").ok()


def test_a_case_that_was_reviewed_goes_back_and_comes_to_another_review(people: People):
    case = Case(people).given("outcome_22")
    case.at("worker", "review-without-work").ok()
    case.fail().ok()
    case.answer_failure("not-excused").ok()
    assert case.state == "with_police_again"
    case.decide_again("nfa").ok()
    case.explain(1).ok()
    case.give(1).ok()
    case.at("worker", "review-without-work").ok()
    case.hold_review().ok()
    case.at("manager", "close").ok()
    assert moves_made(people).count(("panel", "reconsider")) == 1


def test_an_outcome_that_was_never_given_takes_the_case_back_for_good(people: People):
    case = Case(people).decided(RESOLUTION)
    case.of_disposal("return-to-police", BACK).ok()
    with nothing_written(people):
        case.at("inspector", "return-to-police", {"reason": " "}).refused()
        case.at("manager", "return-to-police", BACK).refused(status=403)
    case.at("inspector", "return-to-police", BACK).ok()
    with nothing_written(people):
        case.decide("nfa").refused(status=409)
        addendum = {"text": "Made up."}
        people.inspector.post(f"/decisions/{case.file['decisions'][0]['id']}/addenda", addendum).refused(status=409)


def test_each_person_it_is_explained_to_is_on_record_with_the_form(people: People):
    case = Case(people).decided(RESOLUTION)
    case.explain(
        explained_how="easy_read",
        adult_role="parent_or_guardian",
        adult_explained_how="interpreter",
        explained_by="A made-up constable",
        understood=True,
        legal_advice_offered=True,
    ).ok()
    told = disposal(case)["explanations"]
    assert {(row["explained_to"], row["how"]) for row in told} == {
        ("child", "easy_read"),
        ("appropriate_adult", "interpreter"),
    }
    assert all(row["understood"] and row["legal_advice_offered"] for row in told)
    case.explain(explained_how="pictures").ok()  # once more, in another form
    assert len(disposal(case)["explanations"]) == 3
    with nothing_written(people):
        case.explain(adult_role="parent_or_guardian", adult_explained_how="shouted").refused()


def test_a_youth_caution_after_a_failed_conditional_one_counts_it(people: People):  # YJS-02, FTE-01
    case = Case(people).failed(CONDITIONAL)
    case.answer_failure("not-excused").ok()
    case.decide_again(CAUTION).ok()
    case.explain(1).ok()
    case.give(1).ok()
    assert disposal(case)["later"]["first_time_entrant"] is False
    assert disposal(case)["answers"]["YJS-02"] == "holds"  # the assessment is countersigned
    assert disposal(case)["answers"]["YJS-04"] == "fails"  # and this is not the child's first
