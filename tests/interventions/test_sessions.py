"""Work with a child: which session starts it, and which stands beside the case."""

from datetime import UTC, datetime, timedelta

from oocd import clock
from tests.people import People
from tests.story import Case, moves_made, nothing_written, offence

BEGUN = ("panel", "begin_work")


def session(case: Case, days: int, step: str = "hold-session"):
    return case.of_work(step, {"held_on": str(clock.today() + timedelta(days=days))})


def test_voluntary_work_before_the_outcome_does_not_start_what_the_outcome_asks_for(people: People):
    with clock.stopped_at(datetime(2026, 11, 1, 12, tzinfo=UTC)):
        case = Case(people).explained()
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
    case = Case(people).given()
    case.plan_work().ok()
    missed = session(case, 0, "missed-sessions").ok()
    assert (missed["attended"], missed["before_outcome"]) == (False, False)
    assert (case.state, case.file["interventions"][0]["state"]) == ("given", "planned")


def test_a_session_is_recorded_once_it_was_held(people: People):
    case = Case(people).sent()
    case.plan_work().ok()
    with nothing_written(people):
        for step in ("hold-session", "missed-sessions"):
            assert session(case, 1, step).refused()["errors"] == {"held_on": ["In the future."]}
        assert case.of_work("hold-session", {}).refused()["errors"].keys() == {"held_on"}
    assert session(case, 0).ok()["before_outcome"]  # as no outcome is even decided


def test_work_is_agreed_and_ended_in_codes_and_never_on_a_case_that_is_over(people: People):
    case = Case(people).sent()
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


def record(case: Case, number: int = 0, work: int = 0):
    return case.file["interventions"][work]["sessions"][number]


def correct(case: Case, session, **said):
    sent = {"held_on": session["held_on"], "because": "Made up, for a test.", **said}
    return case.people.worker.post(f"/work-sessions/{session['id']}/corrections", sent)


def test_a_session_is_offered_then_attended_missed_or_called_off_once(people: People):
    case = Case(people).given()
    case.plan_work().ok()
    today = str(clock.today())
    offered = case.of_work("sessions", {"planned_on": "2030-01-01", "place": "at_school"}).ok()
    assert (offered["result"], offered["place"]) == (None, "at_school")
    with nothing_written(people):
        assert "in_a_cell" in case.of_work("sessions", {"planned_on": today, "place": "in_a_cell"}).refused()["detail"]
        assert case.of_work("sessions", {"planned_on": "2020-01-01"}).refused()["errors"].keys() == {"planned_on"}
        case.of_work("hold-session", {"held_on": today, "session": case.id}).refused()
        for step in ("missed-sessions", "cancelled-sessions"):
            wrong = {"held_on": today, "session": offered["id"], "reason": "lazy"}
            assert "lazy" in case.of_work(step, wrong).refused()["detail"]
        case.of_work("cancelled-sessions", {"held_on": today, "session": offered["id"]}).refused()  # by whom it matters
    of_session = {"held_on": today, "session": offered["id"]}
    case.of_work("cancelled-sessions", {**of_session, "reason": "worker_away"}).ok()
    assert case.state == "given"
    with nothing_written(people):
        for step in ("hold-session", "missed-sessions"):
            assert "correction" in case.of_work(step, of_session).refused(status=409)["detail"]
    assert [row["result"] for row in case.file["interventions"][0]["sessions"]] == ["cancelled"]


def test_a_correction_is_added_and_what_was_recorded_first_stays(people: People):
    case = Case(people).given()
    case.plan_work().ok()
    session(case, 0, "missed-sessions").ok()
    first = record(case)
    with nothing_written(people):
        correct(case, first, result="missed").refused()  # it says so already
        correct(case, first, result="attended", reason="forgot").refused()
        correct(case, first, result="cancelled").refused()
        correct(case, first, result="drowsy").refused()
        correct(case, first, result="missed", reason="forgot", because=" ").refused()
    correct(case, first, result="missed", reason="no_transport").ok()
    assert case.state == "given"  # still missed, so nothing began
    correct(case, first, result="attended", because="She came to the other office.").ok()
    assert case.state == "in_intervention"
    kept = record(case)["records"]
    assert [(row["result"], row["reason"]) for row in kept] == [
        ("missed", None),
        ("missed", "no_transport"),
        ("attended", None),
    ]
    assert moves_made(people).count(BEGUN) == 1


