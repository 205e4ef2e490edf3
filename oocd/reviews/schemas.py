from marshmallow import Schema, fields

from oocd.referrals.schemas import at_least, says
from oocd.web.answers import ByCode, Code, Words


def words(description: str) -> fields.Str:
    return fields.Str(
        load_default=None,
        allow_none=True,
        validate=at_least(1, "Fill this in."),
        metadata={"description": description},
    )


class PresentSchema(Schema):
    agency = Code("agencies", required=True)
    person = fields.Email(metadata={"description": "E-mail address, where they have an account"})


class WorkResultSchema(Schema):
    intervention = fields.UUID(required=True)
    result = Code(
        "plan_results", required=True, metadata={"description": "completed, partly_completed or not_completed"}
    )


class NeedSchema(Schema):
    at_start = Code("need_levels", required=True)
    now = Code("need_levels", required=True)


class ReviewedSchema(Schema):
    """What any review of the work says."""

    chaired_by = fields.Email(load_default=None, metadata={"description": "E-mail address; left out, who records it"})
    present = fields.List(fields.Nested(PresentSchema), load_default=list)
    results = fields.List(
        fields.Nested(WorkResultSchema),
        load_default=list,
        metadata={"description": "Where the review sees it otherwise than the worker's answer when the work ended"},
    )
    needs = ByCode(
        "needs",
        fields.Nested(NeedSchema),
        load_default=dict,
        metadata={"description": "By need: its level at the start and now"},
    )
    safety_of_child = Code("assessment_levels", load_default=None)
    safety_of_others = Code("assessment_levels", load_default=None)
    what_worked = says(Words)
    child_feedback = words("The child's own words")
    no_child_feedback = Code("reasons_for_no_view", load_default=None, allow_none=True)
    family_feedback = words("The family's own words")
    no_family_feedback = Code("reasons_for_no_view", load_default=None, allow_none=True)


class OnwardSchema(Schema):
    agency = Code("agencies", required=True)
    service = says(metadata={"description": "What the child can go on to"})
    accepted = fields.Bool(required=True, metadata={"description": "Whether the child takes it up"})


class HoldSchema(ReviewedSchema):
    plan_result = Code(
        "plan_results", required=True, metadata={"description": "completed, partly_completed, not_completed or no_plan"}
    )
    exit_decision = Code("exit_decisions", required=True)
    onward = fields.List(fields.Nested(OnwardSchema), load_default=list)
    restorative_result = words("What came of putting things right with whoever was harmed")
    victim_told_on = fields.Date(load_default=None)
    police_told_on = fields.Date(load_default=None)
    kpi_6_completed = fields.Bool(
        load_default=None,
        allow_none=True,
        metadata={"description": "Whether the work counts as completed; asked for where a plan was partly completed"},
    )
    not_completed_because = Code(
        "not_completed_reasons",
        load_default=None,
        allow_none=True,
        metadata={"description": "A code of not_completed_reasons, where the work counts as not completed"},
    )


class ExtendSchema(Schema):
    extended_to = fields.Date(required=True)
    reason = says(Words)
    exit_decision = Code(
        "exit_decisions",
        load_default="extend",
        metadata={"description": "A code of exit_decisions with which the work goes on"},
    )


class ListReviewSchema(Schema):
    meeting = fields.UUID(required=True)


class TakeOffSchema(Schema):
    reason = says(Words)


class ListingSchema(Schema):
    """An exit review's place on a review panel's agenda."""

    id = fields.UUID()
    exit_review_id = fields.UUID()
    referral_id = fields.UUID()
    meeting_id = fields.UUID()
    held_on = fields.Date(attribute="meeting.held_on")
    place = fields.Int()
    listed_at = fields.AwareDateTime()
    taken_off_at = fields.AwareDateTime()
    taken_off_because = fields.Str()


class HoldInterimSchema(ReviewedSchema):
    next_review_by = fields.Date(load_default=None)


class ReviewSchema(Schema):
    """What was said in a review, as it is read."""

    id = fields.UUID()
    referral_id = fields.UUID()
    held_on = fields.Date()
    chaired_by = fields.UUID()
    present = fields.List(fields.Dict())
    work_results = fields.Dict(keys=fields.Str(), values=fields.Str())
    needs = fields.Dict()
    safety_of_child = fields.Str()
    safety_of_others = fields.Str()
    what_worked = fields.Str()
    child_feedback = fields.Str()
    no_child_feedback = fields.Str()
    family_feedback = fields.Str()
    no_family_feedback = fields.Str()


class ExitReviewSchema(ReviewSchema):
    number = fields.Int()
    state = fields.Str()
    plan_result = fields.Str()
    exit_decision = fields.Str()
    onward = fields.List(fields.Nested(OnwardSchema))
    restorative_result = fields.Str()
    victim_told_on = fields.Date()
    police_told_on = fields.Date()
    extended_to = fields.Date()
    meeting_id = fields.UUID(metadata={"description": "The panel that held it"})
    kpi_6 = fields.Dict(
        metadata={"description": "Completed or not, why not, and the column of each outcome by offence"}
    )
    version = fields.Int()


class ExitReviewDaySchema(Schema):
    """A day the exit review was planned for, and the end of the work it followed."""

    number = fields.Int()
    planned_on = fields.Date()
    work_ends_on = fields.Date()
    because = fields.Str(metadata={"description": "Whose end: course, agreed_work, no_end_agreed, extended, ..."})
    recorded_at = fields.AwareDateTime()


class OfCaseSchema(Schema):
    referral_id = fields.UUID()
    reference = fields.Str()
    area = fields.Str()


class PlannedDaySchema(OfCaseSchema, ExitReviewDaySchema):
    late = fields.Bool(metadata={"description": "The day has passed and the work goes on"})


class PlannedDaysSchema(Schema):
    days = fields.List(fields.Nested(PlannedDaySchema))
    next = fields.UUID()


class DueReviewSchema(OfCaseSchema):
    review = fields.Nested(ExitReviewSchema)
    due_on = fields.Date()
    late = fields.Bool()
    listing = fields.Nested(ListingSchema, metadata={"description": "Its place on a panel's agenda, if it has one"})


class DueReviewsSchema(Schema):
    reviews = fields.List(fields.Nested(DueReviewSchema))
    next = fields.UUID()


class AgendaSchema(Schema):
    reviews = fields.List(fields.Nested(DueReviewSchema))


class InterimReviewSchema(ReviewSchema):
    next_review_by = fields.Date()
