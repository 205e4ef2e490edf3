"""What is due is run once, what was missed is caught up, what stops is noticed, and what fails is tried again."""

import logging
import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from oocd import clock, scheduler
from oocd.accounts.models import Person
from oocd.db import db, everywhere
from oocd.jobs import listing, queries, running, service
from oocd.jobs.batch import one_by_one
from oocd.jobs.listing import Job
from oocd.jobs.models import JobRun
from oocd.jobs.rules import ATTEMPTS, TRY_AGAIN_AFTER, next_due
from oocd.notifications.models import Notice
from tests.people import People

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def jobs():
    """Have the service run these jobs instead of its own."""
    yield lambda *made: listing.use(made)
    listing.use(scheduler.JOBS)


def run_due_at(app, moment):
    with clock.stopped_at(moment):
        return scheduler.run_due(app)


def runs(app):
    with app.app_context(), everywhere():
        return list(db.session.scalars(sa.select(JobRun).order_by(JobRun.due_at)))


def test_a_run_missed_for_days_is_run_once_when_back_and_how_late_is_kept(app, jobs):
    ran = []
    jobs(Job("daily", "0 9 * * *", lambda: ran.append(clock.now())))
    run_due_at(app, MONDAY)
    back = MONDAY + timedelta(days=3, hours=2)
    run_due_at(app, back)
    run_due_at(app, back)
    assert ran == [MONDAY, back]
    late = runs(app)[-1]
    assert late.started_at - late.due_at == timedelta(hours=2)


def test_what_was_due_before_jobs_were_ever_run_here_was_never_missed(app, jobs):
    jobs(Job("daily", "0 9 * * *", lambda: pytest.fail("it was not due")))
    assert run_due_at(app, MONDAY + timedelta(hours=1)) == {}


