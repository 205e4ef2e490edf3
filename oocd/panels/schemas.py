from marshmallow import Schema, fields

from oocd.referrals.schemas import ReferralSchema, at_least, says
from oocd.web.answers import Code, Words

SAY_WHY = at_least(20, "Say why in at least 20 characters.")


class PlanMeetingSchema(Schema):
    area = says()
    held_on = fields.Date(required=True)
    kind = Code("panel_kinds", load_default="decision")


class MeetingSchema(Schema):
    id = fields.UUID()
    area = fields.Str()
    kind = fields.Str()
    held_on = fields.Date()
    papers_sent_on = fields.Date()
    state = fields.Str()
    version = fields.Int()


class PapersSchema(Schema):
    sent_on = fields.Date(required=True)


class PersonSchema(Schema):
    person = fields.Email(required=True, metadata={"description": "E-mail address of a panel member"})


class ComesInSchema(PersonSchema):
    role = Code("room_roles", load_default="member")


class ApologySchema(Schema):
    person = fields.Str(attribute="person.name")
    agency = fields.Str()


class AttendanceSchema(Schema):
    id = fields.UUID()
    person = fields.Str(attribute="person.name")
    agency = fields.Str()
    role = fields.Str()
    votes = fields.Bool()
    decides = fields.Bool()
    came_at = fields.AwareDateTime()
    left_at = fields.AwareDateTime()


class DeclareConflictSchema(Schema):
    reason = Code("conflict_reasons", required=True)
    words = Words(required=True, validate=SAY_WHY)
    person = fields.Email(
        load_default=None, metadata={"description": "For somebody else, as whoever chairs: their e-mail address"}
    )


class EndConflictSchema(Schema):
    words = Words(required=True, validate=SAY_WHY)


class ConflictSchema(Schema):
    """Somebody stepped back from a case; or, where `ends` names a declaration, that it was made in error."""

    id = fields.UUID()
    person = fields.Str(attribute="person.name")
    reason = fields.Str()
    words = fields.Str()
    ends = fields.UUID()
    recorded_at = fields.AwareDateTime()


class ListCaseSchema(Schema):
    meeting = fields.UUID(required=True)


class ItemSchema(Schema):
    """A case at a meeting. Votes show only once the round is revealed."""

    id = fields.UUID()
    referral_id = fields.UUID()
    meeting_id = fields.UUID()
    place = fields.Int()
    state = fields.Str()
    round = fields.Int()
    discussed_from = fields.AwareDateTime()
    discussed_until = fields.AwareDateTime()
    deferral_reason = fields.Str()
    deferral_owner = fields.Str(metadata={"description": "Who owes the next step"})
    deferral_due_on = fields.Date()
    version = fields.Int()


class AgendaItemSchema(Schema):
    item = fields.Nested(ItemSchema)
    reference = fields.Str()
    present = fields.List(
        fields.Nested(AttendanceSchema),
        metadata={"description": "Who was in the room for some of this case's discussion; nobody before it began"},
    )


class ExpectedSchema(Schema):
    """An agency that is expected at this area's panels."""

    agency = fields.Str()
    label = fields.Str()
    came = fields.Bool()


class WholeMeetingSchema(MeetingSchema):
    """A meeting with its agenda and who is there; without the cases that whoever asks stepped back from."""

    attendances = fields.List(fields.Nested(AttendanceSchema))
    apologies = fields.List(fields.Nested(ApologySchema))
    expected = fields.List(fields.Nested(ExpectedSchema))
    presented_by = fields.Str(metadata={"description": "Who brings each case before the panel here"})
    agenda = fields.List(fields.Nested(AgendaItemSchema))


class MeetingPageSchema(Schema):
    meetings = fields.List(fields.Nested(MeetingSchema))
    next = fields.UUID(metadata={"description": "Send as `after` for the next page; missing on the last"})


class ReadyCasesSchema(Schema):
    cases = fields.List(fields.Nested(ReferralSchema))
    next = fields.UUID(metadata={"description": "Send as `after` for the next page; missing on the last"})


class PlaceSchema(Schema):
    place = fields.Int(required=True, metadata={"description": "1 to come up first of those that still wait"})


class BecauseSchema(Schema):
    reason = says(Words)


class BecauseInWordsSchema(Schema):
    reason = Words(required=True, validate=SAY_WHY)


class ChairExceptionSchema(Schema):
    """A chair let an unassessed case come to the panel."""

    id = fields.UUID()
    referral_id = fields.UUID()
    reference = fields.Str(attribute="case.reference")
    granted_by = fields.Str(attribute="person.name")
    granted_at = fields.AwareDateTime()
    reason = fields.Str()


class ChairExceptionsSchema(Schema):
    count = fields.Int(metadata={"description": "Of all in sight, on every page"})
    exceptions = fields.List(fields.Nested(ChairExceptionSchema))
    next = fields.UUID(metadata={"description": "Send as `after` for the next page; missing on the last"})


class OneVoteSchema(Schema):
    offence = fields.Int(required=True)
    outcome = Code("outcomes", load_default=None, allow_none=True, metadata={"description": "Leave out to abstain"})
    reasons = Words(required=True, validate=SAY_WHY)


class CastVoteSchema(Schema):
    votes = fields.List(fields.Nested(OneVoteSchema), required=True)


class VoteSchema(Schema):
    agency = fields.Str()
    round = fields.Int()
    offence_id = fields.UUID()
    outcome = fields.Str()
    reasons = fields.Str()
    cast_at = fields.AwareDateTime()
    counts = fields.Bool(metadata={"description": "False where its voter has stepped back from the case since"})


