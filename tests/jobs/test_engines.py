"""One list of jobs, two engines, the same promises: nothing twice, nothing lost, whoever dies."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.exc import OperationalError

from oocd import clock, scheduler, schema
from oocd.db import db, everywhere
from oocd.factory import create_app
from oocd.jobs import embedded, listing, service
from oocd.jobs.listing import Job
from oocd.jobs.models import Heartbeat, JobRun
from oocd.jobs.running import runner
from tests.jobs.engine import DEEDS, HANGS_BEFORE, batch, made_for_tests, prepare, process, run_sql, settings, until
from tests.postgres import restartable_postgres


class Engine(NamedTuple):
    name: str
    url: str
    app: Flask


@pytest.fixture(autouse=True)
def its_own_jobs_again() -> Iterator[None]:
    yield
    listing.use(scheduler.JOBS)


@pytest.fixture(params=["embedded on sqlite", "embedded on postgresql", "worker on postgresql"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    name, _, database = request.param.partition(" on ")
    emptied = request.getfixturevalue({"sqlite": "sqlite_app", "postgresql": "postgres_app"}[database])
    request.getfixturevalue("empty_database")(emptied)
    url = emptied.config["OOCD"].database_url
    app = create_app(settings(url, name))
    listing.use(made_for_tests())
    with app.app_context():
        prepare()
        yield Engine(name, url, app)
        db.session.close()
        db.engine.dispose()


def deeds(kind: str = "batch") -> Counter[int]:
    return Counter(row.number for row in run_sql("SELECT number FROM deed WHERE kind = :kind", kind=kind))


def runs() -> list[JobRun]:
    return list(db.session.scalars(sa.select(JobRun).where(JobRun.name == "batch")))


def test_what_a_killed_process_left_is_finished_by_one_of_two_others_and_nothing_is_done_twice(engine: Engine):
    with process(engine.url, engine.name, hangs=True) as killed:
        until(lambda: len(deeds()) == HANGS_BEFORE)
        killed.kill()
    let_time_pass()
    with process(engine.url, engine.name), process(engine.url, engine.name):
        until(lambda: [run.result for run in runs()] == ["ok"])
    with everywhere():
        (run,) = runs()
        assert deeds() == Counter(range(DEEDS))
        assert run.attempts == 2
        assert run.counts == {"done": DEEDS - HANGS_BEFORE}
        assert run.started_at > run.due_at  # how late it was caught up is kept
    # All of them are stopped now. A process that only serves, and runs no job, notices.
    assert healthz(engine.app).status_code == 200
    with clock.stopped_at(clock.now() + timedelta(days=1, minutes=10)):
        answer = healthz(engine.app)
    assert (answer.status_code, answer.get_json()["late"]) == (503, ["batch"])


def healthz(app: Flask) -> Any:
    db.session.close()
    return app.test_client().get("/healthz")


def let_time_pass() -> None:
    """For those who wait for a sign of life from the dead."""
    with everywhere():
        db.session.execute(sa.update(Heartbeat).values(beat_at=clock.now() - timedelta(hours=1)))
        if db.engine.dialect.name == "postgresql":
            run_sql("UPDATE procrastinate_workers SET last_heartbeat = last_heartbeat - interval '1 hour'")
        db.session.commit()


def test_a_database_that_goes_away_in_the_middle_of_a_batch_and_comes_back_is_worked_on_by_the_same_processes():
    with restartable_postgres() as (url, stop, start):
        app = create_app(settings(url, "worker"))
        with app.app_context():
            schema.upgrade()
            prepare()
            listing.use([Job("batch", "0 0 * * *", batch(stop))])
            with runner(app, "embedded") as beside:
                with pytest.raises(OperationalError):  # nobody can write down what became of it
                    beside.run_due(*listing.listed())
                start()
                listing.use(made_for_tests())
                (job,) = beside.due()  # nobody is at work on it any more
                assert beside.run_due(job).counts == {"done": DEEDS - HANGS_BEFORE}
            with process(url, "worker") as worker:
                answered_by(worker, 1)
                stop()
                start()
                db.engine.dispose()
                answered_by(worker, 2)
            assert deeds() == Counter(range(DEEDS))
            db.session.close()
            db.engine.dispose()


def answered_by(worker: BaseProcess, number: int) -> None:
    with everywhere():
        ask_for(number)
        db.session.commit()
    until(lambda: number in deeds("answered"))
    assert worker.is_alive()


def test_a_job_asked_for_in_a_transaction_runs_when_it_commits_and_only_then(engine: Engine):
    beside = process(engine.url, "worker") if engine.name == "worker" else embedded.beside(engine.app)
    with beside:
        with everywhere():
            ask_for(1)
            db.session.rollback()
            ask_for(2)
            ask_for(3)
            db.session.commit()
        until(lambda: deeds("answered") == Counter([2, 3]))


def ask_for(number: int) -> None:
    run_sql("INSERT INTO deed VALUES (:number, 'asked')", number=number)
    service.wake("answers")
