"""One list of every timed job; each lives in its room. Embedded: APScheduler inside the process that serves."""

from collections.abc import Callable
from dataclasses import dataclass

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from flask import Flask

from oocd import clock
from oocd.audit import jobs as audit_jobs
from oocd.panels import jobs as panel_jobs
from oocd.reviews import jobs as review_jobs
from oocd.web import jobs as web_jobs


@dataclass(frozen=True)
class Job:
    """A function to run at the times a cron line names, in London."""

    name: str
    cron: str
    run: Callable[[], dict[str, int] | None]


JOBS = (
    Job("audit_anchor", "5 0 * * *", audit_jobs.anchor_today),
    Job("escalation_deadlines", "15 0 * * *", panel_jobs.meet_deadlines),
    Job("schedule_exit_reviews", "30 0 * * *", review_jobs.schedule_exit_reviews),
    Job("forget_replies", "20 * * * *", web_jobs.forget_replies),
)


def start(app: Flask) -> BaseScheduler:
    """Run every job beside the server, in threads of this process."""
    scheduler = BackgroundScheduler(timezone=clock.LONDON)
    _add_jobs(scheduler, app)
    scheduler.start()
    return scheduler


def run_for_ever(app: Flask) -> None:
    """Run every job in a process of its own, until it is stopped."""
    scheduler = BlockingScheduler(timezone=clock.LONDON)
    _add_jobs(scheduler, app)
    scheduler.start()


def run_now(app: Flask, job: Job) -> None:
    with app.app_context():
        job.run()


def _add_jobs(scheduler: BaseScheduler, app: Flask) -> None:
    for job in JOBS:
        trigger = CronTrigger.from_crontab(job.cron, timezone=clock.LONDON)
        scheduler.add_job(run_now, trigger, [app, job], id=job.name, coalesce=True, misfire_grace_time=3600)
