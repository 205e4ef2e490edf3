from marshmallow import Schema, fields

from oocd.assessment.rules import SECTIONS
from oocd.referrals.schemas import says


class AskAgencySchema(Schema):
    agency = says()
    question = says()


class AnswerCheckSchema(Schema):
    answer = says(metadata={"description": "information_shared or nothing_held"})
    information = fields.Str(load_default=None)


class CheckSchema(Schema):
    id = fields.UUID()
    agency = fields.Str()
    state = fields.Str()
    question = fields.Str()
    answer = fields.Str()
    information = fields.Str()
    version = fields.Int()


class WordsSchema(Schema):
    whose = says(metadata={"description": "child, or a carer by relationship, such as mother"})
    words = says(metadata={"description": "The person's own words"})
    given_how = says()
    given_on = fields.Date(required=True)


class AbsenceSchema(Schema):
    whose = says()
    reason_for_none = says()


class ViewSchema(Schema):
    id = fields.UUID()
    whose = fields.Str()
    words = fields.Str()
    given_how = fields.Str()
    given_on = fields.Date()
    reason_for_none = fields.Str()
    recorded_at = fields.AwareDateTime()


class WriteSchema(Schema):
    tool = says()
    sections = fields.Dict(
        keys=fields.Str(),
        values=fields.Str(),
        required=True,
        metadata={"description": f"Text by section: {', '.join(SECTIONS)}"},
    )
    safety_of_child = fields.Str(load_default="not_assessed")
    safety_of_others = fields.Str(load_default="not_assessed")
    recommendation = fields.Str(load_default="")


class VersionSchema(WriteSchema):
    number = fields.Int()
    written_at = fields.AwareDateTime()


class AssessmentSchema(Schema):
    id = fields.UUID()
    state = fields.Str()
    version = fields.Int()
    latest = fields.Nested(VersionSchema)
