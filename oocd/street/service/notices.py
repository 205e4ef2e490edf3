"""The police's notice, as a case of its own: what they gave, to whom and why, and which rules that breaks."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd import audit, clock
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.outcomes.service import record_given_outside
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.policy.rules import Answer
from oocd.referrals.models import Referral
from oocd.referrals.service import check_not_future, send
from oocd.street.errors import GivenBeforeOffence, GivenTooLate, VictimSaidOnce
from oocd.street.models import StreetNotice
from oocd.street.queries import COUNTED, ROUTE, given_before, is_late, outcome_on

MAY_BE_LEFT_OUT = ("history_weighed", "authorised_by", "authoriser_role", "adult_role")
STREET = "street"  # the type of the decision, product ruling R-4


def receive(*, notice: Mapping[str, Any], by: Actor, referral_date: date | None = None, **sent: Any) -> Referral:
    """A case from a notice; the day the service was told is its referral date.

    What breaks a rule is kept as a breach: nothing is lost. Raises what `send` raises, and BadInput for a notice that
    contradicts itself.
    """
    notified_on = referral_date or clock.today()
    referral = send(**sent, route=ROUTE, referral_date=notified_on, with_notice=True, by=by)
    audit.take_turn(referral)
    told: dict[str, Any] = dict.fromkeys(MAY_BE_LEFT_OUT) | dict(notice)
    _check(told, referral, notified_on)
    earlier = given_before(referral.child, told["given_on"], referral.id)
    answers = _record_what_was_given(referral, told, earlier, by)
    row = StreetNotice(
        area=referral.area,
        referral_id=referral.id,
        notified_on=notified_on,
        previous_street_crs=earlier,
        breaches=_ids(answers, "fails"),
        not_known=_ids(answers, "unknown"),
        recorded_by=by.person_id,
        **told,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        "street_notice.receive",
        on=row,
        by=by,
        given_on=row.given_on,
        lag_days=(notified_on - row.given_on).days,
        late=is_late(row),
        breaches=row.breaches,
    )
    return referral


def _check(told: Mapping[str, Any], referral: Referral, notified_on: date) -> None:
    given_on: date = told["given_on"]
    check_not_future(given_on, "day it was given", "given_on")
    if given_on > notified_on:
        raise GivenTooLate
    if any(offence.offence_date and offence.offence_date > given_on for offence in referral.offences):
        raise GivenBeforeOffence
    if told.get("victim_view") and told.get("no_victim_view"):
        raise VictimSaidOnce
    _check_codes(told, policy.on(given_on, referral.area))


def _check_codes(told: Mapping[str, Any], edition: Edition) -> None:
    coded = {
        "giver_role": "officer_roles",
        "authoriser_role": "officer_roles",
        "adult_role": "appropriate_adult_roles",
        "no_victim_view": "reasons_for_no_victim_view",
        "scheme": "diversion_schemes",
    }
    for name, code_list in coded.items():
        if told.get(name):
            edition.codes(code_list).check(told[name])


def _record_what_was_given(referral: Referral, told: Mapping[str, Any], earlier: int, by: Actor) -> list[Answer]:
    facts: dict[str, Any] = {
        COUNTED: earlier,
        "history_weighed": bool(told["history_weighed"]),
        "supervisor_authorised": bool(told["authorised_by"]),
    }
    if referral.victim_identified is not None:
        heard = bool(told.get("victim_view") or told.get("no_victim_view"))
        facts |= {
            "has_victim": referral.victim_identified,
            "victim_heard_or_reason": heard or not referral.victim_identified,
        }
    return [
        answer
        for offence in referral.offences
        for answer in record_given_outside(
            offence,
            outcome=outcome_on(told["given_on"], referral.area),
            outside_panel=STREET,
            given_on=told["given_on"],
            given_by=told["given_by"],
            giver_role=told["giver_role"],
            rationale=told.get("rationale"),
            adult_role=told["adult_role"],
            agreed=told["child_agreed"],
            facts=facts,
            by=by,
        )
    ]


def _ids(answers: list[Answer], verdict: str) -> list[str]:
    return sorted({answer.id for answer in answers if answer.stands_in_the_way and answer.verdict == verdict})
