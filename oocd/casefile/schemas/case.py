"""One case as somebody may see it."""

import json
from typing import Any

from marshmallow import Schema, fields, pre_dump

from oocd.assessment.schemas import (
    AssessmentSchema,
    CheckSchema,
    OversightSchema,
    SafeguardingSchema,
    ViewSchema,
)
from oocd.casefile.schemas.explanation import ComputedSchema
from oocd.interventions.schemas import (
    AdjustmentSchema,
    ContactAttemptSchema,
    NonEngagementSchema,
    NoProgrammeSchema,
    StartDelaySchema,
    WholeInterventionSchema,
    WorkPlanSchema,
)
from oocd.outcomes.schemas import DecisionSchema, DisposalSchema
from oocd.panels.schemas import (
    AttendanceSchema,
    ChairExceptionSchema,
    ConflictSchema,
    EscalationSchema,
    ItemSchema,
    MeetingSchema,
    RecommendationSchema,
    VoteSchema,
)
from oocd.policy.in_words import standard
from oocd.referrals.schemas import (
    AllocationSchema,
    ArrivalSchema,
    CarerSchema,
    LimitSchema,
    MissingSchema,
    PreviousDisposalSchema,
    ReferralSchema,
    RoundSchema,
)
from oocd.reviews.schemas import ExitReviewDaySchema, ExitReviewSchema, InterimReviewSchema
from oocd.screening.schemas import CaseGravitySchema, GravityScoreSchema
from oocd.street.schemas import MonitoredSchema
from oocd.turnaround.schemas import TurnaroundSchema
from oocd.victims.schemas import ConsentOwedSchema, VictimSchema, VictimViewSchema
from oocd.web.api import RefusalSchema


class ChildSchema(Schema):
    child_ref = fields.Str()
    name = fields.Str()
    date_of_birth = fields.Date()
    sex = fields.Str()
    ethnicity = fields.Str(metadata={"description": "The child's own word"})
    officer_identified_ethnicity = fields.Str(metadata={"description": "What an officer saw; null but for the police"})
    care_status = fields.Str()
    send = fields.Str()
    language = fields.Str()
    interpreter = fields.Bool()
    address = fields.Str(metadata={"description": "Null for those who have no need of it, as are all five below"})
    ward = fields.Str()
    school = fields.Str()
    social_worker = fields.Str()
    placing_authority = fields.Str()
    carers = fields.List(fields.Nested(CarerSchema))
    history_declared = fields.Bool(metadata={"description": "Whether the police have said what was given before"})
    previous_disposals = fields.List(fields.Nested(PreviousDisposalSchema))
    synthetic = fields.Bool()


class PlanFlagSchema(Schema):
    offence = fields.Int()
    all_planned_is = fields.Str(metadata={"description": "awareness_only or apology, though the child had a weapon"})


class ClockSchema(Schema):
    """A time standard with an event of its own: when it was due, and whether that was kept."""

    name = fields.Str()
    standard = fields.Function(
        lambda row: standard(row["standard"].value, row["standard"].unit, row["standard"].starts)
    )
    started_on = fields.Date()
    due_on = fields.Date()
    met_on = fields.Date()
    late = fields.Bool()


class PutOffSchema(Schema):
    """Why the panel put the case off, who owes the next step, and by when."""

    because = fields.Str(attribute="deferral_reason")
    owner = fields.Str(attribute="deferral_owner")
    due_on = fields.Date(attribute="deferral_due_on")


class StandingSchema(Schema):
    """Where the case stands, whom it waits on, and by whose standard it is due."""

    says = fields.Str()
    since = fields.Date()
    waits_on = fields.List(fields.Str())
    due_on = fields.Date()
    late = fields.Bool()
    standard = fields.Method("standard_in_brief")
    put_off = fields.Nested(PutOffSchema)

    def standard_in_brief(self, standing: dict[str, Any]) -> dict[str, Any] | None:
        figure = standing["standard"]
        if figure is None:
            return None
        return {
            "name": figure.name,
            "value": figure.value,
            "unit": figure.unit,
            "source": figure.source["title"],
            "verified": figure.verified,
        }


class OpenMoveSchema(Schema):
    workflow = fields.Str()
    name = fields.Str()
    says = fields.Str()
    about = fields.Str(metadata={"description": "The outcome, work or agency it concerns, where there may be several"})
    needs = fields.List(fields.Str())
    open = fields.Bool()
    unmet = fields.List(fields.Nested(RefusalSchema))
    address = fields.Str(metadata={"description": "POST here to make the move"})


