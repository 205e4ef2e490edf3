"""The police decision beside the recommendation, and giving its outcomes to the child."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.outcomes import rules
from oocd.outcomes.errors import DecideOnEveryOffence, NotACaution, SayWhyItDiffers, ToldAlready
from oocd.outcomes.models import Decision, Disposal
from oocd.outcomes.queries import GIVEN
from oocd.panels.queries import recommendations_of
from oocd.policy import service as policy
from oocd.policy.facts import gather
from oocd.policy.rules import canonical
from oocd.policy.store import Edition
from oocd.policy.working_days import due_on
from oocd.referrals.models import Offence, Referral
from oocd.screening.queries import deviates

YOUTH_CAUTION = "youth_caution"


def decide(
    referral: Referral,
    *,
    decisions: Sequence[Mapping[str, Any]],
    officer: str,
    by: Actor,
    rule_reasons: Mapping[str, str] | None = None,
    acknowledged: Sequence[str] = (),
) -> list[Decision]:
    """One decision per offence: number, outcome, reasons, and why it leaves the score or the recommendation if it does.

    Raises DecideOnEveryOffence, SayWhyItDiffers, or MoveRefused with every gate in the way.
    """
    workflow.require_open(referral, "decide", by=by)
    day = clock.today()
    edition = policy.on(day, referral.area)
    offences = {offence.number: offence for offence in referral.offences}
    if sorted(decision["offence"] for decision in decisions) != sorted(offences):
        raise DecideOnEveryOffence
    given = {
        "decisions": decisions,
        "officer": officer,
        "rule_reasons": rule_reasons or {},
        "acknowledged": acknowledged,
    }
    made = [_signed(offences[decision["offence"]], decision, given, by, edition) for decision in decisions]
    db.session.add_all(made)
    outcomes = [row.outcome for row in made]
    workflow.move(referral, "decide", by=by, given=given, outcomes=outcomes, edition=edition.hash)
    return made


def _signed(
    offence: Offence, decision: Mapping[str, Any], given: Mapping[str, Any], by: Actor, edition: Edition
) -> Decision:
    """The decision on one offence with everything it rested on: facts, each gate's answer, and the edition kept."""
    outcome = edition.codes("outcomes").check(decision["outcome"])
    recommendation = next(row for row in recommendations_of(offence.referral_id) if row.offence_id == offence.id)
    if outcome != recommendation.outcome and not decision.get("differs_because"):
        raise SayWhyItDiffers(recommendation.outcome)
    day = clock.today()
    facts = facts_to_decide(offence, decision, given["officer"], by, day)
    return Decision(
        area=offence.area,
        referral_id=offence.referral_id,
        offence_id=offence.id,
        recommendation_id=recommendation.id,
        outcome=outcome,
        decided_by=facts["decided_by"],
        officer=given["officer"],
        reasons=dict(decision["reasons"]),
        deviation_reason=decision.get("deviation_reason"),
        differs_because=decision.get("differs_because"),
        rule_reasons=dict(given["rule_reasons"]),
        acknowledged=list(given["acknowledged"]),
        facts=_plain(facts),
        answers=_verdicts(edition, outcome, "decide", facts),
        edition_hash=policy.keep(edition),
        decided_on=day,
        signed_by=by.person_id,
    )


def facts_to_decide(
    offence: Offence, decision: Mapping[str, Any], officer: str, by: Actor, day: date
) -> dict[str, Any]:
    """Every fact about one offence with what the officer says in deciding."""
    return gather(
        offence,
        day,
        outcome=decision["outcome"],
        decided_by=by.agency_in(offence.area),
        decision_maker_named=bool(officer.strip()),
        rationale_complete=rules.complete(decision["reasons"]),
        deviates_from_starting_point=deviates(offence, decision["outcome"]),
        deviation_explained=bool((decision.get("deviation_reason") or "").strip()),
    )


def explain(
    disposal: Disposal,
    *,
    explained_how: str,
    by: Actor,
    adult_role: str | None = None,
    agreed: bool | None = None,
) -> None:
    """Record that the outcome and what follows from it were explained, who was with the child, and the answer."""
    edition = policy.on(clock.today(), disposal.area)
    edition.codes("how_views_given").check(explained_how)
    if adult_role:
        edition.codes("appropriate_adult_roles").check(adult_role)
    disposal.explained_how, disposal.explained_on = explained_how, clock.today()
    disposal.adult_role, disposal.agreed = adult_role, agreed
    workflow.move(disposal, "explain", by=by, given={"explained_how": explained_how}, adult_role=adult_role)


def give(
    disposal: Disposal,
    *,
    given_by: str,
    given_by_constable: bool,
    by: Actor,
    adult_role: str | None = None,
    rule_reasons: Mapping[str, str] | None = None,
    acknowledged: Sequence[str] = (),
) -> None:
    """Record that the outcome was given, by whom and before whom. Raises MoveRefused with every gate in the way."""
    workflow.require_open(disposal, "give", by=by)
    audit.take_turn(disposal)
    day = clock.today()
    edition = policy.on(day, disposal.area)
    if adult_role:
        disposal.adult_role = edition.codes("appropriate_adult_roles").check(adult_role)
    disposal.given_by, disposal.given_by_constable, disposal.given_on = given_by, given_by_constable, day
    db.session.flush()
    facts = gather(disposal.offence, day, outcome=disposal.outcome)
    disposal.rule_reasons, disposal.acknowledged = dict(rule_reasons or {}), list(acknowledged)
    given = {
        "given_by": given_by,
        "rule_reasons": disposal.rule_reasons,
        "acknowledged": disposal.acknowledged,
    }
    disposal.facts, disposal.edition_hash = _plain(facts), policy.keep(edition)
    disposal.answers = _verdicts(edition, disposal.outcome, "give", facts)
    workflow.move(disposal, "give", by=by, given=given, outcome=disposal.outcome, edition=edition.hash)


def return_to_police(disposal: Disposal, *, reason: str, by: Actor) -> None:
    """This outcome is not given: the child does not agree, or it cannot be given. The police hear why."""
    workflow.move(disposal, "return_to_police", by=by, given={"reason": reason}, outcome=disposal.outcome)


def tell_yjs(disposal: Disposal, *, by: Actor) -> None:
    """The police's referral of a youth caution to the youth justice service. Raises NotACaution or ToldAlready."""
    if disposal.outcome != YOUTH_CAUTION or disposal.state != GIVEN:
        raise NotACaution
    if disposal.yjs_told_on:
        raise ToldAlready
    today = clock.today()
    standard = policy.on(today, disposal.area).figure("time/yjs_referral_after_caution")
    late = disposal.given_on is not None and today > due_on(disposal.given_on, standard)
    disposal.yjs_told_on = today
    db.session.flush()
    audit.record("disposal.tell_yjs", on=disposal, by=by, late=late)  # a breach that is recorded, never a block


def _verdicts(edition: Edition, outcome: str, moment: str, facts: Mapping[str, Any]) -> dict[str, str]:
    return {answer.id: answer.verdict for answer in edition.answers(outcome, moment, facts)}


def _plain(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON keeps them: dates as text."""
    kept: dict[str, Any] = json.loads(canonical(facts))
    return kept
