"""Lists of work as they are read, and what changes whose list something is on."""

from marshmallow import Schema, fields

from oocd.referrals.schemas import says
from oocd.web.answers import Words


class ReassignSchema(Schema):
    person = fields.Email(required=True, metadata={"description": "E-mail address of whoever is to take the next step"})
    reason = says(Words)


class CoverSchema(Schema):
    area = says()
    covered_by = fields.Email(required=True, metadata={"description": "E-mail address of whoever stands in"})
    from_date = fields.Date(required=True)
    to_date = fields.Date(required=True, metadata={"description": "The last day; the cover ends by itself"})


class CoveredSchema(Schema):
    id = fields.UUID()
    area = fields.Str()
    person = fields.Str(attribute="person.name")
    covered_by = fields.Str(attribute="stand_in.name")
    from_date = fields.Date()
    to_date = fields.Date()
    ended_on = fields.Date()


class HandOverSchema(Schema):
    area = says()
    to = fields.Email(required=True, metadata={"description": "E-mail address of whoever takes all of it"})
    reason = says(Words)


class HandedOverSchema(Schema):
    cases = fields.List(fields.Str(), metadata={"description": "The references of the cases that changed hands"})


class QueueSchema(Schema):
    agency = fields.Str(metadata={"description": "Null where the step is open to any agency"})
    permission = fields.Str(metadata={"description": "What the people of this queue may do"})
    role = fields.Str()


class TaskSchema(Schema):
    """What an open case waits for."""

    referral_id = fields.UUID()
    reference = fields.Str()
    area = fields.Str()
    waits_on = fields.Str(metadata={"description": "Who owes the next step: the party whose day today is"})
    says = fields.Str()
    next = fields.Str(metadata={"description": "What is to be done next, in words"})
    queue = fields.Nested(QueueSchema)
    person = fields.Str(metadata={"description": "Whose list it is on; null where it is the queue's"})
    due_on = fields.Date()
    raised_on = fields.Date(metadata={"description": "The day it was brought before a manager as overdue"})


class CountsSchema(Schema):
    overdue = fields.Int()
    due_soon = fields.Int()
    later = fields.Int()
    waiting_on_others = fields.Int()


class ListSchema(Schema):
    """A list of work, what breaks first coming first; each case is in one of its four parts."""

    overdue = fields.List(fields.Nested(TaskSchema))
    due_soon = fields.List(fields.Nested(TaskSchema))
    later = fields.List(fields.Nested(TaskSchema))
    waiting_on_others = fields.List(fields.Nested(TaskSchema))
    counts = fields.Nested(CountsSchema)


class MyWorkSchema(ListSchema):
    raised = fields.List(
        fields.Nested(TaskSchema),
        metadata={"description": "On other people's lists and overdue: brought before you as their manager"},
    )


class OwnersListSchema(ListSchema):
    person_id = fields.UUID()
    person = fields.Str()
    area = fields.Str()
    queue = fields.Nested(QueueSchema)


class TeamWorkSchema(Schema):
    owners = fields.List(fields.Nested(OwnersListSchema))
    open = fields.Int(metadata={"description": "Every open case in sight, each on one of these lists"})
