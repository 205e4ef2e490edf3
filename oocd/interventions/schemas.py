from marshmallow import Schema, fields

from oocd.referrals.schemas import says


class PlanSchema(Schema):
    kind = says()
    objective = says(metadata={"description": "What the child wants help with, in the child's terms"})
    agency = says(metadata={"description": "The agency that delivers it"})


class InterventionSchema(Schema):
    id = fields.UUID()
    referral_id = fields.UUID()
    kind = fields.Str()
    objective = fields.Str()
    agency = fields.Str()
    state = fields.Str()
    version = fields.Int()


class HeldOnSchema(Schema):
    held_on = fields.Date(required=True)


class SessionSchema(HeldOnSchema):
    id = fields.UUID()
    attended = fields.Bool()
    before_outcome = fields.Bool()


class EndEarlySchema(Schema):
    end_reason = says()
