"""Timed work for victims: what they are owed by a day is not forgotten."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from oocd import clock
from oocd.accounts.queries import holders
from oocd.db import db, everywhere
from oocd.jobs.batch import one_by_one
from oocd.jobs.listing import Counts
from oocd.referrals.reminding import is_near, is_over, remind, worker_or
from oocd.victims.models import Victim
from oocd.victims.queries import in_open_cases, news_due_on, rj_information_due, rj_information_offered


def remind_of_victims() -> Counts:
    with everywhere():
        return one_by_one(in_open_cases(), _remind)


def _remind(victim_id: UUID) -> str | None:
    """Those who work with victims hear; where an area has none, whoever looks after the case."""
    victim = db.session.get_one(Victim, victim_id)
    due = [day for day in _due(victim) if is_over(day) or is_near(day, "victim_update", victim.area)]
    to = holders("victim.contact", victim.area, clock.today()) or worker_or("case.prepare", victim.case)
    told = [remind("victim_update_due", victim.case, of=victim.id, due_on=day, to=to) for day in due]
    return next(filter(None, told), None)


def _due(victim: Victim) -> Iterator[date]:
    if news := news_due_on(victim):
        yield news
    if rj_information_offered(victim) is None:
        yield rj_information_due(victim)
