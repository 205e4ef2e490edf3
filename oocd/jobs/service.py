"""Who runs what: claims settled by the database, however many processes and threads look at the same list."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from oocd import clock
from oocd.db import db
from oocd.jobs import queries, waking
from oocd.jobs.errors import RunsAlready
from oocd.jobs.listing import Job, job_called
from oocd.jobs.models import Heartbeat, JobRun
from oocd.jobs.queries import Doer
from oocd.jobs.rules import RUNS_KEPT, Step, last_due

LOST = "lost"


def wake(name: str) -> None:
    """Ask, within this transaction, that a job run as soon as it is committed. Raises UnknownJob."""
    waking.ask(db.session, job_called(name).name)


def claim(job: Job, doer: Doer) -> UUID | None:
    """The run this process has won for the last due moment, or None where there is nothing to run or another won."""
    now = clock.now()
    latest = queries.latest_run(job.name)
    step = queries.step_for(job, latest, now, doer)
    if step is Step.BEGIN:
        return _begin(job.name, "time", last_due(job.cron, now), doer)
    if latest is None or step is None:
        return None
    if step is Step.GIVE_UP:
        _retake(latest, finished_at=now, result="failed", error=LOST)
        return None
    again = {"heartbeat_id": doer.heartbeat_id, "started_at": now, "finished_at": None, "result": None}
    return latest.id if _retake(latest, **again, attempts=latest.attempts + 1, error=None) else None


def claim_now(job: Job, cause: str, doer: Doer) -> UUID:
    """A run that somebody or something asked for. Raises RunsAlready."""
    run_id = _begin(job.name, cause, clock.now(), doer)
    if run_id is None:
        raise RunsAlready(job.name)
    return run_id


def finish(run_id: UUID, doer: Doer, counts: Mapping[str, int], error: str | None) -> None:
    """Keep what came of a run, unless it was taken over meanwhile. One that was woken for nothing leaves nothing."""
    mine = (JobRun.id == run_id, JobRun.heartbeat_id == doer.heartbeat_id, JobRun.finished_at.is_(None))
    if not counts and not error:
        db.session.execute(sa.delete(JobRun).where(*mine, JobRun.cause == waking.WAKE))
    failed = bool(error or counts.get("failed"))
    values = {"result": "failed" if failed else "ok", "counts": dict(counts), "error": error}
    db.session.execute(sa.update(JobRun).where(*mine).values(finished_at=clock.now(), **values))


def begin_to_beat(engine: str) -> UUID:
    heart = Heartbeat(engine=engine)
    db.session.add(heart)
    db.session.flush()
    return heart.id


def beat(heartbeat_id: UUID) -> None:
    db.session.execute(sa.update(Heartbeat).where(Heartbeat.id == heartbeat_id).values(beat_at=clock.now()))


def stop_beating(heartbeat_id: UUID) -> None:
    db.session.execute(sa.update(Heartbeat).where(Heartbeat.id == heartbeat_id).values(stopped_at=clock.now()))


def forget_runs() -> int:
    """Runs and heartbeats of a month ago tell nothing any more; the first heartbeat says since when jobs have run."""
    before = clock.now() - RUNS_KEPT
    gone = sa.delete(JobRun).where(JobRun.due_at < before, JobRun.finished_at.is_not(None)).returning(JobRun.id)
    forgotten = len(db.session.scalars(gone).all())
    first = sa.select(sa.func.min(Heartbeat.started_at)).where(Heartbeat.engine != queries.COMMAND).scalar_subquery()
    named = sa.exists().where(JobRun.heartbeat_id == Heartbeat.id)
    db.session.execute(sa.delete(Heartbeat).where(Heartbeat.beat_at < before, ~named, Heartbeat.started_at != first))
    return forgotten


def _begin(name: str, cause: str, due_at: datetime, doer: Doer) -> UUID | None:
    """Two constraints settle it: one run for a moment, and one run of a job at a time."""
    run = JobRun(name=name, cause=cause, due_at=due_at, started_at=clock.now(), heartbeat_id=doer.heartbeat_id)
    try:
        with db.session.begin_nested():
            db.session.add(run)
    except IntegrityError:
        return None
    return run.id


def _retake(seen: JobRun, **values: object) -> bool:
    """Take a run over, unless another was quicker."""
    unchanged = (JobRun.id == seen.id, JobRun.heartbeat_id == seen.heartbeat_id, JobRun.attempts == seen.attempts)
    still = JobRun.finished_at.is_(None) if seen.finished_at is None else JobRun.finished_at == seen.finished_at
    taken = sa.update(JobRun).where(*unchanged, still).values(**values).returning(JobRun.id)
    try:
        with db.session.begin_nested():
            return db.session.scalars(taken).first() is not None
    except IntegrityError:
        return False
