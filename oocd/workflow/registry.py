"""What the rooms bring to the workflows: guards, how a process is opened, and who hears of it."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from oocd.accounts.actor import Actor
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.policy.gates import sentences
from oocd.policy.rules import Answer


@dataclass(frozen=True)
class Refusal:
    """Why a move cannot be made: a sentence for people, the rule's id and who says so.

    `passed_by` is what passes the rule all the same: `reason`, `acknowledgement`, or None where nothing does.
    """

    sentence: str
    rule: str
    source: str
    passed_by: str | None = None


@dataclass(frozen=True)
class Attempt:
    """A move somebody wants to make, as guards see it."""

    process: Any
    by: Actor
    effective_on: date
    given: Mapping[str, Any] = field(default_factory=dict)

    @property
    def edition(self) -> Edition:
        """The policies in force in the process's area on the day the move takes effect."""
        return policy.on(self.effective_on, self.process.area)


Unmet = Sequence[str | Refusal]
"""What a guard returns: nothing when met; else words that add to its sentence ("" for none), or whole refusals."""

Guard = Callable[[Attempt], Unmet]
Opener = Callable[[Any, Actor, date], None]
Hearers = Callable[[Any], Collection[UUID]]


@dataclass(frozen=True)
class RegisteredGuard:
    ask: Guard
    rule: str

    def refusals(self, attempt: Attempt) -> list[Refusal]:
        return [self._refusal(unmet, attempt) for unmet in self.ask(attempt)]

    def _refusal(self, unmet: str | Refusal, attempt: Attempt) -> Refusal:
        if isinstance(unmet, Refusal):
            return unmet
        rule = attempt.edition.guard_rule(self.rule)
        return Refusal(f"{rule.says} {unmet}".strip(), rule.id, rule.source)


GUARDS: dict[str, RegisteredGuard] = {}
OPENERS: dict[str, Opener] = {}
WORKED_OUT: dict[str, Opener] = {}
HEARERS: dict[str, Hearers] = {}


def guard(rule: str) -> Callable[[Guard], Guard]:
    """Register a question that workflows may ask by the function's name; `rule` is its id in policies' guards.yaml."""

    def register(ask: Guard) -> Guard:
        GUARDS[ask.__name__] = RegisteredGuard(ask, rule)
        return ask

    return register


def opens(process: str) -> Callable[[Opener], Opener]:
    """Register how a process is started for a case when a state of the case opens it."""

    def register(opener: Opener) -> Opener:
        OPENERS[process] = opener
        return opener

    return register


def works_out(name: str) -> Callable[[Opener], Opener]:
    """Register what is worked out anew in the transaction that brings a process to a state which says so.

    A later room thus follows what an earlier one agrees. It may be asked again at any time, and writes nothing new
    where nothing changed.
    """

    def register(work_out: Opener) -> Opener:
        WORKED_OUT[name] = work_out
        return work_out

    return register


def hears(people: Hearers) -> Hearers:
    """Register a group of people whom states may tell of a process, by the function's name."""
    HEARERS[people.__name__] = people
    return people


def refusals_of(
    answers: Iterable[Answer], reasons: Mapping[str, str], acknowledged: Iterable[str], offence: Any
) -> list[Refusal]:
    """What the gates say of one offence, as refusals: each that neither holds nor is passed by name."""
    about = f"Offence {offence.number}: " if len(offence.referral.offences) > 1 else ""
    closed = sentences(answers, reasons, acknowledged)
    return [Refusal(f"{about}{sentence}", answer.id, answer.source, answer.passed_by) for answer, sentence in closed]
