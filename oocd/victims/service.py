"""Who was harmed, what they agreed to, what they want and what they were told; never a veto, never an identity."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.policy import service as policy
from oocd.policy.store import Edition
from oocd.referrals.errors import NoSuchOffence
from oocd.referrals.models import Referral
from oocd.referrals.queries import offence_of
from oocd.referrals.service import check_not_future
from oocd.victims import rules
from oocd.victims.errors import (
    AnswersAreAsked,
    IdentityLacks,
    NoConsentToContact,
    NoSuchChild,
    NoSuchResult,
    NotAPurposeOfContact,
    NothingToWithdraw,
    NotYoursToRead,
    RunsOutBeforeItBegins,
    VictimKnownAlready,
    VictimObjectsToSharing,
    ViewOrReason,
    WithdrawnBeforeGiven,
)
from oocd.victims.models import (
    RestorativeStep,
    Victim,
    VictimConsent,
    VictimContact,
    VictimIdentity,
    VictimOffence,
    VictimTold,
    VictimView,
)
from oocd.victims.queries import (
    CONTACT,
    RJ_INFORMATION,
    consents_in_force,
    may_be_contacted,
    other_child,
    rj_information_due,
    victims_of,
)

SHARING = "share_with_yjs"
UPDATES = "updates"
WITHDRAWN = "withdrawn"
POLICE = "police"
GUARDIAN = ("guardian_name", "guardian_not_involved_because")


def add(
    referral: Referral,
    *,
    kind: str,
    contact_consent: str,
    by: Actor,
    consents: Mapping[str, str] | None = None,
    asked_on: date | None = None,
    asked_by: str | None = None,
    victim_ref: str | None = None,
    offences: Sequence[int] | None = None,
    enhanced_because: str | None = None,
    in_childs_home: bool | None = None,
) -> Victim:
    """One more victim, of all the offences unless some are named; the case then says that somebody was harmed.

    `contact_consent` is the answer for the purpose contact, `consents` those for others. Raises VictimKnownAlready.
    """
    workflow.require_running(referral)
    check_not_future(asked_on, "asked on")
    edition = policy.on(clock.today(), referral.area)
    _check_codes(edition, kind, enhanced_because)
    answers = {CONTACT: contact_consent, **(consents or {})}
    _check_answers(edition, answers)
    audit.take_turn(referral)
    there = victims_of(referral.id)
    number = len(there) + 1
    ref = victim_ref or (referral.reference if number == 1 else f"{referral.reference}-{number}")
    if any(other.victim_ref == ref for other in there):
        raise VictimKnownAlready(ref)
    victim = Victim(
        area=referral.area,
        referral_id=referral.id,
        number=number,
        victim_ref=ref,
        kind=kind,
        enhanced_because=enhanced_because,
        in_childs_home=in_childs_home,
        recorded_by=by.person_id,
        case=referral,
    )
    referral.victim_identified = True
    db.session.add(victim)
    _link(victim, offences if offences is not None else [offence.number for offence in referral.offences])
    db.session.flush()
    _write_answers(victim, answers, said_on=asked_on, by=by, asked_by=asked_by)
    audit.record("victim.add", on=victim, by=by, number=number, kind=kind, contact_consent=contact_consent)
    return victim


def correct(
    victim: Victim,
    *,
    by: Actor,
    kind: str | None = None,
    enhanced_because: str | None = None,
    in_childs_home: bool | None = None,
    offences: Sequence[int] | None = None,
) -> None:
    """What is now known better of a victim. The log keeps what it was before."""
    audit.take_turn(victim)
    workflow.require_running(victim.case)
    _check_codes(policy.on(clock.today(), victim.area), kind, enhanced_because)
    said = {"kind": kind, "enhanced_because": enhanced_because, "in_childs_home": in_childs_home}
    before = {name: getattr(victim, name) for name in said} | {"offences": victim.offence_numbers}
    for name, value in said.items():
        if value is not None:
            setattr(victim, name, value)
    if offences is not None:
        _link(victim, offences)
    db.session.flush()
    after = {name: getattr(victim, name) for name in said} | {"offences": victim.offence_numbers}
    changed = {name: [value, after[name]] for name, value in before.items() if value != after[name]}
    audit.record("victim.correct", on=victim, by=by, number=victim.number, changed=changed)


# -- consent


def ask_consent(
    victim: Victim,
    *,
    answers: Mapping[str, str],
    asked_on: date,
    asked_by: str,
    asked_how: str,
    by: Actor,
    script_version: str | None = None,
    expires_on: date | None = None,
) -> None:
    """Record what the victim answered when asked, purpose by purpose; earlier answers stay on record.

    Raises AnswersAreAsked for what is no answer, or RunsOutBeforeItBegins.
    """
    audit.take_turn(victim)
    workflow.require_running(victim.case)
    check_not_future(asked_on, "asked on")
    edition = policy.on(clock.today(), victim.area)
    edition.codes("victim_contact_methods").check(asked_how)
    _check_answers(edition, answers)
    for state in answers.values():
        if state in {rules.NOT_ASKED, WITHDRAWN}:
            raise AnswersAreAsked(state)
    if expires_on and expires_on < asked_on:
        raise RunsOutBeforeItBegins
    _write_answers(
        victim,
        answers,
        said_on=asked_on,
        by=by,
        asked_by=asked_by,
        asked_how=asked_how,
        script_version=script_version,
        expires_on=expires_on,
    )
    said = [f"{purpose} {state}" for purpose, state in sorted(answers.items())]
    audit.record("victim.ask_consent", on=victim, by=by, number=victim.number, consent=said, asked_on=asked_on)


def withdraw_consent(
    victim: Victim, *, by: Actor, purposes: Sequence[str] | None = None, withdrawn_on: date | None = None
) -> None:
    """The victim takes back what they agreed to, all of it unless some is named. Possible for ever, also once a case
    is over. Raises NothingToWithdraw or WithdrawnBeforeGiven.
    """
    audit.take_turn(victim)
    day = withdrawn_on or clock.today()
    check_not_future(day, "withdrawn on")
    consents = consents_in_force(victim, clock.today())
    codes = policy.on(clock.today(), victim.area).codes("victim_consent_purposes")
    named = [codes.check(purpose) for purpose in purposes or ()]
    for purpose in named:
        if not consents[purpose].agreed:
            raise NothingToWithdraw(purpose)
    taken_back = named or [purpose for purpose, consent in consents.items() if consent.agreed]
    if not taken_back:
        raise NothingToWithdraw(None)
    for purpose in taken_back:
        given_on = consents[purpose].since
        if given_on and day < given_on:
            raise WithdrawnBeforeGiven(purpose)
    _write_answers(victim, dict.fromkeys(taken_back, WITHDRAWN), said_on=day, by=by)
    said = [f"{purpose} {WITHDRAWN}" for purpose in taken_back]
    audit.record("victim.withdraw_consent", on=victim, by=by, number=victim.number, consent=said)


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
    _require_consent(victim, purpose)
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
        _require_consent(victim, UPDATES)
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


# -- what they want, and putting things right


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
        _require_consent(victim, row["consent"])
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


# -- who they are


def write_identity(victim: Victim, *, by: Actor, child_ref: str | None = None, **known: Any) -> None:
    """Who the victim is, as far as it is now known better. The log names the fields and never what is in them.

    `child_ref`: they are a child with a record here, and may be the suspect of another case. Raises
    VictimObjectsToSharing, NotYoursToRead, IdentityLacks or NoSuchChild.
    """
    audit.take_turn(victim)
    workflow.require_running(victim.case)
    if consents_in_force(victim, clock.today())[SHARING].objected:
        raise VictimObjectsToSharing
    if _kept_from_police(victim, by):
        raise NotYoursToRead
    if child_ref is not None:
        known["child_id"] = _other_child_id(victim, child_ref)
    identity = victim.identity or VictimIdentity(area=victim.area, referral_id=victim.referral_id)
    changed = sorted(name for name, value in known.items() if getattr(identity, name) != value)
    kind = policy.on(clock.today(), victim.area).codes("victim_kinds")[victim.kind]
    if missing := rules.lacks_in_identity(kind, {**_known(identity), **known}):
        raise IdentityLacks(missing)
    for name, value in known.items():
        setattr(identity, name, value)
    identity.written_by, identity.written_agency = by.person_id, by.agency_in(victim.area)
    identity.written_at = clock.now()
    victim.identity = identity
    db.session.flush()
    audit.record("victim_identity.write", on=identity, by=by, number=victim.number, fields=changed)


def read_identity(victim: Victim, *, by: Actor) -> VictimIdentity | None:
    """Who the victim is, for those who work with victims, and for the police as far as they sent it themselves.

    The route that asks logs the reading. Raises NotYoursToRead, or VictimObjectsToSharing.
    """
    if _kept_from_police(victim, by):
        raise NotYoursToRead
    if by.agency_in(victim.area) != POLICE and consents_in_force(victim, clock.today())[SHARING].objected:
        raise VictimObjectsToSharing
    return victim.identity


def _kept_from_police(victim: Victim, by: Actor) -> bool:
    """What a victim worker has added to, such as where it is safe to call, is theirs from then on."""
    held = victim.identity
    return by.agency_in(victim.area) == POLICE and held is not None and held.written_agency != POLICE


def _known(identity: VictimIdentity) -> dict[str, Any]:
    return {name: getattr(identity, name) for name in ("name", "named_contact", *GUARDIAN)}


def _other_child_id(victim: Victim, child_ref: str) -> UUID:
    child = other_child(victim, child_ref)
    if child is None:
        raise NoSuchChild
    return child.id


# -- shared by the verbs


def _check_codes(edition: Edition, kind: str | None, enhanced_because: str | None) -> None:
    if kind is not None:
        edition.codes("victim_kinds").check(kind)
    if enhanced_because is not None:
        edition.codes("victim_enhanced_rights").check(enhanced_because)


def _check_answers(edition: Edition, answers: Mapping[str, str]) -> None:
    purposes, states = edition.codes("victim_consent_purposes"), edition.codes("victim_contact_consent")
    for purpose, state in answers.items():
        purposes.check(purpose)
        states.check(state)


def _write_answers(
    victim: Victim, answers: Mapping[str, str], *, said_on: date | None, by: Actor, **asked: Any
) -> None:
    for purpose, state in answers.items():
        row = VictimConsent(
            area=victim.area,
            referral_id=victim.referral_id,
            number=len(victim.consents) + 1,
            purpose=purpose,
            state=state,
            said_on=said_on,
            asked_agency=by.agency_in(victim.area),
            recorded_by=by.person_id,
            **asked,
        )
        victim.consents.append(row)
    db.session.flush()


def _link(victim: Victim, numbers: Sequence[int]) -> None:
    """The offences that harmed this victim, from now on. Raises NoSuchOffence."""
    wanted = {number: offence_of(victim.case, number) for number in numbers}
    for number, offence in wanted.items():
        if offence is None:
            raise NoSuchOffence(number)
    kept = [link for link in victim.links if link.offence in wanted.values()]
    there = {link.offence for link in kept}
    victim.links = kept + [
        VictimOffence(area=victim.area, referral_id=victim.referral_id, offence=offence)
        for offence in wanted.values()
        if offence not in there
    ]


def _require_consent(victim: Victim, purpose: str) -> None:
    if not may_be_contacted(victim, purpose, clock.today()):
        consents = consents_in_force(victim, clock.today())
        consent = consents[SHARING] if consents[SHARING].objected else consents[purpose]
        raise NoConsentToContact(purpose, consent.state.replace("_", " "))
