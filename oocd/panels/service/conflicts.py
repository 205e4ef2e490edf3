"""Conflicts of interest: somebody steps back from a case, and has from then on neither vote nor sight of it."""

import sqlalchemy as sa

from oocd import audit, clock
from oocd.accounts import service as accounts
from oocd.accounts.actor import Actor
from oocd.accounts.models import ConflictOfInterest, Person
from oocd.accounts.queries import conflicts_of, ended, recused_from
from oocd.db import db
from oocd.errors import NotAllowed, NotFound
from oocd.panels.errors import AlreadyEnded, AlreadySteppedBack, CannotSeeCases
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.web.models import KeptReply


def declare_conflict(
    referral: Referral, *, reason: str, words: str, by: Actor, person: str | None = None
) -> ConflictOfInterest:
    """Step back from a case, or, as its chair, have somebody else do so, by e-mail address.

    It may be declared after the case is over too: what nobody should decide on, nobody should read on. Raises
    UnknownCode, NotAllowed, CannotSeeCases or AlreadySteppedBack.
    """
    policy.on(clock.today(), referral.area).codes("conflict_reasons").check(reason)
    who = _person(person, referral.area) if person else db.session.get_one(Person, by.person_id)
    if who.id != by.person_id and not by.may("panel.chair", referral.area):
        raise NotAllowed("You can step back from a case yourself. For somebody else, ask whoever chairs the panel.")
    audit.take_turn(referral)
    if who.id in recused_from(referral.id):
        raise AlreadySteppedBack(who.name)
    declared = ConflictOfInterest(
        area=referral.area, referral_id=referral.id, person=who, reason=reason, words=words, recorded_by=by.person_id
    )
    db.session.add(declared)
    db.session.flush()
    # An answer kept for a request sent again would still show them the case.
    db.session.execute(sa.delete(KeptReply).where(KeptReply.person_id == who.id))
    audit.record("conflict.declare", on=declared, by=by, person=who.id, reason=reason)
    return declared


def end_conflict(conflict: ConflictOfInterest, *, words: str, by: Actor) -> ConflictOfInterest:
    """Say that a conflict was declared in error. Never the person's own to say: to them the case does not exist."""
    if by.person_id == conflict.person_id:
        raise NotFound
    audit.take_turn(conflict)
    if conflict.ends or conflict.id in ended(conflicts_of(conflict.referral_id)):
        raise AlreadyEnded
    ending = ConflictOfInterest(
        area=conflict.area,
        referral_id=conflict.referral_id,
        person_id=conflict.person_id,
        words=words,
        ends=conflict.id,
        recorded_by=by.person_id,
    )
    db.session.add(ending)
    db.session.flush()
    audit.record("conflict.end", on=ending, by=by, person=conflict.person_id)
    return ending


def _person(email: str, area: str) -> Person:
    able = {person.email: person for person in accounts.people_who_may("case.read", area)}
    person = able.get(email.strip().lower())
    if person is None:
        raise CannotSeeCases(email)
    return person
