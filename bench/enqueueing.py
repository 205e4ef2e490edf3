"""What it costs a move that somebody is told of it and a job is asked for; and how soon an escalation fires.

Both sides make the same moves on fresh cases through the service. One also writes a notice for one more person and
asks for a job in the same transaction: by a row of the queue where workers run the jobs, else by a word in this
process once it is committed. What is left between the two is what enqueueing costs.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from time import perf_counter, sleep
from typing import NamedTuple
from uuid import uuid4

from flask import Flask

from bench.cases import Case, send_cases
from bench.databases import DURABLE, make_people, service_on
from bench.figures import Rounds, Row, compared, in_turn
from bench.moving import Ask
from oocd import clock, notifications, scheduler, workflow
from oocd.accounts import service as accounts
from oocd.accounts.actor import Actor
from oocd.db import db, everywhere, only_read, see_areas
from oocd.demo import people as demo_people
from oocd.demo.people import AREA
from oocd.jobs import embedded, listing, waking
from oocd.jobs.models import Heartbeat
from oocd.jobs.rules import next_due
from oocd.jobs.service import wake
from oocd.notifications.rules import page_of_case
from oocd.panels.queries import overdue_levels
from oocd.referrals.models import Referral
from tests import story
from tests.people import People

JOB = "forget_replies"
ROUNDS = 9
WARM_UP = 2
CASES = 8  # a round, of each side
AT_MOST = 1.15
FIRES_WITHIN = timedelta(minutes=5)


class Enqueued(NamedTuple):
    """A way of running jobs, and the setting that asks for it."""

    database: str
    scheduler: str


WAYS = (Enqueued("SQLite", "embedded"), Enqueued("PostgreSQL", "embedded"), Enqueued("PostgreSQL", "worker"))


def measure() -> Iterator[Row]:
    for database, engine in WAYS:
        with DURABLE[database]() as url, service_on(url, scheduler=engine) as app, app.app_context():
            people = make_people()
            see_areas(frozenset({AREA}))
            waking.listen(_heard)  # as the scheduler beside the server does
            try:
                yield from _compare(f"{database}, {engine}", people)
            finally:
                waking.stop_listening(_heard)
    yield from _escalation()


def _heard(_name: str) -> None:
    """What is done with it is no part of the move."""


def _compare(where: str, people: Mapping[str, Actor]) -> Iterator[Row]:
    def told(case: Case) -> None:
        _tell(case, people)
        wake(JOB)

    def woken(_case: Case) -> None:
        wake(JOB)

    worker = people["worker"].person_id
    asks = {
        "a move": Ask("ask_for_information", people["manager"], {"reason": "Made up: the date is missing."}, {}),
        "a move that opens more": Ask("accept", people["manager"], {"case_worker": worker}, {"case_worker": worker}),
    }
    for kind, ask in asks.items():
        for what, more in {"a job asked for": woken, "a notice and a job asked for": told}.items():
            with_it, without = _race(people, ask, more)
            yield compared(f"{where}: {kind}, and {what}", with_it, without, at_most=AT_MOST)


def _race(people: Mapping[str, Actor], ask: Ask, more: Callable[[Case], None]) -> tuple[Rounds, Rounds]:
    sides: dict[bool, list[list[float]]] = {True: [], False: []}

    def side(enqueues: bool) -> Callable[[int], None]:
        def run(_number: int) -> None:
            fresh = send_cases(people["referrer"], CASES)
            sides[enqueues].append([_move(case, ask, more if enqueues else None) for case in fresh])

        return run

    in_turn(WARM_UP + ROUNDS, side(True), side(False))
    return sides[True][WARM_UP:], sides[False][WARM_UP:]


def _move(case: Case, ask: Ask, more: Callable[[Case], None] | None) -> float:
    """One ordinary transaction of the service."""
    began = perf_counter()
    referral = db.session.get_one(Referral, case.id)
    workflow.move(referral, ask.move, by=ask.by, given=ask.given, **ask.details)
    if more:
        more(case)
    db.session.commit()
    took = perf_counter() - began
    db.session.close()
    return took


def _tell(case: Case, people: Mapping[str, Actor]) -> None:
    one_more = people["coordinator"].person_id
    if one_more is None:
        raise RuntimeError("The demonstration has no coordinator any more. Tell somebody else.")
    key, path = str(uuid4()), page_of_case(case.id)
    notifications.post("case_sent", to=[one_more], area=AREA, path=path, key=key, referral_id=case.id)


def _escalation() -> Iterator[Row]:
    """A level whose time is over, the job for it just due, and a scheduler that looks each minute as it always does."""
    with DURABLE["SQLite"]() as url, service_on(url) as app:
        with clock.stopped_at(clock.now() - timedelta(days=21)):
            people = _people(app)
            day = str(clock.today() - timedelta(days=7))
            story.Case(people).escalated(offences=[story.offence(offence_date=day)])
        with app.app_context(), everywhere():
            long_ago = clock.now() - timedelta(days=1)
            db.session.add(Heartbeat(engine="embedded", started_at=long_ago, beat_at=long_ago, stopped_at=long_ago))
            db.session.commit()
        job = next(job for job in scheduler.JOBS if job.name == "escalation_deadlines")
        listing.use([job])
        began = perf_counter()
        with embedded.beside(app):
            while _waits(app):
                sleep(0.01)
            took = perf_counter() - began
        listing.use(scheduler.JOBS)
    first = next_due(job.cron, clock.now())
    worst = (next_due(job.cron, first) - first).total_seconds() + took
    yield Row(
        "an escalation is taken up: the longest wait for its job, and a scheduler's start",
        f"{worst:.1f} s",
        aim=f"<= {FIRES_WITHIN.total_seconds():.0f} s",
        met=worst <= FIRES_WITHIN.total_seconds(),
    )


def _people(app: Flask) -> People:
    """The demonstration's accounts, each at the API."""
    with app.app_context(), everywhere():
        demo_people.create_accounts()
        names = [account.email for account in demo_people.ACCOUNTS]
        tokens = {email.partition("@")[0]: accounts.issue_token(email, name="bench") for email in names}
        db.session.commit()
    return People(app, tokens)


def _waits(app: Flask) -> bool:
    with app.app_context(), everywhere():
        only_read()
        return bool(overdue_levels(clock.today()))
