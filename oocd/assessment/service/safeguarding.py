"""What is done to keep the child safe beyond this service: referrals made, or considered and not needed."""

from datetime import date
from typing import Any

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.assessment.errors import NothingWasReferred, WrongDecision
from oocd.assessment.models import SafeguardingDecision, SafeguardingReferral
from oocd.db import db
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.referrals.service import check_not_future


def consider_safeguarding(
    referral: Referral, *, kind: str, made_on: date, agency: str, raised_at: str, by: Actor, **details: Any
) -> SafeguardingReferral:
    """A referral made on a day by an agency, or, where `referred` is false, why it was not needed."""
    workflow.require_running(referral)
    edition = policy.on(clock.today(), referral.area)
    for code_list, code in (
        ("safeguarding_kinds", kind),
        ("agencies", agency),
        ("safeguarding_raised_at", raised_at),
    ):
        edition.codes(code_list).check(code)
    check_not_future(made_on, "made on")
    row = SafeguardingReferral(
        area=referral.area,
        referral_id=referral.id,
        kind=kind,
        made_on=made_on,
        agency=agency,
        raised_at=raised_at,
        recorded_by=by.person_id,
        **details,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        "safeguarding_referral.record", on=row, by=by, kind=kind, referred=row.referred, agency=agency, made_on=made_on
    )
    return row


def record_safeguarding_decision(
    made: SafeguardingReferral, *, decision: str, decided_on: date, by: Actor
) -> SafeguardingDecision:
    """What came of it. Raises NothingWasReferred, or WrongDecision for one that answers another kind."""
    workflow.require_running(made.case)
    if not made.referred:
        raise NothingWasReferred
    decisions = policy.on(clock.today(), made.area).codes("safeguarding_decisions")
    if made.kind not in decisions[decisions.check(decision)]["of"]:
        raise WrongDecision(decision, made.kind)
    check_not_future(decided_on, "decided on")
    row = SafeguardingDecision(
        area=made.area,
        referral_id=made.referral_id,
        safeguarding_id=made.id,
        decision=decision,
        decided_on=decided_on,
        recorded_by=by.person_id,
    )
    made.decisions.append(row)
    db.session.flush()
    audit.record(
        "safeguarding_decision.record", on=row, by=by, kind=made.kind, decision=decision, decided_on=decided_on
    )
    return row