def test_what_nobody_recorded_yet_cannot_be_corrected(people: People):
    case = Case(people).given()
    case.plan_work().ok()
    case.of_work("sessions", {"planned_on": str(clock.today())}).ok()
    with nothing_written(people):
        correct(case, record(case), result="attended").refused(status=409)


def delay(case: Case, number: int = 0):
    return case.file["start_delays"][number]


def test_the_case_shows_how_long_work_took_to_begin_with_voluntary_work_beside_it(people: People):
    with clock.stopped_at(datetime(2026, 11, 1, 12, tzinfo=UTC)):
        case = Case(people).explained()
        case.plan_work().ok()
        session(case, 0).ok()
        assert (delay(case)["given_on"], delay(case)["days"]) == (None, None)
    with clock.stopped_at(datetime(2026, 11, 2, 12, tzinfo=UTC)):
        session(case, 0).ok()  # that morning, before the outcome
        case.give().ok()
    with clock.stopped_at(datetime(2026, 11, 12, 12, tzinfo=UTC)):
        session(case, -8, "missed-sessions").ok()
        case.of_work("cancelled-sessions", {"held_on": "2026-11-05", "reason": "no_room"}).ok()
        case.plan_work(kind="family_support", voluntary=True).ok()
        case.of_work("hold-session", {"held_on": "2026-11-12"}, number=1).ok()
        assert (delay(case)["days"], case.state) == (None, "given")  # none of this is what the outcome asks for
        session(case, -2).ok()
        assert delay(case) == {
            "offence": 1,
            "outcome": "community_resolution",
            "given_on": "2026-11-02",
            "first_session_on": "2026-11-10",
            "days": 8,
            "voluntary_sessions": 3,
            "voluntary_since": "2026-11-01",
        }
        first_counted = next(row for row in case.file["interventions"][0]["sessions"] if row["held_on"] == "2026-11-10")
        correct(case, first_counted, result="missed").ok()
        assert delay(case)["days"] is None
        session(case, 0).ok()
        assert delay(case)["days"] == 10


def test_work_for_one_offence_waits_for_its_outcome_alone(people: People):
    with clock.stopped_at(datetime(2026, 11, 1, 12, tzinfo=UTC)):
        case = Case(people).explained(offences=[offence(), offence(offence_id="drunk_highway")])
        case.give(0).ok()
        case.plan_work(offence=1, sequence=1).ok()
        case.plan_work(offence=2, sequence=2).ok()
    with clock.stopped_at(datetime(2026, 11, 3, 12, tzinfo=UTC)):
        assert not case.hold_session(0).ok()["before_outcome"]
        assert case.hold_session(1).ok()["before_outcome"]
        assert (delay(case, 0)["days"], delay(case, 1)["days"]) == (2, None)
        with nothing_written(people):
            assert "no offence number 3" in case.plan_work(offence=3).refused()["detail"]


def test_nothing_is_added_to_work_that_has_ended(people: People):
    case = Case(people).at_work()
    case.complete_work().ok()
    today = str(clock.today())
    with nothing_written(people):
        case.of_work("sessions", {"planned_on": today}).refused(status=409)
        case.of_work("missed-sessions", {"held_on": today}).refused(status=409)
        case.of_work("hold-session", {"held_on": today}).refused(status=409)
        case.of_work("revise", {"why_changed": "Too late."}).refused(status=409)


def test_only_an_explicit_answer_finishes_work(people: People):
    case = Case(people).at_work()
    with nothing_written(people):
        for sent in (None, {}, {"result": ""}, {"result": None}, {"result": "mostly"}):
            case.of_work("complete", sent).refused()
    case.complete_work("partly_completed").ok()
    assert case.file["interventions"][0]["result"] == "partly_completed"


def test_an_outcome_decided_again_has_a_delay_of_its_own(people: People):
    """Work that only began after the police decided again did not begin after the first outcome."""
    with clock.stopped_at(datetime(2026, 11, 2, 12, tzinfo=UTC)):
        case = Case(people).given("outcome_22")
        case.plan_work().ok()
    with clock.stopped_at(datetime(2026, 11, 9, 12, tzinfo=UTC)):
        case.fail().ok()
        case.answer_failure("not-excused").ok()
        case.decide_again("community_resolution").ok()
        case.explain(1).ok()
        case.give(1).ok()
    with clock.stopped_at(datetime(2026, 11, 12, 12, tzinfo=UTC)):
        assert not case.hold_session().ok()["before_outcome"]
        assert [(row["outcome"], row["days"]) for row in case.file["start_delays"]] == [
            ("outcome_22", None),
            ("community_resolution", 3),
        ]
