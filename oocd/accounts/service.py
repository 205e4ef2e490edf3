"""People, their places in areas, and the two ways in: a password and a token."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy.orm import selectinload

from oocd import audit, clock
from oocd.accounts import rules
from oocd.accounts.actor import SYSTEM, Actor, Standing
from oocd.accounts.errors import (
    AlreadyThere,
    EndsBeforeItBegan,
    NoPlaceThere,
    PasswordTooShort,
    PlaceTaken,
    UnknownPerson,
    UnknownRole,
    WrongPassword,
    WrongToken,
)
from oocd.accounts.models import ApiToken, Membership, Person
from oocd.accounts.permissions import PERMISSIONS, ROLES, granted_by
from oocd.accounts.queries import cases_stepped_back_from, current_places
from oocd.db import db, everywhere
from oocd.errors import BadInput
from oocd.policy import service as policy

hasher = PasswordHasher()


def create_person(name: str, email: str, password: str, *, demonstration: bool = False) -> Person:
    """A new account without any membership. Raises AlreadyThere or PasswordTooShort."""
    if not rules.long_enough(password):
        raise PasswordTooShort(rules.MINIMUM_PASSWORD_LENGTH)
    if find_person(email):
        raise AlreadyThere(email)
    person = Person(
        name=" ".join(name.split()),
        email=_plain(email),
        password_hash=_everybodys_hash(password) if demonstration else hasher.hash(password),
        demonstration=demonstration,
    )
    db.session.add(person)
    db.session.flush()
    return person


def add_membership(
    person: Person, *, area: str, agency: str, roles: Sequence[str], by: Actor, from_date: date | None = None
) -> Membership:
    """Give a person a place in an area from a day on. Raises UnknownArea, UnknownCode or UnknownRole."""
    day = from_date or clock.today()
    policy.on(day, area).codes("agencies").check(agency)
    for role in roles:
        if role not in ROLES:
            raise UnknownRole(role, sorted(ROLES))
    if any(place.area == area and place.current_on(day) for place in person.memberships):
        raise PlaceTaken(area)
    membership = Membership(person=person, area=area, agency=agency, roles=list(roles), from_date=day)
    db.session.add(membership)
    db.session.flush()
    audit.record("membership.add", on=membership, by=by, person=person.id, agency=agency, roles=list(roles))
    return membership


def end_membership(person: Person, *, area: str, on: date, by: Actor) -> Membership:
    """End a person's place in an area with a last day. What is still on their list is not looked at here.

    Raises NoPlaceThere, or EndsBeforeItBegan.
    """
    day = clock.today()
    place = next((row for row in person.memberships if row.area == area and row.current_on(day)), None)
    if place is None:
        raise NoPlaceThere(area)
    if on < place.from_date:
        raise EndsBeforeItBegan(place.from_date)
    place.to_date = on
    db.session.flush()
    audit.record("membership.end", on=place, by=by, person=person.id, to_date=on)
    return place


def check_password(email: str, password: str) -> Person:
    """The person who signs in. Raises WrongPassword, after the same time whether or not the address is known."""
    with everywhere():
        person = find_person(email)
    try:
        hasher.verify(person.password_hash if person else _nobodys_hash(), password)
    except VerifyMismatchError:
        raise WrongPassword from None
    if person is None:
        raise WrongPassword
    return person


def end_sessions(by: Actor) -> None:
    """End every open session of a person at once, also those of a cookie somebody copied."""
    with everywhere():
        db.session.get_one(Person, by.person_id).session_epoch += 1
        db.session.flush()


def issue_token(email: str, *, name: str, scopes: Sequence[str] | None = None, days: int = 90) -> str:
    """A new token, shown once and kept only as a digest. `scopes` are permissions; None gives all of the person's."""
    if unknown := [scope for scope in scopes or () if scope not in PERMISSIONS]:
        raise BadInput(f"There is no permission called {unknown[0]}. Use some of: {', '.join(sorted(PERMISSIONS))}.")
    person = find_person(email)
    if person is None:
        raise UnknownPerson(email)
    token = rules.new_token()
    db.session.add(
        ApiToken(
            person_id=person.id,
            name=name,
            digest=rules.digest(token),
            scopes=list(scopes) if scopes is not None else None,
            expires_at=clock.now() + timedelta(days=days),
        )
    )
    db.session.flush()
    for place in person.memberships:
        audit.record("token.issue", on=place, by=SYSTEM, name=name, scopes=scopes, days=days)
    return token


def actor_with_token(token: str) -> Actor:
    """Raises WrongToken."""
    with everywhere():
        known = sa.select(ApiToken).where(ApiToken.digest == rules.digest(token))
        found = db.session.scalars(known).one_or_none()
        if found is None or found.expires_at <= clock.now():
            raise WrongToken
        return actor(found.person_id, frozenset(found.scopes) if found.scopes is not None else None)


def actor(person_id: UUID, scopes: frozenset[str] | None = None) -> Actor:
    """The person as services see them today: name, what each membership gives, and the cases they stepped back from."""
    with everywhere():
        person = db.session.get_one(Person, person_id, options=[selectinload(Person.memberships)])
        current = [membership for membership in person.memberships if membership.current_on(clock.today())]
        recused_from = cases_stepped_back_from(person_id)
    standings = {place.area: Standing.of(place.area, place.agency, place.roles) for place in current}
    return Actor(person.id, person.name, standings, scopes, recused_from)


def find_person(email: str) -> Person | None:
    return db.session.scalars(sa.select(Person).where(Person.email == _plain(email))).one_or_none()


def people_who_may(permission: str, area: str) -> list[Person]:
    """Everyone whose current place in this area gives a permission, by name."""
    places = current_places(area, clock.today()).options(selectinload(Membership.person))
    able = [place.person for place in db.session.scalars(places) if permission in granted_by(place.roles)]
    return sorted(able, key=lambda person: person.name)


@cache
def _everybodys_hash(password: str) -> str:
    """Of a demonstration's password, which is printed: one does for all, and one for each took seconds."""
    return hasher.hash(password)


@cache
def _nobodys_hash() -> str:
    """Verified in place of an unknown person's, so that the time it takes tells nothing."""
    return hasher.hash("nobody has this password")


def _plain(email: str) -> str:
    return email.strip().lower()
