"""Who countersigns an assessment, what was read before, and what comes of it; plain refusals stand with the guards."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from oocd import clock
from oocd.db import db
from tests.people import People
from tests.story import Case, newcomer, nothing_written

BOTH = {"buckinghamshire": ("yjs", ("practitioner", "manager"))}


def test_nobody_countersigns_what_they_wrote_even_if_somebody_else_wrote_last(people: People):
    newcomer(people, "both", BOTH)
    case, worker = Case(people).accepted(), people.worker
    people.worker = people.both
    case.write().ok()
    people.worker = worker
    case.write().ok()
    case.of_assessment("worker", "submit").ok()
    case.of_assessment("both", "open").ok()
    with nothing_written(people):
        assert case.of_assessment("both", "countersign").refused().rules == {"AS-03"}
    case.of_assessment("manager", "open").ok()
    case.of_assessment("manager", "countersign").ok()


def test_nobody_countersigns_what_they_helped_with(people: People):
    newcomer(people, "both", BOTH)
    case = Case(people).accepted()
    case.of_assessment("worker", "contributors", {"person": "both@demo.example"}).ok()
    case.submitted().ok()
    case.of_assessment("both", "open").ok()
    with nothing_written(people):
        assert case.of_assessment("both", "countersign").refused().rules == {"AS-03"}


def test_having_read_an_earlier_version_is_not_having_read_this_one(people: People):
    case = Case(people).accepted()
    case.submitted().ok()
    case.of_assessment("manager", "open").ok()
    case.of_assessment("manager", "return-for-changes", {"reason": "Say what the child wants."}).ok()
    case.submitted().ok()
    with nothing_written(people):
        assert case.of_assessment("manager", "countersign").refused().rules == {"AS-05"}


def test_an_assessment_is_written_only_while_it_is_being_written(people: People):
    case = Case(people).accepted()
    case.submitted().ok()
    with nothing_written(people):
        assert "returned" in case.write().refused(status=409)["detail"]
        case.of_assessment("worker", "kinds", {"kind": "screening", "reason": "Too late."}).refused(status=409)
        case.of_assessment("worker", "contributors", {"person": "health@demo.example"}).refused(status=409)


def test_comments_are_returned_section_by_section_and_leave_a_record(people: People):
    case = Case(people).accepted()
    case.submitted().ok()
    comment = {"section": "diversity", "comment": "What does the child's faith mean for the plan?"}
    back = {"reason": "Nearly there.", "comments": [comment, {"comment": "Shorter, please."}]}
    with nothing_written(people):
        wrong = {**back, "comments": [{**comment, "section": "hobbies"}]}
        assert "hobbies" in case.of_assessment("manager", "return-for-changes", wrong).refused()["detail"]
    told = case.of_assessment("manager", "return-for-changes", back).ok()
    assert [(row["section"], row["version"]) for row in told["comments"]] == [("diversity", 1), (None, 1)]
    (record,) = case.file["oversight"]
    assert (record["kind"], record["result"], record["finding"]) == ("countersignature", "returned", "Nearly there.")


def test_what_is_signed_with_actions_is_done_by_their_owner_or_a_manager_and_once(people: People):
    case = Case(people).accepted()
    case.submitted().ok()
    case.of_assessment("manager", "open").ok()
    today = clock.today()
    yesterday = str(today - timedelta(days=1))
    with nothing_written(people):
        for wrong in (case.action(due_on=yesterday), case.action(owner="nobody@demo.example")):
            case.of_assessment("manager", "countersign", {"actions": [wrong]}).refused()
        elsewhere = case.action(owner="elsewhere@demo.example")  # of another area
        case.of_assessment("manager", "countersign", {"actions": [elsewhere]}).refused()
    signed = {"finding": "Good work.", "actions": [case.action(), case.action(owner="health@demo.example")]}
    case.of_assessment("manager", "countersign", signed).ok()
    (record,) = case.file["oversight"]
    assert (record["result"], record["assessment_version"]) == ("accepted_with_actions", 1)
    first, second = (f"/oversight-actions/{action['id']}/done" for action in record["actions"])
    done = {"done_on": str(today)}
    with nothing_written(people):
        people.coordinator.post(first, done).refused(status=403)
        people.worker.post(first, {"done_on": str(today + timedelta(days=1))}).refused()
    people.worker.post(first, done).ok()
    people.manager.post(second, done).ok()
    with nothing_written(people):
        people.worker.post(first, done).refused(status=409)


def test_what_a_manager_found_is_read_by_those_who_work_on_the_case_and_by_whom_it_asks_something(people: People):
    case = Case(people).accepted()
    case.oversee("allocation").ok()
    case.oversee("supervision", actions=[case.action(owner="health@demo.example")]).ok()
    seen = {
        name: [row["kind"] for row in getattr(people, name).get(f"/referrals/{case.id}").ok()["oversight"]]
        for name in ("manager", "worker", "auditor", "health", "inspector", "victims")
    }
    every = ["allocation", "supervision"]
    assert [seen[name] for name in ("manager", "worker", "auditor")] == [every, every, every]
    assert [seen[name] for name in ("health", "inspector", "victims")] == [["supervision"], [], []]


def test_an_action_nobody_did_in_time_is_shown_so(people: People):
    with clock.stopped_at(clock.now() - timedelta(days=3)):
        case = Case(people).accepted()
        case.oversee(actions=[case.action()]).ok()
        assert case.file["oversight"][0]["actions"][0]["overdue"] is False
    assert case.file["oversight"][0]["actions"][0]["overdue"] is True


@pytest.mark.parametrize("kind", ["allocation", "supervision", "panel_briefing", "pre_closure_check"])
def test_a_manager_records_looking_into_a_running_case(people: People, kind: str):
    case = Case(people).accepted()
    case.oversee(kind).ok()
    with nothing_written(people):
        assert "Countersign" in case.oversee("countersignature").refused()["detail"]
        case.oversee("coffee").refused()
        case.oversee(kind, held_on=str(clock.today() + timedelta(days=1))).refused()
        case.at("worker", "oversight-records", {"kind": kind, "held_on": "2026-01-01", "finding": "Me."}).refused(
            status=403
        )
    assert [(row["kind"], row["manager"]) for row in case.file["oversight"]] == [(kind, "Demo YJS manager")]


def test_a_case_that_is_over_can_still_be_audited_and_nothing_else(people: People):
    case = Case(people).accepted()
    action = case.oversee(actions=[case.action()]).ok()["actions"][0]["id"]
    case.at("referrer", "withdraw", {"reason": "Charged with something else."}).ok()
    done = {"done_on": str(clock.today())}
    with nothing_written(people):
        case.oversee("supervision").refused(status=409)
        people.worker.post(f"/oversight-actions/{action}/done", done).refused(status=409)
    audited = case.oversee("dip_audit", actions=[case.action()]).ok()
    people.worker.post(f"/oversight-actions/{audited['actions'][0]['id']}/done", done).ok()


def test_a_signed_version_and_what_was_said_of_it_cannot_be_edited_by_hand(people: People):
    """The attack: somebody with the keys to the database softens a judgement after it was signed."""
    case = Case(people).accepted()
    case.assessed_at_length()
    tables = ("assessment_version", "return_comment", "oversight_record", "shared_copy", "version_reading")
    with nothing_written(people), people.app.app_context():
        for table in tables:
            for statement in (f"UPDATE {table} SET area = area", f"DELETE FROM {table}"):
                with pytest.raises(sa.exc.DatabaseError, match="only ever added to"), db.engine.begin() as connection:
                    connection.execute(sa.text(statement))
