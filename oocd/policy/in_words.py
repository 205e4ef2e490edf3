"""Values and sources of policies as people write them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

EITHER_SIDE = "calendar_days_either_side"
STARTS = {
    "state_entered": "the day the case came to this state",
    "assessment_opened": "the day the assessment was opened",
    "referral_date": "the day of the referral",
    "bail_date": "the day bail began",
    "outcome_given": "the day the outcome was given",
    "victim_recorded": "the day the victim was put on record",
    "last_review": "the day of the last review, or of the start",
    "police_dealt_with_child": "the day the police dealt with the child",
    "decision_told": "the day the victim was told of the decision",
    "police_notification": "the moment the police say that a child is in custody",
    "qualifying_event": "the day of the event that made the child eligible",
    "review_requested": "the day the review was asked for",
    "sentence": "the day of the sentence",
    "street_cr_given": "the day an officer gave it",
    "start_or_review": "the day of a start, or of a review being opened",
}


def plain(value: Any) -> str:
    """Any value of a fact or a figure, as people write it."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{plain(key)}: {plain(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(plain, value)) or "none"
    return str(value) if isinstance(value, date) else str(value).replace("_", " ")


def amount(value: Any, unit: str) -> str:
    """A value with its unit, such as `1 working day`; a list, a sentence and a switch need none."""
    if isinstance(value, list | tuple | Mapping | bool):
        return plain(value)
    if unit == "words":
        return f"“{value}”"
    return f"{plain(value)} {plain(unit).removesuffix('s') if value == 1 else plain(unit)}"


def standard(value: Any, unit: str, starts: str | None) -> str:
    """A time standard with what its clock counts from, such as `10 working days from the day of the referral`."""
    return f"{amount(value, unit)} {'of' if unit == EITHER_SIDE else 'from'} {STARTS[starts or 'state_entered']}"


def source(named: Mapping[str, str], verified: bool = True) -> str:
    """The whole source in one line, with the mark that nobody checked it."""
    return f"{', '.join(named.values())}{'' if verified else ' (not verified)'}"
