from marshmallow import Schema, fields

from oocd.referrals.schemas import at_least, says

SAY_WHY = at_least(20, "Say why in at least 20 characters.")


class PlanMeetingSchema(Schema):
    area = says()
    held_on = fields.Date(required=True)


class MeetingSchema(Schema):
    id = fields.UUID()
    area = fields.Str()
    held_on = fields.Date()
    state = fields.Str()
    version = fields.Int()


class PersonSchema(Schema):
    person = fields.Email(required=True, metadata={"description": "E-mail address of a panel member"})


class AttendanceSchema(Schema):
    id = fields.UUID()
    agency = fields.Str()
    votes = fields.Bool()
    decides = fields.Bool()
    came_at = fields.AwareDateTime()
    left_at = fields.AwareDateTime()


class DeclareConflictSchema(Schema):
    reason = says(metadata={"description": "A code of conflict_reasons"})
    words = fields.Str(required=True, validate=SAY_WHY)
    person = fields.Email(
        load_default=None, metadata={"description": "For somebody else, as whoever chairs: their e-mail address"}
    )


class EndConflictSchema(Schema):
    words = fields.Str(required=True, validate=SAY_WHY)


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
    version = fields.Int()


class OneVoteSchema(Schema):
    offence = fields.Int(required=True)
    outcome = fields.Str(load_default=None, allow_none=True, metadata={"description": "Leave out to abstain"})
    reasons = fields.Str(required=True, validate=SAY_WHY)


class CastVoteSchema(Schema):
    votes = fields.List(fields.Nested(OneVoteSchema), required=True)


class VoteSchema(Schema):
    agency = fields.Str()
    round = fields.Int()
    offence_id = fields.UUID()
    outcome = fields.Str()
    reasons = fields.Str()
    cast_at = fields.AwareDateTime()


class RevealSchema(Schema):
    closed_early = fields.Str(
        load_default=None, validate=SAY_WHY, metadata={"description": "Why not wait for all votes"}
    )


class VoteAgainSchema(Schema):
    reason = says()


class ReasonsSchema(Schema):
    why_this_outcome = fields.Str(required=True, validate=SAY_WHY)
    why_not_the_one_below = fields.Str(required=True, validate=SAY_WHY)
    why_not_the_one_above = fields.Str(required=True, validate=SAY_WHY)
    how_views_counted = fields.Str(required=True, validate=SAY_WHY)


class RecommendSchema(Schema):
    reasons = fields.Nested(ReasonsSchema, required=True)
    rule_reasons = fields.Dict(
        keys=fields.Str(),
        values=fields.Str(),
        load_default=dict,
        metadata={"description": "By rule id, why it was passed"},
    )
    acknowledged = fields.List(fields.Str(), load_default=list)


class RecommendationSchema(Schema):
    id = fields.UUID()
    outcome = fields.Str()
    dissents = fields.Dict()
    reasons = fields.Dict()
    answers = fields.List(fields.Str())
    edition_hash = fields.Str()
    assessment_version = fields.Int()


class RecommendationsSchema(Schema):
    recommendations = fields.List(fields.Nested(RecommendationSchema))


class DeferSchema(Schema):
    deferral_reason = says()
    reason = fields.Str(load_default=None)
