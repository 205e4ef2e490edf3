"""What is known of a child, over all the cases of one area: told better as time goes by, and on record in each."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from oocd import clock
from oocd.accounts.actor import Actor
from oocd.audit.service import record_about
from oocd.db import db
from oocd.policy import service as policy
from oocd.referrals import rules
from oocd.referrals.errors import DifferentChild
from oocd.referrals.models import Carer, Child, PreviousDisposal
from oocd.referrals.queries import cases_of
from oocd.referrals.service.checks import check_not_future, check_values

HISTORY, CARERS = "previous_disposals", "carers"
IN_ROWS = frozenset({HISTORY, CARERS})


def child_of(area: str, told: Mapping[str, Any], by: Actor) -> Child:
    """The child on record under this reference, or a new one. Raises DifferentChild if the dates of birth differ."""
    check_values(told, policy.on(clock.today(), area))
    on_record = sa.select(Child).where(Child.area == area, Child.child_ref == told["child_ref"]).with_for_update()
    child = db.session.scalars(on_record).one_or_none()
    if child is None:
        child = Child(area=area, **{name: value for name, value in told.items() if name not in IN_ROWS})
        _tell_rows(child, told, by)
        return child
    change_child(child, {name: value for name, value in told.items() if value is not None}, by)
    return child


def change_child(child: Child, told: Mapping[str, Any], by: Actor) -> None:
    """What is now known better of a child, put on record in each of its cases. Raises DifferentChild."""
    check_values(told, policy.on(clock.today(), child.area))
    if child.date_of_birth not in (None, told.get("date_of_birth", child.date_of_birth)):
        raise DifferentChild(child.child_ref)
    better = {name: value for name, value in told.items() if name not in IN_ROWS and getattr(child, name) != value}
    set_values(child, better)
    changed = sorted([*better, *_tell_rows(child, told, by)])
    if changed:
        db.session.flush()
        for case in cases_of(child):
            chain, subject = f"case:{case}", f"referral:{case}"
            record_about(
                "child.change", chain=chain, area=child.area, subject=subject, by=by, details={"fields": changed}
            )


def _tell_rows(child: Child, told: Mapping[str, Any], by: Actor) -> list[str]:
    """The names of the lists that told something new."""
    new = {HISTORY: _declare(child, told.get(HISTORY), by), CARERS: _tell_carers(child, told.get(CARERS, ()))}
    return [name for name, changed in new.items() if changed]


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
        _fill_in(on_record[place], one) if place is not None else _add_declared(child, one, by)
        for one, place in zip(history, known, strict=True)
    ]
    first = not child.history_declared
    child.history_declared = True
    return first or any(new)


def _add_declared(child: Child, one: Mapping[str, Any], by: Actor) -> bool:
    child.previous_disposals.append(PreviousDisposal(area=child.area, source=by.agency_in(child.area), **one))
    return True


def _fill_in(row: PreviousDisposal, one: Mapping[str, Any]) -> bool:
    """The day and the place where they were missing; whether any was."""
    missing = {name: value for name, value in one.items() if value is not None and getattr(row, name) is None}
    set_values(row, missing)
    return bool(missing)


def _tell_carers(child: Child, carers: Sequence[Mapping[str, Any]]) -> bool:
    """Add each carer who is new, and change what is now said of one who is known by relation and name."""
    codes = policy.on(clock.today(), child.area).codes("carer_relationships")
    changed = False
    for told in carers:
        codes.check(told["relation"])
        known = next((row for row in child.carers if (row.relation, row.name) == _who(told)), None)
        if known is None:
            child.carers.append(Carer(area=child.area, **told))
            changed = True
        elif better := {name: value for name, value in told.items() if value not in (None, getattr(known, name))}:
            set_values(known, better)
            changed = True
    return changed


def _who(carer: Mapping[str, Any]) -> tuple[str, str | None]:
    return carer["relation"], carer.get("name")


def set_values(row: Any, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, value)
