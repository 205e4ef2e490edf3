"""Dates and amounts that follow from the rules, each with its reason: the figure used, what went in, who says so."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from oocd.outcomes.rules import first_time_entrant, shown_on_checks, spent_on
from oocd.policy.in_words import amount
from oocd.policy.rules import Figure, Gate, answer
from oocd.policy.working_days import due_on

CHARGE_MONTHS = "figures/summary_only_charge_months"
SPENT_MONTHS = "figures/ycc_spent_months"
CEILINGS = "figures/financial_penalty_ceilings"
AFTER_WEAPON = "time/yjs_referral_after_weapon"
ASSETPLUS_FOR = "figures/assetplus_required_for"
SPENT = {"at_once": "ROA-01", "within_three_months": "ROA-02"}
COURSES = (
    ("course_usual_end", "figures/ycc_default_weeks", "COND-04", "unless somebody says otherwise"),
    ("course_normal_latest_end", "figures/ycc_normal_max", "COND-04", "without anybody's reason"),
    ("course_latest_end", "figures/ycc_exceptional_max", "COND-06", "with the reason of a manager and the police"),
)
CAUTIONS = ("previous_youth_cautions", "previous_conditional_cautions")
HISTORY_NOT_KNOWN = "Not known: the police have not said what the child was given before."


@dataclass(frozen=True)
class Computed:
    """One date, amount or answer that follows from a rule. No value: it is not known, and `why` says what is missing.

    `provisional` is what it would be if the outcome were given today; `breach` says whether a limit was overrun.
    """

    name: str
    value: Any
    why: str
    gate: Gate
    inputs: Mapping[str, Any] = field(default_factory=dict)
    figure: Figure | None = None
    provisional: bool = False
    breach: bool | None = None
    outcomes: tuple[str, ...] = ()

    @property
    def verified(self) -> bool:
        return self.gate.verified and (self.figure is None or self.figure.verified)


@dataclass(frozen=True)
class Law:
    """What the policies say on the day that counts: rules by id, figures by name, and of one outcome.

    `entering` names the facts that count what brings a child into the youth justice system.
    """

    gates: Mapping[str, Gate]
    figures: Mapping[str, Figure]
    code: str
    outcome: Mapping[str, Any]
    entering: Sequence[str]


@dataclass(frozen=True)
class Days:
    """The days that the facts of the gates do not hold. `given` is empty until the outcome is given."""

    today: date
    given: date | None = None
    ends: date | None = None
    yjs_told: date | None = None
    police_dealt: date | None = None
    weapon_standard: Figure | None = None
    referred: date | None = None
    age_when_given: int | None = None

    @property
    def counts(self) -> date:
        """The day it was given, or today for what would be so if it were."""
        return self.given or self.today


def computed(law: Law, facts: Mapping[str, Any], days: Days) -> list[Computed]:
    """Everything that follows for one outcome of one offence, as far as the rules it follows from are in force."""
    rows = [
        *_charge_by(law, facts),
        *_weapon(law, facts, days),
        *_spent(law, days),
        *_course(law, days),
        *_ceiling(law, facts, days),
        *_referral_after_caution(law, days),
        *_first_time_entrant(law, facts),
        *_assessment(law, facts),
        *_tool(law, facts),
        *_disclosure(law, facts, days),
        *_notification(law, facts),
        *_returned_under_another_word(law),
    ]
    return [replace(row, outcomes=(law.code,)) for row in rows]


def merged(rows: Iterable[Computed]) -> list[Computed]:
    """The same rows, those that say the same of several outcomes once, with every outcome they are about."""
    same: dict[str, Computed] = {}
    for row in rows:
        key = f"{row.name} {row.value} {row.why} {row.provisional}"
        same[key] = replace(row, outcomes=same[key].outcomes + row.outcomes) if key in same else row
    return list(same.values())


def _charge_by(law: Law, facts: Mapping[str, Any]) -> Iterator[Computed]:
    gate, figure = law.gates.get("TIME-01"), law.figures.get(CHARGE_MONTHS)
    if gate and figure and facts["offence_class"] == "summary_only":
        day = facts["charge_by"]
        why = f"{figure.value} calendar months after the offence, which is summary-only."
        missing = "Not known until the day of the offence is."
        inputs = {name: facts[name] for name in ("offence_class", "offence_date")}
        yield Computed("charge_by", day, why if day else missing, gate, inputs, figure)


def _weapon(law: Law, facts: Mapping[str, Any], days: Days) -> Iterator[Computed]:
    """Nothing where the police dealt with the child before there was such a rule."""
    gate, dealt, figure = law.gates.get("KNF-01"), days.police_dealt, days.weapon_standard
    if gate is None or not facts["knife_possession"] or (dealt and not figure):
        return
    inputs = {"police_dealt_with_child": dealt, "referral_date": days.referred}
    if dealt and figure:
        due = due_on(dealt, figure)
        why = f"{amount(figure.value, figure.unit)} after the police dealt with the child, who had a weapon."
        late = days.referred > due if days.referred else None
        yield Computed("weapon_referral_due", due, why, gate, inputs, figure, breach=late)
    else:
        why = "Not known until the police say when they arrested or interviewed the child, who had a weapon."
        yield Computed("weapon_referral_due", None, why, gate, inputs, law.figures.get(AFTER_WEAPON))


def _spent(law: Law, days: Days) -> Iterator[Computed]:
    kind = law.outcome.get("spent", "")
    gate, figure = law.gates.get(SPENT.get(kind, "")), law.figures.get(SPENT_MONTHS)
    if gate is None:
        return
    months = figure.value if figure else None
    value = spent_on(kind, days.counts, days.ends, months)
    inputs = {"given_on": days.given, "ends_on": days.ends}
    if kind == "at_once":
        yield Computed("spent_on", value, "On the day it is given.", gate, inputs, provisional=not days.given)
    else:
        why = f"{months} calendar months after it is given, or the day its conditions end if that comes first."
        yield Computed("spent_on", value, why, gate, inputs, figure, provisional=not days.given)


def _course(law: Law, days: Days) -> Iterator[Computed]:
    if law.outcome.get("course") != "conditions":
        return
    for name, figure_name, rule, how in COURSES:
        gate, figure = law.gates.get(rule), law.figures.get(figure_name)
        if gate and figure:
            ends = days.counts + timedelta(weeks=figure.value)
            why = f"{figure.value} weeks after it is given, {how}."
            yield Computed(name, ends, why, gate, {"given_on": days.given}, figure, provisional=not days.given)


def _ceiling(law: Law, facts: Mapping[str, Any], days: Days) -> Iterator[Computed]:
    gate, figure = law.gates.get("COND-02"), law.figures.get(CEILINGS)
    if gate and figure and law.outcome.get("course") == "conditions":
        pounds, age = facts["financial_ceiling"], days.age_when_given
        why = (
            "Not known until the child's date of birth is."
            if age is None
            else f"For a child of {age} on the day it is given, and an offence of this class, in pounds."
            if pounds is not None
            else f"No ceiling is written for a child of {age}."
        )
        inputs = {"age_when_given": age, "offence_class": facts["offence_class"]}
        yield Computed("financial_ceiling", pounds, why, gate, inputs, figure, provisional=not days.given)


def _referral_after_caution(law: Law, days: Days) -> Iterator[Computed]:
    gate, figure = law.gates.get("YJS-01"), law.figures.get(f"time/{law.outcome.get('referral_to_yjs_due')}")
    if gate and figure:
        due = due_on(days.counts, figure)
        why = f"{amount(figure.value, figure.unit)} after it is given."
        late = (days.yjs_told or days.today) > due if days.given else None
        inputs = {"given_on": days.given, "yjs_told_on": days.yjs_told}
        provisional = not days.given
        yield Computed("yjs_referral_due", due, why, gate, inputs, figure, provisional=provisional, breach=late)


def _first_time_entrant(law: Law, facts: Mapping[str, Any]) -> Iterator[Computed]:
    gate = law.gates.get("FTE-01")
    if gate and law.outcome.get("first_time_entrant"):
        inputs = {name: facts[name] for name in law.entering}
        is_one = first_time_entrant(True, list(inputs.values()))
        whys = {
            True: "No caution or conviction came before this one, on record or as the police declared.",
            False: "A caution or conviction came before this one.",
            None: HISTORY_NOT_KNOWN,
        }
        yield Computed("first_time_entrant", is_one, whys[is_one], gate, inputs)


def _assessment(law: Law, facts: Mapping[str, Any]) -> Iterator[Computed]:
    inputs = {name: facts[name] for name in CAUTIONS}
    duty = law.outcome.get("yjs_duty")
    if duty == "consult_and_supervise" and (gate := law.gates.get("YJS-05")):
        yield Computed("assessment_required", True, "It always comes before a youth conditional caution.", gate)
    elif duty == "refer" and (must := law.gates.get("YJS-02")):
        if any(inputs.values()):
            yield Computed("assessment_required", True, "The child had a caution before.", must, inputs)
        elif None in inputs.values():
            yield Computed("assessment_required", None, HISTORY_NOT_KNOWN, must, inputs)
        else:
            may = law.gates.get("YJS-04") or must
            yield Computed("assessment_required", False, "The child had no caution before.", may, inputs)


def _tool(law: Law, facts: Mapping[str, Any]) -> Iterator[Computed]:
    any_tool, assetplus = law.gates.get("YJS-06"), law.gates.get("YJS-09")
    if not (any_tool and assetplus and any_tool.concerns(law.code, "decide")):
        return
    inputs, figure = {name: facts[name] for name in CAUTIONS[:1]}, law.figures.get(ASSETPLUS_FOR)
    if facts["assetplus_required"] is None:
        yield Computed("tool_required", None, HISTORY_NOT_KNOWN, assetplus, inputs, figure)
    elif facts["assetplus_required"]:
        why = "A local rule or a manager asks for AssetPlus."
        yield Computed("tool_required", "assetplus", why, assetplus, inputs, figure)
    else:
        why = "The national tool: no local rule or manager asks for AssetPlus."
        yield Computed("tool_required", "pdat", why, any_tool, inputs, figure)


def _disclosure(law: Law, facts: Mapping[str, Any], days: Days) -> Iterator[Computed]:
    shown, discretion = law.gates.get("DBS-01"), law.gates.get("DBS-02")
    if shown and shown.concerns(law.code, "give"):
        value = shown_on_checks(law.outcome.get("shown_on_checks", ""), days.counts)
        yield Computed("shown_on_checks", value, shown.says, shown, {"given_on": days.given})
    if discretion and answer(discretion, facts).verdict == "holds":
        yield Computed("police_may_disclose", True, discretion.says, discretion)


def _notification(law: Law, facts: Mapping[str, Any]) -> Iterator[Computed]:
    gate = law.gates.get("REG-01")
    if gate and gate.concerns(law.code, "give") and answer(gate, facts).verdict != "holds":
        inputs = {"offence_flags": facts["offence_flags"]}
        yield Computed("legal_advice_on_notification", True, gate.says, gate, inputs)


def _returned_under_another_word(law: Law) -> Iterator[Computed]:
    """Which word that is stands in `returns/`: here it could be taken for what the child was given."""
    gate = law.gates.get("OUT-04")
    if gate and gate.concerns(law.code, gate.when):
        yield Computed("returned_under_another_word", True, gate.says, gate)
