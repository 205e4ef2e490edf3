"""Giving a decided outcome to the child: explained first, then given, or returned to the police."""

from collections.abc import Mapping, Sequence
from typing import Any

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.outcomes.errors import NothingToRefer, ToldAlready
from oocd.outcomes.models import Disposal, Explanation
from oocd.outcomes.queries import IN_FORCE
from oocd.policy import service as policy
from oocd.policy.facts import gather
from oocd.policy.rules import in_json
from oocd.policy.working_days import due_on


def explain(
    disposal: Disposal,
    *,
    explained_how: str,
    by: Actor,
    adult_role: str | None = None,
    adult_explained_how: str | None = None,
    explained_by: str | None = None,
    understood: bool | None = None,
    legal_advice_offered: bool | None = None,
    agreed: bool | None = None,
) -> None:
    """Record that the outcome was explained to the child and to the adult with the child, and the child's answer."""
    workflow.require_open(disposal, "explain", by=by)
    audit.take_turn(disposal)
    edition = policy.on(clock.today(), disposal.area)
    told = {"child": explained_how, "appropriate_adult": adult_explained_how or (adult_role and explained_how)}
    for to, how in told.items():
        if how:
            disposal.explanations.append(
                Explanation(
                    area=disposal.area,
                    referral_id=disposal.referral_id,
                    explained_to=to,
                    how=edition.codes("how_explained").check(how),
                    explained_by=explained_by,
                    understood=understood,
                    legal_advice_offered=legal_advice_offered,
                    explained_on=clock.today(),
                    recorded_by=by.person_id,
                )
            )
    if adult_role:
        disposal.adult_role = edition.codes("appropriate_adult_roles").check(adult_role)
    disposal.explained_how, disposal.explained_on = explained_how, clock.today()
    disposal.agreed = agreed
    given = {"explained_how": explained_how}
    workflow.move(disposal, "explain", by=by, given=given, adult_role=disposal.adult_role, agreed=agreed)


def give(
    disposal: Disposal,
    *,
    given_by: str,
    by: Actor,
    given_by_constable: bool | None = None,
    giver_role: str | None = None,
    adult_role: str | None = None,
    rule_reasons: Mapping[str, str] | None = None,
    acknowledged: Sequence[str] = (),
) -> None:
    """Record that an outcome nothing runs on from was given, by whom and before whom. Raises MoveRefused."""
    passed = {"rule_reasons": rule_reasons, "acknowledged": acknowledged}
    giver = {"given_by": given_by, "given_by_constable": given_by_constable, "giver_role": giver_role}
    _give(disposal, "give", giver, adult_role, passed, by)


def begin(
    disposal: Disposal,
    *,
    given_by: str,
    by: Actor,
    given_by_constable: bool | None = None,
    giver_role: str | None = None,
    adult_role: str | None = None,
    rule_reasons: Mapping[str, str] | None = None,
    acknowledged: Sequence[str] = (),
) -> None:
    """The same for an outcome whose activity or conditions run from here on."""
    passed = {"rule_reasons": rule_reasons, "acknowledged": acknowledged}
    giver = {"given_by": given_by, "given_by_constable": given_by_constable, "giver_role": giver_role}
    _give(disposal, "begin", giver, adult_role, passed, by)


def return_to_police(disposal: Disposal, *, reason: str, by: Actor) -> None:
    """This outcome is not given: the child does not agree, or it cannot be given. The police decide again."""
    workflow.move(disposal, "return_to_police", by=by, given={"reason": reason}, outcome=disposal.outcome)


def tell_yjs(disposal: Disposal, *, by: Actor) -> None:
    """The police's referral of the child to the youth justice service, where the outcome asks for one.

    Raises NothingToRefer or ToldAlready.
    """
    today = clock.today()
    edition = policy.on(today, disposal.area)
    outcome = edition.codes("outcomes")[disposal.outcome]
    if not outcome["referral_to_yjs_due"] or disposal.state not in IN_FORCE:
        raise NothingToRefer(outcome["label"])
    if disposal.yjs_told_on:
        raise ToldAlready
    standard = edition.figure(f"time/{outcome['referral_to_yjs_due']}")
    late = disposal.given_on is not None and today > due_on(disposal.given_on, standard)
    disposal.yjs_told_on = today
    db.session.flush()
    audit.record("disposal.tell_yjs", on=disposal, by=by, late=late)  # a breach that is recorded, never a block


def set_home_office_code(disposal: Disposal, moment: str) -> None:
    """Record the code if this is the moment its outcome's rules name: when it is given, or when it is completed."""
    outcome = policy.on(clock.today(), disposal.area).codes("outcomes")[disposal.outcome]
    if outcome["code_set"] == moment:
        disposal.home_office_code = disposal.decision.home_office_code or outcome["home_office_codes"][0]
        disposal.code_set_on = clock.today()


def _give(
    disposal: Disposal,
    move: str,
    giver: Mapping[str, Any],
    adult_role: str | None,
    passed: Mapping[str, Any],
    by: Actor,
) -> None:
    workflow.require_open(disposal, move, by=by)
    audit.take_turn(disposal)
    day = clock.today()
    edition = policy.on(day, disposal.area)
    if adult_role:
        disposal.adult_role = edition.codes("appropriate_adult_roles").check(adult_role)
    disposal.given_by, disposal.given_on = giver["given_by"], day
    disposal.giver_role, disposal.given_by_constable = giver["giver_role"], giver["given_by_constable"]
    if role := giver["giver_role"]:
        roles = edition.codes("officer_roles")
        disposal.given_by_constable = roles[roles.check(role)]["constable"]
    db.session.flush()
    facts = gather(disposal.offence, day, outcome=disposal.outcome)
    disposal.rule_reasons, disposal.acknowledged = dict(passed["rule_reasons"] or {}), list(passed["acknowledged"])
    disposal.facts, disposal.edition_hash = in_json(facts), policy.keep(edition)
    disposal.answers = edition.verdicts(disposal.outcome, "give", facts)
    set_home_office_code(disposal, "given")
    given = {"rule_reasons": disposal.rule_reasons, "acknowledged": disposal.acknowledged, **giver}
    code = disposal.home_office_code
    workflow.move(disposal, move, by=by, given=given, outcome=disposal.outcome, code=code, edition=edition.hash)
