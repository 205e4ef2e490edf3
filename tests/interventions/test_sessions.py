"""Work with a child: which session starts it, and which stands beside the case."""

from datetime import UTC, datetime, timedelta

from oocd import clock
from tests.people import People
from tests.story import QuickCase, moves_made, nothing_written

BEGUN = ("panel", "begin_work")


def session(case: QuickCase, days: int, step: str = "hold-session"):
    return case.of_work(step, {"held_on": str(clock.today() + timedelta(days=days))})


def test_voluntary_work_before_the_outcome_does_not_start_what_the_outcome_asks_for(people: People):
    with clock.stopped_at(datetime(2026, 11, 1, 12, tzinfo=UTC)):
        case = QuickCase(people).explained()
        case.plan_work().ok()
        assert session(case, 0).ok()["before_outcome"]
        session(case, -1).refused()  # before the work was agreed
    with clock.stopped_at(datetime(2026, 11, 2, 12, tzinfo=UTC)):
        case.give().ok()
    with clock.stopped_at(datetime(2026, 11, 6, 12, tzinfo=UTC)):
        late = session(case, -5).ok()  # told late, and held the day before the outcome
        assert late["before_outcome"]
        assert BEGUN not in moves_made(people)
        assert case.state == "given"
        assert not session(case, -2).ok()["before_outcome"]
        assert case.state == "in_intervention"
        assert case.file["referral"]["state_since"] == "2026-11-04"
        session(case, 0).ok()
    assert moves_made(people).count(BEGUN) == 1


def test_a_missed_session_starts_nothing(people: People):
    case = QuickCase(people).given()
    case.plan_work().ok()
    missed = session(case, 0, "missed-sessions").ok()
    assert (missed["attended"], missed["before_outcome"]) == (False, False)
    assert (case.state, case.file["interventions"][0]["state"]) == ("given", "planned")


def test_a_session_is_recorded_once_it_was_held(people: People):
    case = QuickCase(people).sent()
    case.plan_work().ok()
    with nothing_written(people):
        for step in ("hold-session", "missed-sessions"):
            assert session(case, 1, step).refused()["errors"] == {"held_on": ["In the future."]}
        assert case.of_work("hold-session", {}).refused()["errors"].keys() == {"held_on"}
    assert session(case, 0).ok()["before_outcome"]  # as no outcome is even decided


def test_work_is_agreed_and_ended_in_codes_and_never_on_a_case_that_is_over(people: People):
    case = QuickCase(people).sent()
    work = {"kind": "mentoring", "objective": "Somebody to talk to.", "agency": "yjs"}
    with nothing_written(people):
        for wrong in ({"kind": "boot_camp"}, {"agency": "scouts"}, {"objective": ""}):
            case.at("worker", "interventions", work | wrong).refused()
    case.at("worker", "interventions", work).ok()
    with nothing_written(people):
        for wrong in ("naughty", ""):
            case.of_work("end-early", {"end_reason": wrong}).refused()
    case.at("referrer", "withdraw", {"reason": "Sent by mistake."}).ok()
    with nothing_written(people):
        assert "over" in case.at("worker", "interventions", work).refused(status=409)["detail"]
