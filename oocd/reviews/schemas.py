from marshmallow import Schema, fields

from oocd.referrals.schemas import says


class HoldSchema(Schema):
    plan_result = says(metadata={"description": "completed, partly_completed or not_completed"})
    exit_decision = says()
    what_worked = says()
    child_feedback = says()
    family_feedback = fields.Str(load_default=None)


class ExitReviewSchema(Schema):
    id = fields.UUID()
    referral_id = fields.UUID()
    state = fields.Str()
    held_on = fields.Date()
    plan_result = fields.Str()
    exit_decision = fields.Str()
    what_worked = fields.Str()
    child_feedback = fields.Str()
    family_feedback = fields.Str()
    version = fields.Int()
