"""The shape of every kind of policy file. What is not named here is a mistake and is refused."""

from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from marshmallow import INCLUDE, RAISE, Schema, ValidationError, fields, validate, validates_schema

from oocd.policy.in_words import EITHER_SIDE, STARTS
from oocd.policy.rules import EVERY_MOMENT

SAYS_SOMETHING = validate.Length(min=1, error="Write something here.")
KINDS = ("hard", "soft", "acknowledge", "info")
FACT_TYPES = ("bool", "int", "string", "strings", "date")
TIME_UNITS = ("working_days", "calendar_days", "months", "minutes", EITHER_SIDE)
NOT_COUNTED = ("minutes", EITHER_SIDE)  # the clocks of cases count whole days, onwards
NAME_OF_A_TEST = r"^tests(/\w+)+\.py::test_\w+$"


class Day(fields.Field[date]):
    """A date as YAML reads it: unquoted, year-month-day."""

    default_error_messages = {"invalid": "Write a date as year-month-day, without quotation marks."}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        if type(value) is not date:
            raise self.make_error("invalid")
        return value


class Versions(fields.Nested):
    """One entry, or a list of its versions in the order of their dates, of which at most one is in force on any day."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, partial: Any = None, **kwargs: Any) -> Any:
        if not isinstance(value, list):
            return super()._deserialize(value, attr, data, **kwargs)
        versions, problems = [], {}
        for place, version in enumerate(value):
            try:
                versions.append(super()._deserialize(version, attr, data, **kwargs))
            except ValidationError as error:
                problems[place] = error.messages
        if problems:
            raise ValidationError(problems)
        for place, (earlier, later) in enumerate(pairwise(versions)):
            if problem := _overlap(earlier, later):
                raise ValidationError({place + 1: {"from": [problem]}})
        return versions


def _overlap(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> str | None:
    if "from_" not in later or "to" not in earlier:
        return "Two versions would be in force at once. Give the later one `from` and the one before it `to`."
    if later["from_"] <= earlier["to"]:
        return f"The version before is in force until {earlier['to']}. Begin this one later, or end that one sooner."
    return None


class SpannedSchema(Schema):
    @validates_schema
    def ends_after_it_begins(self, data: Mapping[str, Any], **_: Any) -> None:
        if "to" in data and "from_" in data and data["to"] < data["from_"]:
            raise ValidationError("This ends before it begins. Correct one of the two days.", "to")


def one_of(*choices: str) -> validate.OneOf:
    return validate.OneOf(choices, error="Write one of: {choices}.")


def text(**kwargs: Any) -> fields.Str:
    return fields.Str(required=True, validate=SAYS_SOMETHING, **kwargs)


class SourceSchema(Schema):
    title = text()
    link = fields.Str()
    citation = fields.Str()


class SourcedSchema(Schema):
    """What every value carries: since when, on whose authority, and whether somebody checked."""

    source = fields.Nested(SourceSchema, required=True)
    verified = fields.Bool(required=True)
    note = fields.Str()


class DatedSchema(SourcedSchema, SpannedSchema):
    from_ = Day(required=True, data_key="from")
    to = Day()


class ValueSchema(SourcedSchema):
    is_ = fields.Raw(required=True, data_key="is")


class FigureSchema(Schema):
    """`standard` is the id of the time standard in the product's rulebook that the figure is."""

    name = text()
    about = text()
    standard = fields.Str(validate=validate.Regexp(r"^T-\d\d$", error="Write it as T-01."))
    unit = text()
    owner = text()
    last_checked = Day(required=True)
    values = fields.Dict(keys=Day(), values=fields.Nested(ValueSchema), required=True, validate=SAYS_SOMETHING)


