"""Timed work on days: the proof that none is silent, due dates told anew, and warnings before one is missed."""

import gc
import logging
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import islice

from sqlalchemy.exc import IntegrityError

from oocd import clock
from oocd.db import db, everywhere
from oocd.jobs.batch import one_by_one
from oocd.jobs.listing import Counts
from oocd.timing import service
from oocd.timing.forecasting import Forecast, history_begins, not_warned_yet
from oocd.timing.queries import CaseTiming, moved_since
from oocd.timing.reading import AT_ONCE, CaseRead, read_ended_cases, read_open_cases

log = logging.getLogger(__name__)

# Twice the time between two runs and more; what a stopped worker let pass, the nightly proof finds.
LATELY, LET_PASS = timedelta(minutes=15), timedelta(days=7)
OBJECTS_BETWEEN = 1_000_000


def refresh_due_dates() -> Counts:
    """Put on record what is due now in every case that moved of late. Run twice, it finds nothing to tell."""
    with everywhere():
        moved = moved_since(clock.now() - LATELY)
        told = service.refresh(moved)
        db.session.commit()
    return {"cases": len(moved), "told_anew": told}


def prove_no_day_is_silent() -> Counts:
    """Look at every open case, some at a time, each lot in a transaction of its own.

    What is found is counted in the result of the job and named in the server's log by the id of the case, and the
    case itself shows it. Cases that ended of late are held against their due dates too, should a worker have slept.
    """
    today, counts = clock.today(), Counter[str]()
    with everywhere(), seldom_collecting():
        for some in _lots(read_open_cases()):
            timings = [CaseTiming.of(read) for read in some]
            for timing in timings:
                for finding in timing.findings(today):
                    counts[finding] += 1
                    log.warning("nightly proof: %s in case %s", finding, timing.read.id)
            counts["cases"] += len(timings)
            counts["told_anew"] += _keep(timings)
        for some in _lots(read_ended_cases(today - LET_PASS)):
            counts["told_anew"] += _keep([CaseTiming.of(read) for read in some])
    return dict(counts)


def warn_of_breaches() -> Counts:
    """Warn, once for each, of every due date that will probably be missed, early enough to do something about it.

    Learns from the cases of the last months and from how far those have come that are still open.
    """
    today = clock.today()
    with everywhere(), seldom_collecting():
        forecast = Forecast(today)
        for reads in (read_ended_cases(history_begins(today), only_steps=True), read_open_cases(only_steps=True)):
            for read in reads:
                forecast.take_in(CaseTiming.of(read))
        waiting = {one.at_risk.warning: one for one in not_warned_yet(forecast.foreseen())}
        db.session.commit()
        done = one_by_one(waiting, lambda name: "warned" if service.warn(waiting[name]) else None)
    return {"asked": len(forecast.asked), **done}


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Look for garbage seldom while a hundred thousand cases go by: none of theirs goes in circles.

    Looking as often as usual took more than half of the time.
    """
    usual = gc.get_threshold()
    gc.set_threshold(OBJECTS_BETWEEN)
    try:
        yield
    finally:
        gc.set_threshold(*usual)


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
