"""What happens to a referral before and beside the panel: sent, completed, accepted, made ready, taken back."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import sqlalchemy as sa

from oocd import audit, clock, workflow
from oocd.accounts import service as accounts
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.errors import NotAllowed
from oocd.policy import service as policy
from oocd.policy.store import Edition
from oocd.referrals import rules
from oocd.referrals.errors import (
    DateInTheFuture,
    DifferentChild,
    NoSuchOffence,
    NotAbleToWorkCases,
    OffenceAfterReferral,
    OutsideAgeRange,
    RouteNotOpen,
)
from oocd.referrals.models import Child, Offence, PoliceMessage, PreviousDisposal, Referral

HISTORY = "previous_disposals"
CODED = {"investigation_status": "investigation_status", "admission": "admission", "evidence": "evidence"}


def send(
    *,
    area: str,
    child: Mapping[str, Any],
    offences: Sequence[Mapping[str, Any]],
    by: Actor,
    route: str = "panel",
    source: str = "police",
    referral_date: date | None = None,
    **details: Any,
) -> Referral:
    """A new referral with its child and offences. Raises BadInput, or OutsideAgeRange with the rule that says so."""
    if not by.may("referral.send", area):
        raise NotAllowed(f"You cannot send referrals to {area}. Choose an area you work in.")
    day = referral_date or clock.today()
    edition = policy.on(day, area)
    check_not_future(day, "referral date")
    _check_route(area, route)
    edition.codes("referral_sources").check(source)
    _check_codes(edition, details)
    child_row = _child_of(area, child, edition, by)
    referral = Referral(
        area=area,
        reference=rules.new_reference(area),
        child=child_row,
        route=route,
        source=source,
        referral_date=day,
        sent_by=by.person_id,
        **details,
    )
    referral.offences = [_offence(area, number, offence, edition) for number, offence in enumerate(offences, start=1)]
    _check_order_of_dates(referral)
    if not in_age_range(referral, day, edition):
        raise OutsideAgeRange(edition.guard_rule("AGE-00"))
    workflow.start(referral, by=by, effective_on=day, reference=referral.reference, offences=len(offences))
    return referral


def ask_for_information(referral: Referral, *, reason: str, by: Actor) -> None:
    workflow.move(referral, "ask_for_information", by=by, given={"reason": reason})


def supply_information(referral: Referral, *, by: Actor, text: str, **known: Any) -> None:
    """What the police add when they were asked: a message, and any field that was missing or is now known better."""
    workflow.require_open(referral, "supply_information", by=by)
    changed = _add_to(referral, text, by, **known)
    workflow.move(referral, "supply_information", by=by, changed=changed)


def correct(referral: Referral, *, by: Actor, text: str, **known: Any) -> None:
    """The same at any other time, without being asked: facts change while a case is prepared, decided and given."""
    workflow.require_running(referral)
    audit.take_turn(referral)
    changed = _add_to(referral, text, by, **known)
    db.session.flush()
    audit.record("referral.correct", on=referral, by=by, changed=changed)


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
    _check_codes(edition, details)
    _set(referral, details)
    by_number = {offence.number: offence for offence in referral.offences}
    for change in offences:
        offence = by_number.get(change["number"])
        if offence is None:
            raise NoSuchOffence(change["number"])
        known = {key: value for key, value in change.items() if key != "number"}
        _check_offence(known, edition)
        _set(offence, known)
    _check_order_of_dates(referral)
    _change_child(referral.child, child or {}, by)
    db.session.add(
        PoliceMessage(
            area=referral.area, referral_id=referral.id, text=text, sent_on=clock.today(), sent_by=by.person_id
        )
    )
    return sorted({*details, *(child or {}), *(key for change in offences for key in change if key != "number")})


def accept(referral: Referral, *, case_worker: str, by: Actor) -> None:
    """Accept and allocate to a case worker, by e-mail address. Raises NotAbleToWorkCases."""
    able = {person.email: person for person in accounts.people_who_may("assessment.write", referral.area)}
    worker = able.get(case_worker.strip().lower())
    if worker is None:
        raise NotAbleToWorkCases(case_worker)
    referral.case_worker_id = worker.id
    workflow.move(referral, "accept", by=by, given={"case_worker": worker.id}, case_worker=worker.id)


def make_ready(referral: Referral, *, by: Actor) -> None:
    workflow.move(referral, "make_ready", by=by)


def withdraw(referral: Referral, *, reason: str, by: Actor) -> None:
    workflow.move(referral, "withdraw", by=by, given={"reason": reason})


def close(referral: Referral, *, by: Actor) -> None:
    workflow.move(referral, "close", by=by)


def _check_order_of_dates(referral: Referral) -> None:
    for offence in referral.offences:
        if offence.offence_date and offence.offence_date > referral.referral_date:
            raise OffenceAfterReferral(offence.number)


def check_not_future(day: date | None, what: str) -> None:
    """Raises DateInTheFuture, naming the field as `what`."""
    if day and day > clock.today():
        raise DateInTheFuture(what)


def in_age_range(referral: Referral, day: date, edition: Edition) -> bool:
    """Ten or over at each offence whose date is known, and under eighteen on the day."""
    youngest, adult = edition.figure("figures/minimum_age").value, edition.figure("figures/adult_age").value
    born = referral.child.date_of_birth
    dates = [offence.offence_date for offence in referral.offences if offence.offence_date]
    if born is None:
        return False
    return all(rules.age_on(on, born) >= youngest for on in dates) and youngest <= rules.age_on(day, born) < adult


def _check_route(area: str, route: str) -> None:
    routes = policy.loaded().area(area)["routes"]
    if route not in routes or not routes[route]["on"]:
        raise RouteNotOpen(routes.get(route, {"label": route})["label"])


def _check_codes(edition: Edition, values: Mapping[str, Any]) -> None:
    for name, code_list in CODED.items():
        if values.get(name) is not None:
            edition.codes(code_list).check(values[name])


def _check_offence(offence: Mapping[str, Any], edition: Edition) -> None:
    _check_codes(edition, offence)
    check_not_future(offence.get("offence_date"), "offence date")


def _offence(area: str, number: int, offence: Mapping[str, Any], edition: Edition) -> Offence:
    _check_offence(offence, edition)
    row = edition.offences()
    kept = row[row.check(offence["offence_id"])]
    given_class = offence.get("offence_class") or kept["class_"]
    edition.codes("offence_classes").check(given_class)
    rest = {key: value for key, value in offence.items() if key != "offence_class"}
    return Offence(area=area, number=number, offence_class=given_class, **rest)


def _child_of(area: str, child: Mapping[str, Any], edition: Edition, by: Actor) -> Child:
    """The child on record under this reference, or a new one. Raises DifferentChild if the dates of birth differ."""
    for name in ("sex", "ethnicity", "care_status", "send"):
        edition.codes(name).check(child[name])
    check_not_future(child["date_of_birth"], "date of birth")
    on_record = sa.select(Child).where(Child.area == area, Child.child_ref == child["child_ref"])
    known = db.session.scalars(on_record).one_or_none()
    if known is None:
        known = Child(area=area, **{name: value for name, value in child.items() if name != HISTORY})
        _declare(known, child.get(HISTORY), by)
        return known
    if known.date_of_birth not in (None, child["date_of_birth"]):
        raise DifferentChild(known.child_ref)
    _change_child(known, {key: value for key, value in child.items() if value is not None}, by)
    return known


def _change_child(child: Child, said: Mapping[str, Any], by: Actor) -> None:
    """What is now known better of a child, put on record in each of its cases."""
    if "care_status" in said:
        policy.on(clock.today(), child.area).codes("care_status").check(said["care_status"])
    better = {name: value for name, value in said.items() if name != HISTORY and getattr(child, name) != value}
    _set(child, better)
    changed = sorted([*better, *([HISTORY] if _declare(child, said.get(HISTORY), by) else [])])
    if changed:
        db.session.flush()
        for referral in db.session.scalars(sa.select(Referral).where(Referral.child_id == child.id)):
            audit.record("child.change", on=referral, by=by, fields=changed)


def _declare(child: Child, history: Sequence[Mapping[str, Any]] | None, by: Actor) -> bool:
    """Add what a child was given before to what is on record; whether that told anything new. None tells nothing."""
    if history is None:
        return False
    codes = policy.on(clock.today(), child.area).codes("previous_disposals")
    told = [rules.Declared(codes.check(one["outcome"]), one.get("given_on")) for one in history]
    for one in told:
        check_not_future(one.given_on, "day it was given")
    on_record = list(child.previous_disposals)
    known = rules.already_told([rules.Declared(row.outcome, row.given_on) for row in on_record], told)
    new = [
        _known_better(on_record[place], one) if place is not None else _add_declared(child, one, by)
        for one, place in zip(history, known, strict=True)
    ]
    first = not child.history_declared
    child.history_declared = True
    return first or any(new)


def _add_declared(child: Child, one: Mapping[str, Any], by: Actor) -> bool:
    child.previous_disposals.append(PreviousDisposal(area=child.area, source=by.agency_in(child.area), **one))
    return True


def _known_better(row: PreviousDisposal, one: Mapping[str, Any]) -> bool:
    """Fill in the day and the place where they were missing."""
    missing = {name: value for name, value in one.items() if value is not None and getattr(row, name) is None}
    _set(row, missing)
    return bool(missing)


def _set(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
