"""The chair's exception: an unassessed case comes to the panel for a reason, and the board hears of it."""

from oocd import workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.panels.models import ChairException
from oocd.referrals.models import Referral


def make_ready_by_exception(referral: Referral, *, reason: str, by: Actor) -> ChairException:
    """Say that a case is ready although nobody has countersigned an assessment of it."""
    workflow.move(referral, "make_ready_by_exception", by=by, given={"reason": reason})
    granted = ChairException(area=referral.area, referral_id=referral.id, reason=reason, granted_by=by.person_id)
    db.session.add(granted)
    db.session.flush()
    return granted
