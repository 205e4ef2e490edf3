"""What is on record about the outcome of an offence, and what the child was given before."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from oocd.outcomes import rules
from oocd.outcomes.queries import (
    conditions_of,
    decision_of,
    disposal_of,
    end_of,
    excuse_of,
    given_before,
    given_on,
    has_whole_document,
    in_plain_values,
)
from oocd.panels.queries import recommendations_of
from oocd.policy.facts import edition_for, provides_facts
from oocd.referrals.models import Offence
from oocd.referrals.queries import declared_before
from oocd.referrals.rules import age_on

NOT_DONE = "not_completed"  # of what the police are told


@provides_facts
def facts_of_history(offence: Offence, day: date) -> Mapping[str, Any]:
    """How often the child was given what each fact counts, by the list of earlier disposals."""
    counted: dict[str, list[str]] = {}
    for outcome, row in edition_for(offence, day).codes("previous_disposals").items():
        counted.setdefault(row["counts_as"], []).append(outcome)
    return {fact: _count(offence, fact, outcomes, day) for fact, outcomes in counted.items() if fact != "none"}


@provides_facts
def facts_of_decision(offence: Offence, day: date) -> Mapping[str, Any]:
    """What the latest decision said; before there is one, what a decision has still to say is not known."""
    decision = decision_of(offence.id)
    edition = edition_for(offence, day)
    roles, outcomes = edition.codes("officer_roles"), edition.codes("outcomes")
    said = (decision.outcome, decision.form) if decision else (None, None)
    return {
        "decision_maker_authorised": rules.authorised(decision.decided_by, decision.officer_role, roles)
        if decision
        else None,
        "cps_authority_recorded": bool(decision and decision.cps_reference),
        "cps_consulted": bool(decision and (decision.cps_consulted or decision.cps_reference)),
        "child_information_form_attached": bool(decision and decision.child_information_form),
        **rules.forms_as_facts(outcomes, *said),
        "yjs_consulted": any(row.offence_id == offence.id for row in recommendations_of(offence.referral_id)),
    }


@provides_facts
def facts_of_disposal(offence: Offence, day: date) -> Mapping[str, Any]:
    disposal = disposal_of(offence.id)
    edition = edition_for(offence, day)
    role = disposal.adult_role if disposal else None
    giver = disposal.giver_role if disposal else None
    return {
        "explained": bool(disposal and disposal.explained_on),
        "agreement_recorded": bool(disposal and disposal.agreed),
        "given_by_constable": disposal.given_by_constable if disposal else None,
        "giver_qualified": edition.codes("officer_roles")[giver]["qualified"] if giver else None,
        "appropriate_adult_present": role is not None,
        "appropriate_adult_is_police": bool(role and edition.codes("appropriate_adult_roles")[role]["police"]),
        "document_complete": bool(disposal and has_whole_document(disposal)),
        "yjs_referral_recorded": bool(disposal and disposal.yjs_told_on),
    }


@provides_facts
def facts_of_conditions(offence: Offence, day: date) -> Mapping[str, Any]:
    """The conditions as they stand, and the most they may come to on the day the outcome is or was given."""
    disposal, decision = disposal_of(offence.id), decision_of(offence.id)
    conditions = in_plain_values(conditions_of(decision)) if decision else []
    on = given_on(offence) or day
    ends = end_of(disposal) if disposal else None
    born = offence.referral.child.date_of_birth
    ceilings = edition_for(offence, day).figure("figures/financial_penalty_ceilings").value
    return {
        **rules.facts_of_conditions(conditions),
        "financial_ceiling": rules.ceiling(ceilings, age_on(on, born) if born else None, offence.offence_class),
        "planned_end": ends,
        "course_weeks": rules.weeks_between(on, ends) if ends else None,
        "longer_course_agreed": bool(disposal and disposal.longer_course),
    }


@provides_facts
def facts_of_course(offence: Offence, _day: date) -> Mapping[str, Any]:
    disposal = disposal_of(offence.id)
    return {
        "completed_on": disposal.completed_on if disposal else None,
        "compliance_reported": bool(disposal and disposal.reports),
        "police_told_of_failure": bool(disposal and any(report.kind == NOT_DONE for report in disposal.reports)),
        "excuse_decision": excuse_of(disposal) if disposal else None,
    }


def _count(offence: Offence, fact: str, outcomes: Sequence[str], day: date) -> int | None:
    """From the record and from what the police declared, each once; not known while they have declared nothing."""
    until = given_on(offence) or day
    declared = declared_before(offence, fact, until)
    return None if declared is None else rules.counted_once(declared, given_before(offence, outcomes, until))
