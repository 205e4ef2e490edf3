from marshmallow import Schema, fields, validate

from oocd.referrals.schemas import says
from oocd.web.answers import Code, Words

HELD_ON = {"description": "The day it was held, or was to be held"}


class AgreedSchema(Schema):
    """What is agreed of one piece of work beyond what it is for and who owns it."""

    action = Words(metadata={"description": "What is done together"})
    worker = fields.Email(metadata={"description": "E-mail address of who delivers it, where that is settled"})
    start_by = fields.Date()
    end_by = fields.Date()
    sequence = fields.Int(
        validate=validate.Range(min=1, max=99), metadata={"description": "Its place in the order of the plan"}
    )


class PlanSchema(AgreedSchema):
    kind = Code("intervention_kinds", required=True)
    objective = says(Words, metadata={"description": "What the child wants help with, in the child's terms"})
    agency = Code("agencies", required=True, metadata={"description": "The agency that owns it"})
    offence = fields.Int(metadata={"description": "Number of the offence whose outcome it serves; leave out for all"})
    voluntary = fields.Bool(
        load_default=False, metadata={"description": "Support beside any outcome, never reported as failure"}
    )


class ReviseSchema(AgreedSchema):
    objective = Words(validate=validate.Length(min=1, error="Fill this in."))
    agency = Code("agencies")
    why_changed = says(Words)


class InterventionVersionSchema(Schema):
    number = fields.Int()
    objective = fields.Str()
    action = fields.Str()
    agency = fields.Str()
    worker = fields.Str(attribute="worker.name", metadata={"description": "Name of who delivers it"})
    start_by = fields.Date()
    end_by = fields.Date()
    sequence = fields.Int()
    why_changed = fields.Str()
    written_at = fields.AwareDateTime()


class WritePlanSchema(Schema):
    what_helps = says(Words, metadata={"description": "Strengths to build on, and what helps this child"})
    victim_safety = says(Words, metadata={"description": "How those harmed, and those who could be, are kept safe"})
    contingency = says(Words, metadata={"description": "What happens if this does not work"})
    exit_route = says(Words, metadata={"description": "The way on to services that every child has"})
    agreed_with_child_on = fields.Date(load_default=None)
    agreed_with_carer_on = fields.Date(load_default=None)
    why_changed = Words(load_default=None, metadata={"description": "Needed from the second version on"})


class WorkPlanSchema(WritePlanSchema):
    id = fields.UUID()
    number = fields.Int()
    written_at = fields.AwareDateTime()


class DeclineProgrammeSchema(Schema):
    offence = fields.Int(required=True)
    reason = says(Words, metadata={"description": "Why a programme would be inappropriate for this child"})


class NoProgrammeSchema(Schema):
    id = fields.UUID()
    offence_id = fields.UUID()
    reason = fields.Str()
    decided_on = fields.Date()


class OfferSessionSchema(Schema):
    planned_on = fields.Date(required=True)
    place = Code(
        "session_places", load_default=None, metadata={"description": "Where or how, such as at_home or by_phone"}
    )


class HeldOnSchema(Schema):
    held_on = fields.Date(required=True, metadata=HELD_ON)
    session = fields.UUID(load_default=None, metadata={"description": "The session offered, where it was offered"})
    place = Code("session_places", load_default=None)


class MissedSchema(HeldOnSchema):
    reason = Code("reasons_session_missed", load_default=None, metadata={"description": "Leave out while nobody knows"})


class CancelledSchema(HeldOnSchema):
    reason = Code("reasons_session_cancelled", required=True)


class CorrectSessionSchema(Schema):
    result = says(metadata={"description": "attended, missed or cancelled"})
    held_on = fields.Date(required=True, metadata=HELD_ON)
    reason = Words(load_default=None)
    because = says(Words, metadata={"description": "Why what was recorded is wrong"})


class SessionRecordSchema(Schema):
    number = fields.Int()
    result = fields.Str()
    held_on = fields.Date()
    reason = fields.Str()
    before_outcome = fields.Bool()
    corrected_because = fields.Str()
    recorded_at = fields.AwareDateTime()


