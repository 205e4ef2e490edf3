from typing import Any

from marshmallow import Schema, fields, validate

from oocd.outcomes.models import Disposal
from oocd.outcomes.queries import conditions_of, end_of, what_it_means_later
from oocd.panels.schemas import SAY_WHY, ReasonsSchema
from oocd.referrals.schemas import says
from oocd.web.answers import Code, Words

OVER_NOTHING = validate.Range(min=1, error="Write a whole number above nothing, or leave this out.")


class SetConditionSchema(Schema):
    kind = Code(
        "condition_kinds", load_default=None, metadata={"description": "rehabilitative, reparative or punitive"}
    )
    words = says(Words, metadata={"description": "What the child is to do, in words the child understands"})
    due_on = fields.Date(required=True)
    amount = fields.Int(
        load_default=None,
        strict=True,
        validate=OVER_NOTHING,
        metadata={"description": "A financial penalty in whole pounds"},
    )
    hours = fields.Int(
        load_default=None, strict=True, validate=OVER_NOTHING, metadata={"description": "Of attendance as punishment"}
    )


class LongerCourseSchema(Schema):
    manager = says(metadata={"description": "The manager who agrees to a longer course than usual"})
    reason = says(Words)


def conditions(**kwargs: Any) -> fields.List[Any]:
    return fields.List(fields.Nested(SetConditionSchema), **kwargs)


def longer_course() -> fields.Nested:
    return fields.Nested(LongerCourseSchema, load_default=None)


class PassedSchema(Schema):
    """How soft rules are passed and warnings acknowledged."""

    rule_reasons = fields.Dict(
        keys=fields.Str(),
        values=fields.Str(),
        load_default=dict,
        metadata={"description": "By rule id, why it was passed"},
    )
    acknowledged = fields.List(fields.Str(), load_default=list)


class OneDecisionSchema(Schema):
    offence = fields.Int(required=True)
    outcome = Code(
        "outcomes", load_default=None, metadata={"description": "May be left out where a prosecution on hold revives"}
    )
    reasons = fields.Nested(ReasonsSchema, required=True)
    deviation_reason = Words(load_default=None, metadata={"description": "Why the outcome leaves the starting point"})
    differs_because = Words(
        load_default=None,
        validate=SAY_WHY,
        metadata={"description": "Why it differs from the recommendation"},
    )
    decided_by = Code(
        "decision_makers",
        load_default="police",
        validate=validate.OneOf(("police", "cps"), error="Write one of: {choices}."),
    )
    prosecutor = fields.Str(load_default=None, metadata={"description": "Who decided, where the CPS did"})
    cps_reference = fields.Str(load_default=None, metadata={"description": "Of the CPS's decision or authority"})
    cps_consulted = fields.Bool(load_default=None)
    child_information_form = fields.Bool(
        load_default=None, metadata={"description": "Whether the Child Information Form goes with the file"}
    )
    form = Code("outcome_22_forms", load_default=None, metadata={"description": "Where the outcome has several"})
    home_office_code = fields.Str(load_default=None, metadata={"description": "Where the outcome has several"})
    failed_limb = Code("failed_limbs", load_default=None, metadata={"description": "evidential or public_interest"})
    held_charge = Words(load_default=None, metadata={"description": "The charge put on hold, where one is"})
    held_by = fields.Str(load_default=None, metadata={"description": "Who decided to prosecute"})
    held_on = fields.Date(load_default=None)
    planned_end = fields.Date(load_default=None)
    longer_course = longer_course()
    conditions = conditions(load_default=list)


class DecideSchema(PassedSchema):
    officer = says(
        metadata={"description": "Name and rank of the officer who decides, or records what the CPS decided"}
    )
    officer_role = Code(
        "officer_roles", load_default=None, metadata={"description": "In what role the officer decides"}
    )
    decisions = fields.List(fields.Nested(OneDecisionSchema), required=True)


class AddToDecisionSchema(Schema):
    text = says(Words)


class KeptAddendumSchema(AddToDecisionSchema):
    id = fields.UUID()
    added_at = fields.AwareDateTime()


