"""The policy store: what the rule was on a day in an area, and who says so.

Layers lie over each other by file name: national, then the area's force, then the area. A figure is the
nearest layer's value on that day; code lists and rule families are laid over each other entry by entry.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from oocd.errors import BadInput
from oocd.policy.edition import ANY, Edition, figures_asked_for
from oocd.policy.loader import FileMistake, Written, read_layer
from oocd.policy.outcomes import mistakes_in_history, mistakes_in_outcomes, mistakes_in_return
from oocd.policy.returns import Returned, returned_as
from oocd.policy.rules import (
    BrokenRule,
    Condition,
    Figure,
    Gate,
    compile_condition,
    has_begun,
    in_force,
    is_a,
    version_on,
    versions_of,
)

Layer = Mapping[str, Written]
# Switches of something that the service cannot do yet: a switch that is on and does nothing would be believed.
NOT_BUILT = {
    "figures/blind_reading": (
        "The service cannot show a case without what tells who the child is, so this cannot be on. Write `false`, and"
        " have the papers read blind outside the service until it can."
    )
}
SHAPES_NO_DECISION = ("returns/", "excused")  # how a return names a thing, and which rules nothing holds
LAID_ENTRY_BY_ENTRY = {
    "codes": "codes",
    "gates": "rules",
    "guards": "rules",
    "behaviours": "rules",
    "offences": "offences",
}


class UnknownArea(BadInput):
    def __init__(self, area: str, known: list[str]) -> None:
        super().__init__(f"There is no area called {area!r}. Use one of: {', '.join(known)}.")


class NoRulesYet(BadInput):
    def __init__(self, day: date, begins: date) -> None:
        super().__init__(f"No rules are on record for {day}. Use a date from {begins} on.")


class Policies:
    """All policy files of a folder, read and checked once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.national: Layer = read_layer(folder / "national")
        self.forces = {path.name: read_layer(path) for path in _folders(folder / "forces")}
        self.areas = {path.name: read_layer(path) for path in _folders(folder / "areas")}
        self._check()
        self.conditions: Mapping[str, Condition] = dict(self._compiled_gates())
        self._editions: dict[tuple[int, str], Edition] = {}

    def rules_written(self) -> Iterator[tuple[str, str, list[Mapping[str, Any]]]]:
        """Each rule about outcomes in each layer that has one, by the layer's name, in all its versions."""
        layers = {"national": self.national}
        layers |= {f"force {name}": layer for name, layer in self.forces.items()}
        layers |= {f"area {name}": layer for name, layer in self.areas.items()}
        for layer, files in layers.items():
            for rules in rules_in(files):
                yield from ((layer, rule, versions_of(entry)) for rule, entry in rules.items())

    def on(self, day: date, area: str) -> Edition:
        """Everything in force in an area on a day. Raises UnknownArea, or NoRulesYet for a day before them all."""
        self.check_area(area)
        if day < self.begins:
            raise NoRulesYet(day, self.begins)
        between = bisect_right(self._change_days, day), area
        if between not in self._editions:
            self._editions[between] = self._edition(day, area)
        return self._editions[between]

    def ever(self, area: str, until: date) -> Iterator[Edition]:
        """Every edition an area has had by a day, the latest first: for what was right at its time."""
        days = {self.begins, until, *(day for day in self._change_days if self.begins <= day <= until)}
        return (self.on(day, area) for day in sorted(days, reverse=True))

    @property
    def begins(self) -> date:
        """The first day of which rules are on record."""
        first: date = self.national["codes/outcomes"].content["from_"]
        return first

    def check_area(self, area: str) -> str:
        if area not in self.areas:
            raise UnknownArea(area, sorted(self.areas))
        return area

    @property
    def standards_measured(self) -> frozenset[str]:
        """The time standards that a workflow can name: those of everywhere, but for what is only shown."""
        times = {name: file for name, file in self.national.items() if name.startswith("time/")}
        return frozenset(name.split("/")[1] for name, file in times.items() if "only_shown" not in file.content)

    @property
    def routes(self) -> frozenset[str]:
        """Every route some area has, on or off: the workflows that a case itself can follow."""
        return frozenset(route for area in self.areas for route in self.area(area)["routes"])

    def area(self, area: str) -> Mapping[str, Any]:
        return self.areas[self.check_area(area)]["area"].content

    def layers_of(self, area: str) -> list[tuple[str, Layer]]:
        """Nearest last: national, the area's force, the area."""
        force = self.area(area)["force"]
        return [
            ("national", self.national),
            (f"force {force}", self.forces[force]),
            (f"area {area}", self.areas[area]),
        ]

    def returned(self, name: str, outcome: str, day: date, form: str | None = None) -> Returned | None:
        """How a national return names an outcome on a day; None where nobody has read how."""
        values = self.national[f"returns/{name}"].content["outcomes"].get(outcome, {})
        return returned_as(values, day, form)

    # -- building an edition

    def _edition(self, day: date, area: str) -> Edition:
        laid: dict[str, Any] = {}
        figures: dict[str, Figure] = {}
        for layer_name, layer in self.layers_of(area):
            for name, written in layer.items():
                if not name.startswith(SHAPES_NO_DECISION):
                    _lay(laid, figures, name, written.content, day, layer_name)
        content = laid | {name: asdict(figure) for name, figure in figures.items()}
        gates = tuple(
            gate_of(rule_id, rule, self.conditions)
            for name in sorted(laid)
            if name.startswith("gates/")
            for rule_id, rule in laid[name].items()
        )
        return Edition(content, gates, figures)

    @cached_property
    def _change_days(self) -> list[date]:
        """Every day on which something begins, or the day after something ends."""
        return sorted({day for written in self._all_files() for day in _change_days(written.content)})

    # -- checks at start

    def _all_files(self) -> Iterator[Written]:
        for layer in (self.national, *self.forces.values(), *self.areas.values()):
            yield from layer.values()

    def _check(self) -> None:
        for needed in ("facts", "guards", "offences", "codes/outcomes"):
            if needed not in self.national:
                raise FileMistake(self.folder / "national" / f"{needed}.yaml", 1, "This file is missing. Write it.")
        for area, layer in self.areas.items():
            self._check_area(area, layer)
        self._check_rules_written_once()
        self._check_behaviours()
        self._check_figures_as_facts()
        self._check_outcomes()
        for written in self._all_files():
            _check_switches(written)
        for layer in (*self.forces.values(), *self.areas.values()):
            for name, written in layer.items():
                if name not in {"area", "force"}:
                    self._check_overlay(name, written)

    def _check_rules_written_once(self) -> None:
        families: dict[str, str] = {}
        for name, written in self.national.items():
            if name.startswith("gates/"):
                for rule_id in written.content["rules"]:
                    if rule_id in families:
                        raise written.mistake(f"{rule_id} stands in {families[rule_id]} already.", "rules", rule_id)
                    families[rule_id] = name

    def _check_figures_as_facts(self) -> None:
        declared = self.national["facts"].content["facts"]
        for name in figures_asked_for(declared):
            figure = self.national.get(f"figures/{name}")
            if figure is None:
                problem = f"There is no national figure called {name}. Add it, or say which room the fact comes from."
                raise self.national["facts"].mistake(problem, "facts", name)
            for layer in (self.national, *self.forces.values(), *self.areas.values()):
                if f"figures/{name}" in layer:
                    _check_values(layer[f"figures/{name}"], declared[name]["type"])

    def _check_outcomes(self) -> None:
        """What outcomes, earlier disposals and returns name is there, in whichever layer they stand."""
        asked = {"codes/outcomes": mistakes_in_outcomes, "codes/previous_disposals": mistakes_in_history}
        for layer in (self.national, *self.forces.values(), *self.areas.values()):
            for name, written in layer.items():
                look = mistakes_in_return if name.startswith("returns/") else asked.get(name)
                for mistake in look(written, self.national) if look else ():
                    raise mistake

    def _check_area(self, area: str, layer: Layer) -> None:
        if "area" not in layer:
            raise FileMistake(self.folder / "areas" / area / "area.yaml", 1, "An area needs this file. Write it.")
        written = layer["area"]
        if written.content["force"] not in self.forces:
            problem = f"There is no force folder called {written.content['force']}. Add it, or correct the name."
            raise written.mistake(problem, "force")

    def _check_behaviours(self) -> None:
        written = self.national.get("behaviours")
        outcomes = {*self.national["codes/outcomes"].content["codes"], ANY}
        if written is None:
            return
        for rule_id, behaviour in _every_version(written):
            if unknown := [outcome for outcome in behaviour.get("for_", ()) if outcome not in outcomes]:
                raise written.mistake(f"{unknown[0]} is not an outcome code.", "rules", rule_id, "for")

    def _check_overlay(self, name: str, written: Written) -> None:
        if name.startswith("returns/"):
            raise written.mistake("A return is the same everywhere. Change it nationally, and take this file out.")
        if name in {"behaviours", "excused"}:
            raise written.mistake("What the service does is the same everywhere. Keep this file in national/.")
        if name.startswith("time/") and "only_shown" in written.content:
            return
        if name not in self.national:
            raise written.mistake(f"Nothing national is called {name}. Add it there first, or correct the file name.")
        inner = LAID_ENTRY_BY_ENTRY.get(name.split("/")[0])
        if inner and not self.national[name].content.get("areas_add"):
            for key in written.content[inner]:
                if key not in self.national[name].content[inner]:
                    raise written.mistake(f"{key} does not exist nationally. Add it there first.", inner, key)

    def _compiled_gates(self) -> Iterator[tuple[str, Condition]]:
        types = {name: fact["type"] for name, fact in self.national["facts"].content["facts"].items()}
        outcomes = list(self.national["codes/outcomes"].content["codes"])
        for layer in (self.national, *self.forces.values(), *self.areas.values()):
            for name, written in layer.items():
                if name.startswith("gates/"):
                    ready = dict(_compile_family(written, types, outcomes))
                    _check_that_each_asks(written, ready, outcomes)
                    yield from ready.items()


