"""Everything that was decided by rules, read as a stream and asked again under the editions it was decided by."""

from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import sqlalchemy as sa

from oocd.db import db
from oocd.outcomes.models import Decision, Disposal
from oocd.panels.models import Recommendation
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.policy.kept import NotAsItWasKept
from oocd.policy.replaying import UNREADABLE, Difference, Kept, replay
from oocd.referrals.models import Offence, Referral

AT_A_TIME = 500  # rows in memory
EDITIONS_AT_HAND = 8  # rows come edition by edition
# What keeps facts and answers, what it is called, and the moment at which its rules were asked.
KEEPING: tuple[tuple[Any, str, str], ...] = (
    (Recommendation, "recommendation", "recommend"),
    (Decision, "decision", "decide"),
    (Disposal, "giving", "give"),
)


class Replayed(NamedTuple):
    """One that was asked again, and what of it differs."""

    kept: Kept
    differences: list[Difference]


def how_many() -> int:
    """How many there are to ask again."""
    return sum(
        db.session.scalar(sa.select(sa.func.count(model.id)).where(*_whole(model))) or 0 for model, *_ in KEEPING
    )


def without_facts() -> int:
    """How many were made before facts were kept, or told of by a spreadsheet: nobody can ask those again."""
    recommended = sa.select(sa.func.count(Recommendation.id)).where(Recommendation.facts.is_(None))
    decided = sa.select(sa.func.count(Decision.id)).where(Decision.edition_hash.is_(None))
    return sum(db.session.scalar(count) or 0 for count in (recommended, decided))


def replay_all() -> Iterator[Replayed]:
    """Each in turn. What was kept is never believed: an edition is compiled from its own content, and checked."""
    edition_of = _reader()
    for model, what, moment in KEEPING:
        for kept in _kept(model, what, moment):
            edition = edition_of(kept.edition)
            if edition is None:
                yield Replayed(kept, [Difference(kept, f"edition {kept.edition[:12]}", "kept", UNREADABLE)])
            else:
                yield Replayed(kept, list(replay(kept, edition)))


def _reader() -> Callable[[str], Edition | None]:
    @lru_cache(maxsize=EDITIONS_AT_HAND)
    def read(name: str) -> Edition | None:
        try:
            return policy.kept(name)
        except NotAsItWasKept:
            return None

    return read


def _kept(model: Any, what: str, moment: str) -> Iterator[Kept]:
    columns = (model.outcome, model.facts, model.answers, model.edition_hash)
    rows = (
        sa.select(Referral.reference, Offence.number, *columns)
        .join(Offence, Offence.id == model.offence_id)
        .join(Referral, Referral.id == Offence.referral_id)
        .where(*_whole(model))
        .order_by(model.edition_hash, model.id)
        .execution_options(yield_per=AT_A_TIME)
    )
    for reference, number, outcome, facts, answers, edition in db.session.execute(rows):
        yield Kept(reference, what, number, outcome, moment, facts, _by_rule(answers), edition)


def _whole(model: Any) -> tuple[sa.ColumnElement[bool], ...]:
    return model.edition_hash.is_not(None), model.facts.is_not(None)


def _by_rule(answers: Any) -> dict[str, str]:
    """A recommendation keeps each answer as `rule verdict`."""
    return dict(answer.split(" ", 1) for answer in answers) if isinstance(answers, list) else answers
