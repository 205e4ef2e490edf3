"""The shape of a workflow file."""

from typing import Any

from marshmallow import Schema, fields, validate

from oocd.policy.shapes import text

PARTIES = ("police", "yjs", "panel", "agency", "family", "court", "cps", "nobody")


class StateShape(Schema):
    says = text()
    waits_on = fields.List(fields.Str(validate=validate.OneOf(PARTIES, error="Write one of: {choices}.")))
    due_in = fields.Str()
    opens = fields.List(fields.Str())
    ends = fields.Bool()
    works_out = fields.List(fields.Str())
    next = fields.Str()
    tells = fields.Dict(keys=fields.Str(), values=text())


class StatesField(fields.List[str]):
    """One state, or a list of them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[str | None]:
        return super()._deserialize([value] if isinstance(value, str) else value, attr, data, **kwargs)


class CarriedShape(Schema):
    move = text()
    once = fields.Str()
    of = fields.Str()


class MoveShape(Schema):
    says = text()
    done = text()
    from_states = StatesField(fields.Str(), required=True, data_key="from")
    to = text()
    by = text()
    guards = fields.List(fields.Str(), data_key="if")
    needs = fields.List(fields.Str())
    carries = fields.List(fields.Nested(CarriedShape))


class WorkflowShape(Schema):
    about = text()
    starts_as = text()
    states = fields.Dict(keys=fields.Str(), values=fields.Nested(StateShape), required=True)
    moves = fields.Dict(keys=fields.Str(), values=fields.Nested(MoveShape), required=True)
