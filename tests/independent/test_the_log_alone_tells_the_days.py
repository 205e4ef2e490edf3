"""A few dozen lives through the service; a checker that reads only the audit export says the same of every day."""

import ast
import json
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from oocd import clock
from oocd.audit.models import AuditEntry
from oocd.db import db, everywhere
from tests.independent.checker import Checker
from tests.people import Caller, People, Reply
from tests.story import Case, child, offence

BEGAN = datetime(2026, 9, 7, 12, tzinfo=UTC)
STANDS_STILL = ("/panel-", "/votes", "list-for-panel", "/arrive", "/street-notices", "/referrals")


@contextmanager
def days_passing(monkeypatch: pytest.MonkeyPatch, seed: int) -> Iterator[None]:
    """After most requests some days go by: a clock that walks on while the story is told."""
    chance, post = random.Random(seed), Caller.post
    now = [clock._stopped_at.set(BEGAN)]

    def walk(self: Caller, path: str, *args: Any, **kwargs: Any) -> Any:
        reply = post(self, path, *args, **kwargs)
        if not any(word in path for word in STANDS_STILL[:4]) and path not in STANDS_STILL:
            clock._stopped_at.set(clock.now() + timedelta(days=chance.choice([0, 0, 1, 2, 5]), minutes=7))
        return reply

    monkeypatch.setattr(Caller, "post", walk)
    try:
        yield
    finally:
        monkeypatch.undo()
        clock._stopped_at.reset(now[0])


def export(people: People, case_id: str) -> list[dict[str, Any]]:
    """The rows of the log about one case, as JSON."""
    with people.app.app_context(), everywhere():
        chain = sa.select(AuditEntry).where(AuditEntry.chain == f"case:{case_id}").order_by(AuditEntry.number)
        rows = [
            {
                "number": row.number,
                "recorded_at": row.recorded_at.isoformat(),
                "action": row.action,
                "subject": row.subject,
                "details": json.loads(row.details),
            }
            for row in db.session.scalars(chain)
        ]
    return json.loads(json.dumps(rows))


def check(case: Case) -> None:
    today = clock.today()
    told = case.people.manager.get(f"/referrals/{case.id}/timing").ok().body
    checker = Checker(export(case.people, case.id))
    service = [
        (date.fromisoformat(row["since"]) + timedelta(days=number), row["owner"], row["reason"])
        for row in told["segments"]
        for number in range(row["days"])
    ]
    assert checker.days(today) == service
    delays = [(row["offence"], row["outcome"], row["delay"]["days"]) for row in told["start_delays"]]
    assert checker.start_delays() == sorted(delays, key=str)
    assert len(service) == told["days"]


def on_bail(**changes: Any) -> dict[str, Any]:
    return {"investigation_status": "bail", "bail_date": "2026-08-20", "bail_expires_on": "2026-11-20", **changes}


def arrested() -> list[dict[str, Any]]:
    return [offence(offence_date="2026-08-01", arrest_or_interview_date="2026-08-10")]


def informed_late(case: Case) -> None:
    case.sent(offences=arrested())
    case.at("manager", "ask-for-information", {"reason": "Made up."}).ok()
    case.at("referrer", "supply-information", {"text": "On bail after all.", **on_bail()}).ok()
    case.accept().ok()
    case.at("referrer", "corrections", {"text": "Sent by post.", "referral_date": "2026-09-03"}).ok()
    offences = [{"number": 1, "offence_date": "2026-08-05", "arrest_or_interview_date": "2026-08-07"}]
    case.at("referrer", "corrections", {"text": "An earlier day.", "offences": offences}).ok()


def absent_family(case: Case) -> None:
    case.accepted().answer().ok()
    case.hear("child").ok()
    view = case.not_heard("mother").ok()
    case.people.manager.post(f"/views/{view['id']}/agree-absence", {})
    case.countersigned().ok()


def closed(case: Case, outcome: str = "community_resolution", **changes: Any) -> None:
    case.in_review(outcome, **changes).hold_review().ok()
    case.at("manager", "close").ok()


def worked_on(case: Case) -> None:
    case.accepted().plan_work().ok()
    case.hold_session().ok()


def ladder(case: Case) -> None:
    case.escalated()
    case.give_view("operations", "community_resolution").ok()
    case.give_view("chief", "youth_caution").ok()  # they differ: it goes up
    case.give_view("superintendent", "youth_caution").ok()


def transferred(case: Case) -> None:
    case.accepted()
    case.at("manager", "transfer", {"reason": "Made up.", "transferred_to": "Another service"}).ok()


def rerouted(case: Case) -> None:
    case.accepted().at("coordinator", "change-route", {"reason": "Made up.", "route": "turnaround"}).ok()


def failed_again(case: Case) -> None:
    case.failed()


def supported(case: Case) -> None:
    case.on_the_street("screen", "offer-support")
    case.street_step("accept-support").ok()


def declined(case: Case) -> None:
    case.on_the_street("screen", "offer-support")
    case.street_step("decline").ok()


LIVES: list[Callable[[Case], object]] = [
    lambda case: case.sent(**on_bail(), offences=arrested()),
    lambda case: case.accepted(investigation_status="rui", rui_since="2026-08-30", offences=arrested()),
    lambda case: case.prepared(offences=arrested()),
    lambda case: case.prepared(without={"family"}),
    lambda case: case.prepared(without={"checks"}),
    lambda case: case.ready(),
    lambda case: case.listed(),
    lambda case: case.recommended(),
    lambda case: case.decided("youth_caution"),
    lambda case: case.explained(),
    lambda case: case.given(),
    lambda case: case.given("youth_conditional_caution"),
    lambda case: case.at_work(offences=[*arrested(), offence(offence_date="2026-07-20")]),
    lambda case: case.at_work(),
    lambda case: case.in_review("youth_caution"),
    closed,
    informed_late,
    absent_family,
    worked_on,
    ladder,
    transferred,
    rerouted,
    failed_again,
    lambda case: case.on_the_street(),
    supported,
    declined,
]


def of_its_own(told: Callable[..., Reply], number: int) -> Callable[..., Reply]:
    """The same verb about a child of this life alone: all of them lie in one database."""
    return lambda of=None, **rest: told(of=of or child(child_ref=f"C-{number}"), **rest)


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # what the log tells does not hang on the database
def test_the_audit_export_alone_tells_whose_every_day_was_and_how_long_work_took_to_begin(people: People, monkeypatch):
    for seed, live in enumerate(LIVES):
        with monkeypatch.context() as patch, days_passing(patch, seed):
            case = Case(people)
            patch.setattr(case, "send", of_its_own(case.send, seed))
            patch.setattr(case, "notify", of_its_own(case.notify, seed))
            live(case)
            check(case)


def test_the_checker_shares_no_code_with_the_service():
    tree = ast.parse((Path(__file__).parent / "checker.py").read_text())
    imported = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    imported |= {str(node.module) for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported == {"collections.abc", "datetime", "typing", "zoneinfo"}
