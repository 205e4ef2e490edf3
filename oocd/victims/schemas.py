from marshmallow import Schema, fields

from oocd.referrals.schemas import says


class AddVictimSchema(Schema):
    kind = says()
    contact_consent = says(metadata={"description": "yes, no, not_asked, could_not_reach or withdrawn"})
    asked_on = fields.Date(load_default=None)


class VictimSchema(Schema):
    id = fields.UUID()
    number = fields.Int()
    kind = fields.Str()
    contact_consent = fields.Str()


class RecordViewSchema(Schema):
    needs_and_wishes = fields.Str(load_default=None)
    reason_for_none = fields.Str(load_default=None)


class VictimViewSchema(Schema):
    id = fields.UUID()
    needs_and_wishes = fields.Str()
    reason_for_none = fields.Str()
    recorded_at = fields.AwareDateTime()
