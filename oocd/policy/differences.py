"""What is another in one edition than in another, in words: figures, rules, codes and an area's own switches."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from oocd.policy.in_words import STARTS, amount, plain, source

Content = Mapping[str, Any]
Entries = Mapping[str, Mapping[str, Any]]
Line = tuple[int, str]  # how deep it stands, and what it says

LABELS = {
    "for_": "for",
    "when": "asked at",
    "holds": "holds when",
    "only_if": "asked only if",
    "says": "the sentence",
    "from_": "first day",
    "to": "last day",
    "class_": "class",
    "verified": "checked by somebody",
    "layer": "set by",
    "starts": "the clock starts on",
}
SAID_AS_WRITTEN = frozenset({"what", "holds", "only_if", "says", "about", "means", "label", "statute"})
# What tells people about an entry and decides nothing.
ONLY_TOLD = frozenset({"note", "about", "name", "owner", "last_checked"})
NEW_AND_GONE = ("is new", "is gone")
OF_AN_AREA = ("nation", "force")


def differences(old: Content, new: Content, areas: tuple[str, str] | None = None) -> Iterator[Line]:
    """Every difference that can matter to a decision, under headings; nothing where there is none.

    Of two areas nothing is new or gone: it is in the one and not in the other.
    """
    there = (f"is only in {areas[1]}", f"is only in {areas[0]}") if areas else NEW_AND_GONE
    yield from _headed(
        "Figures and time standards", _entries(_figures(old), _figures(new), _figure, _figure_changes, there)
    )
    yield from _headed("Rules about outcomes", _entries(_gates(old), _gates(new), _gate, _changes, there))
    for name in _names(old, new, "codes/"):
        about = f"Codes: {plain(name.removeprefix('codes/'))}"
        yield from _headed(about, _entries(old.get(name, {}), new.get(name, {}), _labelled, _changes, there))
    for name, heading in (("offences", "Offences"), ("facts", "Facts that rules may ask about")):
        yield from _headed(heading, _entries(old.get(name, {}), new.get(name, {}), _labelled, _changes, there))
    yield from _headed("Gravity matrices", _entries(_gravity(old), _gravity(new), _labelled, _changes, there))
    for name, heading in (("guards", "Rules about steps"), ("behaviours", "What the service does by itself")):
        yield from _headed(heading, _entries(old.get(name, {}), new.get(name, {}), _labelled, _changes, there))
    yield from _headed("The area", _area(old.get("area", {}), new.get("area", {})))


def _headed(heading: str, lines: Iterable[Line]) -> Iterator[Line]:
    told = list(lines)
    if told:
        yield 0, heading
        yield from told


def _entries(
    old: Entries,
    new: Entries,
    describe: Callable[[str, Mapping[str, Any]], str],
    changes: Callable[[Mapping[str, Any], Mapping[str, Any]], Iterator[str]],
    there: tuple[str, str] = NEW_AND_GONE,
) -> Iterator[Line]:
    """Entries that are new, gone or another, each by its name."""
    for name in sorted({*old, *new}):
        if name not in old:
            yield 1, f"{name} {there[0]}: {describe(name, new[name])}"
        elif name not in new:
            yield 1, f"{name} {there[1]}: {describe(name, old[name])}"
        elif told := list(changes(old[name], new[name])):
            yield 1, f"{name} changes"
            yield from ((2, change) for change in told)


def _figure(_name: str, figure: Mapping[str, Any]) -> str:
    return f"{_amount(figure)} since {figure['since']}, by {_authority(figure)}."


def _figure_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """What it comes to first; else who says so now."""
    values = old["value"], new["value"]
    if values[0] != values[1] or old["unit"] != new["unit"]:
        if all(isinstance(value, Mapping) for value in values):
            yield from (f"{change} ({plain(new['unit'])})" for change in _changes(*values))
        elif all(map(_is_plain_list, values)):
            yield f"{_of_lists(*values)}, since {new['since']}"
        elif all(map(_is_list_of_rows, values)) and len(values[0]) == len(values[1]):
            for place, rows in enumerate(zip(*values, strict=True), start=1):
                yield from _changes(*rows, within=f"{place}, ")
        else:
            yield f"from {_amount(old)} to {_amount(new)}, since {new['since']}"
        yield f"before by {_authority(old)}; now by {_authority(new)}"
    elif _authority(old) != _authority(new) or old["since"] != new["since"]:
        yield f"still {_amount(new)}, before by {_authority(old)}; now by {_authority(new)}, since {new['since']}"
    if old.get("starts") != new.get("starts"):
        yield f"{LABELS['starts']} {_start(new)}, not {_start(old)}"


def _start(figure: Mapping[str, Any]) -> str:
    starts = str(figure.get("starts"))
    return STARTS.get(starts, plain(starts))


def _amount(figure: Mapping[str, Any]) -> str:
    return amount(figure["value"], figure["unit"])


def _authority(figure: Mapping[str, Any]) -> str:
    return f"{source(figure['source'], figure['verified'])}, {figure['layer']}"


def _gate(_name: str, rule: Mapping[str, Any]) -> str:
    asked = f", and only if {rule['only_if']}" if "only_if" in rule else ""
    kind = f"{rule['kind']}, asked at {rule['when']}, for {plain(rule['for_'])}"
    return f"{kind}. {rule['says']} It holds when {rule['holds']}{asked}. Source: {_authority(rule)}."


def _labelled(_name: str, row: Mapping[str, Any]) -> str:
    words = next((row[name] for name in ("label", "says", "means", "name") if name in row), "")
    by = f" Source: {source(row['source'], row.get('verified', True))}." if row.get("source") else ""
    return f"{str(words).rstrip('.')}.{by}"


def _changes(old: Mapping[str, Any], new: Mapping[str, Any], within: str = "") -> Iterator[str]:
    """What is another in one entry, property by property; inner properties by the way that leads to them."""
    for name in (*old, *(name for name in new if name not in old)):
        if name in ONLY_TOLD or old.get(name) == new.get(name):
            continue
        called = f"{within}{LABELS.get(name, plain(name))}"
        before, after = old.get(name), new.get(name)
        if name == "source":
            yield f"source from {source(before or {}) or 'none'} to {source(after or {}) or 'none'}"
        elif isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _changes(before, after, f"{called}, ")
        elif _is_plain_list(before) and _is_plain_list(after):
            yield f"{called}: {_of_lists(before or [], after or [])}"
        elif before is None:
            yield f"{called}: {_said(name, after)}; nothing was said before"
        elif after is None:
            yield f"{called}: nothing is said any more; it was {_said(name, before)}"
        else:
            yield f"{called}: from {_said(name, before)} to {_said(name, after)}"


def _is_list_of_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(inner, Mapping) for inner in value)


def _is_plain_list(value: Any) -> bool:
    return isinstance(value, list) and not any(isinstance(inner, Mapping | list) for inner in value)


def _of_lists(before: Collection[Any], after: Collection[Any]) -> str:
    more = [inner for inner in after if inner not in before]
    less = [inner for inner in before if inner not in after]
    said = [*([f"now also {plain(more)}"] if more else []), *([f"no longer {plain(less)}"] if less else [])]
    return ", ".join(said) or f"in another order, {plain(list(after))}"


def _said(name: str, value: Any) -> str:
    return f"“{value}”" if name in SAID_AS_WRITTEN else plain(value)


def _area(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Line]:
    """Its routes, each with the name it has there, and where it belongs. Its own name is no difference."""
    routes = old.get("routes", {}), new.get("routes", {})
    for route in sorted({*routes[0], *routes[1]}):
        before, after = routes[0].get(route), routes[1].get(route)
        yield from ((1, words) for words in _route(plain(route), before, after))
    for name in OF_AN_AREA:
        if old.get(name) != new.get(name):
            yield 1, f"{name}: from {plain(old.get(name))} to {plain(new.get(name))}"


def _route(route: str, old: Mapping[str, Any] | None, new: Mapping[str, Any] | None) -> Iterator[str]:
    if old is None or new is None:
        there = new or old or {}
        yield f"route {route} is {'gone' if new is None else 'new'}: {there['label']}, {_switch(there)}"
        return
    if old["on"] != new["on"]:
        yield f"route {route} is {_switch(new)}; it was {_switch(old)}"
    if old["label"] != new["label"]:
        yield f"route {route} is called “{new['label']}”, not “{old['label']}”"


def _switch(route: Mapping[str, Any]) -> str:
    return "on" if route["on"] else "off"


def _figures(content: Content) -> Entries:
    return {name: value for name, value in content.items() if name.startswith(("figures/", "time/"))}


def _gates(content: Content) -> Entries:
    return {rule: row for name in content if name.startswith("gates/") for rule, row in content[name].items()}


def _gravity(content: Content) -> Entries:
    return {name: value for name, value in content.items() if name.startswith("gravity/")}


def _names(old: Content, new: Content, prefix: str) -> list[str]:
    return sorted(name for name in {*old, *new} if name.startswith(prefix))
