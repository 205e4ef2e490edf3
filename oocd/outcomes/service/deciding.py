"""The decision of the police or the CPS on each offence, beside what the panel recommends."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.outcomes import rules
from oocd.outcomes.errors import (
    DateInTheFuture,
    DateInThePast,
    DecideOnEveryOffence,
    NotACodeOfThisOutcome,
    NotForThisOutcome,
    ProsecutionRevives,
    SayWhyItDiffers,
    StillToSay,
)
from oocd.outcomes.models import Decision, DecisionAddendum
from oocd.outcomes.queries import decision_of, waiting_for_decision
from oocd.outcomes.service.conditions import check_conditions, list_of
from oocd.panels.models import Recommendation
from oocd.panels.queries import recommendations_of
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.policy.facts import gather
from oocd.policy.rules import in_json
from oocd.referrals.models import Offence, Referral
from oocd.screening.queries import deviates

# Fields of a decision that are kept as they were said.
SAID = (
    *("prosecutor", "cps_reference", "cps_consulted", "child_information_form", "deviation_reason", "differs_because"),
    *rules.OF_SOME_OUTCOMES,
)


def decide(
    referral: Referral,
    *,
    decisions: Sequence[Mapping[str, Any]],
    officer: str,
    by: Actor,
    officer_role: str | None = None,
    rule_reasons: Mapping[str, str] | None = None,
    acknowledged: Sequence[str] = (),
) -> list[Decision]:
    """One decision for each offence that waits for one: at first all, later those whose outcome came back.

    `officer` is the officer whose decision it is, or who records that of a prosecutor. Raises DecideOnEveryOffence,
    StillToSay, SayWhyItDiffers, ProsecutionRevives and their like, or MoveRefused with every gate in the way.
    """
    audit.take_turn(referral)
    db.session.expire(referral)  # a colleague may have decided while we waited
    workflow.require_open(referral, "decide", by=by)
    edition = policy.on(clock.today(), referral.area)
    offences = {offence.number: offence for offence in waiting_for_decision(referral)}
    if sorted(decision["offence"] for decision in decisions) != sorted(offences):
        raise DecideOnEveryOffence(sorted(offences))
    if officer_role:
        edition.codes("officer_roles").check(officer_role)
    whole = [
        _whole(offences[decision["offence"]], {**decision, "officer_role": officer_role}, edition)
        for decision in decisions
    ]
    given = {
        "decisions": whole,
        "officer": officer,
        "rule_reasons": rule_reasons or {},
        "acknowledged": acknowledged,
    }
    made = [_signed(offences[decision["offence"]], decision, given, by, edition) for decision in whole]
    db.session.add_all(made)
    outcomes = [row.outcome for row in made]
    workflow.move(referral, "decide", by=by, given=given, outcomes=outcomes, edition=edition.hash)
    return made


def add_to_decision(decision: Decision, *, text: str, by: Actor) -> DecisionAddendum:
    """A correction or addition to a signed decision; what was signed stays as it is."""
    workflow.require_running(decision.offence.referral)
    audit.take_turn(decision)
    addendum = DecisionAddendum(
        area=decision.area, referral_id=decision.referral_id, text=text, added_by=by.person_id, decision_id=decision.id
    )
    decision.addenda.append(addendum)
    db.session.flush()
    audit.record("decision.add", on=decision, by=by, addendum=addendum.id)
    return addendum


def return_case_to_police(referral: Referral, *, reason: str, by: Actor) -> None:
    """The police take the case back for good: nothing was given, and they decide nothing more here."""
    workflow.move(referral, "return_to_police", by=by, given={"reason": reason})


def facts_to_decide(
    offence: Offence, decision: Mapping[str, Any], officer: str, by: Actor, day: date
) -> dict[str, Any]:
    """Every fact about one offence with what the officer says in deciding."""
    edition = policy.on(day, offence.area)
    roles = edition.codes("officer_roles")
    decided_by = "cps" if _by_cps(decision) else by.agency_in(offence.area)
    conditions = decision.get("conditions") or ()
    ends = rules.ends_on(decision.get("planned_end"), [condition["due_on"] for condition in conditions])
    return gather(
        offence,
        day,
        outcome=decision["outcome"],
        decided_by=decided_by,
        decision_maker_named=bool(officer.strip()),
        decision_maker_authorised=rules.authorised(decided_by, decision.get("officer_role"), roles),
        cps_authority_recorded=_says(decision, "cps_reference"),
        cps_consulted=bool(decision.get("cps_consulted")) or _says(decision, "cps_reference"),
        child_information_form_attached=bool(decision.get("child_information_form")),
        rationale_complete=rules.complete(decision["reasons"]),
        deviates_from_starting_point=deviates(offence, decision["outcome"]),
        deviation_explained=_says(decision, "deviation_reason"),
        **rules.forms_as_facts(edition.codes("outcomes"), decision["outcome"], decision.get("form")),
        planned_end=ends,
        course_weeks=rules.weeks_between(day, ends) if ends else None,
        longer_course_agreed=bool(decision.get("longer_course")),
        **rules.facts_of_conditions(conditions),
    )


def _whole(offence: Offence, said: Mapping[str, Any], edition: Edition) -> dict[str, Any]:
    """A decision with its outcome named, once it says all that this outcome needs and nothing it has no place for."""
    outcomes = edition.codes("outcomes")
    before = decision_of(offence.id)
    revived: str | None = outcomes[before.outcome]["revives"] if before else None
    code = said.get("outcome") or revived
    if code is None:
        raise StillToSay("A decision", ["outcome"])
    decision = {**said, "outcome": outcomes.check(code)}
    _check_differing(offence, decision, outcomes, revived=revived)
    _check_what_is_said(decision, outcomes[code], edition)
    check_conditions(decision.get("conditions") or (), code, edition)
    return decision


def _check_differing(
    offence: Offence, decision: Mapping[str, Any], outcomes: Mapping[str, Any], *, revived: str | None
) -> None:
    """`revived` is the outcome that was on hold and stands again."""
    recommended = _recommendation_for(offence).outcome
    if _says(decision, "differs_because"):
        return
    if revived and decision["outcome"] != revived:
        raise ProsecutionRevives(outcomes[revived]["label"])
    if not revived and decision["outcome"] != recommended:
        raise SayWhyItDiffers(recommended)


def _check_what_is_said(decision: Mapping[str, Any], outcome: Mapping[str, Any], edition: Edition) -> None:
    """What the outcome asks for is there and fits it. Raises StillToSay, NotForThisOutcome and their like."""
    codes = outcome["home_office_codes"]
    code = decision.get("home_office_code")
    asked = rules.asked_of_a_decision(outcome, by_cps=decision.get("decided_by") == "cps")
    said = {name for name in (*rules.OF_SOME_OUTCOMES, "prosecutor", "cps_reference") if decision.get(name)}
    if missing := sorted(asked.needed - said):
        raise StillToSay(outcome["label"], missing)
    if idle := sorted(said - asked.needed - asked.allowed):
        raise NotForThisOutcome(outcome["label"], idle)
    if code and code not in codes:
        raise NotACodeOfThisOutcome(code, codes)
    for name, list_name in (("form", outcome["forms"]), ("failed_limb", "failed_limbs")):
        if decision.get(name):
            edition.codes(list_name).check(decision[name])
    if decision.get("held_on") and decision["held_on"] > clock.today():
        raise DateInTheFuture("held_on")
    if decision.get("planned_end") and decision["planned_end"] < clock.today():
        raise DateInThePast("planned_end")


def _signed(
    offence: Offence, decision: Mapping[str, Any], given: Mapping[str, Any], by: Actor, edition: Edition
) -> Decision:
    """The decision on one offence with everything it rested on: facts, each gate's answer, and the edition kept."""
    recommendation = _recommendation_for(offence)
    before = decision_of(offence.id)
    day = clock.today()
    facts = facts_to_decide(offence, decision, given["officer"], by, day)
    return Decision(
        area=offence.area,
        referral_id=offence.referral_id,
        offence_id=offence.id,
        number=before.number + 1 if before else 1,
        recommendation_id=recommendation.id,
        outcome=decision["outcome"],
        decided_by=facts["decided_by"],
        officer=given["officer"],
        officer_role=decision["officer_role"],
        reasons=dict(decision["reasons"]),
        dissents=dict(recommendation.dissents),
        rule_reasons=dict(given["rule_reasons"]),
        acknowledged=list(given["acknowledged"]),
        facts=in_json(facts),
        answers=edition.verdicts(decision["outcome"], "decide", facts),
        edition_hash=policy.keep(edition),
        decided_on=day,
        signed_by=by.person_id,
        conditions=list_of(decision.get("conditions") or (), offence, number=1),
        **{name: decision.get(name) for name in SAID},
    )


def _recommendation_for(offence: Offence) -> Recommendation:
    """The panel's latest recommendation for one offence."""
    return [row for row in recommendations_of(offence.referral_id) if row.offence_id == offence.id][-1]


def _by_cps(decision: Mapping[str, Any]) -> bool:
    return decision.get("decided_by") == "cps" and _says(decision, "prosecutor") and _says(decision, "cps_reference")


def _says(decision: Mapping[str, Any], name: str) -> bool:
    return bool((decision.get(name) or "").strip())
