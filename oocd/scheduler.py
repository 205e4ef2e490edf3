"""One list of every timed job; each lives in its room. Here too who runs them: this process, or workers."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from signal import SIG_BLOCK, SIGINT, SIGTERM, pthread_sigmask, sigwait

from flask import Flask

from oocd.assessment import jobs as assessment_jobs
from oocd.audit import jobs as audit_jobs
from oocd.jobs import embedded, many
from oocd.jobs import jobs as own_jobs
from oocd.jobs.listing import Counts, Job
from oocd.jobs.running import Outcome, runner
from oocd.notifications import jobs as notification_jobs
from oocd.outcomes import jobs as outcome_jobs
from oocd.panels import jobs as panel_jobs
from oocd.referrals import jobs as referral_jobs
from oocd.reviews import jobs as review_jobs
from oocd.street import jobs as street_jobs
from oocd.tasks import jobs as task_jobs
from oocd.timing import jobs as timing_jobs
from oocd.victims import jobs as victim_jobs
from oocd.web import jobs as web_jobs

JOBS = (
    Job("audit_anchor", "5 0 * * *", audit_jobs.anchor_today),
    # An escalation fires within five minutes of being due: one minute is left for whoever runs this.
    Job("escalation_deadlines", "*/4 * * * *", panel_jobs.meet_deadlines),
    Job("deliver_notifications", "* * * * *", notification_jobs.deliver_notifications),
    Job("daily_digest", "30 7 * * *", notification_jobs.daily_digest),
    Job("due_dates", "*/5 * * * *", timing_jobs.refresh_due_dates),
    Job("breach_forecast", "45 0 * * *", timing_jobs.warn_of_breaches),
    Job("nightly_proof", "30 0 * * *", timing_jobs.prove_no_day_is_silent),
    Job("proof_of_lists", "35 0 * * *", task_jobs.prove_every_case_is_on_one_list),
    Job("schedule_exit_reviews", "30 0 * * *", review_jobs.schedule_exit_reviews),
    # Reminders come before people begin work; one with a weapon must not wait for the next morning.
    Job("weapons_not_looked_at", "*/15 * * * *", referral_jobs.remind_of_weapons),
    Job("escalation_reminders", "0 6 * * *", panel_jobs.remind_of_deadlines),
    Job("information_request_reminders", "5 6 * * *", assessment_jobs.remind_of_information_requests),
    Job("street_screening_reminders", "10 6 * * *", street_jobs.remind_of_screening),
    Job("exit_review_reminders", "15 6 * * *", review_jobs.remind_of_exit_reviews),
    Job("interim_review_reminders", "20 6 * * *", review_jobs.remind_of_interim_reviews),
    Job("victim_updates", "25 6 * * *", victim_jobs.remind_of_victims),
    Job("outcome_follow_up", "30 6 * * *", outcome_jobs.follow_up_outcomes),
    Job("retention_proposals", "35 6 * * *", referral_jobs.propose_retention),
    Job("raise_overdue", "40 6 * * *", task_jobs.raise_overdue),
    Job("late_jobs", "*/10 * * * *", web_jobs.tell_of_late_jobs),
    Job("forget_replies", "20 * * * *", web_jobs.forget_replies),
    Job("forget_runs", "40 3 * * *", own_jobs.forget_runs),
)

TOLD_TO_STOP = {SIGINT, SIGTERM}


def beside_the_server(app: Flask) -> AbstractContextManager[None]:
    """Run every job in this process while the block lasts, or none where workers do."""
    return _nothing() if _by_workers(app) else embedded.beside(app)


def run_for_ever(app: Flask) -> None:
    """Run every job from a process of its own, until it is told to stop."""
    if _by_workers(app):
        many.serve(app)
        return
    pthread_sigmask(SIG_BLOCK, TOLD_TO_STOP)  # by every thread started from here on, so that only this one hears it
    with embedded.beside(app):
        sigwait(TOLD_TO_STOP)


def run_due(app: Flask) -> dict[str, Outcome]:
    """Run once, here and now, whatever is due by the clock: for a clock that is moved by hand."""
    with runner(app, embedded.NAME) as running:
        ran = {job.name: running.run_due(job) for job in running.due()}
    return {name: outcome for name, outcome in ran.items() if outcome}


def run_now(app: Flask, job: Job) -> Counts:
    """Do a job's work, on no record."""
    with app.app_context():
        return job.run() or {}


def _by_workers(app: Flask) -> bool:
    return str(app.config["OOCD"].scheduler) == many.NAME


@contextmanager
def _nothing() -> Iterator[None]:
    yield
