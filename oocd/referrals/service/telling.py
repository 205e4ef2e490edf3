"""What the police add to a referral, asked or not: a message, and any field that is now known or known better."""

from collections.abc import Mapping, Sequence
from typing import Any

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.policy import service as policy
from oocd.referrals.errors import NoSuchOffence, OffenceTwice, OutsideAgeRange
from oocd.referrals.models import PoliceMessage, Referral
from oocd.referrals.queries import dates_of
from oocd.referrals.service.checks import check_no_matter_twice, check_order_of_dates, check_values, in_age_range
from oocd.referrals.service.children import change_child, set_values

TELLS_MATTERS_APART = {"crime_number", "offence_date"}
TELLS_AGES = {"date_of_birth", "offence_date"}


def supply_information(referral: Referral, *, by: Actor, text: str, **known: Any) -> None:
    """What the police add when they were asked."""
    workflow.require_open(referral, "supply_information", by=by)
    changed = _add_to(referral, text, by, **known)
    workflow.move(referral, "supply_information", by=by, changed=changed, dates=dates_of(referral))


def correct(referral: Referral, *, by: Actor, text: str, **known: Any) -> None:
    """The same at any other time, without being asked: facts change while a case is prepared, decided and given."""
    workflow.require_running(referral)
    audit.take_turn(referral)
    changed = _add_to(referral, text, by, **known)
    db.session.flush()
    audit.record("referral.correct", on=referral, by=by, changed=changed, dates=dates_of(referral))


def _add_to(
    referral: Referral,
    text: str,
    by: Actor,
    *,
    offences: Sequence[Mapping[str, Any]] = (),
    child: Mapping[str, Any] | None = None,
    **details: Any,
) -> list[str]:
    """Keep the message, set what it tells, and name the fields it changed."""
    edition = policy.on(clock.today(), referral.area)
    check_values(details, edition)
    set_values(referral, details)
    _change_offences(referral, offences)
    check_order_of_dates(referral)
    told = {*(child or {}), *(key for change in offences for key in change)}
    if told & TELLS_MATTERS_APART:
        check_no_matter_twice(referral)
    change_child(referral.child, child or {}, by)
    if told & TELLS_AGES and not in_age_range(referral, referral.referral_date or clock.today(), edition):
        raise OutsideAgeRange(edition.guard_rule("AGE-00"))
    db.session.add(
        PoliceMessage(
            area=referral.area, referral_id=referral.id, text=text, sent_on=clock.today(), sent_by=by.person_id
        )
    )
    return sorted({*details, *told} - {"number"})


def _change_offences(referral: Referral, changes: Sequence[Mapping[str, Any]]) -> None:
    edition = policy.on(clock.today(), referral.area)
    by_number = {offence.number: offence for offence in referral.offences}
    for change in changes:
        if change["number"] not in by_number:
            raise NoSuchOffence(change["number"])
        if [other["number"] for other in changes].count(change["number"]) > 1:
            raise OffenceTwice(change["number"])
        known = {key: value for key, value in change.items() if key != "number"}
        check_values(known, edition)
        set_values(by_number[change["number"]], known)
