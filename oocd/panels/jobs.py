"""Timed work of the panel: a disagreement whose level has run out of time."""

from oocd import clock
from oocd.db import db, everywhere
from oocd.panels import service
from oocd.panels.queries import overdue_levels
from oocd.workflow.errors import SomebodyMovedFirst


def meet_deadlines() -> None:
    """Take up what its level did not settle in time, each in a transaction of its own. Run twice, it finds it done."""
    today = clock.today()
    with everywhere():
        for escalation_id in overdue_levels(today):
            try:
                service.meet_deadline(escalation_id, today)
                db.session.commit()
            except SomebodyMovedFirst:
                db.session.rollback()
