"""Who looked, at what, by which way in, and who was refused: a log of its own that never touches the case."""

import json

import pytest

from oocd.accounts import service as accounts
from oocd.db import everywhere
from tests.audit.database import read
from tests.story import Case


@pytest.fixture
def case(people):
    return Case(people).sent()


@pytest.fixture
def id_of(app, people):
    def look_up(who: str) -> str:
        with app.app_context(), everywhere():
            return str(accounts.find_person(f"{who}@demo.example").id)

    return look_up


def entries(app):
    return read(app, "SELECT * FROM access_entry ORDER BY recorded_at")


def test_reading_a_case_names_the_reader_the_case_and_the_way_in(app, people, case, id_of):
    people.manager.get(f"/referrals/{case.id}").ok()
    (entry,) = entries(app)
    assert (entry.action, entry.subject, entry.area) == ("read", f"referral:{case.id}", "buckinghamshire")
    assert (entry.actor, entry.actor_name) == (f"person:{id_of('manager')}", "Demo YJS manager")
    assert entry.chain == f"access:{id_of('manager')}"
    assert json.loads(entry.details) == {
        "route": "casefile.read",
        "path": f"/api/v1/referrals/{case.id}",
        "status": 200,
    }


def test_a_list_is_one_entry_however_many_cases_it_shows(app, people, case):
    people.manager.get("/referrals").ok()
    (entry,) = entries(app)
    assert (entry.action, entry.subject) == ("listed", "-")
    assert json.loads(entry.details)["route"] == "referrals.list_referrals"


@pytest.mark.parametrize(
    ("who", "step", "status"),
    [
        ("admin", "", 403),  # no role for it anywhere
        ("elsewhere", "", 404),  # a role for it, but in another area
        ("referrer", "/accept", 403),  # may read the case, not move it
    ],
)
def test_whoever_is_refused_is_on_record_with_what_they_asked_for(app, people, case, id_of, who, step, status):
    path = f"/referrals/{case.id}{step}"
    caller = getattr(people, who)
    (caller.post(path, {"case_worker": "worker@demo.example"}) if step else caller.get(path)).refused(status=status)
    (entry,) = entries(app)
    assert (entry.action, entry.chain) == ("denied", f"access:{id_of(who)}")
    details = json.loads(entry.details)
    assert (details["path"], details["status"]) == (f"/api/v1{path}", status)
    assert details["route"]


def test_a_caller_without_a_token_is_on_record_as_nobody(app, people, case):
    assert app.test_client().get(f"/api/v1/referrals/{case.id}").status_code == 401
    (entry,) = entries(app)
    assert (entry.action, entry.chain, entry.actor) == ("denied", "access:nobody", "person:None")


def test_each_reader_has_a_chain_of_their_own_so_that_no_reader_waits_for_another(app, people, case, id_of):
    for _ in range(2):
        people.manager.get(f"/referrals/{case.id}").ok()
        people.worker.get(f"/referrals/{case.id}").ok()
    numbers = {(entry.chain, entry.number) for entry in entries(app)}
    assert numbers == {(f"access:{id_of(who)}", number) for who in ("manager", "worker") for number in (1, 2)}


def test_reading_never_touches_the_chain_or_the_version_of_the_case(app, people, case):
    def standing():
        of_case = {"of": f"case:{case.id}"}
        return (
            read(app, "SELECT * FROM audit_chain WHERE chain = :of", **of_case),
            read(app, "SELECT hash FROM audit_entry WHERE chain = :of", **of_case),
            read(app, "SELECT version, state FROM referral"),
        )

    before = standing()
    for path in ("", "/timeline"):
        people.manager.get(f"/referrals/{case.id}{path}").ok()
    people.auditor.get(f"/referrals/{case.id}/readings").ok()
    people.elsewhere.get(f"/referrals/{case.id}").refused(status=404)
    assert len(entries(app)) == 4
    assert standing() == before


def test_who_read_a_case_can_be_read(app, people, case):
    people.manager.get(f"/referrals/{case.id}").ok()
    people.referrer.post(f"/referrals/{case.id}/accept", {"case_worker": "worker@demo.example"}).refused(status=403)
    readings = people.auditor.get(f"/referrals/{case.id}/readings").ok()["readings"]
    assert "Demo YJS manager" in {reading["who"] for reading in readings}
