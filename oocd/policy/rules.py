"""Values in force and gates, decided from plain values."""

import hashlib
import itertools
import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any

from cel import Program
from cel import compile as compile_cel

Facts = Mapping[str, Any]

MOMENTS = ("recommend", "decide", "give", "complete", "fail", "close")
# Steps of a route that leads to no outcome: a rule asked then is for `any` outcome.
MOMENTS_OF_SUPPORT = ("offer", "start")
EVERY_MOMENT = (*MOMENTS, *MOMENTS_OF_SUPPORT)
SAMPLES: Mapping[str, tuple[Any, ...]] = {
    "bool": (True, False),
    "int": (0, 5),
    "string": ("", "some_code"),
    "strings": ((), ("some_code",)),
    "date": (date(2000, 1, 1), date(2030, 1, 1)),
}
MOST_SAMPLES = 2000
OPEN = "open"
IF_IT_FAILS: Mapping[str, str] = {"hard": "blocked", "soft": "needs_a_reason", "acknowledge": "needs_acknowledgement"}
PASSED_BY: Mapping[str, str] = {"soft": "reason", "acknowledge": "acknowledgement"}
WORST_FIRST = ("blocked", "unknown", "needs_a_reason", "needs_acknowledgement")
PYTHON_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "bool": bool,
    "int": int,
    "string": str,
    "strings": (list, tuple),
    "date": date,
}


class BrokenRule(ValueError):
    """A gate's expression that cannot be trusted; the message says why and what to do."""


@dataclass(frozen=True)
class Figure:
    """One figure as it stood on a day: its value, since when, who says so, and which layer said it."""

    name: str
    value: Any
    unit: str
    since: date
    source: Mapping[str, str]
    verified: bool
    layer: str
    starts: str | None = None
    only_shown: str | None = None  # why nothing the service does is measured by it


@dataclass(frozen=True)
class Condition:
    """One expression as it is written, made ready, and the facts it names."""

    written: str
    program: Program
    needs: tuple[str, ...]

    def lacks(self, facts: Facts) -> tuple[str, ...]:
        return tuple(name for name in self.needs if facts[name] is None)

    def is_true_of(self, facts: Facts) -> bool:
        return bool(self.program.execute(_for_cel({name: facts[name] for name in self.needs})))


@dataclass(frozen=True)
class Gate:
    """One rule about an outcome at one moment.

    Where `only_if` is false the rule has nothing to ask and holds, whatever is not known.
    """

    id: str
    outcomes: frozenset[str]
    when: str
    kind: str
    holds: Condition
    says: str
    source: Mapping[str, str]
    verified: bool
    only_if: Condition | None = None
    layer: str = ""

    @cached_property
    def needs(self) -> tuple[str, ...]:
        """The facts its expressions name."""
        return tuple(sorted({*self.holds.needs, *(self.only_if.needs if self.only_if else ())}))

    def asks_nothing_of(self, facts: Facts) -> bool:
        """Whether what it is only asked of is known not to be so."""
        return bool(self.only_if and not self.only_if.lacks(facts) and not self.only_if.is_true_of(facts))

    def concerns(self, outcome: str, moment: str) -> bool:
        return self.when == moment and ("any" in self.outcomes or outcome in self.outcomes)


@dataclass(frozen=True)
class Behaviour:
    """What the service does whatever the case, to be told to people at a moment of some outcomes."""

    id: str
    says: str
    source: Mapping[str, str]
    verified: bool


@dataclass(frozen=True)
class Answer:
    """What one gate said: holds, fails, or unknown because of the missing facts."""

    id: str
    kind: str
    verdict: str
    says: str
    source: str
    verified: bool
    missing: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()

    @property
    def passed_by(self) -> str | None:
        """What passes the rule though it does not hold, or nobody knows whether it does."""
        return PASSED_BY.get(self.kind)

    @property
    def stands_in_the_way(self) -> bool:
        return self.kind != "info" and self.verdict != "holds"


