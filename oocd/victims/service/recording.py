"""Who was harmed by which offences: a number to the case, never a name."""

from collections.abc import Mapping, Sequence
from datetime import date

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.referrals.errors import NoSuchOffence
from oocd.referrals.models import Referral
from oocd.referrals.queries import offence_of
from oocd.referrals.service import check_not_future
from oocd.victims.errors import (
    VictimKnownAlready,
)
from oocd.victims.models import (
    Victim,
    VictimOffence,
)
from oocd.victims.queries import (
    CONTACT,
    victims_of,
)
from oocd.victims.service.consent import check_answers, write_answers


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
    check_answers(edition, answers)
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
    write_answers(victim, answers, said_on=asked_on, by=by, asked_by=asked_by)
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


def _check_codes(edition: Edition, kind: str | None, enhanced_because: str | None) -> None:
    if kind is not None:
        edition.codes("victim_kinds").check(kind)
    if enhanced_because is not None:
        edition.codes("victim_enhanced_rights").check(enhanced_because)


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
