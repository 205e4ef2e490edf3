"""Who a victim is: a compartment of its own, logged at every reading, and nowhere else whatever happens."""

import json

import pytest
import sqlalchemy as sa

from oocd.db import Base, db
from tests.accounts.test_signing_in import sign_in
from tests.audit.database import read
from tests.audit.life import OF_A_VICTIM
from tests.people import People
from tests.story import ASKED, Case, child, newcomer, nothing_written
from tests.test_every_route_declares_who_may_use_it import routes

SECRET = {
    "name": "SECRET-name",
    "address": "SECRET-address",
    "phone": "SECRET-phone",
    "email": "SECRET@example.org",
    "safe_contact": "SECRET-safe",
    "named_contact": "SECRET-contact",
    "guardian_name": "SECRET-guardian",
    "guardian_contact": "SECRET-guardian-phone",
    "guardian_not_involved_because": "SECRET-reason",
}


@pytest.fixture
def case(people: People) -> Case:
    case = Case(people).sent()
    case.harm(consents={"updates": "yes", "restorative_justice": "yes"}).ok()
    return case


def identity(case: Case, who: str):
    return getattr(case.people, who).get(f"/victims/{case.file['victims'][0]['id']}/identity")


def test_only_who_works_with_victims_reads_who_they_are(case: Case):
    identity(case, "victims").refused(status=404)  # nothing is on record
    case.of_victim("victims", "identity", SECRET).ok()
    assert {name: identity(case, "victims").ok()[name] for name in SECRET} == SECRET
    for who in ("worker", "manager", "coordinator", "inspector", "socialcare", "health", "auditor", "admin"):
        refused = identity(case, who).refused(status=403)
        assert "SECRET" not in json.dumps(refused.body)
        case.of_victim(who, "identity", {"name": "X"}).refused(status=403)


def test_the_police_send_who_a_victim_is_and_read_back_only_what_they_sent(people: People, case: Case):
    case.of_victim("referrer", "identity", {"name": "SECRET-name"}).ok()
    assert identity(case, "referrer").ok()["name"] == "SECRET-name"
    case.of_victim("victims", "identity", {"safe_contact": "SECRET-safe"}).ok()
    assert identity(case, "victims").ok()["name"] == "SECRET-name"  # what was not sent stays
    with nothing_written(people):
        assert "SECRET" not in json.dumps(identity(case, "referrer").refused(status=403).body)
        case.of_victim("referrer", "identity", {"name": "Mine again"}).refused(status=403)


def test_every_reading_is_logged_with_who_read_and_can_be_read_itself(case: Case):
    case.of_victim("victims", "identity", SECRET).ok()
    identity(case, "victims").ok()
    identity(case, "worker").refused(status=403)
    readings = case.people.auditor.get(f"/referrals/{case.id}/readings").ok()["readings"]
    of_identity = [(row["who"], row["action"]) for row in readings if row["route"] == "victims.read_identity"]
    assert of_identity == [("Demo victim worker", "read")]
    denied = read(case.people.app, "SELECT * FROM access_entry WHERE action = 'denied'")
    assert any(json.loads(row.details)["route"] == "victims.read_identity" for row in denied)


def test_no_identity_is_anywhere_but_in_its_own_table(people: People, case: Case):
    """Not in a row, a log, a kept answer, a page, or any other answer, whoever asks."""
    case.of_victim("victims", "identity", SECRET).ok()
    victim = case.file["victims"][0]["id"]
    again = people.victims.post(f"/victims/{victim}/identity", {"phone": "SECRET-2"}, Idempotency_Key="k-1").ok()
    told = [again] + [
        case.of_victim("victims", step, sent).ok() for step, sent in OF_A_VICTIM.items() if step != "identity"
    ]
    known = {"referral_id": case.id}
    for who in ("worker", "manager", "victims", "referrer", "auditor", "inspector"):
        for method, rule in routes(people.app):
            if method == "GET" and rule.rule.startswith("/api/v1") and rule.arguments <= known.keys():
                path = rule.rule.removeprefix("/api/v1").replace("<uuid:referral_id>", case.id)
                told.append(getattr(people, who).get(path))
    assert not [reply.body for reply in told if "SECRET" in json.dumps(reply.body)]
    client = people.app.test_client()
    sign_in(client, "victims@demo.example")
    assert "SECRET" not in client.get(f"/cases/{case.id}").text + client.get("/").text
    with people.app.app_context(), db.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            rows = [str(row) for row in connection.execute(sa.select(table))]
            assert table.name == "victim_identity" or not [row for row in rows if "SECRET" in row], table.name


def test_the_log_names_the_fields_that_changed_and_not_what_is_in_them(people: People, case: Case):
    case.of_victim("victims", "identity", {"name": "SECRET-name"}).ok()
    case.of_victim("victims", "identity", {"name": "SECRET-name", "phone": "SECRET-phone"}).ok()
    entries = read(people.app, "SELECT details FROM audit_entry WHERE action = 'victim_identity.write' ORDER BY number")
    assert [json.loads(row.details)["fields"] for row in entries] == [["name"], ["phone"]]


def test_a_victim_who_objects_to_sharing_stays_with_the_police(people: People, case: Case):
    case.of_victim("referrer", "identity", {"name": "SECRET-name"}).ok()
    case.of_victim("referrer", "consents", {"answers": {"share_with_yjs": "no"}, **ASKED}).ok()
    with nothing_written(people):
        identity(case, "victims").refused(status=409)
        case.of_victim("victims", "identity", {"phone": "X"}).refused(status=409)
    identity(case, "referrer").ok()


def test_a_business_names_who_to_contact_and_a_child_has_a_guardian(people: People):
    case = Case(people).sent()
    for number, (kind, missing) in enumerate([("business", "named_contact"), ("child", "guardian_name")], start=1):
        case.harm(kind=kind).ok()
        refused = case.of_victim("victims", "identity", {"name": "X"}, number).refused()
        assert refused["errors"].keys() == {missing}
        case.of_victim("victims", "identity", {"name": "X", missing: "Y"}, number).ok()
    case.of_victim("victims", "identity", {"name": " "}).refused()


def test_a_victim_who_is_the_suspect_of_another_case_is_flagged_without_saying_who(people: People):
    other = Case(people).sent(of=child(child_ref="C-2", name="SECRET child"))
    case = Case(people).sent()
    case.harm(kind="child").ok()
    sent = {"name": "SECRET-name", "guardian_name": "SECRET-guardian", "child_ref": "C-2"}
    with nothing_written(people):
        for nobody_else in ("C-1", "C-99"):
            case.of_victim("victims", "identity", sent | {"child_ref": nobody_else}).refused()
    case.of_victim("victims", "identity", sent).ok()
    file = people.worker.get(f"/referrals/{case.id}").ok()
    assert file["victims"][0]["also_suspect"] is True
    assert "SECRET" not in json.dumps(file.body)
    assert '"C-2"' not in json.dumps(file.body)
    other.at("referrer", "withdraw", {"reason": "Made up, for a test."}).ok()
    assert case.file["victims"][0]["also_suspect"] is False


def test_another_areas_victim_worker_finds_nobody(people: People, case: Case):
    newcomer(people, "elsewhere_victims", {"staffordshire": ("victim_service", ("victim_worker",))})
    case.of_victim("victims", "identity", SECRET).ok()
    identity(case, "elsewhere_victims").refused(status=404)
