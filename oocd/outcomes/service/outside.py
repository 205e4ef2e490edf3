"""An outcome the police gave without a panel, as they tell of it afterwards: recorded, not judged."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd import workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.outcomes.models import Decision, Disposal
from oocd.policy import service as policy
from oocd.policy.facts import gather
from oocd.policy.rules import Answer, in_json
from oocd.referrals.models import Offence
from oocd.workflow import PastMove


def record_given_outside(
    offence: Offence,
    *,
    outcome: str,
    outside_panel: str,
    given_on: date,
    given_by: str,
    giver_role: str,
    rationale: str | None,
    adult_role: str | None,
    agreed: bool,
    facts: Mapping[str, Any],
    by: Actor,
) -> list[Answer]:
    """The decision and what was given that day, with what every gate says of it by the rules of that day.

    No gate stands in the way of what has happened. `facts` is what the police tell beyond the case itself.
    """
    edition = policy.on(given_on, offence.area)
    role = edition.codes("officer_roles")[giver_role]
    known = gather(
        offence,
        given_on,
        outcome=outcome,
        decided_by="police",
        decision_maker_named=bool(given_by.strip()),
        decision_maker_authorised=role["authorised"],
        rationale_complete=bool((rationale or "").strip()),
        explained=True,
        agreement_recorded=agreed,
        given_by_constable=role["constable"],
        giver_qualified=role["qualified"],
        appropriate_adult_present=adult_role is not None,
        **facts,
    )
    kept, edition_hash = in_json(known), policy.keep(edition)
    decision = Decision(
        area=offence.area,
        referral_id=offence.referral_id,
        offence_id=offence.id,
        outcome=outcome,
        outside_panel=outside_panel,
        decided_by="police",
        officer=given_by,
        officer_role=giver_role,
        reasons={"why_this_outcome": rationale} if rationale else {},
        rule_reasons={},
        acknowledged=[],
        facts=kept,
        answers=edition.verdicts(outcome, "decide", known),
        edition_hash=edition_hash,
        decided_on=given_on,
        signed_by=by.person_id,
    )
    db.session.add(decision)
    db.session.flush()
    disposal = Disposal(
        area=offence.area,
        referral_id=offence.referral_id,
        decision_id=decision.id,
        offence_id=offence.id,
        outcome=outcome,
        explained_on=given_on,
        agreed=agreed,
        adult_role=adult_role,
        given_on=given_on,
        given_by=given_by,
        given_by_constable=role["constable"],
        giver_role=giver_role,
        home_office_code=edition.codes("outcomes")[outcome]["home_office_codes"][0],
        code_set_on=given_on,
        facts=kept,
        answers=edition.verdicts(outcome, "give", known),
        edition_hash=edition_hash,
    )
    past = [PastMove(name, given_on) for name in ("explain", "give")]
    told = {"code": disposal.home_office_code, "offence": offence.number, "effective_on": given_on}
    workflow.adopt(disposal, past, by=by, opened_on=given_on, recorded_as="disposal.told", outcome=outcome, **told)
    return [answer for moment in ("decide", "give") for answer in edition.answers(outcome, moment, known)]
