"""Timed work of the panel: a disagreement whose level runs out of time."""

from uuid import UUID

from oocd import clock
from oocd.accounts.queries import holders
from oocd.db import db, everywhere
from oocd.jobs.batch import one_by_one
from oocd.jobs.listing import Counts
from oocd.panels import service
from oocd.panels.models import Escalation
from oocd.panels.queries import due_now, ladder_of, level_of, open_levels, overdue_levels, people_of
from oocd.referrals.reminding import is_near, remind
from oocd.workflow.errors import SomebodyMovedFirst


def meet_deadlines() -> Counts:
    """Take up what its level did not settle in time, each in a transaction of its own. Run twice, it finds it done."""
    with everywhere():
        return one_by_one(overdue_levels(clock.today()), _take_up)


def remind_of_deadlines() -> Counts:
    """Whoever may speak at a level hears before its time is over."""
    with everywhere():
        return one_by_one(open_levels(), _remind)


def _take_up(escalation_id: UUID) -> str | None:
    """Its people and those who chair panels hear of it."""
    try:
        ended = service.meet_deadline(escalation_id, clock.today())
    except SomebodyMovedFirst:
        return None  # whoever did has settled it, or will be late in turn
    if ended is None:
        return None
    escalation = db.session.get_one(Escalation, escalation_id)
    level = next(level for level in ladder_of(escalation) if level.number == ended.level)
    to = people_of(level, escalation.area, clock.today()) | holders("panel.chair", escalation.area, clock.today())
    kind = "escalation_deadline_lapsed"
    remind(kind, escalation.case, of=ended.id, due_on=ended.due_on, to=to, level=ended.level)
    return "taken up"


def _remind(escalation_id: UUID) -> str | None:
    escalation = db.session.get_one(Escalation, escalation_id)
    due = due_now(escalation)
    if due.overdue_on or not is_near(due.due_on, "escalation", escalation.area):
        return None
    to = people_of(level_of(escalation), escalation.area, clock.today())
    kind = "escalation_deadline_near"
    return remind(kind, escalation.case, of=due.id, due_on=due.due_on, to=to, level=escalation.level)