class SessionSchema(Schema):
    id = fields.UUID()
    planned_on = fields.Date()
    place = fields.Str()
    held_on = fields.Date(metadata=HELD_ON)
    result = fields.Str(metadata={"description": "attended, missed or cancelled; missing while nobody has said"})
    attended = fields.Bool()
    before_outcome = fields.Bool()
    records = fields.List(fields.Nested(SessionRecordSchema), metadata={"description": "The last counts"})


class InterventionSchema(Schema):
    id = fields.UUID()
    referral_id = fields.UUID()
    kind = fields.Str()
    offence = fields.Int(attribute="offence.number", metadata={"description": "Missing where it serves the whole case"})
    voluntary = fields.Bool()
    agreed_on = fields.Date()
    objective = fields.Str(attribute="latest.objective")
    action = fields.Str(attribute="latest.action")
    agency = fields.Str(attribute="latest.agency")
    worker = fields.Str(attribute="latest.worker.name", metadata={"description": "Name of who delivers it"})
    start_by = fields.Date(attribute="latest.start_by")
    end_by = fields.Date(attribute="latest.end_by")
    sequence = fields.Int(attribute="latest.sequence")
    result = fields.Str(metadata={"description": "The explicit answer to whether it was done"})
    end_reason = fields.Str()
    state = fields.Str()
    version = fields.Int()


class WholeInterventionSchema(InterventionSchema):
    versions = fields.List(fields.Nested(InterventionVersionSchema))
    sessions = fields.List(fields.Nested(SessionSchema))


class CompleteSchema(Schema):
    result = Code(
        "plan_results", required=True, metadata={"description": "completed, partly_completed or not_completed"}
    )


class EndEarlySchema(Schema):
    end_reason = Code("end_reasons", required=True)


class RecordContactSchema(Schema):
    made_on = fields.Date(required=True)
    whom = says(metadata={"description": "child, or a carer by relationship, such as mother"})
    method = Code("contact_methods", required=True)
    result = Code("contact_results", required=True)
    note = Words(load_default=None)
    intervention = fields.UUID(
        load_default=None, metadata={"description": "The work it was about; leave out for all of it"}
    )
    made_by = fields.Email(load_default=None, metadata={"description": "E-mail address of a colleague who made it"})


class ContactAttemptSchema(Schema):
    id = fields.UUID()
    intervention_id = fields.UUID()
    made_on = fields.Date()
    whom = fields.Str()
    method = fields.Str()
    result = fields.Str()
    note = fields.Str()


class ConsiderSchema(Schema):
    adjustment = Code("adjustments", required=True)
    answer = Code("adjustment_answers", required=True)
    note = Words(load_default=None)
    intervention = fields.UUID(load_default=None)


class AdjustmentSchema(Schema):
    id = fields.UUID()
    intervention_id = fields.UUID()
    adjustment = fields.Str()
    answer = fields.Str()
    note = fields.Str()
    considered_on = fields.Date()


class RaiseSchema(Schema):
    barriers = says(Words, metadata={"description": "What stands in the way, and whose it is to move"})
    child_says = Words(load_default=None, metadata={"description": "The child's own account, where there is one"})
    fewer_because = Words(load_default=None, metadata={"description": "Why less was tried than policy asks for"})
    no_carer_because = Words(load_default=None, metadata={"description": "Why no parent or carer was spoken to"})


class NonEngagementSchema(RaiseSchema):
    id = fields.UUID()
    referral_id = fields.UUID()
    intervention_id = fields.UUID()
    state = fields.Str()
    outcomes = fields.List(
        fields.Str(), metadata={"description": "Once agreed: the outcomes whose police are told; none for support"}
    )
    police_told_on = fields.Date()
    version = fields.Int()


class StartDelaySchema(Schema):
    """From an outcome being given to the first session after it, with earlier voluntary work beside it."""

    offence = fields.Int()
    outcome = fields.Str()
    given_on = fields.Date(attribute="delay.given_on")
    first_session_on = fields.Date(attribute="delay.first_session_on")
    days = fields.Int(attribute="delay.days", metadata={"description": "Null while not given, or no session attended"})
    voluntary_sessions = fields.Int(
        attribute="delay.voluntary_sessions", metadata={"description": "Attended before it or beside it; never counted"}
    )
    voluntary_since = fields.Date(attribute="delay.voluntary_since")
