"""The scheduler: one list of jobs, safe to run twice, embedded or alone."""

import inspect
import logging
from collections import Counter
from datetime import timedelta
from importlib import import_module

from oocd import clock, scheduler
from oocd.audit.models import AuditAnchor
from oocd.config import ROOT
from oocd.db import db, everywhere
from oocd.jobs.rules import next_due
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


def test_every_job_of_every_room_is_listed_once_and_at_times_that_come():
    in_rooms = {
        (module.__name__, name)
        for path in (ROOT / "oocd").glob("*/jobs.py")
        for module in [import_module(f"oocd.{path.parent.name}.jobs")]
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_") and not hasattr(function, "__wrapped__")
    }
    assert Counter((job.run.__module__, job.run.__name__) for job in scheduler.JOBS) == Counter(in_rooms)
    assert len({job.name for job in scheduler.JOBS}) == len(scheduler.JOBS)
    now = clock.now()
    assert all(now < next_due(job.cron, now) <= now + timedelta(days=1, hours=1) for job in scheduler.JOBS)