class TimeStandardSchema(FigureSchema):
    """`only_shown` says why nothing the service does is measured by it: then no workflow can name it."""

    unit = fields.Str(required=True, validate=one_of(*TIME_UNITS))
    starts = fields.Str(required=True, validate=one_of(*STARTS))
    only_shown = fields.Str(validate=SAYS_SOMETHING)

    @validates_schema
    def values_are_counted(self, data: Mapping[str, Any], **_: Any) -> None:
        for since, value in data.get("values", {}).items():
            if type(value["is_"]) is not int or value["is_"] < 0:
                raise ValidationError({"values": {since: {"is": ["Write a whole number, without its unit."]}}})

    @validates_schema
    def clocks_of_cases_count_days(self, data: Mapping[str, Any], **_: Any) -> None:
        if data.get("unit") in NOT_COUNTED and "only_shown" not in data:
            raise ValidationError("No clock of a case counts in this unit. Say so in `only_shown`.", "unit")


class CodeSchema(SpannedSchema):
    """One code: a label, and whatever else its list says about its codes."""

    class Meta:
        unknown = INCLUDE

    label = text()
    from_ = Day(data_key="from")
    to = Day()
    source = fields.Nested(SourceSchema)
    verified = fields.Bool()


class CodeListSchema(DatedSchema):
    """A list of codes. To one that says `areas_add` a force or an area adds codes that are nowhere else."""

    name = text()
    about = text()
    areas_add = fields.Bool(load_default=False)
    codes = fields.Dict(keys=fields.Str(), values=Versions(CodeSchema), required=True, validate=SAYS_SOMETHING)


class OutcomeSchema(CodeSchema):
    """Everything the service asks about an outcome. One that leaves an answer out could give a child a record."""

    class Meta:
        unknown = RAISE

    statutory = fields.Bool(required=True)
    substantive = fields.Bool(required=True)
    home_office_codes = fields.List(fields.Str(), required=True, validate=SAYS_SOMETHING)
    forms = fields.Str(required=True, allow_none=True)
    code_set = fields.Str(required=True, validate=one_of("given", "completed"))
    admission = fields.Str(required=True, validate=one_of("none", "accepts_responsibility", "admitted"))
    evidence = text()
    consent = fields.Str(required=True, validate=one_of("none", "agreement", "signed"))
    needs_agreement = fields.Bool(required=True)
    appropriate_adult = fields.Str(required=True, validate=one_of("required", "good_practice", "at_interview"))
    first_time_entrant = fields.Bool(required=True)
    plan = fields.Str(required=True, validate=one_of("none", "voluntary", "usual", "required"))
    course = fields.Str(required=True, validate=one_of("none", "activity", "conditions"))
    yjs_duty = text()
    referral_to_yjs_due = fields.Str(required=True, allow_none=True)
    on_failure = text()
    revives = fields.Str(required=True, allow_none=True)
    spent = fields.Str(
        required=True, validate=one_of("never_a_record", "at_once", "within_three_months", "by_sentence")
    )
    shown_on_checks = fields.Str(required=True, validate=one_of("never", "depends_on_the_court"))
    weight = fields.Int(required=True)
    heavier_than = fields.Str(required=True, allow_none=True)
    says_to_child = text()
    note = fields.Str()


class OutcomesSchema(CodeListSchema):
    codes = fields.Dict(keys=fields.Str(), values=fields.Nested(OutcomeSchema), required=True, validate=SAYS_SOMETHING)


class EarlierDisposalSchema(CodeSchema):
    counts_as = text()
    makes_entrant = fields.Bool(required=True)
    intelligence_only = fields.Bool(required=True)


class EarlierDisposalsSchema(CodeListSchema):
    codes = fields.Dict(keys=fields.Str(), values=fields.Nested(EarlierDisposalSchema), required=True)


class ReturnedSchema(SourcedSchema):
    """How one outcome is named in a return from a day on; `to` is the last day of a name that runs out."""

    to = Day()
    as_ = fields.Str(required=True, allow_none=True, data_key="as")
    of_forms = fields.Dict(keys=fields.Str(), values=text(), load_default=dict)


class ReturnSchema(Schema):
    name = text()
    about = text()
    outcomes = fields.Dict(
        keys=fields.Str(),
        values=fields.Dict(keys=Day(), values=fields.Nested(ReturnedSchema), required=True, validate=SAYS_SOMETHING),
        required=True,
        validate=SAYS_SOMETHING,
    )


