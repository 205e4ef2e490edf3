"""The shape of a workflow file."""

from typing import Any

from marshmallow import Schema, fields, validate

from oocd.policy.shapes import text

PARTIES = ("police", "yjs", "panel", "agency", "family", "court", "cps", "nobody")


class StateSchema(Schema):
    says = text()
    waits_on = fields.List(fields.Str(validate=validate.OneOf(PARTIES, error="Write one of: {choices}.")))
    due_in = fields.Str()
    opens = fields.List(fields.Str())
    ends = fields.Bool()


class StatesField(fields.List[str]):
    """One state, or a list of them."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> list[str | None]:
        return super()._deserialize([value] if isinstance(value, str) else value, attr, data, **kwargs)


class MoveSchema(Schema):
    says = text()
    done = text()
    from_states = StatesField(fields.Str(), required=True, data_key="from")
    to = text()
    by = text()
    guards = fields.List(fields.Str(), data_key="if")
    needs = fields.List(fields.Str())
    carries = fields.Str()
    once = fields.Str()


class WorkflowSchema(Schema):
    about = text()
    starts_as = text()
    states = fields.Dict(keys=fields.Str(), values=fields.Nested(StateSchema), required=True)
    moves = fields.Dict(keys=fields.Str(), values=fields.Nested(MoveSchema), required=True)
