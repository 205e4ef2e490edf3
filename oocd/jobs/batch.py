"""One transaction for each item of a batch: what fails does not stop the rest, and what is done stays done."""

import logging
from collections import Counter
from collections.abc import Callable, Iterable
from typing import TypeVar

from sqlalchemy.exc import InterfaceError, OperationalError

from oocd.db import db
from oocd.jobs.listing import Counts

log = logging.getLogger(__name__)

Item = TypeVar("Item")
FAILED = "failed"
THE_DATABASE_IS_AWAY = (OperationalError, InterfaceError)


def one_by_one(items: Iterable[Item], do: Callable[[Item], str | None]) -> Counts:
    """How often `do` answered what; an answer of None is not counted. Raises only when the database goes away.

    `items` are ids, as they stand in the log when one fails, and are all read before the first is done.
    """
    counts: Counter[str] = Counter()
    for item in list(items):
        try:
            answer = do(item)
            db.session.commit()
        except THE_DATABASE_IS_AWAY:
            raise
        except Exception as error:
            db.session.rollback()
            log.warning("%s failed: %s", item, type(error).__name__)
            answer = FAILED
        if answer:
            counts[answer] += 1
    return counts