def rules_in(layer: Layer) -> Iterator[Mapping[str, Any]]:
    """The rules of each family of a layer."""
    return (written.content["rules"] for name, written in layer.items() if name.startswith("gates/"))


def gate_of(rule_id: str, rule: Mapping[str, Any], conditions: Mapping[str, Condition]) -> Gate:
    """A rule as it is written, with its expressions as they were made ready."""
    return Gate(
        id=rule_id,
        outcomes=frozenset(rule["for_"]),
        when=rule["when"],
        kind=rule["kind"],
        holds=conditions[rule["holds"]],
        says=rule["says"],
        source=rule["source"],
        verified=rule["verified"],
        only_if=conditions[rule["only_if"]] if "only_if" in rule else None,
        layer=rule.get("layer", ""),
    )


def asks_nothing(gate: Gate, outcomes: Iterable[str]) -> bool:
    """Whether it says the same of each of its outcomes and asks for nothing else: it tells people something."""
    asked_of = outcomes if ANY in gate.outcomes else gate.outcomes
    return gate.needs == ("outcome",) and len({gate.holds.is_true_of({"outcome": code}) for code in asked_of}) == 1


def _check_that_each_asks(written: Written, ready: Mapping[str, Condition], outcomes: Iterable[str]) -> None:
    """A rule that stands in the way asks about the case: one about its outcome alone bars everybody or nobody."""
    for rule_id, rule in _every_version(written):
        if rule["kind"] != "info" and asks_nothing(gate_of(rule_id, rule, ready), outcomes):
            problem = f"{rule_id} asks nothing about the case. Name a fact, or write it in behaviours.yaml."
            raise written.mistake(problem, "rules", rule_id, "holds")


