"""Everything in force in one area on one day, with the hash that names it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Any

from oocd.errors import BadInput
from oocd.policy.rules import (
    Answer,
    Behaviour,
    Facts,
    Figure,
    Gate,
    answer,
    canonical,
    check_facts,
    hash_of,
)

SHORT_LIST = 12
ANY = "any"  # of outcomes


class UnknownCode(BadInput):
    def __init__(self, code: object, codes: "Codes") -> None:
        near = (
            list(codes) if len(codes) <= SHORT_LIST else get_close_matches(str(code), codes, n=SHORT_LIST, cutoff=0.3)
        )
        super().__init__(f"{code!r} is not one of the {codes.name} codes. Use one such as: {', '.join(near)}.")


@dataclass(frozen=True)
class GuardRule:
    """The sentence, id and source behind a workflow guard."""

    id: str
    says: str
    source: str


class Codes(dict[str, Mapping[str, Any]]):
    """A code list as it stands on a day: each code with its label and whatever else the list says of it."""

    def __init__(self, name: str, codes: Mapping[str, Mapping[str, Any]]) -> None:
        super().__init__(codes)
        self.name = name.replace("_", " ")

    def check(self, code: str) -> str:
        """The code itself. Raises UnknownCode with the codes there are."""
        if code not in self:
            raise UnknownCode(code, self)
        return code


class Edition:
    """Everything in force in one area on one day, with the hash that names it."""

    def __init__(
        self, content: dict[str, Any], gates: tuple[Gate, ...], figures: Mapping[str, Figure], name: str | None = None
    ) -> None:
        self.content = content
        self.gates = gates
        self._figures = figures
        self._name = name
        self._gates_at: dict[tuple[str, str], tuple[Gate, ...]] = {}

    @cached_property
    def hash(self) -> str:
        return self._name or hash_of(self.content)

    def figure(self, name: str) -> Figure:
        """By file name below its layer, such as `figures/minimum_age`."""
        return self._figures[name]

    def figures(self) -> Mapping[str, Figure]:
        return self._figures

    def codes(self, name: str) -> Codes:
        return Codes(name, self.content[f"codes/{name}"])

    def offences(self) -> Codes:
        return Codes("offence", self.content["offences"])

    def gravity_editions(self) -> Codes:
        editions = {key.split("/")[1]: value for key, value in self.content.items() if key.startswith("gravity/")}
        return Codes("gravity edition", editions)

    def gravity_edition(self, name: str) -> Mapping[str, Any]:
        """Raises BadInput for an edition that is not in force."""
        editions = self.gravity_editions()
        editions.check(name)
        found: Mapping[str, Any] = editions[name]
        return found

    def guard_rule(self, rule_id: str) -> GuardRule:
        rule = self.content["guards"][rule_id]
        return GuardRule(rule_id, rule["says"], rule["source"]["title"])

    @property
    def facts(self) -> Mapping[str, str]:
        """The type of every declared fact."""
        return {name: fact["type"] for name, fact in self.content["facts"].items()}

    @property
    def meanings(self) -> Mapping[str, str]:
        """What every declared fact means, in words."""
        return {name: fact["means"] for name, fact in self.content["facts"].items()}

    def figures_as_facts(self) -> Mapping[str, Any]:
        """The facts that come from policy: each is the figure of its name, or None on a day that has none."""
        named = {name: self._figures.get(f"figures/{name}") for name in figures_asked_for(self.content["facts"])}
        return {name: figure and figure.value for name, figure in named.items()}

    def gate(self, rule_id: str) -> Gate | None:
        """The rule of this id, where it is in force."""
        return next((gate for gate in self.gates if gate.id == rule_id), None)

    def gates_at(self, outcome: str, moment: str) -> tuple[Gate, ...]:
        """The rules for this outcome at this moment."""
        if (outcome, moment) not in self._gates_at:
            self._gates_at[outcome, moment] = tuple(gate for gate in self.gates if gate.concerns(outcome, moment))
        return self._gates_at[outcome, moment]

    def behaviours_at(self, outcome: str, moment: str) -> list[Behaviour]:
        """What is so for this outcome at this moment whatever the case."""
        return [
            Behaviour(name, row["says"], row["source"], row["verified"])
            for name, row in self.content.get("behaviours", {}).items()
            if row.get("when") == moment and {ANY, outcome} & set(row.get("for_", ()))
        ]

    def answers(self, outcome: str, moment: str, facts: Facts) -> list[Answer]:
        """What every gate for this outcome at this moment says; `facts` holds every declared fact, known or None."""
        check_facts(facts, self.facts)
        return [answer(gate, facts) for gate in self.gates_at(outcome, moment)]

    def verdicts(self, outcome: str, moment: str, facts: Facts) -> dict[str, str]:
        """The same in the form in which it is kept: what each rule said, by its id."""
        return {answer.id: answer.verdict for answer in self.answers(outcome, moment, facts)}


def written_out(edition: Edition) -> str:
    """The whole edition as canonical JSON: what the database keeps for every edition a decision was made under."""
    return canonical(edition.content)


def figures_asked_for(facts: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    return (name for name, fact in facts.items() if fact["comes_from"] == "policy")
