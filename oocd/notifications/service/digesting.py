"""The daily digest: one e-mail a person and area, which says how many notices wait and nothing of what they are."""

from uuid import UUID, uuid4

from oocd import clock
from oocd.accounts.queries import cases_stepped_back_from
from oocd.db import db
from oocd.notifications.kinds import DAILY_DIGEST
from oocd.notifications.models import WAITING, OutgoingEmail
from oocd.notifications.queries import to_be_counted, waiting_for_digest, who_may_be_told
from oocd.notifications.service.telling import once


def write_digests() -> dict[str, int]:
    """Count for everybody who wants it so, each in a transaction of its own; run twice, it finds it done."""
    written = 0
    for person_id, area in waiting_for_digest():
        written += _write(person_id, area)
        db.session.commit()
    return {"written": written} if written else {}


def _write(person_id: UUID, area: str) -> int:
    today = clock.today()
    hidden = cases_stepped_back_from(person_id)
    notices = to_be_counted(person_id, area)
    unread = [row for row in notices if row.read_at is None and row.referral_id not in hidden]
    may_be_told = who_may_be_told([person_id], DAILY_DIGEST, area=area, referral_id=None, on=today)
    if unread and may_be_told and not once(OutgoingEmail, [_digest(person_id, area, len(unread))]):
        return 0  # another worker has written today's; what it did not count waits for tomorrow's
    for row in notices:
        row.counted_on = today
    return 1 if unread and may_be_told else 0


def _digest(person_id: UUID, area: str, count: int) -> dict[str, object]:
    return {
        "id": uuid4(),
        "person_id": person_id,
        "area": area,
        "referral_id": None,
        "notice_id": None,
        "kind": DAILY_DIGEST,
        "key": f"{DAILY_DIGEST}:{area}:{clock.today()}",
        "path": "/notices",
        "count": count,
        "state": WAITING,
        "queued_at": clock.now(),
        "due_at": clock.now(),
        "attempts": 0,
        "perhaps_sent": False,
    }
