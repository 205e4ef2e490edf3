"""Processes that run jobs made for tests, to be killed.

`batch` does ten deeds, each in a transaction of its own; a process that hangs stops for ever before the fifth.
"""

import multiprocessing
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from multiprocessing.process import BaseProcess
from time import monotonic
from unittest.mock import patch

import sqlalchemy as sa

from oocd import clock, scheduler
from oocd.config import from_environment
from oocd.db import db, everywhere, only_read
from oocd.factory import create_app
from oocd.jobs import listing
from oocd.jobs.batch import one_by_one
from oocd.jobs.listing import Job
from oocd.jobs.models import Heartbeat

DEEDS = 10
HANGS_BEFORE = 4
SECONDS = 60

# Each process is forked from one that has imported everything and runs no thread.
starting = multiprocessing.get_context("forkserver")
starting.set_forkserver_preload([__name__])


def batch(in_the_middle: Callable[[], object]) -> Callable[[], listing.Counts]:
    def do(number: int) -> str | None:
        if run_sql("SELECT 1 FROM deed WHERE number = :number AND kind = 'batch'", number=number):
            return None
        if number == HANGS_BEFORE:
            db.session.rollback()
            in_the_middle()
        run_sql("INSERT INTO deed VALUES (:number, 'batch')", number=number)
        return "done"

    def run() -> listing.Counts:
        with everywhere():
            return one_by_one(range(DEEDS), do)

    return run


def answer_the_asked() -> listing.Counts:
    """Does one deed for each that is asked for and not done."""
    with everywhere():
        asked = run_sql(
            "SELECT number FROM deed WHERE kind = 'asked' AND number NOT IN"
            " (SELECT number FROM deed WHERE kind = 'answered')"
        )
        return one_by_one([row.number for row in asked], answer)


def answer(number: int) -> str:
    run_sql("INSERT INTO deed VALUES (:number, 'answered')", number=number)
    return "answered"


def made_for_tests(hangs: bool = False) -> list[Job]:
    hang = threading.Event().wait if hangs else bool
    return [Job("batch", "0 0 * * *", batch(hang)), Job("answers", "0 0 1 1 *", answer_the_asked)]


def run_sql(statement: str, **values: object) -> list[sa.Row]:
    """Within the transaction under way."""
    answer = db.session.connection().execute(sa.text(statement), values)
    return list(answer.all()) if answer.returns_rows else []


def settings(url: str, engine: str):
    return from_environment({"OOCD_DATABASE_URL": url, "OOCD_SCHEDULER": engine, "OOCD_ENV": "test"})


def prepare() -> None:
    """A table for deeds, and a scheduler of the day before yesterday, so that `batch` was missed."""
    with everywhere():
        run_sql("CREATE TABLE IF NOT EXISTS deed (number INTEGER, kind TEXT)")
        long_ago = clock.now() - timedelta(days=2)
        db.session.add(Heartbeat(engine="embedded", started_at=long_ago, beat_at=long_ago, stopped_at=long_ago))
        db.session.commit()


def serve(url: str, engine: str, hangs: bool) -> None:
    with patch("oocd.factory.use_policies_and_workflows"):  # most of a start, and these jobs ask no policy
        app = create_app(settings(url, engine))
    listing.use(made_for_tests(hangs))
    scheduler.run_for_ever(app)


@contextmanager
def process(url: str, engine: str, *, hangs: bool = False) -> Iterator[BaseProcess]:
    """Runs the jobs for as long as the block lasts, if it is not killed before."""
    started = starting.Process(target=serve, args=[url, engine, hangs])
    started.start()
    try:
        yield started
    finally:
        started.terminate()
        started.join(SECONDS)
        started.kill()
        started.join(SECONDS)
        started.close()


def until(condition: Callable[[], bool]) -> None:
    """Wait, in the app context of whoever asks, until it is so in the database."""
    deadline, moment = monotonic() + SECONDS, threading.Event()
    while True:
        with everywhere():
            only_read()
            met = condition()
            db.session.rollback()
        if met:
            return
        assert monotonic() < deadline, "it did not happen"
        moment.wait(0.05)
