from marshmallow import Schema, fields

from oocd.panels.schemas import SAY_WHY, ReasonsSchema
from oocd.referrals.schemas import says


class OneDecisionSchema(Schema):
    offence = fields.Int(required=True)
    outcome = says()
    reasons = fields.Nested(ReasonsSchema, required=True)
    deviation_reason = fields.Str(
        load_default=None, metadata={"description": "Why the outcome leaves the starting point"}
    )
    differs_because = fields.Str(
        load_default=None,
        validate=SAY_WHY,
        metadata={"description": "Why it differs from the recommendation"},
    )


class DecideSchema(Schema):
    officer = says(metadata={"description": "Name and rank of the officer or prosecutor whose decision it is"})
    decisions = fields.List(fields.Nested(OneDecisionSchema), required=True)
    rule_reasons = fields.Dict(keys=fields.Str(), values=fields.Str(), load_default=dict)
    acknowledged = fields.List(fields.Str(), load_default=list)


class DecisionSchema(Schema):
    id = fields.UUID()
    outcome = fields.Str()
    decided_by = fields.Str()
    officer = fields.Str()
    decided_on = fields.Date()
    reasons = fields.Dict()
    deviation_reason = fields.Str()
    differs_because = fields.Str()
    rule_reasons = fields.Dict()
    answers = fields.Dict(metadata={"description": "What each gate said, by rule id"})
    edition_hash = fields.Str()


class DecisionsSchema(Schema):
    decisions = fields.List(fields.Nested(DecisionSchema))


class ExplainSchema(Schema):
    explained_how = says()
    adult_role = fields.Str(load_default=None, metadata={"description": "The appropriate adult's role"})
    agreed = fields.Bool(load_default=None, metadata={"description": "Whether the child agrees, where that is asked"})


class GiveSchema(Schema):
    given_by = says(metadata={"description": "Name and rank"})
    given_by_constable = fields.Bool(required=True)
    adult_role = fields.Str(load_default=None)
    rule_reasons = fields.Dict(keys=fields.Str(), values=fields.Str(), load_default=dict)
    acknowledged = fields.List(fields.Str(), load_default=list)


class DisposalSchema(Schema):
    id = fields.UUID()
    referral_id = fields.UUID()
    outcome = fields.Str()
    state = fields.Str()
    version = fields.Int()
    explained_on = fields.Date()
    given_on = fields.Date()
    yjs_told_on = fields.Date()
    rule_reasons = fields.Dict()
    acknowledged = fields.List(fields.Str())
    answers = fields.Dict()
