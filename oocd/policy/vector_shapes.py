"""The shape of the files of vectors. docs/vectors.md says what they mean."""

from typing import Any

from marshmallow import Schema, fields

from oocd.policy.rules import EVERY_MOMENT, IF_IT_FAILS, OPEN, WORST_FIRST
from oocd.policy.shapes import SAYS_SOMETHING, Day, one_of, text

VERDICTS = ("holds", "fails", "unknown", "not_asked")
STEPS = (*WORST_FIRST, OPEN)


def facts_told(**kwargs: Any) -> fields.Dict:
    return fields.Dict(keys=fields.Str(), values=fields.Raw(allow_none=True), **kwargs)


class BaseSchema(Schema):
    about = text()
    like = fields.Str()
    facts = facts_told(required=True)
    of_outcome = fields.Dict(keys=fields.Str(), values=facts_told(), load_default=dict)


class BasesSchema(Schema):
    about = text()
    outcomes = fields.List(fields.Str(), required=True, validate=SAYS_SOMETHING)
    bases = fields.Dict(keys=fields.Str(), values=fields.Nested(BaseSchema), required=True, validate=SAYS_SOMETHING)


class CaseSchema(Schema):
    """One case of a rule, or of a whole step, where it differs from what the file says of all its cases."""

    name = text()
    day = Day()
    area = fields.Str()
    base = fields.Str()
    outcomes = fields.List(fields.Str(), validate=SAYS_SOMETHING)
    facts = facts_told(load_default=dict)
    each = fields.Dict(keys=fields.Str(), values=fields.List(fields.Raw(allow_none=True), validate=SAYS_SOMETHING))
    step = fields.Str(validate=one_of(*STEPS))


class RuleCaseSchema(CaseSchema):
    expect = fields.Str(required=True, validate=one_of(*VERDICTS))


class TableSchema(Schema):
    rule = text()
    source = text()
    when = fields.Str(required=True, validate=one_of(*EVERY_MOMENT))
    outcomes = fields.List(fields.Str(), required=True, validate=SAYS_SOMETHING)
    since = Day()
    until = Day()
    failing = fields.Str(required=True, validate=one_of(OPEN, *IF_IT_FAILS.values()))
    unknown_without = fields.List(fields.Str(), load_default=list)
    cases = fields.List(fields.Nested(RuleCaseSchema), required=True, validate=SAYS_SOMETHING)


class StepCaseSchema(CaseSchema):
    source = text()
    outcomes = fields.List(fields.Str(), required=True, validate=SAYS_SOMETHING)
    when = fields.List(fields.Str(validate=one_of(*EVERY_MOMENT)), required=True, validate=SAYS_SOMETHING)
    expect = fields.Dict(keys=fields.Str(), values=fields.Str(validate=one_of(*VERDICTS)), load_default=dict)
    step = fields.Str(required=True, validate=one_of(*STEPS))


class VectorsSchema(Schema):
    about = text()
    day = Day(required=True)
    area = text()
    base = text()
    rules = fields.List(fields.Nested(TableSchema), load_default=list)
    steps = fields.List(fields.Nested(StepCaseSchema), load_default=list)
