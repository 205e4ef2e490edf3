"""Timed work of the panel: a disagreement whose level has run out of time."""

from uuid import UUID

from oocd import clock
from oocd.db import everywhere
from oocd.jobs.batch import one_by_one
from oocd.jobs.listing import Counts
from oocd.panels import service
from oocd.panels.queries import overdue_levels
from oocd.workflow.errors import SomebodyMovedFirst


def meet_deadlines() -> Counts:
    """Take up what its level did not settle in time, each in a transaction of its own. Run twice, it finds it done."""
    today = clock.today()

    def take_up(escalation_id: UUID) -> str | None:
        try:
            service.meet_deadline(escalation_id, today)
        except SomebodyMovedFirst:
            return None  # whoever did has settled it, or will be late in turn
        return "taken up"

    with everywhere():
        return one_by_one(overdue_levels(today), take_up)
