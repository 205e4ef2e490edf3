"""What a victim was asked, told and offered, and what they want: weighed, and never a veto."""

from datetime import date

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.policy import service as policy
from oocd.referrals.service import check_not_future
from oocd.victims.errors import (
    NoSuchResult,
    NotAPurposeOfContact,
    ViewOrReason,
)
from oocd.victims.models import (
    RestorativeStep,
    Victim,
    VictimContact,
    VictimTold,
    VictimView,
)
from oocd.victims.queries import (
    RJ_INFORMATION,
    consents_in_force,
    rj_information_due,
)
from oocd.victims.service.consent import require_consent

UPDATES = "updates"
POLICE = "police"


def contact(
    victim: Victim, *, purpose: str, contacted_on: date, how: str, by: Actor, reached: bool = True
) -> VictimContact:
    """Record a contact with the victim. Raises NoConsentToContact for a purpose without a yes in force today:
    a day in the past does not get round a withdrawal.
    """
    audit.take_turn(victim)
    workflow.require_running(victim.case)
    check_not_future(contacted_on, "contacted on")
    edition = policy.on(clock.today(), victim.area)
    purposes = edition.codes("victim_consent_purposes")
    if not purposes[purposes.check(purpose)]["contact"]:
        raise NotAPurposeOfContact(purpose)
    require_consent(victim, purpose)
    made = VictimContact(
        area=victim.area,
        referral_id=victim.referral_id,
        victim_id=victim.id,
        purpose=purpose,
        contacted_on=contacted_on,
        how=edition.codes("victim_contact_methods").check(how),
        reached=reached,
        recorded_by=by.person_id,
    )
    victim.contacts.append(made)
    db.session.flush()
    audit.record("victim.contact", on=victim, by=by, number=victim.number, purpose=purpose, how=how, reached=reached)
    return made


def tell(victim: Victim, *, what: str, told_on: date, told_how: str, told_by: str, by: Actor) -> VictimTold:
    """Record that the victim was told of the case: progress, outcome or ending, this last also once it is over.

    The police owe it under the Code unless the victim objects; anybody else needs a yes. Raises NoConsentToContact.
    """
    audit.take_turn(victim)
    check_not_future(told_on, "told on")
    edition = policy.on(clock.today(), victim.area)
    agency = by.agency_in(victim.area)
    if agency != POLICE or consents_in_force(victim, clock.today())[UPDATES].objected:
        require_consent(victim, UPDATES)
    told = VictimTold(
        area=victim.area,
        referral_id=victim.referral_id,
        victim_id=victim.id,
        what=edition.codes("victim_told_of").check(what),
        told_on=told_on,
        told_how=edition.codes("victim_contact_methods").check(told_how),
        told_by=told_by,
        told_agency=agency,
        recorded_by=by.person_id,
    )
    victim.told.append(told)
    db.session.flush()
    audit.record("victim.tell", on=victim, by=by, number=victim.number, what=what, told_on=told_on)
    return told


def record_view(
    victim: Victim,
    *,
    by: Actor,
    needs_and_wishes: str | None = None,
    reason_for_none: str | None = None,
    given_on: date | None = None,
    given_how: str | None = None,
) -> VictimView:
    """What the victim needs and wishes, or a coded reason for no view; late ones too, until the case is over.

    It is weighed and never decides. Raises ViewOrReason for both or neither.
    """
    workflow.require_running(victim.case)
    if bool(needs_and_wishes) == bool(reason_for_none):
        raise ViewOrReason
    edition = policy.on(clock.today(), victim.area)
    check_not_future(given_on, "given on")
    if reason_for_none:
        edition.codes("reasons_for_no_victim_view").check(reason_for_none)
    if given_how:
        edition.codes("how_views_given").check(given_how)
    audit.take_turn(victim)
    view = VictimView(
        area=victim.area,
        referral_id=victim.referral_id,
        victim_id=victim.id,
        needs_and_wishes=needs_and_wishes,
        reason_for_none=reason_for_none,
        given_on=given_on,
        given_how=given_how,
        recorded_by=by.person_id,
    )
    db.session.add(view)
    db.session.flush()
    audit.record("victim_view.record", on=view, by=by, number=victim.number, reason_for_none=reason_for_none)
    return view


def record_step(victim: Victim, *, step: str, result: str, happened_on: date, by: Actor) -> RestorativeStep:
    """Something offered to the victim or done with them; what has a time standard says whether it was late.

    Raises NoSuchResult, or NoConsentToContact for what needs a yes to have been done.
    """
    audit.take_turn(victim)
    workflow.require_running(victim.case)
    check_not_future(happened_on, "happened on")
    steps = policy.on(clock.today(), victim.area).codes("restorative_steps")
    row = steps[steps.check(step)]
    if result not in row["results"]:
        raise NoSuchResult(step, row["results"])
    if row["consent"] and result == "done":
        require_consent(victim, row["consent"])
    late = happened_on > rj_information_due(victim) if (step, result) == (RJ_INFORMATION, row.get("told")) else None
    taken = RestorativeStep(
        area=victim.area,
        referral_id=victim.referral_id,
        victim_id=victim.id,
        step=step,
        result=result,
        happened_on=happened_on,
        late=late,
        recorded_by=by.person_id,
    )
    victim.restorative_steps.append(taken)
    db.session.flush()
    audit.record("restorative_step.record", on=taken, by=by, number=victim.number, step=step, result=result, late=late)
    return taken
