"""A notice as the police send it, what is watched of it, and a list held against the notices."""

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from oocd.referrals.schemas import SendSchema, Told, at_least, says
from oocd.street.rules import LATE, MISSING, MISSING_IN_FORCE, NOT_ON_LIST, RECEIVED
from oocd.web.answers import Code, Words

LONGEST_LIST = 5000


class NoticeToldSchema(Told):
    """What an officer gave. What is not known is left out: the notice is taken, and what it lacks is shown."""

    given_on = fields.Date(required=True)
    given_by = says(metadata={"description": "The officer who gave it"})
    giver_role = Code("officer_roles", required=True)
    history_weighed = fields.Bool(metadata={"description": "Whether the officer weighed what the child had before"})
    authorised_by = fields.Str(metadata={"description": "The supervisor who authorised it"})
    authoriser_role = Code("officer_roles")
    adult_role = Code(
        "appropriate_adult_roles",
        metadata={"description": "Of the appropriate adult: a code of appropriate_adult_roles"},
    )
    child_agreed = fields.Bool(required=True, metadata={"description": "Whether the child agreed to take part"})
    victim_view = Words(metadata={"description": "What the victim said; it is weighed and decides nothing"})
    no_victim_view = Code(
        "reasons_for_no_victim_view",
        metadata={"description": "Why there is none: a code of reasons_for_no_victim_view"},
    )
    rationale = Words(metadata={"description": "Why this was the right answer"})
    agreed = Words(metadata={"description": "What the child is to do"})
    scheme = Code("diversion_schemes")


class SendNoticeSchema(SendSchema):
    """A notice: the child and the offences as in a referral, and what was given."""

    class Meta:
        exclude = ("route", "source", "other_source", "returned_from", "returned_on", "police_proposed_outcome")

    notice = fields.Nested(NoticeToldSchema, required=True)


class StreetWordsSchema(Schema):
    words = says(Words)


class StreetOfferSchema(StreetWordsSchema):
    reason_not_to_panel = Words(
        validate=at_least(1, "Fill this in."),
        metadata={"description": "Why the case stays, where something calls for the joint panel"},
    )


class StreetNoOfferSchema(StreetOfferSchema):
    words = Words()
    no_offer_reason = Code("street_no_offer_reasons", required=True)


class StreetNoteSchema(Schema):
    words = Words()


class StreetStepSchema(Schema):
    step = fields.Str()
    made_on = fields.Date()
    code = fields.Str()
    words = fields.Str()


class StreetNoticeSchema(NoticeToldSchema):
    notified_on = fields.Date()
    previous_street_crs = fields.Int(metadata={"description": "Those known of when it came"})
    breaches = fields.List(fields.Str(), metadata={"description": "The rules it broke as it was told, by id"})
    not_known = fields.List(fields.Str(), metadata={"description": "The rules nobody can answer from what was told"})


class PromptSchema(Schema):
    rule = fields.Str()
    says = fields.Str()
    source = fields.Str()


class MonitoredSchema(Schema):
    """What is watched of every street community resolution. For the police, without what became of the offer."""

    notice = fields.Nested(StreetNoticeSchema)
    corrected_on = fields.Date(
        metadata={"description": "The last day the police corrected anything since; the breaches stay as first told"}
    )
    outcome = fields.Str()
    lag_days = fields.Int(metadata={"description": "Days from giving it to telling the youth justice service"})
    late = fields.Bool()
    prompts = fields.List(fields.Nested(PromptSchema), metadata={"description": "What calls for the joint panel"})
    screened_on = fields.Date()
    screened_by = fields.Str()
    offered_on = fields.Date()
    accepted = fields.Bool(metadata={"description": "Null while nobody has answered"})
    repeat_within_12_months = fields.Bool(metadata={"description": "Another matter of the child came to notice"})
    later_upgraded = fields.Bool(metadata={"description": "Something heavier was decided of the same matter since"})
    steps = fields.List(fields.Nested(StreetStepSchema))


class ListedSchema(Schema):
    crime_number = fields.Str()
    child_ref = fields.Str()
    given_on = fields.Date(required=True)

    @validates_schema
    def names_something(self, row: dict[str, Any], **_kwargs: Any) -> None:
        if not any((row.get(name) or "").strip() for name in ("crime_number", "child_ref")):
            raise ValidationError("Name a crime number, or the child.", "crime_number")


