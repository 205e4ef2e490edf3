"""From the outcome on, every case has a day for its exit review, which follows the end of the work as agreed."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from oocd import clock, scheduler
from oocd.reviews.rules import End, expected_end
from tests.exchange.sheets import past_case
from tests.people import People
from tests.story import Case, child, in_weeks
from tests.turnaround.support import Support

MONDAY = datetime(2026, 10, 5, 12, tzinfo=UTC)
DAYS = st.dates()


def days_of(case: Case) -> list[tuple[str, str]]:
    return [(row["planned_on"], row["because"]) for row in case.file["exit_review_days"]]


def test_the_day_is_planned_with_the_outcome_and_moves_with_the_work_and_each_earlier_day_stays(people: People):
    """Ten working days after the work's end, over Christmas and New Year; twelve weeks where no end is agreed."""
    with clock.stopped_at(MONDAY):
        case = Case(people).explained()
        assert days_of(case) == []
        case.give().ok()
        case.plan_work(end_by="2026-11-30").ok()
        case.of_work("revise", {"why_changed": "Made up: the mentor was ill.", "end_by": "2026-12-14"}).ok()
        case.of_work("revise", {"why_changed": "Made up: another place.", "objective": "The same."}).ok()
        case.hold_session().ok()
        assert days_of(case) == [
            ("2027-01-12", "no_end_agreed"),
            ("2026-12-14", "agreed_work"),
            ("2026-12-30", "agreed_work"),
        ]
        planned = people.worker.get("/planned-exit-reviews").ok()["days"]
        assert [(row["reference"], row["planned_on"], row["late"]) for row in planned] == [
            (case.file["referral"]["reference"], "2026-12-30", False)
        ]
    with clock.stopped_at(datetime(2026, 12, 31, 12, tzinfo=UTC)):
        assert people.worker.get("/planned-exit-reviews").ok()["days"][0]["late"]
        case.complete_work().ok()
        case.at("worker", "end-work").ok()
        assert days_of(case)[3:] == [("2027-01-15", "work_ended")]
        assert people.worker.get("/planned-exit-reviews").ok()["days"] == []
        (due,) = people.worker.get("/exit-reviews").ok()["reviews"]
        assert (due["due_on"], due["late"]) == ("2027-01-15", False)
        case.extend_work(extended_to="2027-01-29", exit_decision="further_voluntary_support").ok()
        assert days_of(case)[4:] == [("2027-02-12", "extended")]
        assert case.file["exit_review"]["exit_decision"] == "further_voluntary_support"


def test_conditions_end_where_they_were_changed_to_and_an_outcome_that_asks_for_nothing_is_reviewed_at_once(
    people: People,
):
    with clock.stopped_at(MONDAY):
        conditional = Case(people).given("youth_conditional_caution")
        changed = {"reason": "Made up: exams.", "officer": "A made-up sergeant", "officer_role": "sergeant_or_above"}
        later = {"planned_end": in_weeks(12), "consent": True, "acknowledged": ["TIME-01"]}
        conditional.of_disposal("vary", changed | later).ok()
        assert days_of(conditional) == [("2026-12-30", "course"), ("2027-01-12", "course")]
    with clock.stopped_at(MONDAY + timedelta(days=1)):
        nothing = Case(people).given("nfa", of=child(child_ref="C-2"))
        assert days_of(nothing) == [("2026-10-20", "nothing_agreed")]


def test_support_is_reviewed_too_though_no_outcome_was_given(people: People):
    with clock.stopped_at(MONDAY):
        support = Support(people).under_way()
        support.plan_work(end_by="2026-11-30").ok()
        assert days_of(support) == [("2027-01-12", "no_end_agreed"), ("2026-12-14", "agreed_work")]
        street = Case(people).on_the_street("screen", "offer-support", "accept-support", of=child(child_ref="C-2"))
        assert days_of(street) == [("2027-01-12", "no_end_agreed")]


def test_a_case_of_a_spreadsheet_has_its_day_worked_out_the_night_it_came(people: People):
    (job,) = (job for job in scheduler.JOBS if job.name == "schedule_exit_reviews")
    case = past_case(people, route="panel", outcome_given_date="2024-02-20")
    assert (case.state, days_of(case)) == ("given", [])
    assert [scheduler.run_now(people.app, job)["planned"] for _ in range(2)] == [1, 0]
    (planned,) = people.worker.get("/planned-exit-reviews").ok()["days"]
    assert (planned["reference"], planned["late"]) == ("PAST-1", True)


@given(st.lists(st.builds(End, on=DAYS, because=st.sampled_from(["course", "agreed_work"])), min_size=1))
def test_work_is_over_when_its_last_part_is(ends):
    assert all(end.on <= expected_end(ends).on for end in ends)
    assert expected_end(ends) in ends
