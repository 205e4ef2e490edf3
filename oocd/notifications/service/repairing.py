"""Messages that could not be sent, and giving them another chance."""

import sqlalchemy as sa

from oocd import audit, clock
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.notifications.errors import NotDead
from oocd.notifications.models import DEAD, WAITING, OutgoingEmail


def send_again(email: OutgoingEmail, *, by: Actor) -> None:
    """Put a dead message back among those that wait, with all its attempts before it. Raises NotDead."""
    dead = sa.update(OutgoingEmail).where(OutgoingEmail.id == email.id, OutgoingEmail.state == DEAD)
    values = {"state": WAITING, "due_at": clock.now(), "attempts": 0}
    if db.session.execute(dead.values(values).returning(OutgoingEmail.id)).first() is None:
        raise NotDead
    db.session.refresh(email)
    audit.record("outgoing_email.send_again", on=email, by=by, kind=email.kind, problem=email.problem)
