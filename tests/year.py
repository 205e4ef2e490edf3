"""A year and more of made-up lives with every timed job run each night, and what there is to find fault with."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from oocd import clock, scheduler
from oocd.audit.models import AuditEntry
from oocd.db import db, everywhere
from oocd.demo import people
from oocd.demo.lives import cohort
from oocd.interventions.queries import start_delays, whole_work_of
from oocd.jobs.models import JobRun
from oocd.jobs.queries import late
from oocd.outcomes.queries import disposals_of
from oocd.panels.models import EscalationLevel
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.reviews.models import ExitReview
from oocd.tasks.queries import not_on_one_list
from oocd.timing.queries import CaseTiming
from oocd.timing.reading import CaseRead, read_cases, read_open_cases
from tests.independent.checker import Checker

LAST = date(2026, 10, 30)
ONE_DAY = timedelta(days=1)
OF_THE_OPEN = {"held_by_nobody", "without_due_date"}  # a case that is over waits for nobody
Found = Iterator[tuple[str, Any]]


def lived(app: Flask, *, children: int, seed: int = 1, until: date = LAST, nights: int = 1) -> Iterator[date]:
    """Every day of it, over all areas. Jobs run in one of so many `nights`; in the others their engine stands still."""
    with app.app_context(), everywhere():
        people.create_accounts()
        drawn = cohort.draw(sorted(policy.loaded().areas), children=children, seed=seed, until=until)
        db.session.commit()

        def overnight(day: date) -> None:
            if day.toordinal() % nights == 0:
                db.session.commit()
                with clock.stopped_at(before_work(day + ONE_DAY)):
                    scheduler.run_due(app)

        yield from drawn.days(each_day=overnight)


def faults(app: Flask, on: date = LAST, nights: int = 1) -> Counter[str]:
    """What is wrong on the day after, each kind with how often; best none."""
    with app.app_context(), everywhere(), clock.stopped_at(before_work(on + ONE_DAY)):
        scheduler.run_due(app)
        checks = (*CHECKS, lambda: levels_that_did_not_fire_once(on, nights))
        return Counter(what for check in checks for what, _ in check())


def before_work(day: date) -> datetime:
    """When every job of the night has come due and nobody has begun to work."""
    return datetime.combine(day, time(8), clock.LONDON)


def timings() -> Iterator[CaseTiming]:
    ids = list(db.session.scalars(sa.select(Referral.id)))
    for read in read_cases(ids):
        yield CaseTiming.of(read)


def silent_days() -> Found:
    today = clock.today()
    still_open = {read.id for read in read_open_cases()}
    for timing in timings():
        for what in timing.findings(today):
            if timing.read.id in still_open or what not in OF_THE_OPEN:
                yield what, timing.read.id


def cases_not_on_one_list() -> Found:
    yield from (("not on one list", found) for found in not_on_one_list())


def levels_that_did_not_fire_once(last: date, nights: int) -> Found:
    """A level that still ran when the engine looked after its last day went up then, or was seen as late; once."""

    def looked(day: date) -> bool:
        return (day - ONE_DAY).toordinal() % nights == 0 or day == last + ONE_DAY

    levels = list(db.session.scalars(sa.select(EscalationLevel)))
    went_up = {(level.escalation_id, level.level - 1) for level in levels}
    for level in levels:
        until = level.ended_on or clock.today()
        late = (level.due_on + timedelta(days=number) for number in range(1, (until - level.due_on).days + 1))
        seen = [day for day in late if looked(day)]
        by_itself = seen and (level.escalation_id, level.level) in went_up
        if (level.ended_on if by_itself else level.overdue_on) != min(seen, default=None):
            yield "escalation that did not fire on its day", level.id
    fired = sa.select(AuditEntry.subject, AuditEntry.details).where(AuditEntry.action == "escalation.overdue")
    for told, times in Counter(
        (row.subject, json.loads(row.details)["level"]) for row in db.session.execute(fired)
    ).items():
        if times > 1:
            yield "escalation that fired twice", told


def reviews_out_of_sight() -> Found:
    """A review that is not held has a due date on record, and so is on somebody's list, overdue once that is past."""
    open_reviews = {
        row.referral_id: row for row in db.session.scalars(sa.select(ExitReview).where(ExitReview.state == "due"))
    }
    for read in read_cases(list(open_reviews)):
        if not any(
            due.clock.standard == "exit_review" and due.clock.ended_on is None for due in CaseTiming.of(read).due
        ):
            yield "exit review out of sight", read.id


def jobs_that_failed_or_are_late() -> Found:
    for run in db.session.scalars(sa.select(JobRun).where(sa.or_(JobRun.result != "ok", JobRun.result.is_(None)))):
        yield f"{run.name} failed: {run.error}", run.id
    yield from ((f"{name} is late", name) for name in late(clock.now()))


def what_the_log_tells_otherwise() -> Found:
    """Whose every day was and how long work took to begin, against what the audit export alone tells."""
    today = clock.today()
    for timing in timings():
        checker = Checker(export(timing.read))
        days = [
            (one.since + timedelta(days=number), one.owner, one.reason)
            for one in timing.segments(today)
            for number in range(one.days)
        ]
        if checker.days(today) != days:
            yield "days that the log tells otherwise", timing.read.id
        if checker.start_delays() != told_delays(timing.read.id):
            yield "start delay that the log tells otherwise", timing.read.id


def told_delays(case_id: UUID) -> list[tuple[int, str, int | None]]:
    delays = start_delays(disposals_of(case_id), whole_work_of(case_id))
    return sorted(((row.offence.number, row.outcome, delay.days) for row, delay in delays), key=str)


def export(read: CaseRead) -> list[dict[str, Any]]:
    chain = sa.select(AuditEntry).where(AuditEntry.chain == f"case:{read.id}").order_by(AuditEntry.number)
    rows = [
        {
            "number": row.number,
            "recorded_at": row.recorded_at.isoformat(),
            "action": row.action,
            "subject": row.subject,
            "details": json.loads(row.details),
        }
        for row in db.session.scalars(chain)
    ]
    return json.loads(json.dumps(rows))  # as a file would hold them


CHECKS: tuple[Callable[[], Found], ...] = (
    silent_days,
    cases_not_on_one_list,
    reviews_out_of_sight,
    jobs_that_failed_or_are_late,
    what_the_log_tells_otherwise,
)
