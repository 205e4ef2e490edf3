from typing import Any

from marshmallow import Schema, fields, validate

from oocd.assessment import queries
from oocd.referrals.queries import name_of
from oocd.referrals.schemas import ReasonSchema, says
from oocd.web.answers import ByCode, Code, Words


class AskAgencySchema(Schema):
    agency = Code("agencies", required=True)
    question = says(Words)


class AnswerCheckSchema(Schema):
    answer = Code("check_answers", required=True, metadata={"description": "information_shared or nothing_held"})
    information = Words(load_default=None)


class ChaseCheckSchema(Schema):
    chased_on = fields.Date(required=True)
    how = Code("contact_methods", required=True)


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
    words = says(Words, metadata={"description": "The person's own words"})
    given_how = Code("how_views_given", required=True)
    given_on = fields.Date(required=True)
    communication_aid = Code("communication_aids", load_default=None)
    view_of_outcome = Words(load_default=None, metadata={"description": "Their view of the outcome proposed"})
    disagrees_with_child = Words(load_default=None, metadata={"description": "Where a carer sees it otherwise"})
    corrects = fields.UUID(load_default=None, metadata={"description": "The earlier view that this one corrects"})


class HearingAttemptSchema(Schema):
    tried_on = fields.Date(required=True)
    how = Code("contact_methods", required=True)


class AbsenceSchema(PersonHeardSchema):
    reason_for_none = Code("reasons_for_no_view", required=True)
    attempts = fields.List(fields.Nested(HearingAttemptSchema), load_default=list)


class AbsenceAgreementSchema(Schema):
    agreed_by = fields.Function(lambda agreement: name_of(agreement.agreed_by), metadata={"type": "string"})
    agreed_at = fields.AwareDateTime()


class KeptHearingAttemptSchema(Schema):
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
    attempts = fields.List(fields.Nested(KeptHearingAttemptSchema))
    agreement = fields.Nested(AbsenceAgreementSchema, metadata={"description": "The manager's, to an absence"})
    corrects = fields.UUID(attribute="corrects_id")
    recorded_at = fields.AwareDateTime()


class ConsiderSafeguardingSchema(Schema):
    kind = Code("safeguarding_kinds", required=True)
    referred = fields.Bool(load_default=True, metadata={"description": "false: considered, and not needed"})
    made_on = fields.Date(required=True, metadata={"description": "The day it was made, or considered"})
    agency = Code("agencies", required=True)
    raised_at = Code("safeguarding_raised_at", required=True)
    reason = says(Words)


class DecideSafeguardingSchema(Schema):
    decision = Code("safeguarding_decisions", required=True)
    decided_on = fields.Date(required=True)


class SafeguardingDecisionSchema(DecideSafeguardingSchema):
    recorded_at = fields.AwareDateTime()


class SafeguardingSchema(ConsiderSafeguardingSchema):
    id = fields.UUID()
    decisions = fields.List(fields.Nested(SafeguardingDecisionSchema))
    recorded_at = fields.AwareDateTime()


# -- the assessment


def text(**kwargs: Any) -> fields.Str:
    """What a draft may still leave empty."""
    return fields.Str(load_default="", **kwargs)


class ProfessionalJudgementSchema(Schema):
    """The practitioner's own: nobody's answer changes it."""

    level = fields.Str(load_default="not_assessed", metadata={"description": "A code of the form's levels"})
    reason = text()
    nature = text()
    likelihood = text()
    imminence = text()
    impact = text()
    controls = text(metadata={"description": "What is in place already"})
    barriers = text(metadata={"description": "What may keep the child from taking part"})


class ChildViewSchema(Schema):
    words = says()
    level = fields.Str(load_default=None, metadata={"description": "The child's own rating, if wanted"})
    differs = fields.Bool(load_default=False, metadata={"description": "They see it otherwise than the professional"})


class ParentViewSchema(ChildViewSchema):
    whose = says()
    person_name = fields.Str(load_default=None)


class AgencyViewSchema(ChildViewSchema):
    agency = says()


class JudgementSchema(Schema):
    """One professional judgement, and beside it what the child, each parent and other agencies say."""

    professional_judgement = fields.Nested(ProfessionalJudgementSchema, required=True)
    child_view = fields.Nested(ChildViewSchema, load_default=None)
    parent_views = fields.List(fields.Nested(ParentViewSchema), load_default=list)
    agency_views = fields.List(fields.Nested(AgencyViewSchema), load_default=list)
    difference_note = text(metadata={"description": "Why the judgement differs; needed wherever it does"})


class SourceUsedSchema(Schema):
    check = fields.UUID(load_default=None, metadata={"description": "A check of this case, which fills in the rest"})
    agency = Code("agencies", load_default=None)
    person = fields.Str(load_default=None)
    asked_on = fields.Date(load_default=None)
    received_on = fields.Date(load_default=None)
    result = Code("source_results", load_default=None)
    used = says(Words, metadata={"description": "What was taken from it, or why nothing was"})