class DecisionSchema(Schema):
    id = fields.UUID()
    offence_id = fields.UUID()
    number = fields.Int(metadata={"description": "Of this offence's decisions, in order; the latest counts"})
    outcome = fields.Str()
    outside_panel = fields.Str(metadata={"description": "The type of a decision no panel was asked about, or null"})
    decided_by = fields.Str()
    officer = fields.Str()
    officer_role = fields.Str()
    prosecutor = fields.Str()
    cps_reference = fields.Str()
    decided_on = fields.Date()
    reasons = fields.Dict()
    deviation_reason = fields.Str()
    differs_because = fields.Str()
    dissents = fields.Dict(metadata={"description": "Of the panel: the agency, and the outcome it named instead"})
    form = fields.Str()
    home_office_code = fields.Str()
    failed_limb = fields.Str()
    held_charge = fields.Str()
    held_by = fields.Str()
    held_on = fields.Date()
    planned_end = fields.Date()
    rule_reasons = fields.Dict()
    answers = fields.Dict(metadata={"description": "What each gate said, by rule id"})
    edition_hash = fields.Str()
    addenda = fields.List(fields.Nested(KeptAddendumSchema))


class SignedDecisionSchema(DecisionSchema):
    """One decision with every fact it rested on."""

    facts = fields.Dict()


class DecisionsSchema(Schema):
    decisions = fields.List(fields.Nested(DecisionSchema))


class ExplainSchema(Schema):
    explained_how = Code(
        "how_explained", required=True, metadata={"description": "In what form it was explained to the child"}
    )
    adult_role = Code(
        "appropriate_adult_roles", load_default=None, metadata={"description": "The appropriate adult's role"}
    )
    adult_explained_how = Code(
        "how_explained",
        load_default=None,
        metadata={"description": "To the appropriate adult, if in another form than to the child"},
    )
    explained_by = fields.Str(load_default=None, metadata={"description": "Name and rank, or role"})
    understood = fields.Bool(load_default=None, metadata={"description": "Whether they said back what it means"})
    legal_advice_offered = fields.Bool(load_default=None)
    agreed = fields.Bool(load_default=None, metadata={"description": "Whether the child agrees, where that is asked"})


class ExplanationSchema(Schema):
    explained_to = fields.Str()
    how = fields.Str()
    explained_by = fields.Str()
    understood = fields.Bool()
    legal_advice_offered = fields.Bool()
    explained_on = fields.Date()


class GiveSchema(PassedSchema):
    given_by = says(metadata={"description": "Name and rank"})
    given_by_constable = fields.Bool(load_default=None)
    giver_role = Code(
        "officer_roles",
        load_default=None,
        metadata={"description": "In what role; it says whether this is a constable"},
    )
    adult_role = Code("appropriate_adult_roles", load_default=None)


class SetConditionsSchema(Schema):
    conditions = conditions(required=True, validate=validate.Length(min=1, error="Name at least one condition."))


class OutcomeConditionSchema(Schema):
    number = fields.Int()
    list_number = fields.Int(metadata={"description": "Each change writes a whole new list; the latest counts"})
    kind = fields.Str()
    words = fields.Str()
    due_on = fields.Date()
    amount = fields.Int()
    hours = fields.Int()


class KeptConditionsSchema(Schema):
    conditions = fields.List(fields.Nested(OutcomeConditionSchema))


class SignDocumentSchema(Schema):
    signed_on = fields.Date(required=True)
    authorised_person = says(metadata={"description": "Name and rank"})
    adult_name = says()
    adult_role = Code("appropriate_adult_roles", required=True)
    consent = fields.Bool(required=True, metadata={"description": "Whether the child consents to the conditions"})


class SignedDocumentSchema(Schema):
    id = fields.UUID()
    number = fields.Int()
    list_number = fields.Int()
    content = fields.Dict()
    content_hash = fields.Str()
    signed_on = fields.Date()
    authorised_person = fields.Str()
    adult_role = fields.Str()