def compile_condition(written: str, facts: Mapping[str, str]) -> Condition:
    """The expression made ready. `facts` maps each declared fact to its type.

    Raises BrokenRule if it does not compile, names no fact or an undeclared one, or does not answer yes or no, as the
    facts are.
    """
    condition = made_ready(written)
    program, needs = condition.program, condition.needs
    if not needs:
        raise BrokenRule("The expression names no fact, so it can never answer otherwise. Name what it depends on.")
    if undeclared := [name for name in needs if name not in facts]:
        raise BrokenRule(f"{undeclared[0]} is not a declared fact. Declare it in facts.yaml, or correct the name.")
    _answer_every_sample(program, {name: _samples(facts[name], written) for name in needs})
    return condition


def made_ready(written: str) -> Condition:
    """The expression, not tried on anything: for one that was, when the service started with it. Raises BrokenRule."""
    try:
        program = compile_cel(written)
    except ValueError as error:
        raise BrokenRule(f"The expression does not compile: {str(error).splitlines()[0]}") from error
    return Condition(written, program, tuple(sorted(program.variables())))


def _samples(kind: str, written: str) -> tuple[Any, ...]:
    """Values of a fact's type to try, among them what the expression names and what lies around it."""
    if kind == "int":
        numbers = [int(number) for number in re.findall(r"\b\d{1,9}\b", written)]
        return (*SAMPLES[kind], *(number + step for number in numbers for step in (-1, 0, 1)))
    if kind == "date":
        days = itertools.chain.from_iterable(_days_around(day) for day in re.findall(r"\b\d{4}-\d\d-\d\d", written))
        return (*SAMPLES[kind], *days)
    named = tuple(re.findall(r"[\"']([^\"']*)[\"']", written)) if kind in {"string", "strings"} else ()
    return (*SAMPLES[kind], *(named if kind == "string" else ((name,) for name in named)))


def _days_around(written: str) -> Iterator[date]:
    with suppress(ValueError):  # no calendar has this day, and the expression itself will say so
        yield from (date.fromisoformat(written) + timedelta(days=step) for step in (-1, 0, 1))


def _answer_every_sample(program: Program, samples: Mapping[str, tuple[Any, ...]]) -> None:
    answers = set()
    for values in itertools.islice(itertools.product(*samples.values()), MOST_SAMPLES):
        facts = dict(zip(samples, values, strict=True))
        try:
            answer = program.execute(_for_cel(facts))
        except Exception as error:  # whatever it is, it must not happen first while a case is decided
            raise BrokenRule(f"The expression fails on facts of the declared types: {error}") from error
        if not isinstance(answer, bool):
            raise BrokenRule(f"The expression must answer true or false, not {type(answer).__name__}.")
        answers.add(answer)
    if answers == {True} and math.prod(map(len, samples.values())) <= MOST_SAMPLES:
        raise BrokenRule(
            "The expression is true whatever the facts. Write what the service always does in behaviours.yaml."
        )


def _for_cel(facts: Facts) -> dict[str, Any]:
    return {name: _cel_value(value) for name, value in facts.items()}


def _cel_value(value: Any) -> Any:
    if isinstance(value, date):
        return datetime.combine(value, time(), UTC)
    return list(value) if isinstance(value, tuple) else value


def fact_of_forms(name: str) -> str:
    """The fact that says which form of an outcome is meant, by the name of its list of forms."""
    return name.removesuffix("s")


def check_facts(facts: Facts, declared: Mapping[str, str]) -> None:
    """Every declared fact is always present, as its type or as None for not known. Raises TypeError otherwise."""
    if facts.keys() != declared.keys():
        raise TypeError(f"Facts and declarations differ: {sorted(facts.keys() ^ declared.keys())}")
    for name, value in facts.items():
        if value is not None and not is_a(declared[name], value):
            raise TypeError(f"The fact {name} is declared {declared[name]}, not {type(value).__name__}.")