class OutcomeOnOfferSchema(Schema):
    code = fields.Str()
    label = fields.Str()
    barred_by = fields.List(
        fields.Nested(RefusalSchema), metadata={"description": "Empty where nothing stands in the way"}
    )


class OffenceSchema(Schema):
    number = fields.Int(attribute="offence.number")
    id = fields.UUID(attribute="offence.id")
    offence_id = fields.Str(attribute="offence.offence_id")
    label = fields.Str()
    statute = fields.Str()
    offence_class = fields.Str(attribute="offence.offence_class")
    offence_date = fields.Date(attribute="offence.offence_date")
    offence_time = fields.Time(attribute="offence.offence_time")
    place = fields.Str(attribute="offence.place")
    arrest_or_interview_date = fields.Date(attribute="offence.arrest_or_interview_date")
    crime_number = fields.Str(attribute="offence.crime_number")
    co_accused = fields.Int(attribute="offence.co_accused")
    summary = fields.Str(attribute="offence.summary")
    admission = fields.Str(attribute="offence.admission")
    evidence = fields.Str(attribute="offence.evidence")
    outcomes = fields.List(
        fields.Nested(OutcomeOnOfferSchema), metadata={"description": "Until it is decided: what could be decided now"}
    )
    gravity_scores = fields.List(fields.Nested(GravityScoreSchema), attribute="scores")
    decision_deviates = fields.Bool(
        metadata={"description": "Whether the decision left the starting points of its score; null while undecided"}
    )
    computed = fields.List(
        fields.Nested(ComputedSchema), metadata={"description": "Dates and amounts that follow from the rules"}
    )


class PanelSchema(Schema):
    item = fields.Nested(ItemSchema)
    meeting = fields.Nested(MeetingSchema)
    held_on = fields.Date()
    present = fields.List(fields.Nested(AttendanceSchema))
    says = fields.Str()
    still_to_vote = fields.List(fields.Str())
    votes = fields.List(fields.Nested(VoteSchema), metadata={"description": "Sealed until the round is revealed"})


class TimedVictimViewSchema(VictimViewSchema):
    """A victim's view, and whether it was on record before it was decided. Null while nothing is decided."""

    before_first_decision = fields.Bool()
    before_latest_decision = fields.Bool()

    @pre_dump
    def side_by_side(self, row: dict[str, Any], **_: Any) -> dict[str, Any]:
        """The view's own fields beside those that the decisions add."""
        view = row["view"]
        return {**row, **{name: getattr(view, name) for name in VictimViewSchema().fields}}


class AgeSchema(Schema):
    """How old the child is on a day on which the law asks."""

    at = fields.Str(metadata={"description": "offence, referral, panel, outcome_given or today"})
    offence = fields.Int()
    on = fields.Date()
    age = fields.Int()


class WarningSchema(Schema):
    """Something to look to that stands in nobody's way."""

    code = fields.Str()
    rule = fields.Str()
    says = fields.Str()
    source = fields.Str()
    offence = fields.Int()
    victim = fields.Int()


class StepSchema(Schema):
    step = fields.Str()
    says = fields.Str()
    on = fields.Date()
    reason = fields.Str()


class OutcomeGivenSchema(Schema):
    offence = fields.Int()
    outcome = fields.Str()
    label = fields.Str()
    given_on = fields.Date()


class WhatBecameSchema(Schema):
    """What became of a referral, for whoever sent it."""

    reference = fields.Str()
    says = fields.Str()
    since = fields.Date()
    over = fields.Bool()
    waits_on = fields.List(fields.Str())
    steps = fields.List(
        fields.Nested(StepSchema), metadata={"description": "What was asked of the sender, and the end"}
    )
    outcomes = fields.List(fields.Nested(OutcomeGivenSchema))


class EventSchema(Schema):
    number = fields.Int()
    at = fields.AwareDateTime()
    effective_on = fields.Str()
    who = fields.Str()
    action = fields.Str()
    says = fields.Str()
    details = fields.Str()


class MessageSchema(Schema):
    text = fields.Str()
    sent_on = fields.Date()


class ReasonGivenSchema(Schema):
    move = fields.Str()
    reason = fields.Str()
    effective_on = fields.Date()