class OffenceSchema(Schema):
    label = text()
    statute = text()
    class_ = fields.Str(
        required=True,
        allow_none=True,
        data_key="class",
        validate=one_of("summary_only", "either_way", "indictable_only"),
    )
    flags = fields.List(fields.Str(), load_default=list)
    note = fields.Str()


class OffencesSchema(DatedSchema):
    name = text()
    about = text()
    offences = fields.Dict(keys=fields.Str(), values=fields.Nested(OffenceSchema), required=True)


class FactSchema(Schema):
    type = fields.Str(required=True, validate=one_of(*FACT_TYPES))
    means = text()
    comes_from = text()


class FactsSchema(Schema):
    about = text()
    facts = fields.Dict(keys=fields.Str(), values=fields.Nested(FactSchema), required=True)


class GateSchema(DatedSchema):
    for_ = fields.List(fields.Str(), required=True, data_key="for", validate=SAYS_SOMETHING)
    when = fields.Str(required=True, validate=one_of(*EVERY_MOMENT))
    kind = fields.Str(required=True, validate=one_of(*KINDS))
    only_if = fields.Str(validate=SAYS_SOMETHING)
    holds = text()
    says = text()


class GateFamilySchema(Schema):
    about = text()
    rules = fields.Dict(keys=fields.Str(), values=Versions(GateSchema), required=True)


class GuardRuleSchema(DatedSchema):
    guard = text()
    says = text()


class GuardRulesSchema(Schema):
    about = text()
    rules = fields.Dict(keys=fields.Str(), values=Versions(GuardRuleSchema), required=True)


class BehaviourSchema(DatedSchema):
    """What the service does whatever a case is like, and the tests that hold it to that.

    With `for` and `when` it is also something to tell people at that moment.
    """

    for_ = fields.List(fields.Str(), data_key="for", validate=SAYS_SOMETHING)
    when = fields.Str(validate=one_of(*EVERY_MOMENT))
    says = text()
    held_by = fields.List(
        fields.Str(
            validate=validate.Regexp(NAME_OF_A_TEST, error="Name a test as tests/folder/test_file.py::test_name.")
        ),
        required=True,
        validate=validate.Length(min=1, error="Name the test that holds it."),
    )


class BehavioursSchema(Schema):
    about = text()
    rules = fields.Dict(keys=fields.Str(), values=Versions(BehaviourSchema), required=True)


class ExcusedRuleSchema(DatedSchema):
    says = text()
    because = text()


class ExcusedRulesSchema(Schema):
    """Rules that nothing here holds, each with the reason."""

    about = text()
    rules = fields.Dict(keys=fields.Str(), values=fields.Nested(ExcusedRuleSchema), required=True)


class ScaleSchema(Schema):
    min = fields.Int(required=True)
    max = fields.Int(required=True)


class GravityEditionSchema(DatedSchema):
    name = text()
    about = text()
    illustrative = fields.Bool(required=True)
    scale = fields.Nested(ScaleSchema, required=True)
    starting_points = fields.Dict(keys=fields.Int(), values=fields.List(fields.Str()), required=True)
    meanings = fields.Dict(keys=fields.Int(), values=text(), load_default=dict)
    scores = fields.Str(required=True, validate=one_of("partner_copy", "by_class"))
    scores_by_class = fields.Dict(keys=fields.Str(), values=fields.Int())


class RouteSchema(Schema):
    label = text()
    on = fields.Bool(required=True)
    note = fields.Str()


class AreaSchema(DatedSchema):
    name = text()
    about = text()
    nation = text()
    force = text()
    yjs = text()
    routes = fields.Dict(keys=fields.Str(), values=fields.Nested(RouteSchema), required=True)


class ForceSchema(DatedSchema):
    name = text()
    about = text()


def problems_of(error: ValidationError) -> list[tuple[tuple[Any, ...], str]]:
    """Each problem as the path of keys that leads to it and its sentence."""
    return list(_walk(error.messages, ()))


def _walk(messages: Any, path: tuple[Any, ...]) -> Any:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            yield from _walk(inner, path if key in {"key", "value", "_schema"} else (*path, key))
    else:
        for sentence in messages:
            yield path, str(sentence)
