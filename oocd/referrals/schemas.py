"""What the police send, and a referral as others read it."""

from collections.abc import Callable
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

MOST_DECLARED = 99


def at_least(length: int, error: str) -> Callable[[str], None]:
    """A text with this many characters between its first and last that are not white space."""

    def check(text: str) -> None:
        if len(text.strip()) < length:
            raise ValidationError(error)

    return check


def says(**kwargs: Any) -> fields.Str:
    return fields.Str(required=True, validate=at_least(1, "Fill this in."), **kwargs)


class Reference(fields.Str):
    """A reference as people type it: white space around it means nothing."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        return str(super()._deserialize(value, attr, data, **kwargs)).strip()


class PreviousDisposalSchema(Schema):
    """One thing the child was given before, in any area; leave out the day and the place if they are not known."""

    outcome = says(metadata={"description": "A code of policies/national/codes/previous_disposals.yaml"})
    given_on = fields.Date(allow_none=True)
    given_in = fields.Str(allow_none=True, metadata={"description": "The area, force or court"})


def history() -> fields.Field[Any]:
    return fields.List(
        fields.Nested(PreviousDisposalSchema),
        validate=validate.Length(max=MOST_DECLARED, error=f"Name at most {MOST_DECLARED}."),
        metadata={"description": "Leave it out where it is not known; an empty list says that nothing is known of"},
    )


class SendChildSchema(Schema):
    child_ref = Reference(required=True, validate=at_least(1, "Fill this in."))
    name = fields.Str(load_default=None)
    date_of_birth = fields.Date(required=True)
    sex = says()
    ethnicity = says(metadata={"description": "The child's own word, as an 18+1 code"})
    care_status = says()
    send = says()
    previous_disposals = history()


class SendOffenceSchema(Schema):
    offence_id = says(metadata={"description": "A row of policies/national/offences.yaml"})
    offence_class = fields.Str(load_default=None, metadata={"description": "Where it differs from the row's class"})
    offence_date = fields.Date(load_default=None)
    crime_number = fields.Str(load_default=None)
    summary = says()
    admission = fields.Str(load_default=None)
    adult_present_at_acceptance = fields.Bool(load_default=None)
    evidence = fields.Str(load_default=None)


class SendSchema(Schema):
    area = says()
    route = fields.Str(load_default="panel")
    source = fields.Str(load_default="police")
    referral_date = fields.Date(load_default=None)
    investigation_status = fields.Str(load_default=None)
    bail_date = fields.Date(load_default=None)
    officer_in_case = fields.Str(load_default=None)
    victim_identified = fields.Bool(load_default=None)
    child = fields.Nested(SendChildSchema, required=True)
    offences = fields.List(
        fields.Nested(SendOffenceSchema),
        required=True,
        validate=validate.Length(min=1, error="Name at least one offence."),
    )


class OffenceChangeSchema(Schema):
    number = fields.Int(required=True)
    offence_date = fields.Date()
    crime_number = fields.Str()
    admission = fields.Str()
    adult_present_at_acceptance = fields.Bool()
    evidence = fields.Str()


class ChildChangeSchema(Schema):
    care_status = fields.Str()
    previous_disposals = history()


class SupplySchema(Schema):
    text = says()
    child = fields.Nested(ChildChangeSchema)
    investigation_status = fields.Str()
    bail_date = fields.Date()
    officer_in_case = fields.Str()
    victim_identified = fields.Bool()
    offences = fields.List(fields.Nested(OffenceChangeSchema))


class ReasonSchema(Schema):
    reason = says()


class AcceptSchema(Schema):
    case_worker = fields.Email(required=True, metadata={"description": "E-mail address of a practitioner of the area"})


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
