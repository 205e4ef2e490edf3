"""The conditions of an outcome: proposed, edited until it is given, signed, and varied with the child's consent."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.outcomes import rules
from oocd.outcomes.errors import (
    CarriesNoConditions,
    ConditionsAreSet,
    ConsentNeeded,
    DateInTheFuture,
    DateInThePast,
    NothingChanges,
    NothingToSign,
    NotTheirsToDecide,
    StillToSay,
)
from oocd.outcomes.models import Condition, Disposal, SignedDocument, Variation
from oocd.outcomes.queries import WAITING, conditions_of, in_plain_values
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.policy.rules import Gate, in_json
from oocd.referrals.models import Offence

Conditions = Sequence[Mapping[str, Any]]


def check_conditions(conditions: Conditions, outcome: str, edition: Edition) -> None:
    """Whether this outcome can carry them and each is sound. Raises CarriesNoConditions, UnknownCode, DateInThePast."""
    if not conditions:
        return
    row = edition.codes("outcomes")[outcome]
    if row["course"] != "conditions":
        barring = next((gate for gate in edition.gates if _bars_conditions(gate, outcome)), None)
        if barring:
            raise CarriesNoConditions(barring.says, rule=barring.id, source=barring.source["title"])
        raise CarriesNoConditions(f"{row['label']} carries no conditions. Plan the work as an activity instead.")
    for condition in conditions:
        if condition.get("kind"):
            edition.codes("condition_kinds").check(condition["kind"])
        if condition["due_on"] < clock.today():
            raise DateInThePast("due_on")
        if condition.get("hours") and condition.get("kind") != "punitive":
            raise StillToSay("A condition with hours of attendance", ["kind: punitive"])


def list_of(conditions: Conditions, offence: Offence, *, number: int) -> list[Condition]:
    """The rows of one list, numbered in order; they still need their decision."""
    return [
        Condition(
            area=offence.area,
            referral_id=offence.referral_id,
            list_number=number,
            number=place,
            kind=condition.get("kind"),
            words=condition["words"],
            due_on=condition["due_on"],
            amount=condition.get("amount"),
            hours=condition.get("hours"),
        )
        for place, condition in enumerate(conditions, start=1)
    ]


def set_conditions(disposal: Disposal, *, conditions: Conditions, by: Actor) -> list[Condition]:
    """Another list in place of the one proposed, until the outcome is given. What was signed before is void by it."""
    workflow.require_running(disposal.case)
    audit.take_turn(disposal)
    db.session.expire(disposal)
    if disposal.state not in WAITING:
        raise ConditionsAreSet
    written = _write_list(disposal, conditions)
    db.session.flush()
    audit.record("disposal.set_conditions", on=disposal, by=by, list=written[0].list_number, conditions=len(written))
    return written


def sign(
    disposal: Disposal,
    *,
    signed_on: date,
    authorised_person: str,
    adult_name: str,
    adult_role: str,
    consent: bool,
    by: Actor,
) -> SignedDocument:
    """What the child, the authorised person and the appropriate adult signed, with the conditions as they stand."""
    workflow.require_running(disposal.case)
    audit.take_turn(disposal)
    db.session.expire(disposal)
    conditions = conditions_of(disposal.decision)
    if disposal.state not in WAITING or not conditions:
        raise NothingToSign
    if not consent:
        raise ConsentNeeded
    if signed_on > clock.today():
        raise DateInTheFuture("signed_on")
    policy.on(clock.today(), disposal.area).codes("appropriate_adult_roles").check(adult_role)
    content = in_json(_content(disposal.offence, conditions))
    document = SignedDocument(
        area=disposal.area,
        referral_id=disposal.referral_id,
        number=len(disposal.documents) + 1,
        list_number=conditions[0].list_number,
        content=content,
        content_hash=rules.hash_of(content),
        signed_on=signed_on,
        authorised_person=authorised_person,
        adult_name=adult_name,
        adult_role=adult_role,
        recorded_by=by.person_id,
    )
    disposal.documents.append(document)
    db.session.flush()
    audit.record("disposal.sign", on=disposal, by=by, document=document.id, hash=document.content_hash)
    return document


def vary(
    disposal: Disposal,
    *,
    reason: str,
    consent: bool,
    officer: str,
    officer_role: str,
    by: Actor,
    conditions: Conditions = (),
    planned_end: date | None = None,
    longer_course: Mapping[str, str] | None = None,
    rule_reasons: Mapping[str, str] | None = None,
    acknowledged: Sequence[str] = (),
) -> None:
    """Change conditions or their end while they run. Raises ConsentNeeded, or MoveRefused for every gate in the way."""
    workflow.require_open(disposal, "vary", by=by)
    audit.take_turn(disposal)
    variation = change(
        disposal,
        reason=reason,
        consent=consent,
        officer=officer,
        officer_role=officer_role,
        by=by,
        conditions=conditions,
        planned_end=planned_end,
        longer_course=longer_course,
    )
    given = {"reason": reason, "rule_reasons": rule_reasons or {}, "acknowledged": acknowledged}
    workflow.move(disposal, "vary", by=by, given=given, variation=variation.id, list=variation.list_number)


def change(
    disposal: Disposal,
    *,
    reason: str,
    consent: bool,
    officer: str,
    officer_role: str,
    by: Actor,
    conditions: Conditions = (),
    planned_end: date | None = None,
    longer_course: Mapping[str, str] | None = None,
) -> Variation:
    """The rows of one change with consent; a move follows, and asks the gates about what it comes to."""
    if not conditions and planned_end is None:
        raise NothingChanges
    if not consent:
        raise ConsentNeeded
    if planned_end and planned_end < clock.today():
        raise DateInThePast("planned_end")
    check_decider(officer_role, policy.on(clock.today(), disposal.area))
    written = _write_list(disposal, conditions) if conditions else []
    if planned_end:
        disposal.planned_end = planned_end
    if longer_course:
        disposal.longer_course = dict(longer_course)
    variation = Variation(
        area=disposal.area,
        referral_id=disposal.referral_id,
        number=len(disposal.variations) + 1,
        list_number=written[0].list_number if written else None,
        planned_end=planned_end,
        reason=reason,
        officer=officer,
        officer_role=officer_role,
        varied_on=clock.today(),
        recorded_by=by.person_id,
    )
    disposal.variations.append(variation)
    db.session.flush()
    return variation


def check_decider(officer_role: str, edition: Edition) -> None:
    """Conditions and excuses are for an authorised person or prosecutor. Raises UnknownCode or NotTheirsToDecide."""
    roles = edition.codes("officer_roles")
    if not roles[roles.check(officer_role)]["authorised"]:
        raise NotTheirsToDecide(roles[officer_role]["label"])


def _write_list(disposal: Disposal, conditions: Conditions) -> list[Condition]:
    check_conditions(conditions, disposal.outcome, policy.on(clock.today(), disposal.area))
    before = conditions_of(disposal.decision)
    number = before[0].list_number + 1 if before else 1
    written = list_of(conditions, disposal.offence, number=number)
    disposal.decision.conditions.extend(written)
    return written


def _content(offence: Offence, conditions: Sequence[Condition]) -> dict[str, Any]:
    """What the signed document says: the four parts the law asks for."""
    return {
        "offence": {
            "offence_id": offence.offence_id,
            "offence_date": offence.offence_date,
            "summary": offence.summary,
            "crime_number": offence.crime_number,
        },
        "admission": offence.admission,
        "consent": True,
        "conditions": in_plain_values(conditions),
    }


def _bars_conditions(gate: Gate, outcome: str) -> bool:
    return gate.needs == ("has_conditions",) and gate.concerns(outcome, gate.when)