def is_a(kind: str, value: Any) -> bool:
    """Whether a value is of a fact's type. To Python yes and no are numbers; to a rule they are not."""
    return isinstance(value, PYTHON_TYPES[kind]) and isinstance(value, bool) == (kind == "bool")


def answer(gate: Gate, facts: Facts) -> Answer:
    """A fact that is not known makes the answer unknown before the expression runs."""
    verdict, missing = _verdict(gate, facts)
    return Answer(gate.id, gate.kind, verdict, gate.says, gate.source["title"], gate.verified, missing, gate.needs)


def _verdict(gate: Gate, facts: Facts) -> tuple[str, tuple[str, ...]]:
    for condition, if_false in ((gate.only_if, "holds"), (gate.holds, "fails")):
        if condition and (missing := condition.lacks(facts)):
            return "unknown", missing
        if condition and not condition.is_true_of(facts):
            return if_false, ()
    return "holds", ()


def comes_to(given: Answer) -> str:
    """What one answer comes to: open, unknown, or what its kind asks for where it fails."""
    if not given.stands_in_the_way:
        return OPEN
    return "unknown" if given.verdict == "unknown" else IF_IT_FAILS[given.kind]


def worst_of(found: Iterable[str]) -> str:
    """What several answers come to together."""
    come_to = set(found)
    return next((word for word in WORST_FIRST if word in come_to), OPEN)


def still_closed(
    answers: Iterable[Answer], reasons: Mapping[str, str], acknowledged: Iterable[str]
) -> Iterator[Answer]:
    """The answers that stand in the way once reasons and acknowledgements, by rule id, are counted."""
    named = set(acknowledged)
    for given in answers:
        passed_with_reason = given.kind == "soft" and reasons.get(given.id, "").strip()
        if (
            given.stands_in_the_way
            and not passed_with_reason
            and not (given.kind == "acknowledge" and given.id in named)
        ):
            yield given


def hash_of(content: Any) -> str:
    return hashlib.sha256(canonical(content).encode()).hexdigest()


def canonical(content: Any) -> str:
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)


def in_json(content: Mapping[str, Any]) -> dict[str, Any]:
    """Facts, or whatever else is kept for good, as JSON keeps them: dates as text."""
    kept: dict[str, Any] = json.loads(canonical(content))
    return kept


def from_json(kept: Mapping[str, Any], declared: Mapping[str, str]) -> dict[str, Any]:
    """Facts that were kept, with each day a day again. Raises ValueError for one that is none."""
    days = {name for name, kind in declared.items() if kind == "date"}
    return {
        name: date.fromisoformat(value) if name in days and value is not None else value for name, value in kept.items()
    }


def _plain(value: Any) -> Any:
    return sorted(value) if isinstance(value, frozenset) else str(value)


def version_on(entry: Any, day: date, since: date | None = None) -> Mapping[str, Any] | None:
    """The version of an entry that stands on this day, if any. Most entries have one version and are not a list."""
    return next((version for version in versions_of(entry) if in_force(version, day, since)), None)


def versions_of(entry: Any) -> list[Mapping[str, Any]]:
    return entry if isinstance(entry, list) else [entry]


def has_begun(entry: Any, day: date, since: date | None = None) -> bool:
    """Whether an entry speaks of this day at all; one that has ended still does, and takes away what it was laid on."""
    return any(begins is None or begins <= day for begins in (row.get("from_") or since for row in versions_of(entry)))


def in_force(entry: Mapping[str, Any], day: date, since: date | None = None) -> bool:
    """Whether an entry with `from_` (or its list's) and `to` stands on this day; `to` is its last day."""
    begins = entry.get("from_") or since
    ends = entry.get("to")
    return (begins is None or begins <= day) and (ends is None or day <= ends)
