"""Timed work of the web."""

from datetime import timedelta

import sqlalchemy as sa

from oocd import clock
from oocd.db import db, everywhere
from oocd.jobs.listing import Counts
from oocd.web.models import KeptReply

KEPT_FOR = timedelta(hours=24)


def forget_replies() -> Counts:
    """A kept answer serves a request sent again at once; after a day it is only a copy of a case."""
    with everywhere():
        old = sa.delete(KeptReply).where(KeptReply.made_at < clock.now() - KEPT_FOR).returning(KeptReply.key)
        forgotten = len(db.session.scalars(old).all())
        db.session.commit()
    return {"forgotten": forgotten} if forgotten else {}
