from marshmallow import Schema, fields

from oocd.web import CursorSchema


class NoticesQuerySchema(CursorSchema):
    unread = fields.Bool(load_default=False, metadata={"description": "Only those not read yet"})


class NoticeSchema(Schema):
    id = fields.UUID()
    area = fields.Str()
    kind = fields.Str()
    says = fields.Str()
    path = fields.Str(metadata={"description": "The page it is about, in this service"})
    told_at = fields.AwareDateTime()
    read_at = fields.AwareDateTime(allow_none=True)


class NoticesSchema(Schema):
    notices = fields.List(fields.Nested(NoticeSchema), metadata={"description": "The latest first"})
    unread = fields.Int(metadata={"description": "How many there are that you have not read"})
    next = fields.UUID(metadata={"description": "Send as `after` for the next page; missing on the last"})


class ChooseSchema(Schema):
    kind = fields.Str(required=True)
    way = fields.Str(required=True, metadata={"description": "at_once, digest or in_service"})


class QuietHoursSchema(Schema):
    """From one hour to another, in London; the same hour twice means never quiet."""

    begins = fields.Time(format="%H:%M", required=True)
    ends = fields.Time(format="%H:%M", required=True)


class DeadLetterSchema(Schema):
    """An e-mail that could not be sent; never what it is about."""

    id = fields.UUID()
    area = fields.Str()
    kind = fields.Str()
    to = fields.Str(attribute="person.email")
    problem = fields.Str(metadata={"description": "What was wrong, in the provider's own numbers"})
    attempts = fields.Int()
    perhaps_sent = fields.Bool(metadata={"description": "Whether it may have been sent, the answer being lost"})
    queued_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    state = fields.Str()


class DeadLettersSchema(Schema):
    dead_letters = fields.List(fields.Nested(DeadLetterSchema))
    next = fields.UUID(metadata={"description": "Send as `after` for the next page; missing on the last"})


class ChoiceSchema(Schema):
    kind = fields.Str()
    label = fields.Str()
    way = fields.Str()
    says = fields.Str(metadata={"description": "The way it comes, in words"})
    never_silenced = fields.Str(
        allow_none=True, metadata={"description": "Why it always comes at once; null where that is yours to choose"}
    )


class ChoicesSchema(Schema):
    choices = fields.List(fields.Nested(ChoiceSchema))
    quiet_hours = fields.Nested(
        QuietHoursSchema, allow_none=True, metadata={"description": "Yours; null for those of your area"}
    )
