"""Vectors: what the documents say of one case, and whether the policies say the same. docs/vectors.md has the form."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from oocd.policy.rules import Gate, answer, comes_to, worst_of
from oocd.policy.store import NoRulesYet, Policies, asks_nothing, gate_of

OF_THE_STEP = {"outcome", "area", "step_date"}  # facts that nobody tells and everybody knows


@dataclass(frozen=True)
class Vector:
    """One case, and what the rules named in `expect` and the whole step (None: whatever it may be) must answer."""

    name: str
    source: str
    day: date
    areas: tuple[str, ...]
    outcome: str
    when: str
    base: str
    told: Mapping[str, Any]
    facts: Mapping[str, Any]
    expect: Mapping[str, str]
    step: str | None
    path: Path
    line: int

    @property
    def wanted(self) -> dict[str, str]:
        return {**self.expect, **({"step": self.step} if self.step else {})}

    def facts_in(self, area: str, figures: Mapping[str, Any]) -> dict[str, Any]:
        """The base, the figures in force, what the vector tells, and the step itself."""
        step = {"outcome": self.outcome, "area": area, "step_date": self.day}
        return {**self.facts, **figures, **self.told, **step}


@dataclass(frozen=True)
class Difference:
    """Where the policies answer otherwise than a vector expects, and what they answer in the first of those areas."""

    vector: Vector
    areas: tuple[str, ...]
    got: Mapping[str, str]

    def __str__(self) -> str:
        vector = self.vector
        of = f"{vector.outcome} at {vector.when} in {', '.join(self.areas)} on {vector.day}"
        told = ", ".join(f"{name} {in_words(value)}" for name, value in vector.told.items()) or "as in the base"
        lines = (
            f"{vector.path}, line {vector.line}: {vector.name} ({of})",
            *(
                f"{name} must be {wanted}, and is {self.got[name]}"
                for name, wanted in vector.wanted.items()
                if self.got[name] != wanted
            ),
            f"Facts: {told}; base {vector.base}",
        )
        return "\n  ".join(lines)


# -- asking


def ask(vector: Vector, policies: Policies) -> Difference | None:
    """Where the policies answer otherwise, if anywhere."""
    got: dict[str, Mapping[str, str]] = {}
    for area in vector.areas:
        gates, figures = in_force(policies, vector.day, area)
        answers = answers_of(vector, gates, vector.facts_in(area, figures))
        if not vector.wanted.items() <= answers.items():
            got[area] = answers
    return Difference(vector, tuple(got), next(iter(got.values()))) if got else None


def in_force(policies: Policies, on: date, area: str) -> tuple[Sequence[Gate], Mapping[str, Any]]:
    """The gates and the figures of a day. Before the first rules of all there are none."""
    try:
        edition = policies.on(on, area)
    except NoRulesYet:
        declared = policies.national["facts"].content["facts"]
        return (), {name: None for name, fact in declared.items() if fact["comes_from"] == "policy"}
    return edition.gates, edition.figures_as_facts()


def answers_of(vector: Vector, gates: Iterable[Gate], facts: Mapping[str, Any]) -> dict[str, str]:
    """The verdict of each rule the vector names, and under `step` what they all come to together."""
    answers = [answer(gate, facts) for gate in gates if gate.concerns(vector.outcome, vector.when)]
    verdicts = {given.id: given.verdict for given in answers}
    return {
        **{rule: verdicts.get(rule, "not_asked") for rule in vector.expect},
        "step": worst_of(map(comes_to, answers)),
    }


# -- whether there are enough of them


def lacking(policies: Policies, vectors: Iterable[Vector]) -> Iterator[str]:
    """What no vector says of a rule yet: that it holds or fails, each fact not known, its days on both sides."""
    said: dict[str, list[Vector]] = defaultdict(list)
    for vector in vectors:
        for rule in vector.expect:
            said[rule].append(vector)
    outcomes = list(policies.national["codes/outcomes"].content["codes"])
    for layer, rule, versions in policies.rules_written():
        for version in versions:
            gate = gate_of(rule, version, policies.conditions)
            for words in (*_verdicts_lacking(gate, outcomes, said[rule]), *_days_lacking(rule, version, said[rule])):
                yield f"{rule} ({layer}) has no vector {words}."


def _verdicts_lacking(gate: Gate, outcomes: Iterable[str], said: Iterable[Vector]) -> Iterator[str]:
    expected = {vector.expect[gate.id] for vector in said}
    unknown = {
        name
        for vector in said
        for name, value in vector.told.items()
        if value is None and vector.expect[gate.id] == "unknown"
    }
    if "holds" not in expected:
        yield "in which it holds"
    if "fails" not in expected and not asks_nothing(gate, outcomes):
        yield "in which it fails"
    for name in sorted(set(gate.needs) - OF_THE_STEP - unknown):
        yield f"in which it is unknown because {name} is not known"


def _days_lacking(rule: str, version: Mapping[str, Any], said: Iterable[Vector]) -> Iterator[str]:
    a_day = timedelta(days=1)
    asked = {vector.day for vector in said if vector.expect[rule] != "not_asked"}
    not_asked = {vector.day for vector in said if vector.expect[rule] == "not_asked"}
    for name, outside in (("from_", -a_day), ("to", a_day)):
        if name in version and version[name] not in asked:
            yield f"that asks it on {version[name]}"
        if name in version and version[name] + outside not in not_asked:
            yield f"in which it is not asked on {version[name] + outside}"


# -- in words and in plain values


def in_plain_values(vector: Vector, policies: Policies, area: str) -> dict[str, Any]:
    """A vector with all its facts, for somebody who has neither our bases nor our figures."""
    _, figures = in_force(policies, vector.day, area)
    facts = vector.facts_in(area, figures)
    return {
        "name": vector.name,
        "source": vector.source,
        "day": vector.day,
        "area": area,
        "outcome": vector.outcome,
        "when": vector.when,
        "facts": dict(sorted(facts.items())),
        "expect": dict(vector.expect),
        "step": vector.step,
    }


def in_words(value: Any) -> str:
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return " and ".join(value) or "none"
    return str(value).replace("_", " ") or "none"
