"""Forms read from schemas: what is typed comes back as the JSON API takes it, and errors find their questions."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import Schema, ValidationError, fields

from oocd.web.answers import ByCode, Code, Words
from oocd.web.problems import by_field
from oocd.web.questions import Asking, Question, Typed, answers, asked_by_rules, closed_up, questions
from oocd.workflow import Refusal


class EntrySchema(Schema):
    what = Words(required=True)
    day = fields.Date()
    sure = fields.Bool()


class WholeSchema(Schema):
    name = fields.Str(required=True)
    kind = Code("kinds")
    kinds = fields.List(Code("kinds"))
    lines = fields.List(fields.Str())
    number = fields.Int(strict=True)
    held_on = fields.Date(required=True)
    inner = fields.Nested(EntrySchema)
    entries = fields.List(fields.Nested(EntrySchema))
    by_kind = ByCode("kinds", fields.Bool())
    rule_reasons = fields.Dict(keys=fields.Str(), values=fields.Str())
    acknowledged = fields.List(fields.Str())


KINDS = [("one", "The first"), ("two", "The second")]
SOME_TEXT = st.text("abc äé", min_size=1).map(str.strip).filter(bool)
DAYS = st.dates().map(str)
ENTRIES = st.fixed_dictionaries({"what": SOME_TEXT}, optional={"day": DAYS, "sure": st.booleans()})
SENT = st.fixed_dictionaries(
    {"name": SOME_TEXT, "held_on": DAYS},
    optional={
        "kind": st.sampled_from(["one", "two"]),
        "kinds": st.lists(st.sampled_from(["one", "two"]), min_size=1, unique=True),
        "lines": st.lists(SOME_TEXT, min_size=1),
        "number": st.integers(),
        "inner": ENTRIES,
        "entries": st.lists(ENTRIES, min_size=1, max_size=4),
        "by_kind": st.dictionaries(st.sampled_from(["one", "two"]), st.booleans(), min_size=1),
        "rule_reasons": st.dictionaries(st.sampled_from(["CH-01", "TA-04"]), SOME_TEXT, min_size=1),
        "acknowledged": st.lists(st.sampled_from(["TIME-01"]), min_size=1, unique=True),
    },
)


def offer(asked: Any, _name: str) -> list[tuple[str, str]] | None:
    return KINDS if isinstance(asked, Code | ByCode) else None


def typed(sent: Any, *, gaps: int = 0) -> Typed:
    """The form as somebody leaves it who wants to send this, with empty entries before those that say something."""
    form = Typed()

    def put(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                put(inner, f"{path}.{key}".lstrip("."))
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            form[f"{path}-count"] = str(len(value) + gaps)
            for place, entry in enumerate(value, start=gaps):
                put(entry, f"{path}.{place}")
        elif isinstance(value, list):
            form.setlist(path, value)
        elif path.rpartition(".")[2] in ("day", "held_on"):
            for part, text in zip(("year", "month", "day"), value.split("-"), strict=True):
                form[f"{path}-{part}"] = text
        else:
            form[path] = ("no", "yes")[value] if isinstance(value, bool) else str(value)

    put(sent, "")
    return form


def every(asked: list[Question]) -> dict[str, Question]:
    return {one.path: one for question in asked for one in (question, *every(question.parts).values())}


@given(SENT, st.integers(0, 2))
def test_what_is_typed_is_what_the_api_would_be_sent_whatever_was_left_empty_between(sent, gaps):
    schema = WholeSchema()
    assert answers(schema, closed_up(schema, typed(sent, gaps=gaps))) == sent


@given(SENT)
def test_a_form_shown_again_holds_everything_that_was_typed(sent):
    schema, form = WholeSchema(), typed(sent)
    asked = every(list(questions(schema, Asking(form, {}, offer))))
    for name in form:
        if name.startswith(("rule_reasons", "acknowledged")) or name.endswith("-count"):
            continue
        path, _, part = name.rpartition("-") if name not in asked else (name, "", "")
        question = asked[path]
        shown = question.value[part] if part else question.value
        assert shown == (form.getlist(name) if isinstance(shown, list) else form[name])


def test_every_error_of_the_schema_is_shown_at_a_question_of_the_page():
    schema = WholeSchema()
    sent = {"held_on": "2026-13-40", "number": "--5", "entries": [{"day": "2026-01-01"}]}
    form = closed_up(schema, typed(sent, gaps=1))
    with pytest.raises(ValidationError) as refused:
        schema.load(answers(schema, form))
    errors = by_field({"": refused.value.messages})
    asked = every(list(questions(schema, Asking(form, errors, offer))))
    wrong = {path: question.errors for path, question in asked.items() if question.errors}
    assert wrong == {
        "name": ["Fill this in."],
        "held_on": ["Write a real day, such as 27 3 2026."],
        "number": ["Write a whole number."],
        "entries.0.what": ["Fill this in."],
    }


def test_a_rule_that_a_reason_passes_asks_for_it_and_keeps_what_was_typed_and_a_hard_one_asks_nothing():
    refusals = [
        Refusal("Say why.", "TA-04", "A source", "reason"),
        Refusal("Read this.", "TIME-01", "A source", "acknowledgement"),
        Refusal("Never.", "ADM-01", "A source"),
    ]
    form = Typed({"rule_reasons.CH-01": "Said before."})
    asked = every(list(asked_by_rules(WholeSchema(), form, refusals)))
    assert list(asked) == ["rule_reasons.CH-01", "rule_reasons.TA-04", "acknowledged"]
    assert asked["rule_reasons.CH-01"].value == "Said before."
    assert asked["acknowledged"].options == [("TIME-01", "Read this.")]
    assert list(asked_by_rules(EntrySchema(), Typed(), refusals)) == []


def test_one_more_entry_is_shown_where_it_is_asked_for():
    form = Typed({"entries-count": "2", "more": "entries"})
    asked = every(list(questions(WholeSchema(), Asking(form, {}, offer))))
    assert [question.label for question in asked["entries"].parts] == ["Entries 1", "Entries 2", "Entries 3"]
