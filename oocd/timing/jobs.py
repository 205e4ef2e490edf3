"""Timed work on days: the proof that none is silent, and due dates told anew."""

import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import islice

from sqlalchemy.exc import IntegrityError

from oocd import clock
from oocd.db import db, everywhere
from oocd.timing import service
from oocd.timing.queries import CaseTiming, moved_since
from oocd.timing.reading import AT_ONCE, CaseRead, read_open_cases

log = logging.getLogger(__name__)

# Twice the time between two runs and more; what a stopped worker let pass, the nightly proof finds.
LATELY = timedelta(minutes=15)


def refresh_due_dates() -> dict[str, int]:
    """Put on record what is due now in every case that moved of late. Run twice, it finds nothing to tell."""
    with everywhere():
        moved = moved_since(clock.now() - LATELY)
        told = service.refresh(moved)
        db.session.commit()
    return {"cases": len(moved), "told_anew": told}


def prove_no_day_is_silent() -> dict[str, int]:
    """Look at every open case, some at a time, each lot in a transaction of its own.

    What is found is counted in the result of the job and named in the server's log by the id of the case, and the
    case itself shows it.
    """
    today, counts = clock.today(), Counter[str]()
    with everywhere():
        for some in _lots(read_open_cases()):
            timings = [CaseTiming.of(read) for read in some]
            for timing in timings:
                for finding in timing.findings(today):
                    counts[finding] += 1
                    log.warning("nightly proof: %s in case %s", finding, timing.read.id)
            counts["cases"] += len(timings)
            counts["told_anew"] += _keep(timings)
    return dict(counts)


def _keep(timings: list[CaseTiming]) -> int:
    """Zero where somebody else told the same at the same moment: then it is on record."""
    try:
        told = service.keep_due_dates(timings)
        db.session.commit()
    except IntegrityError:
        db.session.rollback()
        return 0
    return told


def _lots(reads: Iterable[CaseRead]) -> Iterator[list[CaseRead]]:
    waiting = iter(reads)
    while some := list(islice(waiting, AT_ONCE)):
        yield some
