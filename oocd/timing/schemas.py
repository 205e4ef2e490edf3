"""Shapes of what this room tells: segments, due dates, limits and delays."""

from marshmallow import Schema, fields, validate

from oocd.timing.delays import BY


class HeldNowSchema(Schema):
    owner = fields.Str(metadata={"description": "police, yjs, panel, agency, family, court, cps or nobody"})
    reason = fields.Str(metadata={"description": "A state with its workflow, or a stage before the referral"})


class SegmentSchema(Schema):
    owner = fields.Str(attribute="segment.owner")
    reason = fields.Str(attribute="segment.reason")
    says = fields.Str()
    since = fields.Date(attribute="segment.since")
    until = fields.Date(attribute="segment.until", metadata={"description": "The first day that is no longer part"})
    days = fields.Int(attribute="segment.days")


class OwnerDaysSchema(Schema):
    owner = fields.Str()
    days = fields.Int()


class DueSchema(Schema):
    standard = fields.Str(attribute="due.clock.standard")
    workflow = fields.Str(attribute="due.clock.kind")
    process_id = fields.UUID(attribute="due.clock.process_id")
    starts = fields.Str(attribute="due.clock.starts", metadata={"description": "The event the clock counts from"})
    starts_on = fields.Date(attribute="due.clock.starts_on")
    due_on = fields.Date(attribute="due.due_on")
    ended_on = fields.Date(attribute="due.clock.ended_on", metadata={"description": "Empty while it runs"})
    met = fields.Function(
        lambda row: row["due"].clock.met if row["due"].clock.ended_on else None,
        metadata={"type": "boolean", "description": "Empty while it runs; false: the case came to an end before"},
    )
    late = fields.Bool()
    value = fields.Int(attribute="due.standard.value")
    unit = fields.Str(attribute="due.standard.unit")
    layer = fields.Str(attribute="due.standard.layer", metadata={"description": "Whose it is: national or the area's"})
    verified = fields.Bool(attribute="due.standard.verified")
    source = fields.Dict(keys=fields.Str(), values=fields.Str(), attribute="due.standard.source")


class DueHistorySchema(Schema):
    standard = fields.Str()
    workflow = fields.Str()
    process_id = fields.UUID()
    place = fields.Int(metadata={"description": "Which time the standard ran against this process"})
    number = fields.Int(metadata={"description": "Of one clock the highest counts; those below it are its history"})
    starts = fields.Str()
    starts_on = fields.Date()
    due_on = fields.Date()
    ended_on = fields.Date()
    because = fields.Str(
        metadata={
            "description": (
                "began, start_changed, rules_changed (policy or calendar), met, case_over, end_changed, no_longer_runs"
            )
        }
    )
    recorded_at = fields.AwareDateTime()


class BreachWarningSchema(Schema):
    standard = fields.Str()
    workflow = fields.Str()
    process_id = fields.UUID()
    due_on = fields.Date()
    percent = fields.Int(metadata={"description": "How likely it was found that the day would be missed"})
    working_days_left = fields.Int()
    warned_on = fields.Date()


class RunningLimitSchema(Schema):
    what = fields.Str(
        metadata={"description": "charge_by, bail_expires, eighteenth_birthday, turnaround_window or course_ends"}
    )
    on = fields.Date()
    days_left = fields.Int()
    near = fields.Bool()
    offence = fields.Int()


class StartDelayTimingSchema(Schema):
    given_on = fields.Date()
    first_session_on = fields.Date()
    days = fields.Int(metadata={"description": "Empty while no session after the outcome was attended"})
    voluntary_sessions = fields.Int()
    voluntary_since = fields.Date()


class DelayOfOutcomeSchema(Schema):
    offence = fields.Int()
    outcome = fields.Str()
    delay = fields.Nested(StartDelayTimingSchema)


class TimingSchema(Schema):
    referral_id = fields.UUID()
    begins_on = fields.Date(metadata={"description": "Of the earliest offence"})
    ended_on = fields.Date()
    days = fields.Int(metadata={"description": "To the end, or to today; the segments add up to it"})
    held_now = fields.Nested(HeldNowSchema)
    segments = fields.List(fields.Nested(SegmentSchema))
    owners = fields.List(fields.Nested(OwnerDaysSchema))
    due = fields.List(fields.Nested(DueSchema))
    history = fields.List(fields.Nested(DueHistorySchema))
    warnings = fields.List(fields.Nested(BreachWarningSchema))
    limits = fields.List(fields.Nested(RunningLimitSchema))
    start_delays = fields.List(fields.Nested(DelayOfOutcomeSchema))
    findings = fields.List(fields.Str(), metadata={"description": "What the nightly proof finds wrong with its days"})


class AreaOfBoardSchema(Schema):
    area = fields.Str(required=True)


class DelaysQuerySchema(Schema):
    area = fields.Str(metadata={"description": "One of yours; every area whose work you oversee"})
    first = fields.Date(data_key="from", metadata={"description": "Outcomes given from this day on; a year ago"})
    last = fields.Date(data_key="to", metadata={"description": "And up to this day; today"})
    by = fields.Str(load_default="route", validate=validate.OneOf(list(BY), error="Choose one of: {choices}."))


class ChildWaitingSchema(Schema):
    referral_id = fields.UUID()
    reference = fields.Str()
    child_ref = fields.Str()
    offence = fields.Int()
    outcome = fields.Str()
    given_on = fields.Date(attribute="delay.given_on")
    first_session_on = fields.Date(attribute="delay.first_session_on")
    still_waiting = fields.Bool()
    days = fields.Int(metadata={"description": "To the first session, or to today while there is none"})
    due_on = fields.Date()
    late = fields.Bool()
    voluntary_sessions = fields.Int(attribute="delay.voluntary_sessions")
    voluntary_since = fields.Date(attribute="delay.voluntary_since")


class CaseloadSchema(Schema):
    children = fields.List(fields.Nested(ChildWaitingSchema))


class OldCaseSchema(Schema):
    referral_id = fields.UUID()
    reference = fields.Str()
    reason = fields.Str()
    says = fields.Str()
    held_since = fields.Date()
    days_held = fields.Int()
    days = fields.Int(metadata={"description": "Since the first day of the case"})


class HeldByOwnerSchema(Schema):
    owner = fields.Str()
    open = fields.Int()
    oldest = fields.List(fields.Nested(OldCaseSchema))


class BoardSchema(Schema):
    owners = fields.List(fields.Nested(HeldByOwnerSchema))


class WaitingSchema(Schema):
    day = fields.Int()
    share = fields.Float(metadata={"description": "Of those waiting, how many still wait after this day"})
    at_risk = fields.Int(metadata={"description": "How many had waited at least so long"})


class DelayGroupSchema(Schema):
    group = fields.Str()
    count = fields.Int()
    still_waiting = fields.Int()
    median = fields.Int(metadata={"description": "Days by which half had begun; empty while too many still wait"})
    p90 = fields.Int(metadata={"description": "Days by which nine in ten had begun"})
    maximum = fields.Int(metadata={"description": "The longest wait, over or not"})
    curve = fields.List(fields.Nested(WaitingSchema))


class DelaysSchema(Schema):
    by = fields.Str()
    note = fields.Str()
    groups = fields.List(fields.Nested(DelayGroupSchema))
