"""A form read from the schema that the JSON API uses, and what was typed read back into what that schema takes.

A question's path is the one the schema names in its errors, such as `offences.0.offence_date`; it is the field's
name and id on the page, so that an error finds its question by itself.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from marshmallow import Schema, fields
from werkzeug.datastructures import MultiDict

from oocd.web.answers import ByCode, Code, Words

Typed = MultiDict[str, str]
Options = Sequence[tuple[str, str]]
Offer = Callable[[fields.Field[Any], str], Options | None]
"""What there is to choose from for a field of a given name; None where anything may be typed."""

NOTHING: Final = object()
DATE = ("day", "month", "year")
YES = "yes"
# Reasons by rule, and rules read and acknowledged: asked once a rule has refused.
REASONS, ACKNOWLEDGED = ASKED_BY_RULES = ("rule_reasons", "acknowledged")
KINDS: tuple[tuple[type[fields.Field[Any]], str], ...] = (
    (fields.Nested, "group"),
    (fields.Dict, "group"),
    (fields.List, "list"),
    (fields.Date, "date"),
    (fields.Bool, "yes_no"),
    (Code, "choice"),
    (Words, "words"),
)


@dataclass
class Question:
    """One thing to ask, with what was typed for it so far. A group has `parts`; a list is a group of groups."""

    path: str
    kind: str
    label: str
    hint: str | None = None
    required: bool = False
    options: Options = ()
    parts: list["Question"] = field(default_factory=list)
    value: Any = ""
    errors: Sequence[str] = ()

    @property
    def items(self) -> list[dict[str, str]]:
        """The options as the design system's templates take them."""
        return [{"value": value, "text": text} for value, text in self.options]


class Asking(NamedTuple):
    """What every question is asked with: what was typed before, what was wrong with it, and what there is to choose."""

    typed: Typed
    errors: Mapping[str, Sequence[str]]
    offer: Offer


# -- asking


def questions(schema: Schema, asking: Asking, under: str = "") -> Iterator[Question]:
    """Every question of a schema, in its order."""
    for name, asked in schema.load_fields.items():
        if name not in ASKED_BY_RULES:
            yield _question(asked, f"{under}{name}", asking)


def asked_by_rules(schema: Schema, typed: Typed, refusals: Iterable[Any]) -> Iterator[Question]:
    """What passes the rules that refused now, and those that refused before."""
    said = {refusal.rule: refusal for refusal in refusals}

    def words_of(rule: str) -> str:
        return said[rule].sentence if rule in said else rule

    for rule in _rules(said, "reason", (name.removeprefix(f"{REASONS}.") for name in _under(typed, REASONS))):
        if REASONS in schema.load_fields:
            path = f"{REASONS}.{rule}"
            label = f"Why this case is different ({rule})"
            yield Question(path, "words", label, words_of(rule), required=True, value=typed.get(path, ""))
    named = _rules(said, "acknowledgement", typed.getlist(ACKNOWLEDGED))
    if named and ACKNOWLEDGED in schema.load_fields:
        options = [(rule, words_of(rule)) for rule in named]
        value = typed.getlist(ACKNOWLEDGED)
        yield Question(ACKNOWLEDGED, "choices", "I have read this and go on", options=options, value=value)


def _rules(said: Mapping[str, Any], passed_by: str, before: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*before, *(rule for rule, one in said.items() if one.passed_by == passed_by)]))


def _question(asked: Any, path: str, asking: Asking, label: str | None = None) -> Question:
    kind = next((kind for of, kind in KINDS if isinstance(asked, of)), "text")
    name = path.rpartition(".")[2]
    label = label or str(asked.metadata.get("label") or name.replace("_", " ").capitalize())
    question = Question(path, kind, label, asked.metadata.get("description"), asked.required)
    question.errors = asking.errors.get(path, ())
    if kind in ("group", "list") and _has_parts(asked):
        question.parts = list(_parts(asked, path, label, asking))
    elif kind == "list":
        options = asking.offer(asked.inner, name)
        question.kind = "lines" if options is None else "choices"
        question.options, question.value = options or (), asking.typed.getlist(path)
    elif kind == "date":
        question.value = {part: asking.typed.get(f"{path}-{part}", "") for part in DATE}
    else:
        question.value = asking.typed.get(path, "")
        options = asking.offer(asked, name)
        if options is not None:
            question.kind, question.options = "choice", options
    return question


def _has_parts(asked: Any) -> bool:
    return not isinstance(asked, fields.List) or isinstance(asked.inner, fields.Nested)


