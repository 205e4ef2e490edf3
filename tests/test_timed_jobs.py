"""The scheduler: one list of jobs, safe to run twice, embedded or alone."""

import logging

from apscheduler.schedulers.background import BackgroundScheduler

from oocd import scheduler
from oocd.audit.models import AuditAnchor
from oocd.db import db, everywhere
from tests.people import People
from tests.story import Case


def test_the_embedded_scheduler_knows_every_job_and_its_time_in_london(app):
    running = scheduler.start(app)
    try:
        assert isinstance(running, BackgroundScheduler)
        assert {job.id for job in running.get_jobs()} == {job.name for job in scheduler.JOBS}
        assert all(str(job.trigger.timezone) == "Europe/London" for job in running.get_jobs())
    finally:
        running.shutdown()


def test_a_job_run_twice_does_its_work_once_and_leaves_the_anchor_in_the_servers_log(people: People, caplog):
    Case(people).sent()
    job = next(job for job in scheduler.JOBS if job.name == "audit_anchor")
    with caplog.at_level(logging.WARNING):
        scheduler.run_now(people.app, job)
        scheduler.run_now(people.app, job)
    with people.app.app_context(), everywhere():
        (made,) = db.session.query(AuditAnchor)
        hashes = [record.args[1] for record in caplog.records if "audit anchor" in record.message]
        assert hashes == [made.hash]


def test_jobs_are_listed_and_run_by_command(app):
    run = app.test_cli_runner().invoke
    assert "audit_anchor: 5 0 * * *" in run(args=["jobs", "list"]).output
    assert "audit_anchor has run" in run(args=["jobs", "run", "audit_anchor"]).output
