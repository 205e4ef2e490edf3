"""What every answer of the service shares: headers, problem documents, repeated and stale requests, the access log."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openapi_spec_validator import validate

from oocd import clock
from oocd.audit.models import AccessEntry
from oocd.config import ROOT, WrongSetting, from_environment
from oocd.db import db, everywhere
from tests.accounts.test_signing_in import sign_in
from tests.people import People
from tests.story import Case, child, offence

TEMPLATES = sorted(ROOT.glob("oocd/*/templates/**/*.html"))


def test_every_page_comes_with_a_policy_that_runs_only_the_services_own_scripts_and_no_inline_style(people: People):
    client = people.app.test_client()
    sign_in(client)
    case = Case(people).sent()
    for path in ("/", f"/cases/{case.id}", "/api/docs", "/nowhere"):
        answer = client.get(path)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert re.search(r"script-src 'self' 'nonce-[^']{20,}'(;|$)", policy)
        assert "unsafe" not in policy
        assert answer.headers["X-Frame-Options"] == "DENY"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_template_needs_what_the_policy_forbids(template: Path):
    assert not re.search(r"<script(?![^>]* src=)|<style|\sstyle=|\son\w+=|javascript:", template.read_text())


def test_the_case_page_says_where_it_stands_what_can_be_done_what_cannot_and_why(people: People):
    case = Case(people).accepted()
    client = people.app.test_client()
    sign_in(client, "worker@demo.example")
    page = client.get(f"/cases/{case.id}").text
    assert "Checks, views and assessment under way" in page
    assert "Say that the case is ready for a panel" in page
    assert "CHK-01" in page
    assert "Waiting for: Children" in page
    assert "AS-02" in page
    assert "Sent the referral" in page
    assert "every child, case and person here is made up" in page


def test_the_api_tells_the_same_as_the_page(people: People):
    case = Case(people).accepted()
    file = people.worker.get(f"/referrals/{case.id}").ok()
    make_ready = next(move for move in file["moves"] if move["name"] == "make_ready")
    assert not make_ready["open"]
    assert {"CHK-01", "AS-02", "AS-01", "SCR-01"} <= {unmet["rule"] for unmet in make_ready["unmet"]}
    assert file["standing"]["waits_on"] == ["agency", "family", "yjs"]
    assert file["standing"]["standard"]["value"] == 10


def test_every_outcome_on_offer_is_shown_with_the_rules_that_bar_it_and_none_is_left_out(people: People):
    denied = Case(people).prepared(offences=[offence(admission="denied")])
    barred = {row["code"]: {by["rule"] for by in row["barred_by"]} for row in denied.file["offences"][0]["outcomes"]}
    assert len(barred) == 9
    assert (barred["nfa"], barred["community_resolution"], barred["youth_caution"]) == (set(), {"ADM-02"}, {"ADM-01"})
    client = people.app.test_client()
    sign_in(client)
    page = client.get(f"/cases/{denied.id}").text
    assert "Outcomes on offer" in page
    assert "ADM-01" in page


def test_what_giving_itself_supplies_is_needed_and_not_in_the_way(people: People):
    case = Case(people).explained("youth_caution")
    moves = people.inspector.get(f"/referrals/{case.id}").ok()["moves"]
    give = next(move for move in moves if move["name"] == "give")
    assert (give["open"], give["needs"]) == (True, ["given_by"])
    case.give(given_by_constable=False, adult_role=None).refused("DEC-05", "AA-01")


def test_every_address_of_an_open_move_is_a_route(people: People):
    case = Case(people).in_review()
    adapter = people.app.url_map.bind("")
    for who in (people.worker, people.manager, people.inspector):
        for move in who.get(f"/referrals/{case.id}").ok()["moves"]:
            assert adapter.match(move["address"], method="POST"), move


def test_what_is_wrong_with_a_body_is_said_field_by_field(people: People):
    reply = people.referrer.post("/referrals", {"area": "buckinghamshire", "child": {"sex": "female"}, "offences": []})
    reply.refused()
    assert "child.date_of_birth" in reply["errors"]
    assert reply["errors"]["offences"] == ["Name at least one offence."]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/api/v1/nowhere", 404), ("DELETE", "/api/v1/referrals", 405)]
)
def test_the_routers_own_refusals_are_problem_documents_too(people: People, method: str, path: str, status: int):
    answer = people.app.test_client().open(path, method=method)
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    if status == 405:
        assert "POST" in answer.headers["Allow"]


def test_the_same_request_sent_again_changes_nothing_and_gets_the_same_answer(people: People):
    meeting = {"area": "buckinghamshire", "held_on": "2026-12-01"}
    first = people.manager.post("/panel-meetings", meeting, Idempotency_Key="k-1").ok()
    again = people.manager.post("/panel-meetings", meeting, Idempotency_Key="k-1").ok()
    assert (first.status, first.body) == (again.status, again.body)
    other = people.manager.post("/panel-meetings", {**meeting, "held_on": "2026-12-02"}, Idempotency_Key="k-1")
    other.refused()
    assert people.coordinator.post("/panel-meetings", meeting, Idempotency_Key="k-1").ok()["id"] != first["id"]


def test_a_refused_request_is_not_kept_so_it_can_be_put_right_and_sent_again(people: People):
    bad = people.manager.post("/panel-meetings", {"area": "buckinghamshire"}, Idempotency_Key="k-2")
    assert bad.status == 422
    good = people.manager.post(
        "/panel-meetings", {"area": "buckinghamshire", "held_on": "2026-12-01"}, Idempotency_Key="k-2"
    )
    assert good.status == 201


def test_a_change_to_what_somebody_else_changed_meanwhile_is_refused(people: People):
    case = Case(people).sent()
    etag = people.manager.get(f"/referrals/{case.id}").response.headers["ETag"]
    case.at("coordinator", "ask-for-information", {"reason": "Who is the officer?"}, If_Match=etag).ok()
    case.at("referrer", "withdraw", {"reason": "Sent in error."}, If_Match=etag).refused(status=412)


def test_an_answer_kept_for_a_repeated_request_is_forgotten_after_a_day(people: People):
    meeting = {"area": "buckinghamshire", "held_on": "2026-12-01"}
    first = people.manager.post("/panel-meetings", meeting, Idempotency_Key="k-3").ok()
    for hours, same in ((23, True), (25, False)):
        with clock.stopped_at(datetime.now(UTC) + timedelta(hours=hours)):
            people.app.test_cli_runner().invoke(args=["jobs", "run", "forget_replies"])
            again = people.manager.post("/panel-meetings", meeting, Idempotency_Key="k-3").ok()
        assert (again["id"] == first["id"]) is same


def test_no_answer_about_a_case_is_kept_by_a_browser(people: People):
    case = Case(people).sent()
    client = people.app.test_client()
    sign_in(client)
    for path in ("/", f"/cases/{case.id}", f"/api/v1/referrals/{case.id}"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_long_list_comes_in_pages_that_miss_and_repeat_nothing(people: People):
    for number in range(53):
        Case(people).sent(of=child(child_ref=f"C-{number}"))
    first = people.manager.get("/referrals").ok()
    second = people.manager.get(f"/referrals?after={first['next']}").ok()
    ids = [row["id"] for row in (*first["referrals"], *second["referrals"])]
    assert len(first["referrals"]) == 50
    assert len(set(ids)) == len(ids) == 53
    assert "next" not in second.body


def test_who_read_a_case_and_who_was_refused_it_is_a_query(people: People):
    case = Case(people).sent()
    people.worker.get(f"/referrals/{case.id}").ok()
    people.elsewhere.get(f"/referrals/{case.id}").refused(status=404)
    readings = people.auditor.get(f"/referrals/{case.id}/readings").ok()["readings"]
    who = [(row["who"], row["action"]) for row in readings]
    assert who == [("Demo case worker", "read"), ("Demo referrer elsewhere", "denied")]
    with people.app.app_context(), everywhere():
        denied = db.session.query(AccessEntry).filter_by(action="denied").one()
        assert denied.actor_name == "Demo referrer elsewhere"
        assert case.id in denied.details


def test_the_api_description_is_valid_openapi_3_1_and_says_what_each_operation_does(people: People):
    description = people.app.test_client().get("/api/openapi.json").get_json()
    assert description["openapi"].startswith("3.1")
    validate(description)
    for path, operations in description["paths"].items():
        for method, operation in operations.items():
            if method != "parameters":
                assert operation["summary"], (path, method)


def test_the_service_says_that_it_is_well(app):
    assert app.test_client().get("/healthz").get_json() == {"status": "ok"}


@pytest.mark.parametrize(
    ("setting", "value", "words"),
    [
        ("OOCD_SECRET_KEY", "", "OOCD_SECRET_KEY"),
        ("OOCD_SECRET_KEY", "only-for-demonstrations", "OOCD_SECRET_KEY"),
        ("OOCD_ENV", "prod", "demo, test or production"),
        ("OOCD_DATABASE_URL", "sqlite:///oocd.db", "absolute"),
        ("OOCD_SCHEDULER", "cron", "embedded or worker"),
        ("OOCD_SCHEDULER", "worker", "needs PostgreSQL"),
    ],
)
def test_a_setting_that_would_leave_the_service_open_or_lost_is_refused_at_start(setting, value, words):
    settings = {"OOCD_ENV": "production", "OOCD_SECRET_KEY": "its own long secret", setting: value}
    with pytest.raises(WrongSetting, match=words):
        from_environment(settings)
