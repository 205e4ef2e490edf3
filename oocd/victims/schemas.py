"""What is sent about a victim, and a victim as others read them: never who they are, but in one schema."""

from typing import Any

from marshmallow import Schema, fields, validate

from oocd.referrals.schemas import OneLine, at_least, says
from oocd.web.answers import ByCode, Code, Words

# Everybody who reads the case reads the reference: one with a number in it and no space is no name.
NO_NAME = validate.Regexp(r"\S*\d\S*\Z", error="Use a reference with a number in it and no space, never a name.")
AT_LEAST_ONE = validate.Length(min=1, error="Name at least one.")


def answers(**kwargs: Any) -> ByCode:
    return ByCode(
        "victim_consent_purposes",
        Code("victim_contact_consent"),
        metadata={"description": "By purpose: yes, no or could_not_reach"},
        **kwargs,
    )


class AddVictimSchema(Schema):
    kind = Code("victim_kinds", required=True)
    contact_consent = Code(
        "victim_contact_consent",
        required=True,
        metadata={"description": "yes, no, not_asked, could_not_reach or withdrawn"},
    )
    consents = answers(load_default=None)
    asked_on = fields.Date(load_default=None)
    asked_by = fields.Str(load_default=None, metadata={"description": "Name and rank or role of who asked"})
    victim_ref = OneLine(
        load_default=None, validate=NO_NAME, metadata={"description": "The area's own reference for this victim"}
    )
    offences = fields.List(
        fields.Int(),
        load_default=None,
        validate=AT_LEAST_ONE,
        metadata={"description": "Numbers of the offences that harmed them; all where left out"},
    )
    enhanced_because = Code("victim_enhanced_rights", load_default=None)
    in_childs_home = fields.Bool(load_default=None)


class CorrectVictimSchema(Schema):
    kind = Code("victim_kinds")
    enhanced_because = Code("victim_enhanced_rights")
    in_childs_home = fields.Bool()
    offences = fields.List(fields.Int(), validate=AT_LEAST_ONE)


class AskConsentSchema(Schema):
    answers = answers(required=True, validate=AT_LEAST_ONE)
    asked_on = fields.Date(required=True)
    asked_by = says(metadata={"description": "Name and rank or role of who asked"})
    asked_how = Code("victim_contact_methods", required=True)
    script_version = fields.Str(load_default=None)
    expires_on = fields.Date(load_default=None, metadata={"description": "The last day a yes is good for"})


class WithdrawConsentSchema(Schema):
    purposes = fields.List(
        Code("victim_consent_purposes"), load_default=None, metadata={"description": "All where left out"}
    )
    withdrawn_on = fields.Date(load_default=None)


class ContactSchema(Schema):
    purpose = Code("victim_consent_purposes", required=True)
    contacted_on = fields.Date(required=True)
    how = Code("victim_contact_methods", required=True)
    reached = fields.Bool(load_default=True)


class TellSchema(Schema):
    what = Code("victim_told_of", required=True, metadata={"description": "progress, outcome or ending"})
    told_on = fields.Date(required=True)
    told_how = Code("victim_contact_methods", required=True)
    told_by = says(metadata={"description": "Name and rank or role of who told the victim"})


class RecordStepSchema(Schema):
    step = Code("restorative_steps", required=True)
    result = says()
    happened_on = fields.Date(required=True)


class RecordViewSchema(Schema):
    needs_and_wishes = Words(load_default=None)
    reason_for_none = Code("reasons_for_no_victim_view", load_default=None)
    given_on = fields.Date(load_default=None)
    given_how = Code("how_views_given", load_default=None)


class WriteIdentitySchema(Schema):
    """Who a victim is, as far as it is known now. A business names a person to contact; a child has a guardian."""

    name = fields.Str(validate=at_least(1, "Say who this is."))
    address = Words(allow_none=True)
    phone = fields.Str(allow_none=True)
    email = fields.Str(allow_none=True)
    safe_contact = Words(allow_none=True, metadata={"description": "When, where and how it is safe"})
    named_contact = fields.Str(allow_none=True)
    guardian_name = fields.Str(allow_none=True)
    guardian_contact = fields.Str(allow_none=True)
    guardian_not_involved_because = Words(allow_none=True)
    child_ref = fields.Str(metadata={"description": "Where they are a child with a record here"})


class VictimIdentitySchema(Schema):
    """For those who work with victims alone; each reading is logged."""

    name = fields.Str()
    address = fields.Str()
    phone = fields.Str()
    email = fields.Str()
    safe_contact = fields.Str()
    named_contact = fields.Str()
    guardian_name = fields.Str()
    guardian_contact = fields.Str()
    guardian_not_involved_because = fields.Str()
    written_at = fields.AwareDateTime()


class ConsentSchema(Schema):
    purpose = fields.Str(attribute="consent.purpose")
    state = fields.Str(attribute="consent.state")
    since = fields.Date(attribute="consent.since")
    expires_on = fields.Date(attribute="consent.expires_on")
    may_contact = fields.Bool()


class RestorativeStepSchema(Schema):
    step = fields.Str()
    result = fields.Str()
    happened_on = fields.Date()
    late = fields.Bool(metadata={"description": "Whether a time standard was missed; null where there is none"})


class ContactMadeSchema(Schema):
    purpose = fields.Str()
    contacted_on = fields.Date()
    how = fields.Str()
    reached = fields.Bool()


class ToldSchema(Schema):
    what = fields.Str()
    told_on = fields.Date()
    told_how = fields.Str()
    told_agency = fields.Str()


class VictimSchema(Schema):
    """A victim without identity."""

    id = fields.UUID(attribute="victim.id")
    number = fields.Int(attribute="victim.number")
    victim_ref = fields.Str(attribute="victim.victim_ref")
    kind = fields.Str(attribute="victim.kind")
    offences = fields.List(fields.Int(), attribute="victim.offence_numbers")
    enhanced_rights = fields.Bool()
    in_childs_home = fields.Bool(attribute="victim.in_childs_home")
    contact_consent = fields.Str(metadata={"description": "The state in force for the purpose contact"})
    consents = fields.List(fields.Nested(ConsentSchema))
    restorative_steps = fields.List(fields.Nested(RestorativeStepSchema), attribute="victim.restorative_steps")
    rj_information_due_on = fields.Date()
    rj_information_offered_on = fields.Date()
    rj_information_late = fields.Bool()
    contacts = fields.List(fields.Nested(ContactMadeSchema), attribute="victim.contacts")
    told = fields.List(fields.Nested(ToldSchema), attribute="victim.told")
    identity_held = fields.Bool(metadata={"description": "Whether who they are is on record, in its own compartment"})
    also_suspect = fields.Bool(
        metadata={"description": "The suspect of another case here: check for a conflict before any contact"}
    )


class VictimViewSchema(Schema):
    id = fields.UUID()
    victim = fields.Int(attribute="victim.number")
    needs_and_wishes = fields.Str()
    reason_for_none = fields.Str()
    given_on = fields.Date()
    given_how = fields.Str()
    recorded_at = fields.AwareDateTime()


class ConsentOwedSchema(Schema):
    victim = fields.Int()
    purpose = fields.Str()
    due_on = fields.Date()
    late = fields.Bool()
