"""What is on record about the outcome of an offence, and what the child was given before."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd.outcomes.queries import disposal_of, given_before
from oocd.policy.facts import edition_for, provides_facts
from oocd.referrals.models import Offence


@provides_facts
def facts_of_history(offence: Offence, day: date) -> Mapping[str, Any]:
    child = offence.referral.child
    return {
        "previous_youth_cautions": _with_declared(
            child.previous_youth_cautions, given_before(offence, "youth_caution", day)
        ),
        "previous_conditional_cautions": _with_declared(
            child.previous_conditional_cautions, given_before(offence, "youth_conditional_caution", day)
        ),
    }


@provides_facts
def facts_of_disposal(offence: Offence, day: date) -> Mapping[str, Any]:
    disposal = disposal_of(offence.id)
    roles = edition_for(offence, day).codes("appropriate_adult_roles")
    role = disposal.adult_role if disposal else None
    return {
        "explained": bool(disposal and disposal.explained_on),
        "agreement_recorded": bool(disposal and disposal.agreed),
        "given_by_constable": disposal.given_by_constable if disposal else None,
        "appropriate_adult_present": role is not None,
        "appropriate_adult_is_police": bool(role and roles[role]["police"]),
        "has_conditions": False,  # no outcome on offer in this edition can carry any
        "yjs_referral_recorded": bool(disposal and disposal.yjs_told_on),
    }


def _with_declared(declared: int | None, on_record: int) -> int | None:
    """Counted from the record and from what the police declared; not known while they have declared nothing."""
    return None if declared is None else declared + on_record
