"""Policies with one mistake in each, to see that a vector notices every one of them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import product
from typing import Any

from oocd.policy.edition import ANY
from oocd.policy.rules import (
    EVERY_MOMENT,
    BrokenRule,
    Condition,
    Gate,
    answer,
    comes_to,
    compile_condition,
    in_force,
    worst_of,
)
from oocd.policy.shapes import KINDS
from oocd.policy.store import Policies, asks_nothing, gate_of, rules_in
from oocd.policy.vectors import Vector
from oocd.policy.vectors import in_force as gates_and_figures

A_DAY = timedelta(days=1)
# What stands for what in an expression with a slip in it.
SLIPS = {
    ">=": (">", "<="),
    "<=": ("<", ">="),
    "==": ("!=",),
    "!=": ("==",),
    "&&": ("||",),
    "||": ("&&",),
    "true": ("false",),
}
OPERATOR = re.compile("|".join(re.escape(operator) for operator in SLIPS))
LISTED = re.compile(r"\[([^\]]+)\]")

Written = Mapping[str, Any]


@dataclass(frozen=True)
class Mutation:
    """A rule of a layer with one mistake in it: the versions it would then have, none of them where it is gone.

    `off_by` is a mistake in a figure the rule asks about.
    """

    rule: str
    layer: str
    what: str
    versions: tuple[Written, ...]
    off_by: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.rule} ({self.layer}) {self.what}"


def every_mutation(policies: Policies) -> Iterator[Mutation]:
    """Each rule deleted, negated, asked of others, at other moments, on other days, with another weight or a slip."""
    outcomes = list(policies.national["codes/outcomes"].content["codes"])
    for layer, rule, versions in policies.rules_written():
        for place, version in enumerate(versions):
            rest = [row for number, row in enumerate(versions) if number != place]
            yield Mutation(rule, layer, "is deleted", tuple(rest))
            the_same = asks_nothing(gate_of(rule, version, policies.conditions), outcomes)
            for what, changes in _changes(version, outcomes, the_same):
                changed = {name: value for name, value in {**version, **changes}.items() if value is not None}
                yield Mutation(rule, layer, what, (changed, *rest))
        for name, by in product(_figures_of(versions, policies), (-1, 1)):
            what = f"works with a {name} that is {'too low' if by < 0 else 'too high'} by one"
            yield Mutation(rule, layer, what, tuple(versions), {name: by})


def _figures_of(versions: Iterable[Written], policies: Policies) -> list[str]:
    """The numbers among the figures that its expressions name."""
    named = {word for row in versions for word in re.findall(r"\w+", f"{row['holds']} {row.get('only_if', '')}")}
    facts = policies.national["facts"].content["facts"].items()
    return [name for name, fact in facts if name in named and (fact["comes_from"], fact["type"]) == ("policy", "int")]


def _changes(rule: Written, outcomes: Sequence[str], always_the_same: bool) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "asks the opposite", {"holds": f"!({rule['holds']})"}
    if "only_if" in rule:
        yield "is asked of the others only", {"only_if": f"!({rule['only_if']})"}
        yield "is asked of everybody", {"only_if": None}
    yield from _other_days(rule)
    yield from _of_others(rule, outcomes)
    yield from ((f"is asked at {when}", {"when": when}) for when in EVERY_MOMENT if when != rule["when"])
    # How hard a rule is that always answers the same makes no difference to anybody.
    yield from ((f"is {kind}", {"kind": kind}) for kind in KINDS if kind != rule["kind"] and not always_the_same)
    for part in ("holds", "only_if"):
        for slip in _slips(rule.get(part, "")):
            yield f"reads {slip}", {part: slip}


def _other_days(rule: Written) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield "begins a day late", {"from_": rule["from_"] + A_DAY}
    yield "begins a day early", {"from_": rule["from_"] - A_DAY}
    if "to" in rule:
        yield "ends a day late", {"to": rule["to"] + A_DAY}
        yield "ends a day early", {"to": rule["to"] - A_DAY}


def _of_others(rule: Written, outcomes: Sequence[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    asked_of = outcomes if ANY in rule["for_"] else rule["for_"]
    for outcome in outcomes:
        others = [*(code for code in asked_of if code != outcome), *([] if outcome in asked_of else [outcome])]
        what = "is not asked of" if outcome in asked_of else "is asked of"
        yield f"{what} {outcome}", {"for_": others}


def _slips(expression: str) -> Iterator[str]:
    """The expression with one operator exchanged, or one item of a list left out."""
    for found in OPERATOR.finditer(expression):
        for slip in SLIPS[found.group()]:
            yield f"{expression[: found.start()]}{slip}{expression[found.end() :]}"
    for found in LISTED.finditer(expression):
        items = found[1].split(", ")
        for place in range(len(items)):
            kept = ", ".join(items[:place] + items[place + 1 :])
            yield f"{expression[: found.start()]}[{kept}]{expression[found.end() :]}"


# -- running


class Vectors:
    """The vectors by the rule they name, and which of them notice a mutation."""

    def __init__(self, policies: Policies, vectors: Iterable[Vector]) -> None:
        self._policies = policies
        self._types = {name: fact["type"] for name, fact in policies.national["facts"].content["facts"].items()}
        self._by_rule: dict[str, list[Vector]] = defaultdict(list)
        for vector in vectors:
            for rule in vector.expect:
                self._by_rule[rule].append(vector)
        self._ready: dict[str, Condition] = {}

    def miss(self, mutation: Mutation) -> bool:
        """Whether every vector answers as it should all the same. What no area goes by cannot be noticed or missed."""
        if all(self._last_word(area, mutation.rule) != mutation.layer for area in self._policies.areas):
            return False
        try:
            gates = [(version, self._gate(mutation.rule, version)) for version in mutation.versions]
        except BrokenRule:
            return False  # the loader refuses it
        return not any(
            self._answers_wrongly(vector, area, mutation, gates)
            for vector in self._by_rule[mutation.rule]
            for area in self._where(vector, mutation)
        )

    def _gate(self, rule: str, version: Written) -> Gate:
        for part in version.keys() & {"holds", "only_if"}:
            expression = version[part]
            if expression not in self._ready:
                self._ready[expression] = compile_condition(expression, self._types)
        return gate_of(rule, version, self._ready)

    def _where(self, vector: Vector, mutation: Mutation) -> list[str]:
        """One area will do: the first in which this layer has the last word on the rule."""
        return [area for area in vector.areas if self._last_word(area, mutation.rule) == mutation.layer][:1]

    def _last_word(self, area: str, rule: str) -> str:
        layers = self._policies.layers_of(area)
        return [name for name, layer in layers if any(rule in rules for rules in rules_in(layer))][-1]

    def _answers_wrongly(
        self, vector: Vector, area: str, mutation: Mutation, gates: list[tuple[Written, Gate]]
    ) -> bool:
        rule = mutation.rule
        others, figures = gates_and_figures(self._policies, vector.day, area)
        off = {name: figures[name] + by for name, by in mutation.off_by.items() if figures[name] is not None}
        facts = vector.facts_in(area, {**figures, **off})
        asked = [gate for version, gate in gates if in_force(version, vector.day) and _concerns(gate, vector)]
        given = [answer(gate, facts) for gate in asked]
        if vector.expect[rule] != (given[0].verdict if given else "not_asked"):
            return True
        rest = (answer(gate, facts) for gate in others if gate.id != rule and _concerns(gate, vector))
        return vector.step is not None and vector.step != worst_of(map(comes_to, (*given, *rest)))


def _concerns(gate: Gate, vector: Vector) -> bool:
    return gate.concerns(vector.outcome, vector.when)
