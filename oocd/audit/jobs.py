"""Timed work on the log."""

import logging
from collections.abc import Mapping

from sqlalchemy.exc import IntegrityError

from oocd import clock
from oocd.audit import service
from oocd.db import db, everywhere

log = logging.getLogger(__name__)


def anchor_today() -> Mapping[str, int]:
    """Once a day; a second run, or a second machine, finds it done. The line in the log outlives the database."""
    with everywhere():
        made = service.anchor(clock.today())
        try:
            db.session.commit()
        except IntegrityError:
            db.session.rollback()
            return {}
        if made:
            log.warning("audit anchor %s %s", made.day, made.hash)
        return {"anchored": 1} if made else {}