def _parts(asked: Any, path: str, label: str, asking: Asking) -> Iterator[Question]:
    if isinstance(asked, fields.Nested):
        yield from questions(asked.schema, asking, f"{path}.")
    elif isinstance(asked, ByCode):
        for code, words in asking.offer(asked, path) or ():
            yield _question(asked.value_field, f"{path}.{code}", asking, words)
    else:
        for place in range(how_many(asking.typed, path)):
            inner = list(questions(asked.inner.schema, asking, f"{path}.{place}."))
            yield Question(f"{path}.{place}", "group", f"{label} {place + 1}", required=True, parts=inner)


def how_many(typed: Typed, path: str) -> int:
    """Entries of a list on the page: those shown before, and one more where that was asked for."""
    shown = typed.get(f"{path}-count", "1")
    return (int(shown) if shown.isdecimal() else 1) + (typed.get("more") == path)


# -- reading


def answers(schema: Schema, typed: Typed, under: str = "") -> dict[str, Any]:
    """What was typed, as the JSON API takes it; what was left empty is left out, whole entries of lists too.

    Close the lists up first, so that errors number the entries as the page does.
    """
    read = {name: _answer(asked, typed, f"{under}{name}") for name, asked in schema.load_fields.items()}
    return {name: value for name, value in read.items() if value is not NOTHING}


def closed_up(schema: Schema, typed: Typed) -> Typed:
    """What was typed with no empty entry between others of a list."""
    kept = Typed(typed)
    for path, inner in _lists(schema):
        filled = [place for place in range(how_many(typed, path)) if answers(inner, typed, f"{path}.{place}.")]
        for name in _under(typed, path):
            values = kept.poplist(name)
            place, _, rest = name.removeprefix(f"{path}.").partition(".")
            if place.isdecimal() and int(place) in filled:
                kept.setlist(f"{path}.{filled.index(int(place))}.{rest}", values)
        kept[f"{path}-count"] = str(max(len(filled), 1))
    return kept


def _lists(schema: Schema, under: str = "") -> Iterator[tuple[str, Schema]]:
    """Every list of entries that a form shows, but for lists inside entries."""
    for name, asked in schema.load_fields.items():
        if isinstance(asked, fields.Nested):
            yield from _lists(asked.schema, f"{under}{name}.")
        elif isinstance(asked, fields.List) and isinstance(asked.inner, fields.Nested):
            yield f"{under}{name}", asked.inner.schema


def _under(typed: Typed, path: str) -> list[str]:
    return [name for name in typed if name.startswith(f"{path}.")]


def _answer(asked: Any, typed: Typed, path: str) -> Any:
    if isinstance(asked, fields.Nested):
        return answers(asked.schema, typed, f"{path}.") or ({} if asked.required else NOTHING)
    if isinstance(asked, fields.List):
        return _entries(asked, typed, path) or NOTHING
    if isinstance(asked, fields.Dict):
        return _by_key(asked, typed, path) or NOTHING
    if isinstance(asked, fields.Date):
        return _date(typed, path)
    said = typed.get(path, "").strip()
    if not said:
        return NOTHING
    if isinstance(asked, fields.Bool):
        return said == YES
    # The API takes some numbers as numbers only; what is none stays as it was typed, for the schema to refuse.
    return int(said) if isinstance(asked, fields.Integer) and said.removeprefix("-").isdecimal() else said


def _entries(asked: Any, typed: Typed, path: str) -> list[Any]:
    """An entry in which nothing was typed is none."""
    if not isinstance(asked.inner, fields.Nested):
        return [line.strip() for value in typed.getlist(path) for line in value.splitlines() if line.strip()]
    schema = asked.inner.schema
    read = (answers(schema, typed, f"{path}.{place}.") for place in range(how_many(typed, path)))
    return [entry for entry in read if entry]


def _by_key(asked: Any, typed: Typed, path: str) -> dict[str, Any]:
    keys = {name.removeprefix(f"{path}.").partition(".")[0] for name in _under(typed, path)}
    read = {key: _answer(asked.value_field, typed, f"{path}.{key}") for key in sorted(keys)}
    return {key: value for key, value in read.items() if value is not NOTHING}


def _date(typed: Typed, path: str) -> Any:
    """As ISO writes it; what is no date stays wrong, for the schema to refuse."""
    day, month, year = (typed.get(f"{path}-{part}", "").strip() for part in DATE)
    return f"{year}-{month:0>2}-{day:0>2}" if day or month or year else NOTHING
