"""One process that runs jobs: it says that it lives, claims what is due, and keeps what came of it."""

import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from uuid import UUID

from flask import Flask

from oocd import clock
from oocd.db import db, everywhere, only_read
from oocd.jobs import queries, service
from oocd.jobs.listing import Counts, Job
from oocd.jobs.queries import Doer
from oocd.jobs.rules import BEAT

log = logging.getLogger(__name__)


class Outcome(NamedTuple):
    """What a job said it did, and the kind of the error that ended it."""

    counts: Counts
    error: str | None


class Runner:
    """Threads share one: what this process is at work on is known here, and nowhere else."""

    def __init__(self, app: Flask, heartbeat_id: UUID) -> None:
        self._app = app
        self._at_work_on: set[UUID] = set()
        self._doer = Doer(heartbeat_id, self._at_work_on)
        self._claiming = threading.Lock()

    def due(self) -> list[Job]:
        """The jobs somebody should run now."""
        with _transaction(self._app), self._claiming:
            only_read()
            return queries.due(clock.now(), self._doer)

    def run_due(self, job: Job) -> Outcome | None:
        """Run a job for its last due moment; None where there is nothing to run or somebody else does."""
        return self._run(job, lambda: service.claim(job, self._doer))

    def run_asked(self, job: Job, cause: str) -> Outcome | None:
        """Run a job now. Raises RunsAlready."""
        return self._run(job, lambda: service.claim_now(job, cause, self._doer))

    def beat(self) -> None:
        with _transaction(self._app):
            service.beat(self._doer.heartbeat_id)

    def _run(self, job: Job, claim: Callable[[], UUID | None]) -> Outcome | None:
        with self._claiming:  # or another thread would find a run of this process that nobody is at work on
            with _transaction(self._app):
                run_id = claim()
            if run_id is None:
                return None
            self._at_work_on.add(run_id)
        try:
            outcome = _outcome_of(self._app, job)
            with _transaction(self._app):
                service.finish(run_id, self._doer, outcome.counts, outcome.error)
            return outcome
        finally:
            self._at_work_on.discard(run_id)


@contextmanager
def runner(app: Flask, engine: str) -> Iterator[Runner]:
    """A runner that says every few seconds that it lives, from a thread that no job can hold up."""
    with _transaction(app):
        heartbeat_id = service.begin_to_beat(engine)
    made, stopped = Runner(app, heartbeat_id), threading.Event()
    beating = threading.Thread(target=_keep_beating, args=[made, stopped], name="heartbeat", daemon=True)
    beating.start()
    try:
        yield made
    finally:
        stopped.set()
        beating.join()
        with _transaction(app):
            service.stop_beating(heartbeat_id)


def _keep_beating(runner: Runner, stopped: threading.Event) -> None:
    while not stopped.wait(BEAT.total_seconds()):
        try:
            runner.beat()
        except Exception as error:  # the database may be away for a while; the next beat tells it is back
            log.warning("heartbeat not written: %s", type(error).__name__)


def _outcome_of(app: Flask, job: Job) -> Outcome:
    """An error becomes part of the outcome. Its words may hold what people wrote, so the log gets only the places."""
    try:
        with app.app_context():
            return Outcome(job.run() or {}, None)
    except Exception as error:
        places = "".join(traceback.format_tb(error.__traceback__))
        log.error("job %s failed: %s\n%s", job.name, type(error).__name__, places)
        return Outcome({}, type(error).__name__)


@contextmanager
def _transaction(app: Flask) -> Iterator[None]:
    with app.app_context(), everywhere():
        yield
        db.session.commit()
