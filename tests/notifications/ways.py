"""Ways out of the service for tests, and what lies in the tables that hold what people are told."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from oocd.accounts import service as accounts
from oocd.db import Base, db, everywhere
from oocd.notifications import channels
from oocd.notifications.models import Notice, OutgoingEmail
from tests.people import People

ADDRESS = "https://oocd.example"


class Silent:
    """A way out by which nothing is ever sent: messages only wait for it."""


@contextmanager
def way_out(channel: Any = None) -> Iterator[Any]:
    """Messages may leave the service meanwhile."""
    channel = channel or Silent()
    channels.use(channel, ADDRESS)
    try:
        yield channel
    finally:
        channels.use(None)


def rows_of(people: People, model: type[Base], name: str | None = None) -> list[Any]:
    """Every notice or e-mail there is, or those for one person, in the order of their keys."""
    with people.app.app_context(), everywhere():
        rows = sa.select(model).order_by(model.key)
        if name:
            rows = rows.where(model.person_id == id_of(people, name))
        return list(db.session.scalars(rows))


def told(people: People, name: str) -> list[str]:
    """The kinds of what a person was told, in order."""
    with people.app.app_context(), everywhere():
        theirs = sa.select(Notice.kind).where(Notice.person_id == id_of(people, name)).order_by(Notice.told_at)
        return list(db.session.scalars(theirs))


def e_mails(people: People, name: str | None = None) -> list[OutgoingEmail]:
    return rows_of(people, OutgoingEmail, name)


def id_of(people: People, name: str) -> UUID:
    with people.app.app_context(), everywhere():
        person = accounts.find_person(f"{name}@demo.example")
        assert person is not None, name
        return person.id
