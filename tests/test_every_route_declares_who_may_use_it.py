"""Derived from the routes themselves: a new route without a declaration fails here, and answers nobody."""

import re
from uuid import uuid4

from flask import Flask
from werkzeug.routing import Rule

from oocd.accounts.permissions import PERMISSIONS, ROLES
from tests.people import People

PUBLIC = {"/sign-in", "/sign-out", "/healthz", "/assets/<path:name>", "/api/openapi.json", "/api/docs"}


def routes(app: Flask) -> list[tuple[str, Rule]]:
    """Every route with each of its methods, but for those that Flask answers by itself."""
    return [
        (method, rule)
        for rule in app.url_map.iter_rules()
        for method in sorted(rule.methods or ())
        if method not in {"HEAD", "OPTIONS"}
    ]


def address(rule: Rule) -> str:
    numbered = re.sub("<int:[^>]*>", "1", rule.rule.replace("<path:name>", "oocd.css"))
    return re.sub("<uuid:[^>]*>", lambda _: str(uuid4()), numbered)


def test_every_route_names_a_permission_that_some_role_grants_or_says_why_it_is_public(app):
    for _, rule in routes(app):
        view = app.view_functions[rule.endpoint]
        if rule.rule in PUBLIC:
            assert view.public, rule
        else:
            assert view.permission in PERMISSIONS, rule


def test_no_address_has_two_routes(sqlite_app: Flask):
    """The router would answer with whichever came first, and say nothing."""
    seen = [(method, re.sub("<[^>]*>", "<>", rule.rule)) for method, rule in routes(sqlite_app)]
    assert [address for address in seen if seen.count(address) > 1] == []


def test_nobody_comes_in_without_signing_in(app):
    client = app.test_client()
    for method, rule in routes(app):
        if rule.rule in PUBLIC:
            continue
        answer = client.open(address(rule), method=method)
        if rule.rule.startswith("/api/"):
            assert answer.status_code == 401, rule
            assert answer.content_type == "application/problem+json"
        else:
            assert answer.status_code == 302, rule
            assert answer.location.startswith("/sign-in"), rule


def test_nobody_comes_in_by_a_role_that_lacks_the_permission(people: People):
    without = {
        "referrer": ROLES["police_referrer"],
        "auditor": ROLES["auditor"],
        "admin": ROLES["administrator"],
        "worker": ROLES["practitioner"],
    }
    for method, rule in routes(people.app):
        permission = getattr(people.app.view_functions[rule.endpoint], "permission", None)
        if permission is None or not rule.rule.startswith("/api/v1"):
            continue
        who = next(name for name, granted in without.items() if permission not in granted)
        caller, path = getattr(people, who), address(rule).removeprefix("/api/v1")
        reply = caller.get(path) if method == "GET" else caller.post(path, {})
        assert reply.status == 403, (who, rule)
        assert permission in reply["detail"]


def test_an_administrator_sees_no_case(people: People):
    assert "case.read" not in ROLES["administrator"]
    assert people.admin.get("/referrals").status == 403


def test_a_route_that_forgets_to_declare_answers_nobody(people: People):
    views, name = people.app.view_functions, "referrals.list_referrals"
    kept = views[name]
    views[name] = lambda **_: "secret"
    try:
        reply = people.manager.get("/referrals")
    finally:
        views[name] = kept
    assert reply.status == 403
    assert "nobody may" in reply["detail"]