def test_of_many_threads_that_look_at_once_one_runs_the_job(app, jobs):
    ran, ready = [], threading.Barrier(8)
    job = Job("daily", "0 9 * * *", lambda: ran.append(1))
    jobs(job)

    def look():
        with clock.stopped_at(MONDAY), running.runner(app, "embedded") as runner:
            ready.wait(30)
            runner.run_due(job)
            ready.wait(30)  # nobody leaves, and is taken for dead, before all have looked

    threads = [threading.Thread(target=look) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert ran == [1]
    assert len(runs(app)) == 1


def test_a_job_that_fails_is_tried_again_but_not_for_ever_and_only_the_kind_of_error_is_kept(app, jobs, caplog):
    words = "Robin, born in 2011, is in nobody's list"

    def fail():
        raise LookupError(words)

    jobs(Job("daily", "0 9 * * *", fail))
    tries = [MONDAY + number * TRY_AGAIN_AFTER for number in range(ATTEMPTS + 2)]
    with caplog.at_level(logging.INFO):
        tried = [moment for moment in tries if run_due_at(app, moment)]
    assert tried == tries[:ATTEMPTS]
    (run,) = runs(app)
    assert (run.result, run.error, run.attempts) == ("failed", "LookupError", ATTEMPTS)
    assert "test_running" in caplog.text
    assert "Robin" not in caplog.text


def test_one_item_that_fails_stops_no_other_and_is_counted(app, jobs, caplog):
    done = []

    def do(item):
        if item == "second":
            raise ValueError("words of a person")
        done.append(item)
        return "done"

    jobs(Job("daily", "0 9 * * *", lambda: one_by_one(["first", "second", "third"], do)))
    run_due_at(app, MONDAY)
    assert done == ["first", "third"]
    (run,) = runs(app)
    assert (run.result, run.counts) == ("failed", {"done": 2, "failed": 1})
    assert "words of a person" not in caplog.text


def test_a_scheduler_that_has_stopped_is_noticed_by_machines_and_by_managers(people: People):
    health = people.app.test_client()
    with clock.stopped_at(MONDAY):
        assert health.get("/healthz").status_code == 200  # none was ever started here
    run_due_at(people.app, MONDAY)
    with clock.stopped_at(MONDAY + timedelta(minutes=5)):
        assert health.get("/healthz").status_code == 200
        assert "Timed work has stopped" not in page_for(people.manager, people.app)
    with clock.stopped_at(MONDAY + timedelta(minutes=11)):
        answer = health.get("/healthz")
        assert answer.status_code == 503
        were_due = {job.name for job in scheduler.JOBS if next_due(job.cron, MONDAY) <= MONDAY + timedelta(minutes=6)}
        assert {"escalation_deadlines"} <= set(answer.get_json()["late"]) == were_due
        assert "escalation_deadlines" in page_for(people.manager, people.app)
        assert "Timed work has stopped" not in page_for(people.worker, people.app)
    run_due_at(people.app, MONDAY + timedelta(minutes=11))
    with clock.stopped_at(MONDAY + timedelta(minutes=12)):
        assert health.get("/healthz").get_json() == {"status": "ok"}
        assert "Timed work has stopped" not in page_for(people.manager, people.app)


def test_a_job_that_hangs_while_others_run_is_told_to_whoever_watches_over_them_once_a_day(people: People):
    run_due_at(people.app, MONDAY)
    (telling,) = (job for job in scheduler.JOBS if job.name == "late_jobs")
    for minutes in (11, 12):
        with clock.stopped_at(MONDAY + timedelta(minutes=minutes)):
            scheduler.run_now(people.app, telling)
    with people.app.app_context(), everywhere():
        told = sa.select(Person.email, Notice.values).join(Notice, Notice.person_id == Person.id)
        rows = {email.partition("@")[0]: values for email, values in db.session.execute(told)}
        assert len(db.session.execute(told).all()) == len(rows)
    assert {"manager", "head", "admin"} <= rows.keys()
    assert "worker" not in rows
    assert rows["admin"]["due_at"] == "2 November 2026 at 09:04"


def page_for(caller, app):
    return app.test_client().get("/", headers={"Authorization": f"Bearer {caller.token}"}).text


def test_the_list_says_what_ran_and_what_comes_next(app, jobs):
    jobs(Job("daily", "0 9 * * *", lambda: {"told": 3}), Job("weekly", "0 7 * * 1", dict))
    run_due_at(app, MONDAY)
    invoke = app.test_cli_runner().invoke
    with clock.stopped_at(MONDAY + timedelta(minutes=1)):
        head, daily, weekly = invoke(args=["jobs", "list"]).output.splitlines()
    assert head.split("\t")[0] == "job"
    assert daily.split("\t") == [
        *("daily", "0 9 * * *", "2026-11-02 09:00", "0:00:00", "0.0 s", "ok: 3 told", "2026-11-03 09:00")
    ]
    assert weekly.split("\t")[2:] == ["never", "", "", "", "2026-11-09 07:00"]


def test_runs_of_a_month_ago_are_forgotten_but_not_since_when_jobs_have_run_here(app, jobs):
    jobs(Job("daily", "0 9 * * *", dict))
    for moment in (MONDAY, MONDAY + timedelta(days=20), MONDAY + timedelta(days=31)):
        run_due_at(app, moment)
    with clock.stopped_at(MONDAY + timedelta(days=31)), app.app_context(), everywhere():
        assert service.forget_runs() == 1
        db.session.commit()
        assert queries.scheduled_since() == MONDAY
    assert [run.due_at for run in runs(app)] == [MONDAY + timedelta(days=20), MONDAY + timedelta(days=31)]


def test_one_job_is_run_by_its_name_and_one_nobody_knows_is_refused(app):
    invoke = app.test_cli_runner().invoke
    ran = invoke(args=["jobs", "run", "audit_anchor"])
    assert (ran.exit_code, ran.output) == (0, "audit_anchor has run: 1 anchored.\n")
    refused = invoke(args=["jobs", "run", "anchor"])
    assert refused.exit_code == 1
    assert "There is no job called anchor. Choose one of: audit_anchor" in refused.output


def test_every_job_that_the_service_has_runs_on_an_empty_database(app):
    invoke = app.test_cli_runner().invoke
    for job in scheduler.JOBS:
        assert invoke(args=["jobs", "run", job.name]).exit_code == 0, job.name
