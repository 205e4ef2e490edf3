"""The door: passwords, sessions, tokens."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from oocd import clock
from oocd.accounts import service as accounts
from oocd.accounts.actor import SYSTEM
from oocd.accounts.errors import PasswordTooShort, PlaceTaken, UnknownRole
from oocd.accounts.models import ApiToken, Person
from oocd.audit.models import AccessEntry, AuditEntry
from oocd.db import db, everywhere
from oocd.demo.people import PASSWORD
from tests.people import Caller, People

MANAGER = "manager@demo.example"


def create(area: str) -> list[str]:
    """The command that makes an account."""
    place = ["--area", area, "--agency", "yjs", "--role", "manager"]
    return ["accounts", "create", "new@demo.example", "--name", "Demo newcomer", *place, "--password", "x" * 20]


def csrf_of(page: str) -> str:
    return re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]


def sign_in(client: FlaskClient, email: str = MANAGER, password: str = PASSWORD, path: str = "/sign-in"):
    token = csrf_of(client.get("/sign-in").text)
    return client.post(path, data={"email": email, "password": password, "csrf_token": token})


def test_a_person_signs_in_sees_their_cases_and_signs_out(people: People):
    client = people.app.test_client()
    assert sign_in(client).location == "/"
    page = client.get("/")
    assert page.status_code == 200
    client.post("/sign-out", data={"csrf_token": csrf_of(page.text)})
    assert client.get("/").status_code == 302


@pytest.mark.parametrize("email", [MANAGER, "nobody@demo.example"])
def test_a_wrong_password_says_the_same_as_an_unknown_address_and_keeps_what_was_typed(people: People, email: str):
    answer = sign_in(people.app.test_client(), email, "wrong-password")
    assert answer.status_code == 422
    assert "The e-mail address or the password is wrong" in answer.text
    assert f'value="{email}"' in answer.text
    assert "wrong-password" not in answer.text


def test_signing_in_leads_on_to_the_page_asked_for_but_never_off_this_service(people: People):
    assert sign_in(people.app.test_client(), path="/sign-in?next=/api/docs").location == "/api/docs"
    for bait in ("https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)"):
        assert sign_in(people.app.test_client(), path=f"/sign-in?next={bait}").location == "/"


def test_a_form_without_its_csrf_token_changes_nothing(people: People):
    client = people.app.test_client()
    assert client.post("/sign-in", data={"email": MANAGER, "password": PASSWORD}).status_code == 422
    assert client.get("/").status_code == 302
    sign_in(client)
    assert client.post("/sign-out").status_code == 400
    assert client.get("/").status_code == 200


def test_a_session_needs_the_csrf_token_at_the_api_and_a_bearer_token_does_not(people: People):
    client = people.app.test_client()
    sign_in(client)
    meeting = {"area": "buckinghamshire", "held_on": "2026-12-01"}
    assert client.post("/api/v1/panel-meetings", json=meeting).status_code == 400
    token = csrf_of(client.get("/").text)
    assert client.post("/api/v1/panel-meetings", json=meeting, headers={"X-CSRFToken": token}).status_code == 201
    assert people.manager.post("/panel-meetings", meeting).status == 201


def test_signing_in_and_being_refused_are_on_the_access_log(people: People):
    sign_in(people.app.test_client())
    sign_in(people.app.test_client(), password="wrong-password")
    with people.app.app_context(), everywhere():
        logged = {(entry.action, entry.actor_name, entry.area) for entry in db.session.query(AccessEntry)}
    assert logged == {
        ("signed in", "Demo YJS manager", "buckinghamshire"),
        ("denied", "somebody not signed in", "-"),
    }


def test_signing_out_ends_the_session_also_for_a_copied_cookie(people: People):
    client, thief = people.app.test_client(), people.app.test_client()
    sign_in(client)
    thief.set_cookie("session", client.get_cookie("session").value)
    assert thief.get("/").status_code == 200
    client.post("/sign-out", data={"csrf_token": csrf_of(client.get("/").text)})
    assert thief.get("/").status_code == 302


def test_giving_a_place_or_a_token_leaves_an_entry_and_two_places_in_one_area_are_refused(people: People):
    with people.app.app_context(), everywhere():
        entries = db.session.query(AuditEntry).filter_by(chain="area:buckinghamshire")
        assert {"membership.add", "token.issue"} <= {entry.action for entry in entries}
        manager = accounts.find_person(MANAGER)
        with pytest.raises(PlaceTaken, match="a place in buckinghamshire already"):
            accounts.add_membership(manager, area="buckinghamshire", agency="police", roles=["manager"], by=SYSTEM)


def test_raising_the_session_epoch_ends_every_open_session(people: People):
    client = people.app.test_client()
    sign_in(client)
    with people.app.app_context(), everywhere():
        accounts.find_person(MANAGER).session_epoch += 1
        db.session.commit()
    assert client.get("/").status_code == 302


def test_passwords_are_kept_as_argon2_and_tokens_as_digests(people: People):
    with people.app.app_context(), everywhere():
        assert db.session.query(Person).first().password_hash.startswith("$argon2id$")
        kept = {token.digest for token in db.session.query(ApiToken)}
    assert people.manager.token not in kept


def test_a_short_password_and_an_unknown_role_are_refused_in_words(app):
    with app.app_context(), everywhere():
        with pytest.raises(PasswordTooShort, match="at least 12"):
            accounts.create_person("Somebody", "short@demo.example", "short")
        person = accounts.create_person("Somebody", "role@demo.example", "long enough for anybody")
        with pytest.raises(UnknownRole, match="practitioner"):
            accounts.add_membership(person, area="bexley", agency="yjs", roles=["wizard"], by=accounts.actor(person.id))


@pytest.mark.parametrize("token", ["", "oocd_nonsense", "x" * 5000])
def test_an_unknown_token_opens_nothing(people: People, token: str):
    Caller(people.app.test_client(), token).get("/referrals").refused(status=401)


def test_a_token_past_its_date_opens_nothing(people: People):
    with clock.stopped_at(datetime.now(UTC) + timedelta(days=91)):
        people.manager.get("/referrals").refused(status=401)


def test_a_token_does_no_more_than_its_scopes(people: People):
    with people.app.app_context(), everywhere():
        narrow = accounts.issue_token(MANAGER, name="reader", scopes=["case.read"])
        db.session.commit()
    reader = Caller(people.app.test_client(), narrow)
    assert reader.get("/referrals").status == 200
    reader.post("/panel-meetings", {"area": "buckinghamshire", "held_on": "2026-12-01"}).refused(status=403)


def test_a_membership_counts_from_its_first_day_to_its_last(people: People):
    with people.app.app_context(), everywhere():
        person = accounts.find_person(MANAGER)
        person.memberships[0].to_date = clock.today()
        db.session.commit()
    assert people.manager.get("/referrals").status == 200
    with clock.stopped_at(datetime.now(UTC) + timedelta(days=1)):
        people.manager.get("/referrals").refused(status=403)


def test_accounts_and_tokens_are_made_by_command(app):
    run = app.test_cli_runner().invoke
    made = run(args=create("bexley"))
    assert "can sign in for yjs in bexley" in made.output, made.output
    token = run(args=["accounts", "token", "new@demo.example", "--scope", "case.read"]).output.strip()
    assert Caller(app.test_client(), token).get("/referrals").status == 200
    assert "Nobody has the e-mail address" in run(args=["accounts", "token", "who@demo.example"]).output


def test_an_account_in_an_area_without_a_folder_is_refused(app):
    made = app.test_cli_runner().invoke(args=create("atlantis"))
    assert made.exit_code != 0
    assert "There is no area called 'atlantis'" in made.output
