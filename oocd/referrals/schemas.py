"""What the police send, and a referral as others read it."""

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, ValidationError, fields, pre_load, validate, validates_schema

from oocd.referrals.rules import LONGEST_NAME, WITHOUT_OFFENCES
from oocd.web.answers import Code, Words

MOST_DECLARED = 99
MOST_CARERS = 9
MOST_ACCUSED = 99


def at_least(length: int, error: str) -> Callable[[str], None]:
    """A text with this many characters between its first and last that are not white space."""

    def check(text: str) -> None:
        if len(text.strip()) < length:
            raise ValidationError(error)

    return check


def at_most(length: int) -> validate.Length:
    return validate.Length(max=length, error=f"Name at most {length}.")


def says(asked: type[fields.Str] = fields.Str, **kwargs: Any) -> fields.Str:
    return asked(required=True, validate=at_least(1, "Fill this in."), **kwargs)


class OneLine(fields.Str):
    """A reference or a place as people type it: how much white space it holds means nothing.

    What is longer or cannot be printed would not come back from a spreadsheet as it went in.
    """

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        text = " ".join(str(super()._deserialize(value, attr, data, **kwargs)).split())
        if len(text) > LONGEST_NAME:
            raise ValidationError(f"This has {len(text)} characters. Write at most {LONGEST_NAME}.")
        if not text.isprintable():
            raise ValidationError("This holds a character that cannot be printed. Type it again.")
        return text


class PreviousDisposalSchema(Schema):
    """One thing the child was given before, in any area; leave out the day and the place if they are not known."""

    outcome = Code(
        "previous_disposals",
        required=True,
        metadata={"description": "A code of policies/national/codes/previous_disposals.yaml"},
    )
    given_on = fields.Date(allow_none=True)
    given_in = fields.Str(allow_none=True, metadata={"description": "The area, force or court"})


class CarerSchema(Schema):
    """One parent or carer; those who live apart are named apart."""

    relation = Code(
        "carer_relationships",
        required=True,
        metadata={"description": "A code of policies/national/codes/carer_relationships.yaml"},
    )
    name = fields.Str()
    contact = fields.Str()
    parental_responsibility = fields.Bool()


class Told(Schema):
    """What is told now. A field left out, or null, says nothing of it."""

    @pre_load
    def null_says_nothing(self, data: Any, **_kwargs: Any) -> Any:
        return {name: value for name, value in data.items() if value is not None} if isinstance(data, dict) else data


class ChildToldSchema(Told):
    name = fields.Str()
    address = Words()
    ward = OneLine()
    language = fields.Str()
    interpreter = fields.Bool(metadata={"description": "Whether one is needed"})
    school = fields.Str()
    officer_identified_ethnicity = Code(
        "officer_identified_ethnicity",
        metadata={"description": "What an officer saw, by its own codes; it never stands in for the child's own word"},
    )
    social_worker = fields.Str()
    placing_authority = fields.Str(metadata={"description": "The council that placed a looked-after child"})
    carers = fields.List(fields.Nested(CarerSchema), validate=at_most(MOST_CARERS))
    previous_disposals = fields.List(
        fields.Nested(PreviousDisposalSchema),
        validate=at_most(MOST_DECLARED),
        metadata={"description": "Leave it out where it is not known; an empty list says that nothing is known of"},
    )


class SendChildSchema(ChildToldSchema):
    child_ref = OneLine(required=True, validate=at_least(1, "Fill this in."))
    date_of_birth = fields.Date(required=True)
    sex = Code("sex", required=True)
    ethnicity = Code(
        "ethnicity",
        metadata={"description": "The child's own word, as an 18+1 code; not knowing it yet delays nothing"},
    )
    care_status = Code("care_status", required=True)
    send = Code("send", required=True)


class ChildChangeSchema(ChildToldSchema):
    date_of_birth = fields.Date(metadata={"description": "Only where it was not known"})
    sex = Code("sex")
    ethnicity = Code("ethnicity")
    care_status = Code("care_status")
    send = Code("send")


class OffenceToldSchema(Told):
    offence_date = fields.Date()
    offence_time = fields.Time()
    place = fields.Str()
    arrest_or_interview_date = fields.Date()
    crime_number = fields.Str()
    co_accused = fields.Int(
        validate=validate.Range(min=0, max=MOST_ACCUSED, error=f"Write a number from 0 to {MOST_ACCUSED}."),
        metadata={"description": "How many others are accused; name their incident, not them"},
    )
    admission = Code("admission")
    adult_present_at_acceptance = fields.Bool()
    evidence = Code("evidence")


class SendOffenceSchema(OffenceToldSchema):
    offence_id = says(metadata={"description": "A row of policies/national/offences.yaml"})
    offence_class = Code("offence_classes", metadata={"description": "Where it differs from the row's class"})
    summary = says(Words)


class OffenceChangeSchema(OffenceToldSchema):
    number = fields.Int(required=True)


