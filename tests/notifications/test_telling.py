"""What a move tells is written with it: once, to those who may hear it, and to nobody else."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from oocd import clock, notifications
from oocd.accounts.models import Membership
from oocd.accounts.permissions import ROLES
from oocd.db import db, everywhere
from oocd.demo.people import AREA
from oocd.notifications.errors import UnknownKind
from oocd.notifications.kinds import KINDS
from oocd.notifications.models import Notice
from tests.accounts.test_signing_in import csrf_of, sign_in
from tests.notifications.ways import e_mails, id_of, rows_of, told, way_out
from tests.people import People
from tests.story import Case, newcomer, nothing_written

WHY = {"reason": "Who is the officer in the case?"}


def tell(people: People, *names: str, case: Case | None = None, kind: str = "case_sent", **more) -> int:
    """As timed work does."""
    of_case = {"referral_id": UUID(case.id), "path": f"/cases/{case.id}"} if case else {"path": "/"}
    ids = [id_of(people, name) for name in names]
    with people.app.app_context(), everywhere():
        count = notifications.tell(kind, to=ids, **{"area": AREA, "key": "k", **of_case, **more})
        db.session.commit()
        return count


def test_each_step_tells_those_it_concerns_and_not_whoever_took_it(people: People):
    case = Case(people).sent(officer_in_case=None)
    assert told(people, "manager") == told(people, "coordinator") == ["case_sent"]
    case.at("manager", "ask-for-information", WHY).ok()
    assert told(people, "referrer") == ["information_asked"]
    case.at("referrer", "supply-information", {"text": "Here.", "officer_in_case": "Made up"}).ok()
    case.accept().ok()
    assert told(people, "worker") == ["case_allocated"]
    assert told(people, "socialcare") == ["information_request_asked"]
    assert told(people, "health") == []
    case.ask("health").ok()
    assert told(people, "health") == ["information_request_asked"]
    case.write().ok()
    case.of_assessment("worker", "submit").ok()
    case.of_assessment("manager", "return-for-changes", {"reason": "Say more of school."}).ok()
    assert told(people, "worker") == ["case_allocated", "assessment_returned"]
    case.of_assessment("worker", "submit").ok()
    assert told(people, "manager") == ["case_sent", "case_sent", "assessment_submitted", "assessment_submitted"]
    case.at("manager", "send-back", WHY).ok()
    assert told(people, "referrer") == ["information_asked", "case_sent_back"]


def test_a_disagreement_is_told_to_the_people_of_each_level_with_the_day_it_is_due(people: People):
    case = Case(people).escalated()
    assert told(people, "operations") == told(people, "chief") == ["escalation_raised"]
    assert told(people, "head") == told(people, "superintendent") == []
    notice = people.chief.get("/notices").ok()["notices"][0]
    assert notice["says"].startswith("A disagreement of the panel has come to level 2. Your agency's view is due by ")
    assert notice["path"] == f"/cases/{case.id}"
    case.of_escalation("operations", "go-up", WHY).ok()
    assert told(people, "head") == told(people, "superintendent") == ["escalation_raised"]
    assert told(people, "operations") == ["escalation_raised"]


def test_whoever_votes_in_the_room_is_asked_for_it_in_each_round(people: People):
    case = Case(people).under_discussion("inspector", "manager", "worker")
    assert told(people, "inspector") == ["vote_asked"]
    assert "vote_asked" not in told(people, "worker")
    for name in ("inspector", "manager"):
        case.vote(name, "nfa" if name == "manager" else "youth_caution").ok()
    case.of_item("manager", "reveal", {}).ok()
    case.of_item("manager", "vote-again", WHY).ok()
    assert told(people, "inspector") == ["vote_asked", "vote_asked"]


def test_a_decision_is_told_to_whoever_sent_the_case(people: People):
    Case(people).decided()
    assert told(people, "referrer") == ["decision_made"]


def test_a_case_given_to_somebody_else_is_told_to_them(people: People):
    newcomer(people, "other_worker", {AREA: ("yjs", ("practitioner",))})
    case = Case(people).accepted()
    case.at("manager", "reallocate", {"case_worker": "other_worker@demo.example", "reason": "Leave."}).ok()
    assert told(people, "other_worker") == ["case_allocated"]


def test_a_refused_or_rolled_back_step_tells_nobody(people: People):
    case = Case(people).sent(officer_in_case=None)
    with nothing_written(people):
        case.accept().refused("RF-01")
    with people.app.app_context(), everywhere():
        to, area = [id_of(people, "manager")], AREA
        notifications.tell("case_sent", to=to, area=area, path="/", key="rolled back")
        db.session.rollback()
    assert [row.kind for row in rows_of(people, Notice, "worker")] == []
    assert "rolled back" not in {row.key for row in rows_of(people, Notice)}


def test_saying_it_twice_is_once_for_each_person(people: People):
    with way_out():
        assert tell(people, "manager", "worker") == 2
        assert tell(people, "manager", "worker", "coordinator") == 1
        assert tell(people, "manager", key="another") == 1
    assert [row.key for row in rows_of(people, Notice, "manager")] == ["another", "k"]
    assert [row.key for row in e_mails(people, "manager")] == ["another", "k"]
    assert len(e_mails(people)) == 4


def test_nobody_is_told_of_a_case_they_stepped_back_from_or_may_not_see(people: People):
    newcomer(people, "leaver", {AREA: ("yjs", ("manager",))})
    with people.app.app_context(), everywhere():
        place = db.session.query(Membership).filter_by(person_id=id_of(people, "leaver")).one()
        place.to_date = clock.today() - timedelta(days=1)
        db.session.commit()
    case = Case(people).sent()
    case.step_back("worker").ok()
    everybody = ("worker", "manager", "auditor", "admin", "elsewhere", "leaver")
    assert tell(people, *everybody, case=case) == 1
    assert [row.key for row in rows_of(people, Notice, "manager") if row.key == "k"] == ["k"]
    for name in set(everybody) - {"manager"}:
        assert told(people, name) == [], name
    assert tell(people, *everybody, key="of no case") == 3  # the manager, the worker and the administrator


def test_a_notice_is_gone_from_sight_once_its_reader_steps_back_or_loses_their_place(people: People):
    case = Case(people).sent()
    assert [row["kind"] for row in people.manager.get("/notices").ok()["notices"]] == ["case_sent"]
    case.step_back("manager").ok()
    read = people.manager.get("/notices").ok()
    assert (read["notices"], read["unread"]) == ([], 0)
    (notice,) = rows_of(people, Notice, "manager")
    people.manager.post(f"/notices/{notice.id}/read").refused(status=404)
    with people.app.app_context(), everywhere():
        place = db.session.query(Membership).filter_by(person_id=id_of(people, "coordinator")).one()
        place.area = "staffordshire"
        db.session.commit()
    assert people.coordinator.get("/notices").ok()["notices"] == []


def test_notices_are_read_a_page_at_a_time_and_by_their_own_reader_only(people: People):
    begun = datetime(2026, 11, 2, 9, tzinfo=UTC)
    for number in range(53):
        with clock.stopped_at(begun + timedelta(minutes=number // 2)):  # some at the same moment
            tell(people, "worker", key=f"{number:02}")
    first = people.worker.get("/notices").ok()
    second = people.worker.get(f"/notices?after={first['next']}").ok()
    assert (len(first["notices"]), len(second["notices"]), first["unread"]) == (50, 3, 53)
    read = [row["told_at"] for row in (*first["notices"], *second["notices"])]
    assert read == sorted(read, reverse=True)
    assert len({row["id"] for row in (*first["notices"], *second["notices"])}) == 53
    assert "next" not in second.body
    one = first["notices"][0]["id"]
    with nothing_written(people):
        people.manager.post(f"/notices/{one}/read").refused(status=404)
    assert people.worker.post(f"/notices/{one}/read").ok()["read_at"]
    with nothing_written(people):
        people.worker.post(f"/notices/{one}/read").ok()
    unread = people.worker.get("/notices?unread=true").ok()
    assert unread["unread"] == 52
    assert one not in {row["id"] for row in unread["notices"]}


def test_the_page_of_notices_leads_to_what_each_is_about(people: People):
    case = Case(people).sent()
    browser = people.app.test_client()
    sign_in(browser)
    page = browser.get("/notices").text
    assert f'href="/cases/{case.id}"' in page
    assert "Not read yet: 1" in page
    (notice,) = rows_of(people, Notice, "manager")
    assert browser.post(f"/notices/{notice.id}/read", data={"csrf_token": csrf_of(page)}).location == "/notices"
    assert "You have read them all." in browser.get("/notices").text
    assert "Nobody has told you anything yet" in signed_in(people, "worker").get("/notices").text


def signed_in(people: People, name: str):
    browser = people.app.test_client()
    sign_in(browser, f"{name}@demo.example")
    return browser


def test_what_could_say_too_much_is_refused_before_anything_is_written(people: People):
    with nothing_written(people):
        for path in ("/cases/A-Child", "https://elsewhere.example/", "//elsewhere.example", "/cases/?name=x", "/x\n"):
            with pytest.raises(ValueError, match="no address"):
                tell(people, "manager", path=path)
        with pytest.raises(ValueError, match="too long"):
            tell(people, "manager", values={"why": "A long story. " * 10})
        with pytest.raises(ValueError, match="no plain value"):
            tell(people, "manager", values={"who": {"name": "X"}})
        with pytest.raises(ValueError, match="names due_on, level"):
            tell(people, "manager", kind="escalation_raised")
        with pytest.raises(UnknownKind):
            tell(people, "manager", kind="gossip")


def test_what_timed_work_tells_is_on_record_by_its_kind_and_ids_alone(people: People):
    case = Case(people).sent()
    tell(people, "worker", case=case, kind="task_overdue", values={"due_on": "SECRET"})
    entry = people.auditor.get(f"/referrals/{case.id}/timeline").ok()["events"][-1]
    assert (entry["action"], entry["who"]) == ("notice.tell", "the service")
    assert entry["details"] == "kind: task overdue"
    with people.app.app_context(), db.engine.connect() as connection:
        kept = "".join(str(row) for row in connection.exec_driver_sql("SELECT details FROM audit_entry"))
    assert "SECRET" not in kept
    assert '"told":["case_sent"]' in kept


def test_how_a_message_comes_is_each_persons_to_choose_but_for_those_that_may_not_be_silenced(people: People):
    with way_out():
        people.worker.post("/notice-choices", {"kind": "task_overdue", "way": "in_service"}).ok()
        people.manager.post("/notice-choices", {"kind": "task_overdue", "way": "digest"}).ok()
        tell(people, "worker", "manager", "coordinator", kind="task_overdue", values={"due_on": "today"})
    ways = {name: rows_of(people, Notice, name)[0].way for name in ("worker", "manager", "coordinator")}
    assert ways == {"worker": "in_service", "manager": "digest", "coordinator": "at_once"}
    assert [row.person_id for row in e_mails(people)] == [id_of(people, "coordinator")]
    chosen = {row["kind"]: row for row in people.worker.get("/notice-choices").ok()["choices"]}
    assert chosen.keys() == KINDS.keys()
    assert chosen["task_overdue"]["way"] == "in_service"
    with nothing_written(people):
        refused = people.chief.post("/notice-choices", {"kind": "escalation_raised", "way": "digest"}).refused()
        assert KINDS["escalation_raised"].never_silenced in refused["detail"]
        people.chief.post("/notice-choices", {"kind": "gossip", "way": "digest"}).refused()
        people.chief.post("/notice-choices", {"kind": "task_overdue", "way": "by pigeon"}).refused()
        people.chief.post("/quiet-hours", {"begins": "25:00", "ends": "07:00"}).refused()
    hours = {"begins": "21:00", "ends": "06:30"}
    assert people.worker.post("/quiet-hours", hours).ok()["quiet_hours"] == hours
    assert people.worker.post("/quiet-hours", hours).ok()["quiet_hours"] == hours


def test_without_a_way_out_nothing_is_queued(people: People):
    tell(people, "manager")
    assert e_mails(people) == []
    assert told(people, "manager") == ["case_sent"]


def test_whoever_can_be_told_of_anything_can_read_it():
    assert {role for role, granted in ROLES.items() if "notice.read" not in granted} == {"auditor"}
