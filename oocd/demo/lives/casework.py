"""What the people of an area do in one case, verb by verb, each through the service that does it."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import log
from random import Random
from typing import Any
from uuid import UUID

from oocd import clock
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.demo.lives.calendar import Calendar, Life
from oocd.demo.lives.cards import Card
from oocd.demo.lives.children import Child
from oocd.demo.people import CASE_WORKERS, Team
from oocd.demo.words import WHY
from oocd.errors import OocdError
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.referrals.models import Referral
from oocd.workflow.errors import MoveRefused

Said = dict[str, Any]
"""What somebody says in doing something, by the name under which the service asks for it."""

SPREAD = 0.6  # of waits: how much longer than usual some are


@dataclass
class Place:
    """An area with its people, in its calendar.

    `goes_on` is how a case lives on from the beginning of each route that is on here; `met` counts what stood in
    somebody's way, by rule; `cases` holds everybody's, for meetings that take several.
    """

    area: str
    team: Team
    calendar: Calendar
    goes_on: dict[str, Callable[["Casework"], Life]] = field(default_factory=dict)
    met: Counter[str] = field(default_factory=Counter)
    cases: dict[UUID, "Casework"] = field(default_factory=dict)

    @property
    def edition(self) -> Edition:
        """The rules of the day."""
        return policy.on(clock.today(), self.area)

    def figure(self, name: str) -> Any:
        return self.edition.figure(f"figures/{name}").value


class Casework:
    """One case of a made-up child, with whoever works on it.

    A card names every notable turn that this life takes; without one chance decides of each.
    """

    def __init__(self, place: Place, child: Child, chance: Random, card: Card | None = None) -> None:
        self.place = place
        self.child = child
        self.chance = chance
        self.card = card
        self.worker = chance.choice(CASE_WORKERS)
        self.wanted = "community_resolution"  # what the people of the panel would come to
        self.way_out: tuple[str, str] | None = None  # how and where it ends before a decision, once that is drawn
        self._referral: Referral | None = None

    def beside(self, child: Child) -> "Casework":
        """Another case of the same child, which takes the same turns with a chance of its own."""
        return Casework(self.place, child, Random(self.chance.random()), self.card)  # nosec B311

    @property
    def referral(self) -> Referral:
        if self._referral is None:
            raise RuntimeError("Nobody has sent this case yet.")
        return self._referral

    @referral.setter
    def referral(self, referral: Referral) -> None:
        self._referral = referral
        self.place.cases[referral.id] = self

    @property
    def state(self) -> str:
        return self.referral.state

    @property
    def edition(self) -> Edition:
        return self.place.edition

    def by(self, name: str) -> Actor:
        """Somebody of the area's people; `worker` is whose case it is."""
        return self.place.team[self.worker if name == "worker" else name]

    def email(self, name: str) -> str:
        return self.place.team.email(self.worker if name == "worker" else name)

    def wish(self) -> str:
        """What they would come to today: the outcome wanted where it is on offer, else the nearest that fits."""
        fits = (self.wanted, "outcome_22", *(["community_resolution"] if self._responsible() else []), "nfa", "charge")
        return next(outcome for outcome in fits if self.on_offer(outcome))

    def on_offer(self, outcome: str) -> bool:
        return outcome in self.edition.codes("outcomes") and outcome not in self.place.figure("outcomes_not_offered")

    def _responsible(self) -> bool:
        return all(row.admission in ("admitted", "accepts_responsibility") for row in self.referral.offences)

    # -- chance

    def happens(self, share: float, turn: str | None = None) -> bool:
        """By chance, in this share of cases; a turn with a name as it was dealt, where any were."""
        if turn is not None and self.card is not None:
            return turn in self.card.turns
        return self.chance.random() < share

    def days(self, usual: int, most: int) -> int:
        """A wait: about as long as usual, seldom much longer, never longer than the most."""
        return min(most, round(self.chance.lognormvariate(log(usual), SPREAD)))

    # -- what stands in the way

    def refused(self, verb: Callable[..., Any], *args: Any, **said: Any) -> OocdError | None:
        """Try something: what stood in its way, which leaves no trace, or None where it is done."""
        try:
            with db.session.begin_nested():
                verb(*args, **said)
        except OocdError as error:
            self.place.met.update(rules_of(error))
            return error
        return None

    def through(self, verb: Callable[..., Any], *args: Any, **said: Any) -> None:
        """The same, then again with the reasons and names that rules in the way ask for.

        Raises MoveRefused for a rule that has no way round.
        """
        error = self.refused(verb, *args, **said)
        if error is None:
            return
        passed = _passed(error, self.edition)
        verb(*args, **_with(said, passed))


def rules_of(error: OocdError) -> list[str]:
    """What refused: each rule by its id, or the kind of error where none did."""
    if isinstance(error, MoveRefused):
        return [refusal.rule for refusal in error.refusals]
    return [error.rule or type(error).__name__]


def _passed(error: OocdError, edition: Edition) -> Mapping[str, Any]:
    """How each rule is passed: with a reason, or by saying that one has read it."""
    kinds = {gate.id: gate.kind for gate in edition.gates}
    rules = rules_of(error)
    if not isinstance(error, MoveRefused) or any(kinds.get(rule) not in ("soft", "acknowledge") for rule in rules):
        raise error
    reasons = {rule: WHY for rule in rules if kinds[rule] == "soft"}
    return {"rule_reasons": reasons, "acknowledged": [rule for rule in rules if kinds[rule] == "acknowledge"]}


def _with(said: Mapping[str, Any], passed: Mapping[str, Any]) -> dict[str, Any]:
    return {**said, **{name: value for name, value in passed.items() if value}}


def ago(days: int) -> date:
    return clock.today() - timedelta(days=days)


def ahead(days: int) -> date:
    return clock.today() + timedelta(days=days)