class CaseToldSchema(Told):
    """What the police tell of a case, at first or later."""

    investigation_status = Code("investigation_status")
    bail_date = fields.Date()
    bail_expires_on = fields.Date()
    bail_conditions = Words()
    rui_since = fields.Date(metadata={"description": "Released under investigation since"})
    voluntary_interview_date = fields.Date()
    interview_date = fields.Date()
    interview_adult_present = fields.Bool()
    interview_solicitor = fields.Bool(metadata={"description": "A solicitor advised the child"})
    interview_representative = fields.Bool(
        metadata={"description": "A police station representative advised the child"}
    )
    officer_in_case = fields.Str()
    supervisor = fields.Str(metadata={"description": "The officer who authorised sending it"})
    police_proposed_outcome = Code("outcomes")
    victim_identified = fields.Bool()
    victim_personal_statement = fields.Bool(metadata={"description": "Whether one was made"})
    risk_flags = fields.List(
        Code("risk_flags"), metadata={"description": "Codes of risk_flags; an empty list says that the police saw none"}
    )
    qualifying_event = Code(
        "turnaround_events",
        metadata={"description": "What brings the child to voluntary support: a code of turnaround_events"},
    )
    qualifying_event_on = fields.Date()
    caretaking_for = OneLine(
        metadata={"description": "The area whose police decide, in words, where the child lives in this one"}
    )
    alternatives_tried = Words(
        metadata={"description": "What was tried before the police were called to a placement, or why nothing was"}
    )


class SendSchema(CaseToldSchema):
    area = says()
    route = fields.Str(load_default="panel")
    source = Code("referral_sources", load_default="police")
    other_source = fields.Str(metadata={"description": "Who sent it, where the source is other"})
    returned_from = fields.Str(metadata={"description": "The court or the prosecutors who sent it back"})
    returned_on = fields.Date()
    referral_date = fields.Date()
    incident = fields.Str(
        validate=at_least(1, "Fill this in."), metadata={"description": "The police's reference for the incident"}
    )
    child = fields.Nested(SendChildSchema, required=True)
    offences = fields.List(
        fields.Nested(SendOffenceSchema),
        load_default=list,
        metadata={"description": "At least one, but for voluntary support, which may follow antisocial behaviour"},
    )

    @validates_schema(skip_on_field_errors=False)
    def offences_are_named(self, data: dict[str, Any], **_kwargs: Any) -> None:
        if data.get("offences") == [] and data.get("route") not in WITHOUT_OFFENCES:
            raise ValidationError("Name at least one offence.", "offences")


class SendForSupportSchema(Told):
    """What somebody who is not the police knows of a child who would be helped."""

    area = says()
    source = Code(
        "referral_sources",
        required=True,
        metadata={"description": "Who asks for it: a code of referral_sources that may"},
    )
    other_source = fields.Str(metadata={"description": "Who it is, where the source does not say it"})
    referral_date = fields.Date()
    qualifying_event = Code(
        "turnaround_events",
        required=True,
        metadata={"description": "What brings the child: a code of turnaround_events"},
    )
    qualifying_event_on = fields.Date(required=True)
    child = fields.Nested(SendChildSchema, required=True)


class SupplySchema(CaseToldSchema):
    referral_date = fields.Date(metadata={"description": "Where it was told wrongly at first"})
    text = says(Words)
    child = fields.Nested(ChildChangeSchema)
    offences = fields.List(fields.Nested(OffenceChangeSchema))


class IncidentSchema(Schema):
    incident = says(metadata={"description": "The police's reference for the incident"})


class ReasonSchema(Schema):
    reason = says(Words)


class AcceptSchema(Schema):
    case_worker = fields.Email(required=True, metadata={"description": "E-mail address of a practitioner of the area"})
    reason = Words(metadata={"description": "Why this case worker"})


class ReallocateSchema(AcceptSchema):
    reason = Words(required=True, validate=at_least(1, "Fill this in."))


class ChangeRouteSchema(ReasonSchema):
    route = says(metadata={"description": "A route that is open in the area"})


class TransferSchema(ReasonSchema):
    transferred_to = says(metadata={"description": "The other area's service, or whoever takes the case on"})


class ChargeSchema(ReasonSchema):
    charged_on = fields.Date(required=True)


class ArrivalSchema(CaseToldSchema):
    """What the police sent of the case, and where it comes from."""

    source = fields.Str()
    other_source = fields.Str()
    returned_from = fields.Str()
    returned_on = fields.Date()
    earlier = fields.Str(
        attribute="earlier.reference",
        metadata={"description": "The case of the same matter before, or whose outcome led to this one"},
    )
    incident = fields.Str(attribute="incident.police_reference")
    transferred_to = fields.Str()
    charged_on = fields.Date()


class MissingSchema(Schema):
    """Something the police have not said yet."""

    field = fields.Str()
    says = fields.Str()
    of = fields.Str(metadata={"description": "case, child or offence"})
    offence = fields.Int()
    required = fields.Bool(metadata={"description": "Whether the referral cannot be accepted without it"})


class LimitSchema(Schema):
    """A day by which something must be settled."""

    what = fields.Str(metadata={"description": "charge_by, bail_expires or eighteenth_birthday"})
    on = fields.Date()
    days_left = fields.Int()
    near = fields.Bool()
    offence = fields.Int()


class RoundSchema(Schema):
    """One time the police were asked for more, and how long it lay with them."""

    asked_on = fields.Date()
    reason = fields.Str()
    ended_on = fields.Date()
    answered = fields.Bool()
    days = fields.Int()


class AllocationSchema(Schema):
    from_worker = fields.Str()
    to_worker = fields.Str()
    reason = fields.Str()
    allocated_on = fields.Date()


class ReferralSchema(Schema):
    """A case in brief."""

    id = fields.UUID()
    reference = fields.Str()
    area = fields.Str()
    route = fields.Str()
    state = fields.Str()
    state_since = fields.Date()
    version = fields.Int()
    referral_date = fields.Date()


class ReferralPageSchema(Schema):
    referrals = fields.List(fields.Nested(ReferralSchema))
    next = fields.UUID(metadata={"description": "Send as `after` for the next page; missing on the last"})
