from marshmallow import Schema, fields

from oocd.referrals.queries import name_of
from oocd.referrals.schemas import says
from oocd.screening.queries import meaning_of
from oocd.web.answers import Words


class ScoreSchema(Schema):
    offence = fields.Int(required=True, metadata={"description": "The offence's number in the case"})
    edition = says()
    base = fields.Int(
        load_default=None,
        metadata={"description": "From the partner's own copy; left out where its scores are loaded or follow a rule"},
    )
    adjustment = fields.Int(load_default=0, metadata={"description": "What all factors together come to: -1, 0 or 1"})
    factors = fields.List(fields.Str(), load_default=list, metadata={"description": "Each factor relied on, by code"})
    rationale = Words(load_default="")


class TickFactorSchema(Schema):
    factor = says()


class CheckScoreSchema(Schema):
    base = fields.Int(required=True, metadata={"description": "What you read in your own copy"})


class GravityFactorSchema(Schema):
    code = fields.Str()
    effect = fields.Str()
    ticked_by = fields.Function(lambda row: name_of(row.ticked_by), metadata={"type": "string"})
    ticked_at = fields.AwareDateTime()


class GravityCheckSchema(Schema):
    base_read = fields.Int()
    agrees = fields.Bool()
    checked_by = fields.Function(lambda row: name_of(row.checked_by), metadata={"type": "string"})
    checked_on = fields.Date()


class GravityScoreSchema(Schema):
    id = fields.UUID()
    edition = fields.Str()
    illustrative = fields.Bool(metadata={"description": "True: made up, not the official matrix"})
    base = fields.Int()
    adjustment = fields.Int()
    final = fields.Int()
    factors = fields.List(fields.Nested(GravityFactorSchema))
    starting_points = fields.List(fields.Str(), metadata={"description": "Empty where the edition names none"})
    meaning = fields.Function(meaning_of, metadata={"type": "string", "description": "What the edition says of it"})
    rationale = fields.Str()
    entered_by = fields.Function(
        lambda row: name_of(row.entered_by),
        metadata={"type": "string", "description": "Who typed the score from their copy"},
    )
    check = fields.Nested(GravityCheckSchema)
    copy_number = fields.Int(
        metadata={"description": "Of the police force's copies of the edition: the one two people read the base from"}
    )
    scored_on = fields.Date()


class FactorOnOfferSchema(Schema):
    code = fields.Str()
    label = fields.Str()
    effect = fields.Str()
    editions = fields.List(fields.Str())
    offences = fields.List(fields.Int(), metadata={"description": "Numbers of the offences it may be ticked for"})


class FactorsOnOfferSchema(Schema):
    factors = fields.List(fields.Nested(FactorOnOfferSchema))


class CaseGravitySchema(Schema):
    """One edition's highest score among the offences of a case; editions stand side by side and never compare."""

    edition = fields.Str()
    illustrative = fields.Bool()
    highest = fields.Int()
    reached_by_offences = fields.List(fields.Int())
    scored_offences = fields.List(fields.Int())
    starting_points = fields.List(fields.Str())
