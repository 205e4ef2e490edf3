"""Timed work of the web."""

from datetime import timedelta

import sqlalchemy as sa

from oocd import clock
from oocd.accounts.queries import holders
from oocd.db import db, everywhere
from oocd.jobs.listing import Counts, job_called
from oocd.jobs.queries import late
from oocd.jobs.rules import GRACE, last_due
from oocd.notifications import tell
from oocd.policy import service as policy
from oocd.web.models import KeptReply
from oocd.web.pages import in_london

KEPT_FOR = timedelta(hours=24)
START = "/"


def forget_replies() -> Counts:
    """A kept answer serves a request sent again at once; after a day it is only a copy of a case."""
    with everywhere():
        old = sa.delete(KeptReply).where(KeptReply.made_at < clock.now() - KEPT_FOR).returning(KeptReply.key)
        forgotten = len(db.session.scalars(old).all())
        db.session.commit()
    return {"forgotten": forgotten} if forgotten else {}


def tell_of_late_jobs() -> Counts:
    """Once a day, whoever watches over timed work hears of the job that has waited longest, while this one still runs.

    When nothing runs any more, the pages and /healthz say so.
    """
    now, today = clock.now(), clock.today()
    with everywhere():
        waiting = [(last_due(job_called(name).cron, now - GRACE), name) for name in late(now)]
        if not waiting:
            return {}
        due_at, name = min(waiting)
        values = {"job": name, "due_at": in_london(due_at)}
        told = sum(
            tell(
                "job_late",
                to=holders("jobs.watch", area, today),
                area=area,
                path=START,
                key=f"late:{today}",
                values=values,
            )
            for area in sorted(policy.loaded().areas)
        )
        db.session.commit()
    return {"told": told} if told else {}
