"""While somebody is away another has their list, and nobody leaves with a case of theirs."""

from datetime import UTC, datetime, timedelta

from oocd import clock
from tests.people import People, Reply
from tests.story import Case, child, newcomer, nothing_written
from tests.tasks.desk import id_of, list_of, offenders, on_the_lists_of, reassign, team

MONDAY = datetime(2026, 10, 5, 12, tzinfo=UTC)
AREA = "buckinghamshire"
BOTH = ("worker", "second")


def cover(people: People, of: str, by: str, who: str = "manager", **changes: str) -> Reply:
    today = clock.today()
    said = {
        "area": AREA,
        "covered_by": f"{by}@demo.example",
        "from_date": str(today + timedelta(days=1)),
        "to_date": str(today + timedelta(days=5)),
        **changes,
    }
    return getattr(people, who).post(f"/people/{id_of(people, of)}/cover", said)


def hand_over(people: People, of: str, to: str, who: str = "manager", **changes: str) -> Reply:
    said = {"area": AREA, "to": f"{to}@demo.example", "reason": "Made up: moves on.", **changes}
    return getattr(people, who).post(f"/people/{id_of(people, of)}/hand-over", said)


def with_a_second_worker(people: People) -> None:
    newcomer(people, "second", {AREA: ("yjs", ("practitioner",))})
    newcomer(people, "third", {AREA: ("yjs", ("practitioner",))})


def of_the_worker(people: People, number: int = 1) -> Case:
    case = Case(people).accepted(of=child(child_ref=f"C-{number}"))
    case.answer().ok()
    return case


def test_a_list_goes_to_whoever_covers_and_comes_back_by_itself(people: People):
    with_a_second_worker(people)
    with clock.stopped_at(MONDAY):
        case, hidden = of_the_worker(people), of_the_worker(people, 2)
        hidden.step_back("second").ok()
        with nothing_written(people):
            cover(people, "worker", "worker").refused()
            cover(people, "worker", "nobody").refused()
            cover(people, "worker", "second", to_date="2026-10-01").refused()
            cover(people, "worker", "second", to_date=str(clock.today())).refused()
            cover(people, "worker", "second", who="third").refused(status=403)
            cover(people, "worker", "second", area="staffordshire").refused(status=404)
        cover(people, "worker", "second", who="worker").ok()
        with nothing_written(people):
            cover(people, "worker", "third").refused(status=409)
        cover(people, "second", "third", from_date="2026-10-08", to_date="2026-10-09").ok()
        whose = {}
    for day in range(7):
        with clock.stopped_at(MONDAY + timedelta(days=day)):
            assert offenders(people) == []
            whose[day] = on_the_lists_of(people, case, *BOTH, "third")
            if day == 1:  # who stepped back has no case of it, so the others of the queue do
                assert on_the_lists_of(people, hidden, *BOTH) == {"worker"}
                assert team(people)["open"] == 2
    in_turn = ["worker", "second", "second", "third", "third", "second", "worker"]
    assert whose == {day: {name} for day, name in enumerate(in_turn)}


def test_somebody_may_come_back_early(people: People):
    with_a_second_worker(people)
    with clock.stopped_at(MONDAY):
        case = of_the_worker(people)
        row = cover(people, "worker", "second", from_date=str(clock.today())).ok()["id"]
        assert on_the_lists_of(people, case, *BOTH) == {"second"}
        with nothing_written(people):
            people.third.post(f"/covers/{row}/end-cover").refused(status=403)
        people.worker.post(f"/covers/{row}/end-cover").ok()
        assert on_the_lists_of(people, case, *BOTH) == {"worker"}
        with nothing_written(people):
            people.worker.post(f"/covers/{row}/end-cover").refused(status=409)


def test_whoever_leaves_hands_over_everything_or_nothing(people: People):
    with_a_second_worker(people)
    first, second = of_the_worker(people), of_the_worker(people, 2)
    second.step_back("second").ok()
    with nothing_written(people):
        said = hand_over(people, "worker", "second").refused()["detail"]
        assert second.file["referral"]["reference"] in said
        assert first.file["referral"]["reference"] not in said
        hand_over(people, "worker", "inspector").refused()
        hand_over(people, "worker", "worker").refused()
        hand_over(people, "third", "second").refused()
        hand_over(people, "worker", "third", who="inspector").refused(status=403)
        hand_over(people, "worker", "third", area="staffordshire").refused(status=404)
    reassign(second, "third").ok()
    assert hand_over(people, "worker", "second").ok()["cases"] == [first.file["referral"]["reference"]]
    assert (list_of(people, "worker"), len(list_of(people, "second"))) == ([], 1)


def test_nobody_leaves_with_open_cases_and_the_command_says_so(people: People):
    with_a_second_worker(people)
    case = of_the_worker(people)
    run = people.app.test_cli_runner().invoke
    leave = ["accounts", "end-membership", "worker@demo.example", "--area", AREA]
    with nothing_written(people):
        refused = run(args=leave)
        assert (refused.exit_code, "1 open case is Demo case worker's" in refused.output) == (1, True)
        assert run(args=[*leave, "--hand-over-to", "inspector@demo.example"]).exit_code == 1
        assert run(args=[*leave[:-1], "bexley"]).exit_code == 1
    done = run(args=[*leave, "--hand-over-to", "second@demo.example"])
    assert (done.exit_code, case.file["referral"]["reference"] in done.output) == (0, True)
    assert on_the_lists_of(people, case, "second") == {"second"}
    with clock.stopped_at(clock.now() + timedelta(days=1)):
        people.worker.get("/my-work").refused(status=403)
        assert offenders(people) == []
    assert run(args=["accounts", "end-membership", "third@demo.example", "--area", AREA]).exit_code == 0


def test_a_manager_who_stepped_back_from_a_case_hands_over_no_part_of_it(people: People):
    with_a_second_worker(people)
    newcomer(people, "other", {AREA: ("yjs", ("manager",))})
    case = of_the_worker(people)
    case.step_back("other").ok()
    with nothing_written(people):
        hand_over(people, "worker", "second", who="other").refused()
    assert case.file["referral"]["reference"] not in str(people.other.get("/team-work").body)
    hand_over(people, "worker", "second").ok()
