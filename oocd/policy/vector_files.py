"""Reads the files of vectors, and writes each case out for its outcomes, its values and its days. docs/vectors.md."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from itertools import product
from pathlib import Path
from typing import Any

from oocd.policy.edition import ANY
from oocd.policy.loader import FileMistake, Written, files_in, read
from oocd.policy.rules import EVERY_MOMENT, OPEN, is_a
from oocd.policy.store import Policies, rules_in
from oocd.policy.vector_shapes import BasesSchema, VectorsSchema
from oocd.policy.vectors import OF_THE_STEP, Vector, in_words

EVERY = "every"  # of areas: whatever areas there are


class Bases:
    """The named cases that vectors are laid on, each with every fact that no figure and no step supplies."""

    def __init__(self, written: Written, policies: Policies) -> None:
        self.outcomes: tuple[str, ...] = tuple(written.content["outcomes"])
        self._written = written
        self._bases = written.content["bases"]
        declared = policies.national["facts"].content["facts"]
        self.types = {name: fact["type"] for name, fact in declared.items()}
        self._needed = {name for name, fact in declared.items() if fact["comes_from"] != "policy"} - OF_THE_STEP
        known = policies.national["codes/outcomes"].content["codes"]
        for outcome in self.outcomes:
            if outcome not in known:
                raise written.mistake(f"{outcome} is not an outcome code.", "outcomes")
        self._laid = {name: self._lay(name) for name in self._bases}

    def facts(self, base: str, outcome: str) -> dict[str, Any]:
        """The facts of a base, with what this outcome brings with it."""
        facts, of_outcome = self._laid[base]
        return {**facts, **of_outcome.get(outcome, {})}

    def check(self, written: Written, base: str, *where: Any) -> None:
        if base not in self._bases:
            raise written.mistake(f"There is no base called {base}. Use one of: {', '.join(self._bases)}.", *where)

    def check_fact(self, written: Written, name: str, value: Any, *where: Any) -> None:
        if name in OF_THE_STEP:
            problem = f"{name} follows from the vector itself. Write `outcomes`, `area` or `day` instead."
            raise written.mistake(problem, *where)
        if name not in self.types:
            raise written.mistake(f"{name} is not a declared fact. Declare it in facts.yaml, or correct it.", *where)
        if value is not None and not is_a(self.types[name], value):
            problem = f"The fact {name} is declared {self.types[name]}. Write a value of that type, or null."
            raise written.mistake(problem, *where)

    def _lay(self, name: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
        base = self._bases[name]
        self._check_base(name, base)
        if "like" not in base:
            self._check_whole(name, base["facts"])
            return base["facts"], base["of_outcome"]
        self.check(self._written, base["like"], "bases", name, "like")
        facts, of_outcome = self._bases[base["like"]]["facts"], self._bases[base["like"]]["of_outcome"]
        if "like" in self._bases[base["like"]]:
            problem = f"{base['like']} is like another base itself. Name that one."
            raise self._written.mistake(problem, "bases", name, "like")
        every = {
            outcome: {**of_outcome.get(outcome, {}), **base["of_outcome"].get(outcome, {})}
            for outcome in of_outcome.keys() | base["of_outcome"].keys()
        }
        return {**facts, **base["facts"]}, every

    def _check_base(self, name: str, base: Mapping[str, Any]) -> None:
        for fact, value in base["facts"].items():
            self.check_fact(self._written, fact, value, "bases", name, "facts", fact)
        for outcome, brings in base["of_outcome"].items():
            where = ("bases", name, "of_outcome", outcome)
            if outcome not in self.outcomes:
                raise self._written.mistake(f"{outcome} is not among the outcomes of this file.", *where)
            for fact, value in brings.items():
                self.check_fact(self._written, fact, value, *where, fact)

    def _check_whole(self, name: str, facts: Mapping[str, Any]) -> None:
        if missing := sorted(self._needed - facts.keys()):
            problem = f"This base says nothing of {', '.join(missing)}. Say what is so in an ordinary case."
            raise self._written.mistake(problem, "bases", name, "facts")


def read_vectors(folder: Path, policies: Policies) -> list[Vector]:
    """Every vector of a folder. Raises FileMistake with file and line for anything that is not as it should be."""
    named = {name: path for path, name in files_in(folder)} if folder.is_dir() else {}
    if "bases" not in named:
        raise FileMistake(folder / "bases.yaml", 1, "This file is missing. Write it: vectors are laid on its bases.")
    bases = Bases(read(named.pop("bases"), BasesSchema()), policies)
    return [vector for path in named.values() for vector in _File(read(path, VectorsSchema()), bases, policies).all()]


class _File:
    """One file of vectors, each case written out for its outcomes, its values and its moments."""

    def __init__(self, written: Written, bases: Bases, policies: Policies) -> None:
        self._written = written
        self._bases = bases
        self._areas = tuple(sorted(policies.areas))
        self._rules = {rule for rules in rules_in(policies.national) for rule in rules}

    def all(self) -> Iterator[Vector]:
        for place, table in enumerate(self._written.content["rules"]):
            self._check_rule(table["rule"], "rules", place, "rule")
            self._check_names(table["cases"], "rules", place, "cases")
            yield from self._of_table(table, ("rules", place))
        self._check_names(self._written.content["steps"], "steps")
        for place, case in enumerate(self._written.content["steps"]):
            for rule in case["expect"]:
                self._check_rule(rule, "steps", place, "expect", rule)
            for when in case["when"]:
                yield from self._of_case(case, case, when, ("steps", place))

    def _of_table(self, table: Mapping[str, Any], where: tuple[Any, ...]) -> Iterator[Vector]:
        rule, when = table["rule"], table["when"]
        asked_of = self._outcomes(table, *where)
        unknown = OPEN if table["failing"] == OPEN else "unknown"
        what_it_comes_to = {"holds": OPEN, "fails": table["failing"], "unknown": unknown}
        written: list[Vector] = []
        for place, case in enumerate(table["cases"]):
            whole = {
                "outcomes": asked_of,
                "source": table["source"],
                "step": what_it_comes_to.get(case["expect"]),
                **case,
                "expect": {rule: case["expect"]},
            }
            written += self._of_case(whole, case, when, (*where, "cases", place))
        example = self._example(written, rule)
        yield from written
        yield from self._of_days(table, example)
        for fact in table["unknown_without"]:
            self._bases.check_fact(self._written, fact, None, *where, "unknown_without")
            for vector in example:
                yield replace(
                    vector,
                    name=f"Nobody knows: {fact.replace('_', ' ')}",
                    told={**vector.told, fact: None},
                    expect={rule: "unknown"},
                    step=what_it_comes_to["unknown"],
                )
        yield from self._not_asked(table, written[0], asked_of)

    def _example(self, written: Sequence[Vector], rule: str) -> Sequence[Vector]:
        """The first case that fails, or the first of all where none does, for each of its outcomes."""
        first = next((vector for vector in written if vector.expect[rule] == "fails"), written[0])
        return [vector for vector in written if (vector.name, vector.line) == (first.name, first.line)]

    def _of_days(self, table: Mapping[str, Any], example: Sequence[Vector]) -> Iterator[Vector]:
        """That case on the first day of the rule and on its last, and on the days around them."""
        rule, day = table["rule"], timedelta(days=1)
        inside = [table[name] for name in ("since", "until") if name in table]
        outside = [table[name] + step for name, step in (("since", -day), ("until", day)) if name in table]
        for vector in example:
            for on in inside:
                yield replace(vector, name=f"{vector.name}, on {on}", day=on)
            for on in outside:
                name = f"{rule} is not asked on {on}"
                yield replace(vector, name=name, day=on, expect={rule: "not_asked"}, step=None)

    def _not_asked(self, table: Mapping[str, Any], first: Vector, asked_of: Sequence[str]) -> Iterator[Vector]:
        """Of every outcome and at every moment that the table does not name."""
        rule = table["rule"]
        first = replace(first, told={}, expect={rule: "not_asked"}, step=None)
        for outcome in self._bases.outcomes:
            if outcome not in asked_of:
                name = f"{rule} is not asked of {outcome.replace('_', ' ')}"
                yield replace(first, name=name, outcome=outcome, facts=self._bases.facts(first.base, outcome))
        for when in EVERY_MOMENT:
            if when != table["when"]:
                yield replace(first, name=f"{rule} is not asked at {when}", when=when)

    def _of_case(
        self, whole: Mapping[str, Any], case: Mapping[str, Any], when: str, where: tuple[Any, ...]
    ) -> Iterator[Vector]:
        base = case.get("base", self._written.content["base"])
        self._bases.check(self._written, base, *(where if "base" in case else ()), "base")
        for told, words in self._every_telling(case, where):
            for outcome in self._outcomes(whole, *where):
                yield Vector(
                    name=f"{case['name']}{words}",
                    source=whole["source"],
                    day=case.get("day", self._written.content["day"]),
                    areas=self._areas_of(case, where),
                    outcome=outcome,
                    when=when,
                    base=base,
                    told=told,
                    facts=self._bases.facts(base, outcome),
                    expect=whole["expect"],
                    step=whole["step"],
                    path=self._written.path,
                    line=self._written.line(*where),
                )

    def _every_telling(self, case: Mapping[str, Any], where: tuple[Any, ...]) -> Iterator[tuple[dict[str, Any], str]]:
        each: Mapping[str, list[Any]] = case.get("each", {})
        for name, value in case["facts"].items():
            self._bases.check_fact(self._written, name, value, *where, "facts", name)
        for name, values in each.items():
            for value in values:
                self._bases.check_fact(self._written, name, value, *where, "each", name)
        for combined in product(*each.values()):
            one = dict(zip(each, combined, strict=True))
            words = "; ".join(f"{name.replace('_', ' ')} {in_words(value)}" for name, value in one.items())
            yield {**case["facts"], **one}, f" ({words})" if words else ""

    def _outcomes(self, entry: Mapping[str, Any], *where: Any) -> Sequence[str]:
        for outcome in entry["outcomes"]:
            if outcome not in (*self._bases.outcomes, ANY):
                problem = f"{outcome} is not among the outcomes of bases.yaml. Use one of those, or {ANY}."
                raise self._written.mistake(problem, *where, "outcomes")
        return self._bases.outcomes if ANY in entry["outcomes"] else tuple(entry["outcomes"])

    def _areas_of(self, case: Mapping[str, Any], where: tuple[Any, ...]) -> tuple[str, ...]:
        area = case.get("area", self._written.content["area"])
        if area != EVERY and area not in self._areas:
            problem = f"There is no area called {area}. Use one of: {', '.join(self._areas)}, {EVERY}."
            raise self._written.mistake(problem, *(where if "area" in case else ()), "area")
        return self._areas if area == EVERY else (area,)

    def _check_rule(self, rule: str, *where: Any) -> None:
        if rule not in self._rules:
            raise self._written.mistake(f"No gate is called {rule}. Correct the name, or write the rule first.", *where)

    def _check_names(self, cases: Sequence[Mapping[str, Any]], *where: Any) -> None:
        seen = set()
        for place, case in enumerate(cases):
            if case["name"] in seen:
                problem = f"Two cases here are called {case['name']!r}. Say what tells them apart."
                raise self._written.mistake(problem, *where, place)
            seen.add(case["name"])
