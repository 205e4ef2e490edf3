"""What is on record about the outcome of an offence, and what the child was given before."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd.outcomes.queries import disposal_of, given_before, given_on
from oocd.outcomes.rules import counted_once
from oocd.policy.facts import edition_for, provides_facts
from oocd.referrals.models import Offence
from oocd.referrals.queries import declared_before

CAUTIONS = {"previous_youth_cautions": "youth_caution", "previous_conditional_cautions": "youth_conditional_caution"}


@provides_facts
def facts_of_history(offence: Offence, day: date) -> Mapping[str, Any]:
    return {fact: _count(offence, fact, outcome, day) for fact, outcome in CAUTIONS.items()}


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


def _count(offence: Offence, fact: str, outcome: str, day: date) -> int | None:
    """From the record and from what the police declared, each once; not known while they have declared nothing."""
    until = given_on(offence) or day
    declared = declared_before(offence, fact, until)
    return None if declared is None else counted_once(declared, given_before(offence, outcome, until))
