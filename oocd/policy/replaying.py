"""Asking again what was asked once: kept facts, under the kept edition, against the answers that were kept."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from oocd.policy.edition import Edition
from oocd.policy.rules import from_json

NOT_ASKED = "not asked"
UNREADABLE = "not readable"


@dataclass(frozen=True)
class Kept:
    """What one decision, recommendation or giving of an outcome keeps of the rules it was made under."""

    reference: str
    what: str
    offence: int
    outcome: str
    moment: str
    facts: Mapping[str, Any]
    answers: Mapping[str, str]
    edition: str


@dataclass(frozen=True)
class Difference:
    """One rule that answers otherwise than it is said to have done."""

    kept: Kept
    rule: str
    then: str
    now: str

    def __str__(self) -> str:
        where = f"{self.kept.reference}, {self.kept.what} on offence {self.kept.offence} ({self.kept.outcome})"
        return f"{where}: {self.rule} was {self.then} and is {self.now}."


def replay(kept: Kept, edition: Edition) -> Iterator[Difference]:
    """Every rule whose answer is another, is missing or was never asked; nothing where all is as it was."""
    try:
        now = edition.verdicts(kept.outcome, kept.moment, from_json(kept.facts, edition.facts))
    except (TypeError, ValueError):  # other facts than were declared, or of other types
        yield Difference(kept, "what it rested on", "kept", UNREADABLE)
        return
    for rule in sorted({*kept.answers, *now}):
        then, again = kept.answers.get(rule, NOT_ASKED), now.get(rule, NOT_ASKED)
        if then != again:
            yield Difference(kept, rule, then, again)
