"""Timed work on timed work."""

from oocd.db import db, everywhere
from oocd.jobs import service
from oocd.jobs.listing import Counts


def forget_runs() -> Counts:
    with everywhere():
        forgotten = service.forget_runs()
        db.session.commit()
    return {"forgotten": forgotten} if forgotten else {}
