"""Who a victim is, behind one door."""

from typing import Any
from uuid import UUID

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.policy import service as policy
from oocd.victims import rules
from oocd.victims.errors import (
    IdentityLacks,
    NoSuchChild,
    NotYoursToRead,
    VictimObjectsToSharing,
)
from oocd.victims.models import (
    Victim,
    VictimIdentity,
)
from oocd.victims.queries import (
    consents_in_force,
    other_child,
)
from oocd.victims.service.consent import SHARING

POLICE = "police"
GUARDIAN = ("guardian_name", "guardian_not_involved_because")


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