def _compile_family(
    written: Written, types: Mapping[str, str], outcomes: Collection[str]
) -> Iterator[tuple[str, Condition]]:
    for rule_id, rule in _every_version(written):
        for outcome in rule["for_"]:
            if outcome not in (*outcomes, ANY):
                raise written.mistake(f"{outcome} is not an outcome code.", "rules", rule_id, "for")
        for part in rule.keys() & {"holds", "only_if"}:
            try:
                yield rule[part], compile_condition(rule[part], types)
            except BrokenRule as error:
                raise written.mistake(f"{rule_id}: {error}", "rules", rule_id, part) from error


def _every_version(written: Written) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((rule_id, rule) for rule_id, entry in written.content["rules"].items() for rule in versions_of(entry))


def _check_switches(written: Written) -> None:
    problem = NOT_BUILT.get(f"{written.path.parent.name}/{written.path.stem}")
    for since, value in written.content.get("values", {}).items() if problem else ():
        if problem and value["is_"] is not False:
            raise written.mistake(problem, "values", since, "is")


def _check_values(figure: Written, kind: str) -> None:
    for since, value in figure.content["values"].items():
        if not is_a(kind, value["is_"]):
            raise figure.mistake(f"Gates ask about this figure. Write a value of type {kind}.", "values", since, "is")


def _lay(
    laid: dict[str, Any],
    figures: dict[str, Figure],
    name: str,
    content: dict[str, Any],
    day: date,
    layer: str,
) -> None:
    """Lay one file over what the layers below it said."""
    kind = name.split("/")[0]
    if kind in {"figures", "time"}:
        figure = _figure_on(name, content, day, layer)
        if figure:
            figures[name] = figure
    elif inner := LAID_ENTRY_BY_ENTRY.get(kind):
        since = content.get("from_")
        begun = {key: entry for key, entry in content[inner].items() if has_begun(entry, day, since)}
        found = {key: version_on(entry, day, since) for key, entry in begun.items()}
        if kind == "gates":
            found = {key: entry and {**entry, "layer": layer} for key, entry in found.items()}
        laid[name] = {key: entry for key, entry in (laid.get(name, {}) | found).items() if entry is not None}
        if kind == "behaviours":  # which test holds one is nothing that a decision rests on
            laid[name] = {key: {k: v for k, v in entry.items() if k != "held_by"} for key, entry in laid[name].items()}
    elif kind == "facts":
        laid[name] = content["facts"]
    elif in_force(content, day):
        laid[name] = content


def _figure_on(name: str, content: dict[str, Any], day: date, layer: str) -> Figure | None:
    begun = [since for since in content["values"] if since <= day]
    if not begun:
        return None
    since = max(begun)
    value = content["values"][since]
    return Figure(
        name=name,
        value=value["is_"],
        unit=content["unit"],
        since=since,
        source=value["source"],
        verified=value["verified"],
        layer=layer,
        starts=content.get("starts"),
        only_shown=content.get("only_shown"),
    )


def _change_days(content: Any) -> Iterator[date]:
    if isinstance(content, dict):
        for key, value in content.items():
            if isinstance(key, date):
                yield key
            if key == "from_":
                yield value
            if key == "to":
                yield date.fromordinal(value.toordinal() + 1)
            yield from _change_days(value)
    elif isinstance(content, list):
        for item in content:
            yield from _change_days(item)


def _folders(parent: Path) -> Iterator[Path]:
    return (path for path in sorted(parent.glob("*")) if path.is_dir())
