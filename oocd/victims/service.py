"""Who was harmed, whether they may be contacted, and what they want; never a veto, never an identity."""

from datetime import date

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.referrals.service import check_not_future
from oocd.victims.errors import ViewOrReason
from oocd.victims.models import Victim, VictimView
from oocd.victims.queries import victims_of


def add(referral: Referral, *, kind: str, contact_consent: str, by: Actor, asked_on: date | None = None) -> Victim:
    """One more victim of this case; the case then says that somebody was harmed."""
    workflow.require_running(referral)
    check_not_future(asked_on, "asked on")
    edition = policy.on(clock.today(), referral.area)
    victim = Victim(
        area=referral.area,
        referral_id=referral.id,
        number=len(victims_of(referral.id)) + 1,
        kind=edition.codes("victim_kinds").check(kind),
        contact_consent=edition.codes("victim_contact_consent").check(contact_consent),
        asked_on=asked_on,
    )
    audit.take_turn(referral)
    referral.victim_identified = True
    db.session.add(victim)
    db.session.flush()
    audit.record("victim.add", on=victim, by=by, number=victim.number, contact_consent=contact_consent)
    return victim


def record_view(
    victim: Victim, *, by: Actor, needs_and_wishes: str | None = None, reason_for_none: str | None = None
) -> VictimView:
    """What the victim needs and wishes, or a coded reason for no view. Raises ViewOrReason for both or neither."""
    if bool(needs_and_wishes) == bool(reason_for_none):
        raise ViewOrReason
    if reason_for_none:
        policy.on(clock.today(), victim.area).codes("reasons_for_no_victim_view").check(reason_for_none)
    view = VictimView(
        area=victim.area,
        referral_id=victim.referral_id,
        victim_id=victim.id,
        needs_and_wishes=needs_and_wishes,
        reason_for_none=reason_for_none,
        recorded_by=by.person_id,
    )
    db.session.add(view)
    db.session.flush()
    audit.record("victim_view.record", on=view, by=by, number=victim.number, reason_for_none=reason_for_none)
    return view