class CaseFileSchema(Schema):
    """One case, as the person asking may see it."""

    referral = fields.Nested(ReferralSchema)
    street = fields.Nested(
        MonitoredSchema, metadata={"description": "Of a case that began with a street community resolution; else null"}
    )
    area_name = fields.Str()
    route_label = fields.Str()
    case_worker = fields.Str()
    child = fields.Nested(ChildSchema)
    arrival = fields.Nested(ArrivalSchema)
    ages = fields.List(fields.Nested(AgeSchema))
    still_missing = fields.List(fields.Nested(MissingSchema))
    limits = fields.List(fields.Nested(LimitSchema))
    warnings = fields.List(fields.Nested(WarningSchema))
    clocks = fields.List(
        fields.Nested(ClockSchema), metadata={"description": "Of the assessment, each from its own event"}
    )
    information_rounds = fields.List(fields.Nested(RoundSchema))
    allocations = fields.List(fields.Nested(AllocationSchema))
    co_accused = fields.List(
        fields.Str(), metadata={"description": "References of the other children's cases about the same incident"}
    )
    standing = fields.Nested(StandingSchema)
    moves = fields.List(fields.Nested(OpenMoveSchema))
    offences = fields.List(fields.Nested(OffenceSchema))
    gravity = fields.List(
        fields.Nested(CaseGravitySchema), metadata={"description": "The highest score of each edition, side by side"}
    )
    turnaround = fields.Nested(
        TurnaroundSchema, metadata={"description": "Null for a case that has nothing to do with it"}
    )
    checks = fields.List(fields.Nested(CheckSchema))
    views = fields.List(fields.Nested(ViewSchema))
    safeguarding = fields.List(fields.Nested(SafeguardingSchema))
    victims = fields.List(fields.Nested(VictimSchema))
    victim_consents_owed = fields.List(
        fields.Nested(ConsentOwedSchema), metadata={"description": "What the police still have to ask"}
    )
    victim_views = fields.List(fields.Nested(TimedVictimViewSchema))
    conflicts = fields.List(fields.Nested(ConflictSchema))
    chair_exceptions = fields.List(fields.Nested(ChairExceptionSchema))
    assessments = fields.List(fields.Nested(AssessmentSchema), metadata={"description": "The first one first"})
    assessment = fields.Nested(AssessmentSchema, metadata={"description": "The latest"})
    oversight = fields.List(fields.Nested(OversightSchema))
    panel = fields.List(fields.Nested(PanelSchema))
    escalations = fields.List(fields.Nested(EscalationSchema))
    recommendations = fields.List(fields.Nested(RecommendationSchema))
    decisions = fields.List(fields.Nested(DecisionSchema))
    disposals = fields.List(fields.Nested(DisposalSchema))
    plans = fields.List(
        fields.Nested(WorkPlanSchema), metadata={"description": "Versions of the plan; the last counts"}
    )
    programmes_declined = fields.List(fields.Nested(NoProgrammeSchema))
    interventions = fields.List(fields.Nested(WholeInterventionSchema), metadata={"description": "The plan's parts"})
    plan_flags = fields.List(fields.Nested(PlanFlagSchema))
    start_delays = fields.List(fields.Nested(StartDelaySchema))
    contact_attempts = fields.List(fields.Nested(ContactAttemptSchema))
    adjustments = fields.List(fields.Nested(AdjustmentSchema))
    non_engagements = fields.List(
        fields.Nested(NonEngagementSchema), metadata={"description": "For the police, only those they are told of"}
    )
    interim_reviews = fields.List(fields.Nested(InterimReviewSchema))
    exit_reviews = fields.List(fields.Nested(ExitReviewSchema))
    exit_review_days = fields.List(
        fields.Nested(ExitReviewDaySchema), metadata={"description": "Each day it was planned for; the last counts"}
    )
    exit_review = fields.Nested(ExitReviewSchema, metadata={"description": "The latest"})
    messages = fields.List(fields.Nested(MessageSchema))
    reasons = fields.List(fields.Nested(ReasonGivenSchema), metadata={"description": "Why a move was made, in words"})


class TimelineSchema(Schema):
    events = fields.List(fields.Nested(EventSchema))


class ReadingSchema(Schema):
    at = fields.AwareDateTime(attribute="recorded_at")
    who = fields.Str(attribute="actor_name")
    action = fields.Str()
    route = fields.Function(
        lambda entry: json.loads(entry.details).get("route"),
        metadata={"type": "string", "description": "By which way in: victims.read_identity is a victim's identity"},
    )


class ReadingsSchema(Schema):
    readings = fields.List(fields.Nested(ReadingSchema))
