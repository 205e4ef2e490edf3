"""What makes a decision whole, what conditions come to, and what an outcome means later: plain values in and out."""

import calendar
import hashlib
import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from oocd.policy.rules import fact_of_forms

# Facts that the person deciding or giving supplies in doing so; before that, no rule about them is broken.
SAID_IN_DECIDING = frozenset(
    {"decided_by", "decision_maker_named", "rationale_complete", "deviates_from_starting_point", "deviation_explained"}
    | {"decision_maker_authorised", "child_information_form_attached"}
    | {"planned_end", "course_weeks", "condition_count", "conditions_tagged"}
)
SAID_IN_GIVING = frozenset(
    {"given_by_constable", "giver_qualified", "appropriate_adult_present", "appropriate_adult_is_police"}
)
SAID_IN_COMPLETING = frozenset({"completed_on"})
SAID_IN_FAILING = frozenset({"police_told_of_failure"})
# What a change of conditions can break: the rules about these are asked again whenever a list changes.
OF_CONDITIONS = frozenset(
    {"condition_count", "conditions_tagged", "financial_penalty", "punitive_hours", "course_weeks", "planned_end"}
    | {"conditions_name_turnaround"}
)
REASONS = (
    "why_this_outcome",
    "why_not_the_one_below",
    "why_not_the_one_above",
    "how_views_counted",
)
DISCLOSED_AUTOMATICALLY_UNTIL = date(2020, 11, 28)


# Fields of a decision that only some outcomes have a place for.
OF_SOME_OUTCOMES = (
    *("form", "failed_limb", "home_office_code", "planned_end", "longer_course"),
    *("held_charge", "held_by", "held_on"),
)


@dataclass(frozen=True)
class Asked:
    """What a decision for one outcome must say, and what it may."""

    needed: frozenset[str]
    allowed: frozenset[str]


def asked_of_a_decision(outcome: Mapping[str, Any], *, by_cps: bool) -> Asked:
    """`outcome` is what policy says of the outcome."""
    needed: set[str] = {"prosecutor", "cps_reference"} if by_cps else set()
    allowed = {"home_office_code", "cps_reference"}
    if outcome["forms"]:
        needed.add("form")
    if needs_a_chosen_code(outcome["home_office_codes"]):
        needed |= {"home_office_code", "failed_limb"}
    if outcome["revives"]:
        needed |= {"held_charge", "held_by", "held_on"}
    if outcome["course"] == "activity":
        needed.add("planned_end")
    if outcome["course"] != "none":
        allowed |= {"planned_end", "longer_course"}
    return Asked(frozenset(needed), frozenset(allowed))


def forms_as_facts(outcomes: Mapping[str, Mapping[str, Any]], code: str | None, form: str | None) -> dict[str, str]:
    """Each list of forms is a fact, by its name in the singular: the form of the outcome meant, else empty."""
    lists = {name: outcome["forms"] for name, outcome in outcomes.items() if outcome["forms"]}
    return {fact_of_forms(of): (form or "") if name == code else "" for name, of in lists.items()}


def complete(reasons: Mapping[str, str]) -> bool:
    return all(reasons.get(name, "").strip() for name in REASONS)


def counted_once(declared: Collection[date | None], given_here: Collection[date]) -> int:
    """How many there were: what was declared with a day on which it was given here is that one, told again."""
    told: Counter[date | None] = Counter(declared)
    here: Counter[date | None] = Counter(given_here)
    return sum(max(told[day], here[day]) for day in {*told, *here})


def authorised(decided_by: str | None, role: str | None, roles: Mapping[str, Mapping[str, Any]]) -> bool | None:
    """Whether who decides may decide on a conditional caution in law; None while nobody said in what role they act."""
    if decided_by == "cps":
        return True
    return bool(roles[role]["authorised"]) if role else None


def needs_a_chosen_code(codes: Sequence[str]) -> bool:
    """Whether a person must choose the Home Office code: not where all are one code and its alternative offence."""
    return len({code.rstrip("A") for code in codes}) > 1


def facts_of_conditions(conditions: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """What a list of conditions comes to, for the gates."""
    return {
        "has_conditions": bool(conditions),
        "conditions_name_turnaround": any(names_turnaround(condition.get("words")) for condition in conditions),
        "condition_count": len(conditions),
        "conditions_tagged": all(condition.get("kind") for condition in conditions),
        "financial_penalty": sum(condition.get("amount") or 0 for condition in conditions),
        "punitive_hours": sum(condition.get("hours") or 0 for condition in conditions),
    }


def names_turnaround(words: str | None) -> bool:
    """Whether a condition asks for what is voluntary, however it is written."""
    return "turnaround" in "".join((words or "").casefold().replace("-", "").split())


def ends_on(planned_end: date | None, due: Collection[date]) -> date | None:
    """The day by which everything is to be done: as planned, or the last condition's if that is later."""
    return max([*due, *([planned_end] if planned_end else [])], default=None)


def weeks_between(start: date, end: date) -> int:
    """A week begun counts whole."""
    return max(0, -((start - end).days // 7))


def ceiling(by_age: Mapping[int, Mapping[str, int]], age: int | None, offence_class: str) -> int | None:
    """The most a financial penalty may be: of the band with the highest youngest age that the child has reached."""
    reached = [youngest for youngest in by_age if age is not None and youngest <= age]
    return by_age[max(reached)].get(offence_class) if reached else None


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or that month's last day (ruling R-19)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def spent_on(kind: str, given_on: date | None, ends: date | None, months: int | None) -> date | None:
    """The day from which an outcome need not be declared; None: never had to be, or a court's sentence says.

    `months` is the policy's figure for the latest day of a conditional caution, None on a day that has none.
    """
    if given_on is None or kind not in {"at_once", "within_three_months"}:
        return None
    if kind == "at_once":
        return given_on
    if months is None:
        return None
    latest = months_after(given_on, months)
    return min(latest, max(ends, given_on)) if ends else latest


def first_time_entrant(makes_one: bool, before: Collection[int | None]) -> bool | None:
    """Whether this is the child's first ever caution or conviction; `before` counts each kind, None if not known."""
    if not makes_one or any(before):
        return False
    return None if None in before else True


def shown_on_checks(shown: str, given_on: date | None) -> bool | None:
    """Whether a standard or enhanced check shows it by itself; None: it depends on the court, or on older rules."""
    if shown != "never" or (given_on and given_on < DISCLOSED_AUTOMATICALLY_UNTIL):
        return None
    return False


def hash_of(content: Mapping[str, Any]) -> str:
    """The hash of a signed document's content, the same on every database and however the keys are ordered."""
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def document_is_whole(content: Mapping[str, Any], content_hash: str) -> bool:
    """Whether what was signed has its four parts and is as it was signed."""
    return bool(
        content_hash == hash_of(content)
        and content.get("offence")
        and content.get("admission") == "admitted"
        and content.get("consent") is True
        and content.get("conditions")
    )
