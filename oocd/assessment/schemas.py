from marshmallow import Schema, fields

from oocd.assessment import queries
from oocd.assessment.rules import SECTIONS
from oocd.referrals.queries import name_of
from oocd.referrals.schemas import says


class AskAgencySchema(Schema):
    agency = says()
    question = says()


class AnswerCheckSchema(Schema):
    answer = says(metadata={"description": "information_shared or nothing_held"})
    information = fields.Str(load_default=None)


class ChaseCheckSchema(Schema):
    chased_on = fields.Date(required=True)
    how = says()


class ChaseSchema(ChaseCheckSchema):
    recorded_at = fields.AwareDateTime()


class CheckSchema(Schema):
    id = fields.UUID()
    agency = fields.Str()
    state = fields.Str()
    question = fields.Str()
    asked_on = fields.Date()
    due_on = fields.Function(lambda check: str(queries.answer_due_on(check)), metadata={"format": "date"})
    overdue = fields.Function(queries.is_overdue, metadata={"type": "boolean"})
    result = fields.Str(metadata={"description": "waiting, information_shared, nothing_held or no_reply"})
    answer = fields.Str()
    answered_on = fields.Date()
    information = fields.Str()
    chases = fields.List(fields.Nested(ChaseSchema))
    version = fields.Int()


class PersonHeardSchema(Schema):
    whose = says(metadata={"description": "child, or a carer by relationship, such as mother"})
    person_name = fields.Str(load_default=None, metadata={"description": "Where there are several of one kind"})
    lives_with_child = fields.Bool(load_default=None)


class WordsSchema(PersonHeardSchema):
    words = says(metadata={"description": "The person's own words"})
    given_how = says()
    given_on = fields.Date(required=True)
    communication_aid = fields.Str(load_default=None)
    view_of_outcome = fields.Str(load_default=None, metadata={"description": "Their view of the outcome proposed"})
    disagrees_with_child = fields.Str(load_default=None, metadata={"description": "Where a carer sees it otherwise"})
    corrects = fields.UUID(load_default=None, metadata={"description": "The earlier view that this one corrects"})


class AttemptSchema(Schema):
    tried_on = fields.Date(required=True)
    how = says()


class AbsenceSchema(PersonHeardSchema):
    reason_for_none = says()
    attempts = fields.List(fields.Nested(AttemptSchema), load_default=list)


class AgreementSchema(Schema):
    agreed_by = fields.Function(lambda agreement: name_of(agreement.agreed_by), metadata={"type": "string"})
    agreed_at = fields.AwareDateTime()


class KeptAttemptSchema(Schema):
    tried_on = fields.Str(metadata={"format": "date"})
    how = fields.Str()


class ViewSchema(Schema):
    id = fields.UUID()
    whose = fields.Str()
    person_name = fields.Str()
    lives_with_child = fields.Bool()
    words = fields.Str()
    given_how = fields.Str()
    given_on = fields.Date()
    communication_aid = fields.Str()
    view_of_outcome = fields.Str()
    disagrees_with_child = fields.Str()
    reason_for_none = fields.Str()
    attempts = fields.List(fields.Nested(KeptAttemptSchema))
    agreement = fields.Nested(AgreementSchema, metadata={"description": "The manager's, to an absence"})
    corrects = fields.UUID(attribute="corrects_id")
    recorded_at = fields.AwareDateTime()


class ConsiderSafeguardingSchema(Schema):
    kind = says()
    referred = fields.Bool(load_default=True, metadata={"description": "false: considered, and not needed"})
    made_on = fields.Date(required=True, metadata={"description": "The day it was made, or considered"})
    agency = says()
    raised_at = says()
    reason = says()


class DecideSafeguardingSchema(Schema):
    decision = says()
    decided_on = fields.Date(required=True)


class SafeguardingDecisionSchema(DecideSafeguardingSchema):
    recorded_at = fields.AwareDateTime()


class SafeguardingSchema(ConsiderSafeguardingSchema):
    id = fields.UUID()
    decisions = fields.List(fields.Nested(SafeguardingDecisionSchema))
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