class CharacteristicSchema(Schema):
    characteristic = Code("diversity_characteristics", required=True)
    what = says(Words)
    diagnosis = Code(
        "diagnosis_states", load_default=None, metadata={"description": "Where it can be there before a diagnosis"}
    )
    condition = Code(
        "neurodivergent_conditions", metadata={"description": "Of neurodiversity: which, where anybody can say"}
    )


class DiversitySchema(Schema):
    characteristics = fields.List(fields.Nested(CharacteristicSchema), load_default=list)
    together = text(metadata={"description": "What two or more of them together mean for this child"})
    approach = text(metadata={"description": "How it changes our approach"})


class StrengthSchema(Schema):
    what = says(Words)
    evidence = says(Words)
    build_on = says(Words)


class AssessedNeedSchema(Schema):
    section = Code("assessment_sections", required=True)
    need = Code("needs", required=True)
    status_since = fields.Date(load_default=None)
    service_offered = Words(load_default=None)
    offered_on = fields.Date(load_default=None)
    referred_on = fields.Date(load_default=None)


class DiscountedSchema(Schema):
    behaviour = says(Words)
    why = says(Words)


class AtRiskSchema(Schema):
    who = Code("people_at_risk", required=True, metadata={"description": "A code, never a name"})
    harm = says(Words)
    context = says(Words)


class ChildPlanSchema(Schema):
    strengths = text(metadata={"description": "My strengths"})
    help_wanted = text(metadata={"description": "What I want help with"})
    who_helps = text(metadata={"description": "Who helps me"})


class PlanStepSchema(Schema):
    objective = says(Words)
    action = says(Words)
    owner = Code("agencies", required=True, metadata={"description": "The agency that does it"})
    start_by = fields.Date(required=True)
    end_by = fields.Date(required=True)


class ProfessionalsPlanSchema(Schema):
    """The steps stand in the order in which they are taken."""

    steps = fields.List(fields.Nested(PlanStepSchema), load_default=list)
    why_none = text()
    victim_safety = text()
    contingency = text()
    exit_route = text()


class WorkersRecommendationSchema(Schema):
    offence = fields.Int(required=True)
    outcome = Code("outcomes", required=True)
    reasons = says(Words)
    alternatives = says(Words, metadata={"description": "What else was weighed, and why not"})
    gravity_start = fields.Int(load_default=None, validate=validate.Range(min=0, max=10))
    gravity_final = fields.Int(load_default=None, validate=validate.Range(min=0, max=10))


class WriteSchema(Schema):
    """A draft may leave anything out; `GET .../form` says what submitting needs."""

    tool = Code("assessment_tools", required=True)
    sections = ByCode(
        "assessment_sections",
        Words(),
        where={"kept_as": "text"},
        required=True,
        metadata={"description": "Text by section"},
    )
    judgements = ByCode(
        "assessment_sections",
        fields.Nested(JudgementSchema),
        where={"kept_as": "judgement"},
        load_default=dict,
        metadata={"description": "By section: safety_of_child, safety_of_others, likelihood"},
    )
    sources = fields.List(fields.Nested(SourceUsedSchema), load_default=list)
    diversity = fields.Nested(DiversitySchema, load_default=None)
    strengths = fields.List(fields.Nested(StrengthSchema), load_default=list)
    needs = fields.List(fields.Nested(AssessedNeedSchema), load_default=list)
    discounted = fields.List(fields.Nested(DiscountedSchema), load_default=list)
    at_risk = fields.List(fields.Nested(AtRiskSchema), load_default=list)
    child_plan = fields.Nested(ChildPlanSchema, load_default=None)
    plan = fields.Nested(ProfessionalsPlanSchema, load_default=None)
    recommendations = fields.List(fields.Nested(WorkersRecommendationSchema), load_default=list)


class VersionSchema(Schema):
    number = fields.Int()
    kind = fields.Str()
    tool = fields.Str()
    content = fields.Dict(metadata={"description": "As it was sent to be saved"})
    written_by = fields.Function(lambda version: name_of(version.written_by), metadata={"type": "string"})
    written_at = fields.AwareDateTime()


class VersionInBriefSchema(Schema):
    number = fields.Int()
    written_by = fields.Function(lambda version: name_of(version.written_by), metadata={"type": "string"})
    written_at = fields.AwareDateTime()


class AssessmentKindSchema(Schema):
    kind = Code("assessment_kinds", required=True)
    reason = says(Words)


class KindChoiceSchema(AssessmentKindSchema):
    chosen_by = fields.Function(lambda choice: name_of(choice.chosen_by), metadata={"type": "string"})
    chosen_at = fields.AwareDateTime()
    agreed_by = fields.Function(lambda choice: name_of(choice.agreed_by), metadata={"type": "string"})
    agreed_at = fields.AwareDateTime()


class ContributorSchema(Schema):
    person = fields.Email(required=True)


class KeptContributorSchema(Schema):
    name = fields.Function(lambda contributor: name_of(contributor.person_id), metadata={"type": "string"})
    added_at = fields.AwareDateTime()


class SectionCommentSchema(Schema):
    section = Code("assessment_sections", load_default=None)
    comment = says(Words)


