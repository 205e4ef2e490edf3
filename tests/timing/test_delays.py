"""How long children wait after an outcome: whose they are, who holds the open cases, and what sets groups apart."""

import csv
import io
import json

from tests.people import People
from tests.story import Case, child
from tests.timing.test_one_case import at, day

AREA = "buckinghamshire"


def given_on(people: People, number: int, **changes) -> Case:
    case = Case(people)
    with at(number):
        case.given(**changes)
    return case


def two_children(people: People) -> tuple[Case, Case]:
    """One began work ten days after the outcome; the other, given on the same day, waits still."""
    began = given_on(people, 0, of=child(child_ref="C-1", ethnicity="A1"))
    waits = given_on(people, 0, of=child(child_ref="C-2", ethnicity="B1"), investigation_status="bail")
    with at(0):
        began.plan_work().ok()
    with at(10):
        began.hold_session().ok()
    return began, waits


def test_a_worker_sees_which_of_their_children_waits_the_longest_first_and_by_when_work_was_due(people: People):
    two_children(people)
    with at(20):
        rows = people.worker.get("/my-start-delays").ok()["children"]
        assert people.inspector.get("/my-start-delays").ok()["children"] == []
    assert [(row["child_ref"], row["still_waiting"], row["days"]) for row in rows] == [
        ("C-2", True, 20),
        ("C-1", False, 10),
    ]
    assert (rows[0]["given_on"], rows[0]["due_on"], rows[0]["late"]) == (day(0), "2026-09-21", True)
    assert not rows[1]["late"]


def test_managers_see_each_group_with_those_who_still_wait_counted(people: People):
    two_children(people)
    with at(20):
        told = people.manager.get(f"/delays?area={AREA}&by=ethnicity").ok()
        all_of_them = people.manager.get("/delays?by=area").ok()["groups"]
        people.worker.get(f"/delays?area={AREA}").refused(status=403)
        people.manager.get("/delays?area=staffordshire").refused(status=404)
        people.manager.get("/delays?by=shoe_size").refused(status=422)
    assert "do not publish" in told["note"]
    groups = {row.pop("group"): row for row in told["groups"]}
    assert groups["A1"] == {
        **{"count": 1, "still_waiting": 0, "median": 10, "p90": 10, "maximum": 10},
        "curve": [{"day": 10, "share": 0.0, "at_risk": 1}],
    }
    assert groups["B1"] == {"count": 1, "still_waiting": 1, "median": None, "p90": None, "maximum": 20, "curve": []}
    (whole,) = all_of_them
    assert (whole["group"], whole["count"], whole["median"], whole["maximum"]) == (AREA, 2, 10, 20)
    assert whole["curve"] == [{"day": 10, "share": 0.5, "at_risk": 2}]


def test_the_same_is_a_spreadsheet_and_a_command(people: People):
    two_children(people)
    period = f"from={day(-5)}&to={day(5)}"
    with at(20):
        sheet = people.manager.get(f"/delays/sheet?area={AREA}&by=investigation_status&{period}").response
        options = ["--area", AREA, "--from", day(-5), "--to", day(5), "--by", "investigation_status"]
        run = people.app.test_cli_runner().invoke
        printed = run(args=["report", "delays", *options, "--format", "csv"])
        told = json.loads(run(args=["report", "delays", *options]).output)
        earlier = run(args=["report", "delays", "--area", AREA, "--to", day(-1)]).output
    note, head, *rows = csv.reader(io.StringIO(sheet.text))
    assert (sheet.mimetype, "do not publish" in note[0]) == ("text/csv", True)
    assert head == ["by", "group", "count", "still_waiting", "median", "p90", "maximum"]
    assert rows == [
        ["investigation_status", "bail", "1", "1", "", "", "20"],
        ["investigation_status", "voluntary", "1", "0", "10", "10", "10"],
    ]
    assert printed.output.replace("\r\n", "\n") == sheet.text.replace("\r\n", "\n")
    assert [row["group"] for row in told["groups"]] == ["bail", "voluntary"]
    assert json.loads(earlier)["groups"] == []


def test_the_board_shows_who_holds_the_open_cases_with_the_oldest_first(people: People):
    _, waits = two_children(people)
    with at(12):
        sent = Case(people)
        sent.sent(of=child(child_ref="C-3"))
    with at(20):
        owners = people.manager.get(f"/delays/board?area={AREA}").ok()["owners"]
        people.worker.get(f"/delays/board?area={AREA}").refused(status=403)
    (row,) = owners
    assert (row["owner"], row["open"]) == ("yjs", 3)
    oldest = {one["referral_id"]: (one["reason"], one["days_held"]) for one in row["oldest"]}
    assert oldest[sent.id] == ("panel.received", 8)
    assert oldest[waits.id] == ("panel.given", 20)
    assert [one["days"] for one in row["oldest"]] == sorted((one["days"] for one in row["oldest"]), reverse=True)
