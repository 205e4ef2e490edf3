"""Sending what is due. Each message is claimed and that committed before its provider is spoken to.

Whatever happens to a worker in between, no other takes the message up as new: after a while it counts as perhaps
sent, and the provider is asked before it is tried again.
"""

from collections import Counter
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from oocd import clock
from oocd.clock import LONDON
from oocd.db import db
from oocd.notifications import rules
from oocd.notifications.channels import (
    Message,
    NotSent,
    OutOfReach,
    PerhapsSent,
    Refused,
    WayOut,
)
from oocd.notifications.kinds import DAILY_DIGEST, DIGEST_WORDS, KINDS, OF_A_KIND_THAT_IS_GONE, Kind
from oocd.notifications.models import DEAD, SENDING, SENT, UNNEEDED, WAITING, OutgoingEmail
from oocd.notifications.queries import being_sent, next_due, retries_in, stays_quiet, who_may_be_told

WORKER_LOST = "worker-lost"


class Claim(NamedTuple):
    """One message that this worker alone may send, at this attempt."""

    id: UUID
    attempt: int
    began_at: datetime
    perhaps_sent: bool
    message: Message


def deliver_due(way_out: WayOut) -> dict[str, int]:
    """Send everything due, until nobody answers; how many came to what. Commits as it goes."""
    counts: Counter[str] = Counter(taken_up=_take_up_abandoned())
    while claim := _claim(way_out, counts):
        problem = _send(claim, way_out)
        counts[_record(claim, problem)] += 1
        if isinstance(problem, OutOfReach | PerhapsSent):
            break  # the others wait for the next run: each would take as long to fail
    return {what: number for what, number in counts.items() if number}


def _claim(way_out: WayOut, counts: Counter[str]) -> Claim | None:
    """The next message due, claimed and committed; those that may not go now or at all are settled on the way."""
    while True:
        now = clock.now()
        email = next_due(now)
        if email is None:
            db.session.rollback()
            return None
        if not _may_still_be_told(email):
            email.state, email.ended_at = UNNEEDED, now
            counts[UNNEEDED] += 1
        elif (until := _quiet_until(email, now)) > now:
            email.due_at = until
            counts["held"] += 1
        elif _take(email, now):
            claim = Claim(email.id, email.attempts, now, email.perhaps_sent, _message(email, way_out))
            db.session.commit()
            return claim
        db.session.commit()


def _take(email: OutgoingEmail, now: datetime) -> bool:
    """Whether this worker, and no other, has it from now on."""
    still_waits = sa.update(OutgoingEmail).where(OutgoingEmail.id == email.id, OutgoingEmail.state == WAITING)
    values = {"state": SENDING, "began_at": now, "attempts": OutgoingEmail.attempts + 1}
    taken = db.session.scalars(still_waits.values(values).returning(OutgoingEmail.id)).first()
    db.session.refresh(email)
    return taken is not None


def _send(claim: Claim, way_out: WayOut) -> NotSent | None:
    """What kept it from being sent; None where it was, or had been already. No transaction is open meanwhile."""
    try:
        if not (claim.perhaps_sent and way_out.channel.has_received(claim.message)):
            way_out.channel.send(claim.message)
    except NotSent as problem:
        return problem
    return None


def _record(claim: Claim, problem: NotSent | None) -> str:
    """Keep what came of an attempt, unless it took so long that another was begun; the state it leads to."""
    email = db.session.get_one(OutgoingEmail, claim.id, with_for_update=True)
    if (email.state, email.attempts, email.began_at) != (SENDING, claim.attempt, claim.began_at):
        db.session.rollback()
        return "taken_over"
    now = clock.now()
    email.ended_at, email.problem = now, problem.code if problem else None
    if problem is None:
        email.state = SENT
    else:
        retries = retries_in(email.area)
        gave_up = email.attempts >= retries.attempts
        email.state = DEAD if gave_up or isinstance(problem, Refused) else WAITING
        email.perhaps_sent = isinstance(problem, PerhapsSent)
        email.due_at = now + rules.wait_after(email.attempts, retries.first, retries.longest)
    state = email.state
    db.session.commit()
    return state


def _take_up_abandoned() -> int:
    """Whatever a worker began long ago and told no end of: perhaps it was sent, perhaps the worker died first."""
    now = clock.now()
    abandoned = [row for row in being_sent() if row.began_at and row.began_at <= now - retries_in(row.area).abandoned]
    for row in abandoned:
        row.state = WAITING if row.attempts < retries_in(row.area).attempts else DEAD
        row.perhaps_sent, row.due_at, row.problem = True, now, WORKER_LOST
    db.session.commit()
    return len(abandoned)


def _may_still_be_told(email: OutgoingEmail) -> bool:
    """Between being told and being sent to, somebody may have left or stepped back."""
    return email.person_id in who_may_be_told(
        [email.person_id], email.kind, area=email.area, referral_id=email.referral_id, on=clock.today()
    )


def _quiet_until(email: OutgoingEmail, now: datetime) -> datetime:
    if _kind_of(email).urgent:
        return now
    begins, ends = stays_quiet(email.person_id, email.area)
    return rules.quiet_until(now, begins, ends, LONDON)


def _kind_of(email: OutgoingEmail) -> Kind:
    return DIGEST_WORDS if email.kind == DAILY_DIGEST else KINDS.get(email.kind, OF_A_KIND_THAT_IS_GONE)


def _message(email: OutgoingEmail, way_out: WayOut) -> Message:
    kind = _kind_of(email)
    counted = {} if email.count is None else {"count": str(email.count)}
    return Message(
        reference=email.id,
        to=email.person.email,
        subject=kind.subject,
        body=rules.worded(kind.body, counted),
        link=f"{way_out.address}{email.path}",
    )