class DecidesSchema(Schema):
    """Who decides what follows: an authorised person or prosecutor."""

    reason = says(Words)
    officer = says(metadata={"description": "Name and rank of the authorised person or prosecutor"})
    officer_role = Code("officer_roles", required=True)


class VarySchema(DecidesSchema, PassedSchema):
    consent = fields.Bool(required=True, metadata={"description": "Whether the child agrees to the change"})
    conditions = conditions(load_default=list)
    planned_end = fields.Date(load_default=None)
    longer_course = longer_course()


class ExcuseSchema(VarySchema):
    consent = fields.Bool(load_default=False, metadata={"description": "To a change, where there is one"})


class CompleteCourseSchema(PassedSchema):
    completed_on = fields.Date(required=True)
    words = says(Words, metadata={"description": "What was done, for the police"})


class ReportFailureSchema(PassedSchema):
    failure_reason = Code("failure_reasons", required=True)
    words = says(Words, metadata={"description": "What was tried, and what the child and family say"})
    attempts = fields.Int(required=True, strict=True, validate=validate.Range(min=0, max=999))


class ReportProgressSchema(Schema):
    kind = Code("progress_notices", required=True)
    words = says(Words)


class ProgressReportSchema(ReportProgressSchema):
    id = fields.UUID()
    agency = fields.Str()
    told_at = fields.AwareDateTime()


class VariationSchema(Schema):
    number = fields.Int()
    list_number = fields.Int()
    planned_end = fields.Date()
    reason = fields.Str()
    officer = fields.Str()
    officer_role = fields.Str()
    varied_on = fields.Date()


class ExcuseDecisionSchema(Schema):
    decision = fields.Str()
    follows = fields.Str()
    officer = fields.Str()
    officer_role = fields.Str()
    reason = fields.Str()
    decided_on = fields.Date()


class FailureSchema(Schema):
    number = fields.Int()
    failure_reason = fields.Str()
    words = fields.Str()
    attempts = fields.Int()
    agency = fields.Str()
    reported_on = fields.Date()
    excuse = fields.Nested(ExcuseDecisionSchema)


class MeansLaterSchema(Schema):
    """What the outcome means afterwards; null where nobody can say."""

    spent_on = fields.Date()
    first_time_entrant = fields.Bool()
    shown_on_checks = fields.Bool(metadata={"description": "By a standard or enhanced check, by itself"})
    if_not_done = fields.Str(metadata={"description": "What follows if agreed work is not done"})
    words_for_the_child = fields.Str(metadata={"description": "What it is, in words a child can read"})


class DisposalSchema(Schema):
    id = fields.UUID()
    referral_id = fields.UUID()
    offence_id = fields.UUID()
    decision_id = fields.UUID()
    outcome = fields.Str()
    state = fields.Str()
    version = fields.Int()
    explained_on = fields.Date()
    agreed = fields.Bool()
    explanations = fields.List(fields.Nested(ExplanationSchema))
    given_on = fields.Date()
    yjs_told_on = fields.Date()
    planned_end = fields.Method("day_it_ends")
    completed_on = fields.Date()
    home_office_code = fields.Str(metadata={"description": "Empty until the outcome's rules let it be recorded"})
    code_set_on = fields.Date()
    conditions = fields.Method("conditions_that_count")
    documents = fields.List(fields.Nested(SignedDocumentSchema))
    variations = fields.List(fields.Nested(VariationSchema))
    failures = fields.List(fields.Nested(FailureSchema))
    reports = fields.List(fields.Nested(ProgressReportSchema))
    later = fields.Method("what_it_means")
    rule_reasons = fields.Dict()
    acknowledged = fields.List(fields.Str())
    answers = fields.Dict()

    def day_it_ends(self, disposal: Disposal) -> str | None:
        ends = end_of(disposal)
        return str(ends) if ends else None

    def conditions_that_count(self, disposal: Disposal) -> Any:
        return OutcomeConditionSchema(many=True).dump(conditions_of(disposal.decision))

    def what_it_means(self, disposal: Disposal) -> Any:
        return MeansLaterSchema().dump(what_it_means_later(disposal))
