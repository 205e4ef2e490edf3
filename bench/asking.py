"""One request to the whole service, against a bare Flask endpoint that answers one indexed SELECT as JSON.

Both are called in this process, without a server between. Nothing is aimed at: the numbers tell where to look.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from time import perf_counter
from typing import Any, NamedTuple
from uuid import UUID

from flask import Flask
from werkzeug.test import EnvironBuilder, run_wsgi_app

from bench.cases import send_cases
from bench.databases import DURABLE, heard, is_sqlite, make_people, raw_connection, service_on
from bench.figures import Row, compared, in_turn
from oocd import clock
from oocd.accounts import service as accounts
from oocd.accounts.actor import Actor
from oocd.db import db, everywhere
from oocd.demo import cohort
from oocd.demo.people import PASSWORD

ROUNDS = 9
WARM_UP = 2
REQUESTS = 10  # a round, of each kind
AT_WORK = 4  # of the demonstration's cases, the one with most to show that is not closed
MANAGER = "manager@demo.example"
CSRF = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')

Environ = Mapping[str, Any]


class Ready(NamedTuple):
    """What a database must hold before anybody can ask."""

    people: Mapping[str, Actor]
    case: UUID
    token: str


def measure() -> Iterator[Row]:
    """The page of a case to somebody signed in, and one move through the API with a token."""
    for database, throwaway in DURABLE.items():
        with throwaway() as url, service_on(url) as app, raw_connection(url) as raw:
            yield from _race(database, app, raw, _make_ready(app))


def _race(database: str, app: Flask, raw: Any, ready: Ready) -> Iterator[Row]:
    bare = bare_app(raw)
    browser, plain = signed_in(app), EnvironBuilder(path=f"/{ready.case}").get_environ()
    pages = {"one case": browser | {"PATH_INFO": f"/cases/{ready.case}"}, "the list of cases": browser}
    seconds: dict[str, list[list[float]]] = {}

    def ask(what: str, who: Flask, environs: Callable[[], list[Environ]], _number: int) -> None:
        ready_made = environs()
        seconds.setdefault(what, []).append([timed(who, environ) for environ in ready_made])

    runs = [
        partial(ask, "bare", bare, partial(repeat, plain)),
        partial(ask, "move", app, lambda: moves_by_api(app, ready, REQUESTS)),
        *(partial(ask, what, app, partial(repeat, page)) for what, page in pages.items()),
    ]
    in_turn(WARM_UP, *runs)
    seconds.clear()
    in_turn(ROUNDS, *runs)
    (move,) = moves_by_api(app, ready, 1)
    for what, words, environ in (
        *((what, f"GET {what}", page) for what, page in pages.items()),
        ("move", "POST a move", move),
    ):
        yield compared(f"{database}: {words}, {_statements(app, environ)} statements", seconds[what], seconds["bare"])


def repeat(environ: Environ) -> list[Environ]:
    return [environ] * REQUESTS


def timed(app: Flask, environ: Environ) -> float:
    """Raises RuntimeError unless the answer is 200: then it measures something else."""
    began = perf_counter()
    body, status, _headers = run_wsgi_app(app.wsgi_app, dict(environ), buffered=True)
    answer = b"".join(body)
    took = perf_counter() - began
    if not status.startswith("200"):
        raise RuntimeError(f"{environ['PATH_INFO']} answered {status}: {answer.decode()[:500]}")
    return took


def bare_app(raw: Any) -> Flask:
    """The floor: no session, no permission, no ORM."""
    if not is_sqlite(raw):
        raw.autocommit = True  # as sqlite3 is already
    app = Flask("bare")
    place = "?" if is_sqlite(raw) else "%s"
    select = f"SELECT reference, state, version FROM referral WHERE id = {place}"

    @app.get("/<uuid:referral_id>")
    def one(referral_id: UUID) -> dict[str, Any]:
        row = raw.execute(select, (referral_id.hex if is_sqlite(raw) else referral_id,)).fetchone()
        return dict(zip(("reference", "state", "version"), row, strict=True))

    return app


def signed_in(app: Flask) -> dict[str, Any]:
    """The first request of a browser that has signed in, which is for the list of cases."""
    client = app.test_client()
    (token,) = CSRF.findall(client.get("/sign-in").text)
    form = {"email": MANAGER, "password": PASSWORD, "csrf_token": token}
    sent = client.post("/sign-in", data=form, follow_redirects=True).request
    if sent.path != "/":
        raise RuntimeError(f"Signing in led to {sent.path}.")
    return {name: value for name, value in sent.environ.items() if not name.startswith(("werkzeug.", "flask."))}


def moves_by_api(app: Flask, ready: Ready, how_many: int) -> list[Environ]:
    """Requests that each ask the police about a case of its own, sent in for the purpose."""
    with app.app_context(), everywhere():
        cases = send_cases(ready.people["referrer"], how_many)
    return [
        EnvironBuilder(
            path=f"/api/v1/referrals/{case.id}/ask-for-information",
            method="POST",
            headers=[("Authorization", f"Bearer {ready.token}")],
            json={"reason": "Made up: the date is missing."},
        ).get_environ()
        for case in cases
    ]


def _make_ready(app: Flask) -> Ready:
    with app.app_context(), everywhere():
        people = make_people()
        cases = cohort.tell_all(people, clock.today())
        token = accounts.issue_token(MANAGER, name="bench")
        db.session.commit()
        return Ready(people, cases[AT_WORK].id, token)


def _statements(app: Flask, environ: Environ) -> int:
    """How many one request sends, BEGIN apart."""
    with app.app_context():
        engine = db.engine
    with heard(engine) as sent:
        timed(app, environ)
    return sum(not statement.text.startswith("BEGIN") for statement in sent)