class ReturnForChangesSchema(ReasonSchema):
    comments = fields.List(fields.Nested(SectionCommentSchema), load_default=list)


class KeptSectionCommentSchema(SectionCommentSchema):
    version = fields.Int()
    written_at = fields.AwareDateTime()


class AskedActionSchema(Schema):
    what = says(Words)
    owner = fields.Email(required=True, metadata={"description": "Whoever is to do it"})
    due_on = fields.Date(required=True)


class CountersignSchema(Schema):
    finding = text()
    actions = fields.List(fields.Nested(AskedActionSchema), load_default=list)


class ShareCopySchema(Schema):
    shared_on = fields.Date(required=True)
    shared_how = Code("contact_methods", required=True)


class SharedCopySchema(ShareCopySchema):
    version = fields.Int()
    left_out = fields.Dict(keys=fields.Str(), values=fields.Str())
    recorded_at = fields.AwareDateTime()


class ShareableSchema(Schema):
    """What the child may have, and what was left out of it and why."""

    sections = fields.Dict()
    left_out = fields.Dict(keys=fields.Str(), values=fields.Str())


class AssessmentSchema(Schema):
    """As the person asking may see it: drafts stay with those who work on them."""

    id = fields.UUID(attribute="assessment.id")
    number = fields.Int(attribute="assessment.number")
    state = fields.Str(attribute="assessment.state")
    version = fields.Int(attribute="assessment.version")
    kind = fields.Str(attribute="assessment.kind")
    opened_because = fields.Str(attribute="assessment.opened_because")
    opened_on = fields.Date(attribute="assessment.opened_on")
    due_on = fields.Date(metadata={"description": "For writing it, or for the countersignature it waits for"})
    overdue = fields.Bool()
    completed_on = fields.Date(attribute="assessment.completed_on")
    submitted_version = fields.Int(attribute="assessment.submitted_version")
    countersigned_version = fields.Int(attribute="assessment.countersigned_version")
    assetplus_reason = fields.Str(
        attribute="assessment.assetplus_reason", metadata={"description": "Why a manager asked for AssetPlus"}
    )
    kinds = fields.List(fields.Nested(KindChoiceSchema), attribute="assessment.kind_choices")
    contributors = fields.List(fields.Nested(KeptContributorSchema), attribute="assessment.contributors")
    copies = fields.List(fields.Nested(SharedCopySchema), attribute="assessment.copies")
    latest = fields.Nested(VersionSchema)
    versions = fields.List(fields.Nested(VersionInBriefSchema))
    comments = fields.List(fields.Nested(KeptSectionCommentSchema))


class SectionOfFormSchema(Schema):
    code = fields.Str()
    label = fields.Str()
    national_form = fields.Str(metadata={"description": "confirmed to be on the national form, or only proposed"})
    kept_as = fields.Str()
    required = fields.Bool()
    shared = fields.Bool()


class JudgementLevelSchema(Schema):
    code = fields.Str()
    label = fields.Str()
    means = fields.Str()
    explained = fields.Bool(metadata={"description": "Needs nature, likelihood, imminence and impact"})


class CharacteristicOptionSchema(Schema):
    code = fields.Str()
    label = fields.Str()
    always_considered = fields.Bool()
    asks_diagnosis = fields.Bool()


class AssetplusTriggerSchema(Schema):
    outcome = fields.Str()
    earlier_youth_cautions = fields.Int()


class AssessmentFormSchema(Schema):
    kind = fields.Str()
    sections = fields.List(fields.Nested(SectionOfFormSchema))
    levels = fields.List(fields.Nested(JudgementLevelSchema))
    characteristics = fields.List(fields.Nested(CharacteristicOptionSchema))
    assetplus = fields.List(
        fields.Nested(AssetplusTriggerSchema), metadata={"description": "Outcomes for which this area uses AssetPlus"}
    )


class SectionChangeSchema(Schema):
    section = fields.Str()
    before = fields.Raw()
    after = fields.Raw()


class DifferencesSchema(Schema):
    changed = fields.List(fields.Nested(SectionChangeSchema))


class AssessAgainSchema(Schema):
    because = Code("reassessment_reasons", required=True)


class OverseeSchema(Schema):
    kind = Code("oversight_kinds", required=True)
    held_on = fields.Date(required=True)
    finding = says(Words)
    actions = fields.List(fields.Nested(AskedActionSchema), load_default=list)


class ActionDoneSchema(Schema):
    done_on = fields.Date(required=True)


class OversightActionSchema(Schema):
    id = fields.UUID()
    what = fields.Str()
    owner = fields.Function(lambda action: name_of(action.owner_id), metadata={"type": "string"})
    due_on = fields.Date()
    done_on = fields.Date()
    overdue = fields.Bool()


class OversightSchema(Schema):
    id = fields.UUID()
    kind = fields.Str()
    held_on = fields.Date()
    finding = fields.Str()
    result = fields.Str()
    assessment_version = fields.Int()
    manager = fields.Function(lambda record: name_of(record.recorded_by), metadata={"type": "string"})
    actions = fields.List(fields.Nested(OversightActionSchema))