class RevealSchema(Schema):
    closed_early = Words(load_default=None, validate=SAY_WHY, metadata={"description": "Why not wait for all votes"})


class OwnReasonsSchema(Schema):
    """The reasons of one offence, where they are not the same for all."""

    why_this_outcome = Words(validate=SAY_WHY)
    why_not_the_one_below = Words(validate=SAY_WHY)
    why_not_the_one_above = Words(validate=SAY_WHY)
    how_views_counted = Words(
        validate=SAY_WHY, metadata={"description": "Those of the child and the family, and how they counted"}
    )
    victims_view = Words(
        validate=SAY_WHY, metadata={"description": "Where somebody was harmed: what they wished, and how it counted"}
    )
    diversity_and_care = Words(
        validate=SAY_WHY,
        metadata={"description": "Needed for a child known to social care, and where no assessment was countersigned"},
    )


class ReasonsSchema(OwnReasonsSchema):
    why_this_outcome = Words(required=True, validate=SAY_WHY)
    why_not_the_one_below = Words(required=True, validate=SAY_WHY)
    why_not_the_one_above = Words(required=True, validate=SAY_WHY)
    how_views_counted = Words(required=True, validate=SAY_WHY)


class ProposedConditionSchema(Schema):
    kind = Code("condition_kinds", required=True)
    text = says(Words)


class OwnWordsSchema(Schema):
    """What is said of one offence where it is not the same for all."""

    offence = fields.Int(required=True)
    reasons = fields.Nested(OwnReasonsSchema)
    deviation_reason = Words(validate=SAY_WHY)
    proposed_conditions = fields.List(fields.Nested(ProposedConditionSchema))


class RecommendSchema(Schema):
    reasons = fields.Nested(ReasonsSchema, required=True)
    deviation_reason = Words(
        load_default=None,
        validate=SAY_WHY,
        metadata={"description": "Where the outcome is not a starting point of the gravity score"},
    )
    proposed_conditions = fields.List(
        fields.Nested(ProposedConditionSchema),
        load_default=list,
        metadata={"description": "For a youth conditional caution's conditions, or the plan of another outcome"},
    )
    offences = fields.List(fields.Nested(OwnWordsSchema), load_default=list)
    rule_reasons = fields.Dict(
        keys=fields.Str(),
        values=fields.Str(),
        load_default=dict,
        metadata={"description": "By rule id, why it was passed"},
    )
    acknowledged = fields.List(fields.Str(), load_default=list)


class AddendumSchema(Schema):
    id = fields.UUID(dump_only=True)
    words = Words(required=True, validate=SAY_WHY)
    recorded_at = fields.AwareDateTime(dump_only=True)


class SettlementSchema(Schema):
    escalation_id = fields.UUID()
    level = fields.Int()
    days_taken = fields.Int()
    competing = fields.Dict(metadata={"description": "By agency, what each stood for"})


class RecommendationSchema(Schema):
    id = fields.UUID()
    outcome = fields.Str()
    offence_id = fields.UUID()
    dissents = fields.Dict()
    reasons = fields.Dict()
    gravity_final = fields.Int()
    deviation_reason = fields.Str()
    differs_from_worker = fields.Bool(metadata={"description": "Null where the worker named no outcome"})
    differs_from_police = fields.Bool(metadata={"description": "Null where the police proposed none"})
    differs_from_matrix = fields.Bool(metadata={"description": "Null where there is no score"})
    answers = fields.List(fields.Str())
    edition_hash = fields.Str()
    assessment_version = fields.Int()
    settlement = fields.Nested(SettlementSchema, metadata={"description": "Where the ladder settled it"})
    proposed_conditions = fields.List(fields.Nested(ProposedConditionSchema))
    addenda = fields.List(fields.Nested(AddendumSchema))


class RecommendationsSchema(Schema):
    recommendations = fields.List(fields.Nested(RecommendationSchema))


class OneViewSchema(Schema):
    offence = fields.Int(required=True)
    outcome = Code("outcomes", required=True)
    reasons = Words(required=True, validate=SAY_WHY)


class GiveViewSchema(Schema):
    views = fields.List(fields.Nested(OneViewSchema), required=True)


class EscalationLevelSchema(Schema):
    level = fields.Int()
    began_on = fields.Date()
    due_on = fields.Date()
    ended_on = fields.Date()
    overdue_on = fields.Date(metadata={"description": "When the service saw that it was late"})


class EscalationViewSchema(Schema):
    level = fields.Int()
    agency = fields.Str()
    offence_id = fields.UUID()
    outcome = fields.Str()
    reasons = fields.Str()
    given_at = fields.AwareDateTime()


class EscalationSchema(Schema):
    """A disagreement on its way up the ladder."""

    id = fields.UUID()
    referral_id = fields.UUID()
    item_id = fields.UUID()
    agency = fields.Str(metadata={"description": "That raised it"})
    raised_on = fields.Date()
    reason = fields.Str()
    competing = fields.Dict(metadata={"description": "By offence and agency, what was named at the panel"})
    state = fields.Str()
    level = fields.Int()
    levels = fields.List(fields.Nested(EscalationLevelSchema))
    views = fields.List(fields.Nested(EscalationViewSchema))
    version = fields.Int()


class EscalationPageSchema(Schema):
    escalations = fields.List(fields.Nested(EscalationSchema))
    next = fields.UUID(metadata={"description": "Send as `after` for the next page; missing on the last"})


class DeferSchema(Schema):
    deferral_reason = Code("deferral_reasons", required=True)
    reason = Words(load_default=None)
