"""What the timed jobs of this room leave on record of a case."""

from uuid import UUID

from oocd import clock, scheduler
from oocd.db import db, everywhere
from oocd.timing.models import BreachWarning
from tests.people import People
from tests.story import Case


def run(people: People, name: str) -> None:
    scheduler.run_now(people.app, next(job for job in scheduler.JOBS if job.name == name))


def as_if_timed(case: Case) -> None:
    """Its due dates, as the job finds them, and a warning that one would be missed."""
    run(case.people, "due_dates")
    with case.people.app.app_context(), everywhere():
        of_case = {"area": "buckinghamshire", "referral_id": UUID(case.id), "process_id": UUID(case.id)}
        about = {"workflow": "panel", "standard": "closing", "due_on": clock.today(), "warned_on": clock.today()}
        db.session.add(BreachWarning(**of_case, **about, percent=80, working_days_left=3))
        db.session.commit()
