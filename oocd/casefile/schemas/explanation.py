"""What the rules say of a case, what they rest it on, and the dates and amounts that follow."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import Schema, fields


class AnyValue(fields.Field[Any]):
    """A value whose type depends on what it is a value of; days as ISO dates."""

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        if isinstance(value, Mapping):
            return {str(key): self._serialize(inner, attr, obj) for key, inner in value.items()}
        return value.isoformat() if isinstance(value, date) else value


class SourceSchema(Schema):
    title = fields.Str()
    link = fields.Str()
    citation = fields.Str()


class FigureUsedSchema(Schema):
    name = fields.Str()
    value = AnyValue()
    unit = fields.Str()
    since = fields.Date()
    source = fields.Nested(SourceSchema)
    verified = fields.Bool()
    layer = fields.Str()


class ComputedSchema(Schema):
    """A date, amount or answer that follows from a rule, with its reason."""

    name = fields.Str()
    value = AnyValue(metadata={"description": "Null where it is not known"})
    why = fields.Str()
    provisional = fields.Bool(metadata={"description": "What it would be if the outcome were given today"})
    breach = fields.Bool(metadata={"description": "Whether a limit was overrun; null where nothing can be yet"})
    outcomes = fields.List(fields.Str())
    rule = fields.Str(attribute="gate.id")
    source = fields.Nested(SourceSchema, attribute="gate.source")
    verified = fields.Bool(metadata={"description": "Of the rule and the figure both"})
    inputs = AnyValue()
    figure = fields.Nested(FigureUsedSchema)


class FactSeenSchema(Schema):
    name = fields.Str()
    value = AnyValue(metadata={"description": "Null where it is not known, or withheld"})
    means = fields.Str()
    comes_from = fields.Str(metadata={"description": "The part of the service that knows it, or policy"})
    withheld = fields.Bool(metadata={"description": "Not for this reader; the rule was asked as if nobody knew it"})


class RuleAskedSchema(Schema):
    """One rule, the facts it saw, and what it said."""

    rule = fields.Str(attribute="gate.id")
    kind = fields.Str(attribute="gate.kind", metadata={"description": "hard, soft, acknowledge or info"})
    verdict = fields.Str(metadata={"description": "holds, fails, unknown or asked_later"})
    comes_to = fields.Str(
        metadata={"description": "open, blocked, unknown, needs_a_reason, needs_acknowledgement, asked_later or shown"}
    )
    asked_when = fields.Str(
        metadata={"description": "The step in which somebody says what it still has to hear, as decide; else null"}
    )
    applies = fields.Bool(
        metadata={"description": "False where it asks nothing of a case like this, or has nothing to tell of it"}
    )
    says = fields.Str(attribute="gate.says")
    not_known = fields.List(fields.Str(), attribute="answer.missing")
    facts = fields.List(fields.Nested(FactSeenSchema))
    holds_when = fields.Str(attribute="gate.holds.written")
    asks_only_if = fields.Str(attribute="gate.only_if.written")
    source = fields.Nested(SourceSchema, attribute="gate.source")
    verified = fields.Bool(attribute="gate.verified")
    layer = fields.Str(attribute="gate.layer", metadata={"description": "national, the force or the area"})


class AlwaysSchema(Schema):
    """What is so of an outcome whatever the case."""

    rule = fields.Str(attribute="id")
    says = fields.Str()
    source = fields.Nested(SourceSchema)
    verified = fields.Bool()


class MomentSchema(Schema):
    moment = fields.Str(
        metadata={"description": "recommend, decide, give, complete, fail or close; of support, offer or start"}
    )
    state = fields.Str(
        metadata={
            "description": "open, blocked, unknown, needs_a_reason or needs_acknowledgement: the worst of its rules"
        }
    )
    asked_when = fields.List(fields.Str(), metadata={"description": "Steps in which something is still to be said"})
    rules = fields.List(fields.Nested(RuleAskedSchema))
    always = fields.List(fields.Nested(AlwaysSchema))


class OutcomeExplainedSchema(Schema):
    code = fields.Str()
    label = fields.Str()
    moments = fields.List(fields.Nested(MomentSchema))


class GravityInBriefSchema(Schema):
    final = fields.Int()
    edition = fields.Str()
    illustrative = fields.Bool(metadata={"description": "True: made up, not the official matrix"})


class OffenceExplainedSchema(Schema):
    number = fields.Int()
    label = fields.Str()
    gravity = fields.Nested(
        GravityInBriefSchema,
        metadata={"description": "The score that counts and its edition; null before there is one"},
    )
    outcomes = fields.List(fields.Nested(OutcomeExplainedSchema))
    computed = fields.List(fields.Nested(ComputedSchema))


class ExplainedCaseSchema(Schema):
    """What the rules say of one case today, for each outcome at each moment, and what they rest it on."""

    reference = fields.Str()
    area = fields.Str()
    on = fields.Date()
    edition = fields.Str(metadata={"description": "The hash of the edition of the policies that was asked"})
    support = fields.List(
        fields.Nested(MomentSchema),
        metadata={"description": "Of a case of Turnaround: what the rules say of offering support, and of starting it"},
    )
    offences = fields.List(fields.Nested(OffenceExplainedSchema))
