"""Timed work of lists: what went past its day goes up by itself."""

import logging
from collections import Counter

from oocd import clock
from oocd.accounts.actor import SYSTEM
from oocd.db import db, everywhere
from oocd.tasks import service
from oocd.tasks.queries import not_on_one_list, open_tasks, raised

log = logging.getLogger(__name__)


def raise_overdue() -> dict[str, int]:
    """Bring each overdue step before a manager once, each in a transaction of its own. Run twice, it finds it done."""
    today, done = clock.today(), {"overdue": 0, "raised": 0}
    with everywhere():
        late = [task for task in open_tasks() if task.late(today)]
        known = raised()
        for task in late:
            done["overdue"] += 1
            if task.key not in known:
                service.raise_overdue(task, by=SYSTEM)
                db.session.commit()
                done["raised"] += 1
    return done


def prove_every_case_is_on_one_list() -> dict[str, int]:
    """Look at every open case; what is found is counted, and named in the server's log by the id of the case."""
    counts = Counter[str]()
    with everywhere():
        for found in not_on_one_list():
            counts[str(found["why"]).replace(" ", "_")] += 1
            log.warning("nightly proof: %s: case %s", found["why"], found["referral_id"])
    return dict(counts)
