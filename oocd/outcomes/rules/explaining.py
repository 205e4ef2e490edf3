"""Why an outcome is open or not at one moment: each rule asked, the facts it saw, and what that comes to."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from oocd.outcomes.rules import OF_CONDITIONS, SAID_IN_COMPLETING, SAID_IN_DECIDING, SAID_IN_FAILING, SAID_IN_GIVING
from oocd.policy.rules import Answer, Behaviour, Gate, answer, comes_to, worst_of

SHOWN = "shown"
ASKED_LATER = "asked_later"

# The step in which each of these facts is said; before it no rule about them is broken.
SAID_IN: Mapping[str, frozenset[str]] = {
    "decide": SAID_IN_DECIDING | OF_CONDITIONS | {"outcome_22_form"},
    "give": SAID_IN_GIVING,
    "complete": SAID_IN_COMPLETING,
    "fail": SAID_IN_FAILING,
    "offer": frozenset({"turnaround_excluded"}),
}


class Seen(NamedTuple):
    """One fact as a rule saw it. What is not for the reader is withheld, and to the rule as good as not known."""

    name: str
    value: Any
    means: str
    comes_from: str
    withheld: bool


class Asked(NamedTuple):
    """One rule as it was asked. `asked_when` names the step in which somebody says what it still has to hear."""

    gate: Gate
    answer: Answer
    asked_when: str | None
    applies: bool
    facts: tuple[Seen, ...]

    @property
    def comes_to(self) -> str:
        if self.gate.kind == "info":
            return SHOWN
        return ASKED_LATER if self.asked_when else comes_to(self.answer)

    @property
    def verdict(self) -> str:
        return ASKED_LATER if self.asked_when else self.answer.verdict


class AtMoment(NamedTuple):
    """What every rule for one outcome at one moment comes to together, and what is so of it whatever the case."""

    moment: str
    rules: tuple[Asked, ...]
    always: tuple[Behaviour, ...] = ()

    @property
    def state(self) -> str:
        return worst_of(asked.comes_to for asked in self.rules)

    @property
    def asked_when(self) -> list[str]:
        """The steps in which something is still to be said."""
        return sorted({asked.asked_when for asked in self.rules if asked.asked_when})


class Questions:
    """Every rule put to one offence. Rules that see the same for several outcomes answer once.

    `facts` are those of each outcome by its code, every declared fact of each; those `withheld` are None there.
    """

    def __init__(
        self,
        facts: Mapping[str, Mapping[str, Any]],
        declared: Mapping[str, Mapping[str, str]],
        withheld: Collection[str] = (),
    ) -> None:
        self._facts = facts
        self._declared = declared
        self._withheld = withheld
        first, *others = facts.values()
        self._varying = {name for name, value in first.items() if any(each[name] != value for each in others)}
        self._asked: dict[tuple[Any, ...], Asked] = {}

    def at(
        self,
        outcome: str,
        moment: str,
        gates: Iterable[Gate],
        *,
        made: Collection[str],
        always: Iterable[Behaviour] = (),
    ) -> AtMoment:
        """What these gates say of this outcome. `made` holds the steps already made for it."""
        later, facts = still_to_say(moment, made), self._facts[outcome]
        return AtMoment(moment, tuple(self._ask(gate, facts, later) for gate in gates), tuple(always))

    def _ask(self, gate: Gate, facts: Mapping[str, Any], later: Mapping[str, str]) -> Asked:
        said_later = tuple((name, later[name]) for name in gate.needs if name in later)
        question = gate.id, said_later, *(facts[name] for name in gate.needs if name in self._varying)
        if question not in self._asked:
            self._asked[question] = self._put(gate, facts, dict(said_later))
        return self._asked[question]

    def _put(self, gate: Gate, facts: Mapping[str, Any], later: Mapping[str, str]) -> Asked:
        """A rule that is known to ask nothing here waits for nobody's word, unless that word can change it."""
        idle = gate.asks_nothing_of(facts)
        can_change_it = gate.only_if.needs if gate.only_if and idle else gate.needs
        said = answer(gate, facts)
        has_nothing_to_tell = gate.kind == "info" and said.verdict == "fails"
        return Asked(
            gate,
            said,
            asked_when=next((later[name] for name in can_change_it if name in later), None),
            applies=not (idle or has_nothing_to_tell),
            facts=tuple(self._seen(name, facts) for name in gate.needs),
        )

    def _seen(self, name: str, facts: Mapping[str, Any]) -> Seen:
        declared = self._declared[name]
        return Seen(name, facts[name], declared["means"], declared["comes_from"], name in self._withheld)


def still_to_say(moment: str, made: Collection[str]) -> dict[str, str]:
    """Each fact that somebody supplies in a step not made yet, with that step. Deciding again says it all anew."""
    waiting = [step for step in SAID_IN if step not in made or step == moment == "decide"]
    return {name: step for step in waiting for name in SAID_IN[step]}
