"""What is said of an offer of Turnaround, and how it is read."""

from marshmallow import Schema, fields

from oocd.referrals.schemas import says
from oocd.web.answers import ByCode, Code, Words


class OfferTurnaroundSchema(Schema):
    qualifying_event = Code(
        "turnaround_events",
        metadata={"description": "A code of turnaround_events, where it differs from what was sent"},
    )
    qualifying_event_on = fields.Date()
    exclusions = ByCode(
        "turnaround_exclusions", fields.Bool(), metadata={"description": "Of each exclusion whether it is so"}
    )
    rule_reasons = fields.Dict(
        keys=fields.Str(), values=fields.Str(), metadata={"description": "By rule, why support is offered all the same"}
    )


class FindNotEligibleSchema(Schema):
    reason = says(Words)
    other_help = says(Words, metadata={"description": "What other help the child and family were told of"})


class GiveConsentSchema(Schema):
    whose = says(metadata={"description": "child or family"})
    said_on = fields.Date(required=True)
    how = Code("how_views_given", required=True)
    person_name = fields.Str()
    relation = Code(
        "carer_relationships", metadata={"description": "Of somebody of the family: a code of carer_relationships"}
    )


class DeclineSchema(Schema):
    whose = says(metadata={"description": "child or family"})
    said_on = fields.Date(required=True)
    how = Code("how_views_given", required=True)
    reason = Code(
        "reasons_turnaround_declined",
        metadata={"description": "A code of reasons_turnaround_declined, if they care to say; it is not passed on"},
    )


class TurnaroundLookSchema(Schema):
    """One time the case was held against the criteria."""

    id = fields.UUID()
    number = fields.Int()
    offered = fields.Bool()
    rule_set = fields.Str()
    qualifying_event = fields.Str()
    qualifying_event_on = fields.Date()
    window_ends = fields.Date()
    said_of_exclusions = fields.Dict(keys=fields.Str(), values=fields.Bool())
    other_help = fields.Str()
    rule_reasons = fields.Dict(keys=fields.Str(), values=fields.Str())
    answers = fields.Dict(keys=fields.Str(), values=fields.Str())
    looked_on = fields.Date()


class TurnaroundConsentSchema(Schema):
    id = fields.UUID()
    whose = fields.Str()
    given = fields.Bool()
    said_on = fields.Date()
    how = fields.Str()
    person_name = fields.Str()
    relation = fields.Str()
    reason = fields.Str()


class TurnaroundSchema(Schema):
    """What a case file shows of Turnaround."""

    rule_set = fields.Str(metadata={"description": "The criteria of the day of the referral"})
    label = fields.Str()
    verified = fields.Bool(metadata={"description": "False where nobody could read the criteria of these years"})
    window_ends = fields.Date()
    looks = fields.List(fields.Nested(TurnaroundLookSchema))
    consents = fields.List(
        fields.Nested(TurnaroundConsentSchema),
        metadata={"description": "That support was not wanted is not for the police"},
    )
    offered_after = fields.List(
        fields.Str(), metadata={"description": "References of Turnaround cases that an outcome here led to"}
    )


class NeverReferredQuerySchema(Schema):
    area = fields.Str(metadata={"description": "One of your areas; left out, all of them"})
    after = fields.UUID()


class NeverReferredCaseSchema(Schema):
    """A child who met the criteria and was not referred: the reference of a case, and nothing of the child."""

    reference = fields.Str()
    area = fields.Str()
    because = fields.Str(metadata={"description": "sent_back_by_the_court, charged or outcome_given"})
    event = fields.Str()
    event_on = fields.Date()
    window_ends = fields.Date()
    still_open = fields.Bool(metadata={"description": "Whether a referral would still be in time"})


class NeverReferredSchema(Schema):
    cases = fields.List(fields.Nested(NeverReferredCaseSchema))
    next = fields.UUID(metadata={"description": "Send as `after` for the next page; missing on the last"})
