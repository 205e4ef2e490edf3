"""Why an outcome is open or not at one moment: each rule asked, the facts it saw, and what that comes to."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

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
}


@dataclass(frozen=True)
class Seen:
    """One fact as a rule saw it. What is not for the reader is withheld, and to the rule as good as not known."""

    name: str
    value: Any
    means: str
    comes_from: str
    withheld: bool


@dataclass(frozen=True)
class Asked:
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


@dataclass(frozen=True)
class AtMoment:
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


def explain(
    moment: str,
    gates: Iterable[Gate],
    facts: Mapping[str, Any],
    declared: Mapping[str, Mapping[str, str]],
    *,
    made: Collection[str],
    withheld: Collection[str] = (),
    always: Iterable[Behaviour] = (),
) -> AtMoment:
    """Ask these gates. `made` holds the steps already made for this outcome, `withheld` the facts not for the reader.

    `facts` holds every declared fact, those withheld as None.
    """
    later = still_to_say(moment, made)
    asked = tuple(_ask(gate, facts, declared, later, withheld) for gate in gates)
    return AtMoment(moment, asked, tuple(always))


def still_to_say(moment: str, made: Collection[str]) -> dict[str, str]:
    """Each fact that somebody supplies in a step not made yet, with that step. Deciding again says it all anew."""
    waiting = [step for step in SAID_IN if step not in made or step == moment == "decide"]
    return {name: step for step in waiting for name in SAID_IN[step]}


def _ask(
    gate: Gate,
    facts: Mapping[str, Any],
    declared: Mapping[str, Mapping[str, str]],
    later: Mapping[str, str],
    withheld: Collection[str],
) -> Asked:
    """A rule that is known to ask nothing here waits for nobody's word, unless that word can change it."""
    condition = gate.only_if.needs if gate.only_if and gate.asks_nothing_of(facts) else gate.needs
    return Asked(
        gate,
        answer(gate, facts),
        asked_when=next((later[name] for name in condition if name in later), None),
        applies=not gate.asks_nothing_of(facts),
        facts=tuple(_seen(name, facts, declared[name], withheld) for name in gate.needs),
    )


def _seen(name: str, facts: Mapping[str, Any], declared: Mapping[str, str], withheld: Collection[str]) -> Seen:
    return Seen(name, facts[name], declared["means"], declared["comes_from"], name in withheld)
