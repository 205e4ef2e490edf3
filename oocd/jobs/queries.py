"""What ran, what is due, and what is late."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from oocd.db import db
from oocd.jobs.listing import Job, listed
from oocd.jobs.models import Heartbeat, JobRun
from oocd.jobs.rules import GRACE, LOST_AFTER, Past, Step, last_due, next_due, step_to_take


class Doer(NamedTuple):
    """Whoever runs jobs in this process, and the runs it is at just now."""

    heartbeat_id: UUID
    at_work_on: Collection[UUID]


class Line(NamedTuple):
    """One job as a list shows it."""

    job: Job
    last: JobRun | None
    next_due: datetime


def latest_run(name: str) -> JobRun | None:
    of_job = sa.select(JobRun).where(JobRun.name == name)
    return db.session.scalars(of_job.order_by(JobRun.due_at.desc()).limit(1)).first()


def step_for(job: Job, latest: JobRun | None, now: datetime, doer: Doer) -> Step | None:
    """What this process should do about a job now."""
    due = last_due(job.cron, now)
    if latest is None:
        since = scheduled_since()
        return Step.BEGIN if since and due >= since else None
    past = Past(
        latest.due_at,
        latest.finished_at,
        latest.result == "failed",
        latest.attempts,
        latest.finished_at is None and _lost(latest, now, doer),
    )
    return step_to_take(past, due, now)


def due(now: datetime, doer: Doer) -> list[Job]:
    """The jobs somebody should run now, as far as a look without a lock can say."""
    return [job for job in listed() if step_for(job, latest_run(job.name), now, doer)]


def late(now: datetime) -> list[str]:
    """The jobs that nobody ran, or runs, for the last moment they were due; none where nothing was ever scheduled."""
    since = scheduled_since()
    if since is None:
        return []
    moments = {job.name: last_due(job.cron, now - GRACE) for job in listed()}
    asked = [_not_met(name, moment, now) for name, moment in moments.items() if moment >= since]
    return sorted(db.session.scalars(sa.union_all(*asked))) if asked else []


def last_seen() -> datetime | None:
    """When anything that runs jobs last said that it lives."""
    return db.session.scalars(sa.select(sa.func.max(Heartbeat.beat_at))).one()


def scheduled_since() -> datetime | None:
    """When jobs were first run here by time; what was due before that was never missed."""
    return db.session.scalars(sa.select(sa.func.min(Heartbeat.started_at)).where(Heartbeat.engine != COMMAND)).one()


def in_list(now: datetime) -> Sequence[Line]:
    return [Line(job, latest_run(job.name), next_due(job.cron, now)) for job in listed()]


COMMAND = "command"


def _not_met(name: str, moment: datetime, now: datetime) -> sa.Select[str]:
    alive = sa.and_(Heartbeat.stopped_at.is_(None), Heartbeat.beat_at > now - LOST_AFTER)
    met = (
        sa.select(JobRun.id)
        .join(Heartbeat, Heartbeat.id == JobRun.heartbeat_id)
        .where(JobRun.name == name, JobRun.due_at >= moment, sa.or_(JobRun.finished_at.is_not(None), alive))
    )
    return sa.select(sa.literal(name)).where(~met.exists())


def _lost(run: JobRun, now: datetime, doer: Doer) -> bool:
    """Its process is gone, or it is this one and knows nothing of it any more, as when the database went away."""
    if run.heartbeat_id == doer.heartbeat_id:
        return run.id not in doer.at_work_on
    heart = db.session.get_one(Heartbeat, run.heartbeat_id)
    return heart.stopped_at is not None or heart.beat_at <= now - LOST_AFTER