class ReconcileSchema(Schema):
    """A list of the police for a period, as rows or as the text of a CSV file with the same columns."""

    area = says()
    period_from = fields.Date(required=True)
    period_to = fields.Date(required=True)
    listed = fields.List(
        fields.Nested(ListedSchema),
        validate=validate.Length(max=LONGEST_LIST, error=f"Send at most {LONGEST_LIST} lines at once."),
    )
    csv_text = Words(data_key="csv", metadata={"description": "Columns crime_number, child_ref, given_on"})

    @validates_schema
    def one_list(self, sent: dict[str, Any], **_kwargs: Any) -> None:
        if ("listed" in sent) == ("csv_text" in sent):
            raise ValidationError("Send the list once: as `listed` or as `csv`.", "listed")


class ForceListedSchema(ListedSchema):
    area = fields.Str(metadata={"description": "Whose it is, where the list says so"})


class ForceReconcileSchema(ReconcileSchema):
    """The same for all areas of a police force; a line or a column `area` may say whose each is."""

    class Meta:
        exclude = ("area",)

    force = says(metadata={"description": "The police force, as its areas name it"})
    listed = fields.List(
        fields.Nested(ForceListedSchema),
        validate=validate.Length(max=LONGEST_LIST, error=f"Send at most {LONGEST_LIST} lines at once."),
    )


class ReconciledRowSchema(Schema):
    crime_number = fields.Str()
    child_ref = fields.Str()
    given_on = fields.Date()
    found = fields.Str(metadata={"description": f"{RECEIVED}, {LATE}, {MISSING}, {MISSING_IN_FORCE} or {NOT_ON_LIST}"})
    referral_id = fields.UUID()


class ReconciliationInBriefSchema(Schema):
    id = fields.UUID()
    area = fields.Str()
    period_from = fields.Date()
    period_to = fields.Date()
    listed = fields.Int()
    force = fields.Str(metadata={"description": "Whose list it is, where it covers several areas"})
    made_by = fields.UUID()
    made_at = fields.AwareDateTime()


class ReconciliationSchema(ReconciliationInBriefSchema):
    rows = fields.List(fields.Nested(ReconciledRowSchema))


class ReconciliationPageSchema(Schema):
    reconciliations = fields.List(fields.Nested(ReconciliationInBriefSchema))
    next = fields.UUID(metadata={"description": "Send as `after` for the next page; missing on the last"})


class ForceReconciliationSchema(Schema):
    reconciliations = fields.List(fields.Nested(ReconciliationSchema), metadata={"description": "One for each area"})


class PeriodSchema(Schema):
    period_from = fields.Date(required=True)
    period_to = fields.Date(required=True)
    force = fields.Str(load_default=None, metadata={"description": "Only the areas of this police force"})


class SpreadSchema(Schema):
    median = fields.Float()
    p90 = fields.Int()
    most = fields.Int()


class WatchedSchema(Schema):
    """What was given on the street in a period: by the police's lists, by the notices, and what was done about each."""

    lists = fields.Int(metadata={"description": "How many lists of the police were held against the notices"})
    expected = fields.Int(metadata={"description": "Lines on those lists; null while there is none"})
    received = fields.Int()
    received_late = fields.Int()
    missing = fields.Int()
    missing_in_force = fields.Int(metadata={"description": "On a force's list without an area, and known to none"})
    not_on_list = fields.Int()
    notices = fields.Int()
    notified_late = fields.Int()
    lag_days = fields.Nested(SpreadSchema, metadata={"description": "From giving it to telling the service"})
    screening_days = fields.Nested(SpreadSchema, metadata={"description": "From the notice to having looked at it"})
    screened = fields.Int()
    screened_late = fields.Int()
    not_screened = fields.Int()
    screening_overdue = fields.Int()
    offered = fields.Int()
    not_offered = fields.Int()
    sent_to_panel = fields.Int()
    accepted = fields.Int(metadata={"description": "Null for the police"})
    declined = fields.Int(metadata={"description": "Null for the police"})
    repeats = fields.Int(metadata={"description": "Another matter of the child came to notice within the months set"})
    repeats_at_panel = fields.Int(metadata={"description": "Of those, the ones that went to the panel"})


class WatchedAreaSchema(WatchedSchema):
    area = fields.Str()
    force = fields.Str()


class StreetFiguresSchema(Schema):
    areas = fields.List(fields.Nested(WatchedAreaSchema))
    total = fields.Nested(WatchedSchema)
    not_yours = fields.List(fields.Str(), metadata={"description": "Areas of the force you do not work in"})
