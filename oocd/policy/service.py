"""Which policies this process works with, and keeping the editions that decisions were made under."""

from datetime import date

import sqlalchemy as sa

from oocd import clock
from oocd.db import UtcDateTime, db
from oocd.policy.edition import Edition, written_out
from oocd.policy.kept import read_back
from oocd.policy.models import PolicyEdition
from oocd.policy.rules import Figure
from oocd.policy.store import NoRulesYet, Policies

KEEP = sa.text(
    "INSERT INTO policy_edition (hash, content, first_used_at)"
    " VALUES (:hash, :content, :first_used_at) ON CONFLICT DO NOTHING"
).bindparams(sa.bindparam("first_used_at", type_=UtcDateTime))

_loaded: Policies | None = None


def use(policies: Policies) -> None:
    """Work with these from now on; the factory calls it once at start."""
    global _loaded
    _loaded = policies


def loaded() -> Policies:
    if _loaded is None:
        raise RuntimeError("No policies are loaded. The factory does it at start.")
    return _loaded


def on(day: date, area: str) -> Edition:
    """Everything in force in an area on a day. Raises UnknownArea."""
    return loaded().on(day, area)


def on_or_first(day: date, area: str) -> Edition:
    """The same, or the first there ever was for a day before any rules are on record: to name things, not to judge."""
    return on(max(day, loaded().begins), area)


def standard_on(day: date, area: str, name: str) -> Figure | None:
    """A time standard as it was on the day its clock started; None where there was none yet, or no rules at all."""
    try:
        return on(day, area).figures().get(name)
    except NoRulesYet:
        return None


def keep(edition: Edition) -> str:
    """Keep the edition's content for ever; returns its hash. Keeping it twice, even at once, changes nothing."""
    if db.session.get(PolicyEdition, edition.hash) is None:
        row = {"hash": edition.hash, "content": written_out(edition), "first_used_at": clock.now()}
        db.session.connection().execute(KEEP, row)
    return edition.hash


def kept(name: str) -> Edition:
    """The edition of this hash as the database keeps it, whatever the files say today. Raises NotAsItWasKept."""
    return read_back(db.session.get_one(PolicyEdition, name).content, name)
