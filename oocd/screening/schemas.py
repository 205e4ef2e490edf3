from marshmallow import Schema, fields

from oocd.referrals.schemas import says


class ScoreSchema(Schema):
    offence = fields.Int(required=True, metadata={"description": "The offence's number in the case"})
    edition = says()
    base = fields.Int(load_default=None, metadata={"description": "From the partner's own copy"})
    adjustment = fields.Int(load_default=0)
    factors = fields.List(fields.Str(), load_default=list)
    rationale = fields.Str(load_default="")


class GravityScoreSchema(Schema):
    id = fields.UUID()
    edition = fields.Str()
    illustrative = fields.Bool(metadata={"description": "True: made up, not the official matrix"})
    base = fields.Int()
    adjustment = fields.Int()
    final = fields.Int()
    factors = fields.List(fields.Str())
    starting_points = fields.List(fields.Str())
    rationale = fields.Str()
    scored_on = fields.Date()
