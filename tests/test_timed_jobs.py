"""The scheduler: one list of jobs, safe to run twice, embedded or alone."""

import logging

from oocd import scheduler
from oocd.audit.models import AuditAnchor
from oocd.db import db, everywhere
from tests.people import People
from tests.story import Case


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
