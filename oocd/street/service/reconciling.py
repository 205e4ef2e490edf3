"""The police's list of what they gave, held against the notices that came."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import StringIO
from typing import Any
from uuid import uuid4

from oocd import audit
from oocd.accounts.actor import Actor
from oocd.db import db, everywhere
from oocd.errors import NotAllowed
from oocd.policy import service as policy
from oocd.referrals.service import check_not_future
from oocd.street import rules
from oocd.street.errors import (
    ListCannotBeRead,
    NotAnAreaOfTheForce,
    OutsideItsPeriod,
    PeriodBackwards,
    UnknownForce,
)
from oocd.street.models import StreetReconciliation, StreetReconciliationRow
from oocd.street.queries import areas_of_force, forces, noticed_between

COLUMNS = ("crime_number", "child_ref", "given_on")


def reconcile(
    *,
    area: str,
    period_from: date,
    period_to: date,
    by: Actor,
    listed: Sequence[Mapping[str, Any]] | None = None,
    csv_text: str | None = None,
) -> StreetReconciliation:
    """Hold a list against the notices of one area and keep what came of it.

    The list comes as rows or as the text of a CSV file. Raises ListCannotBeRead or OutsideItsPeriod with its line.
    """
    policy.loaded().check_area(area)
    _check_may(by, area)
    lines = _lines(period_from, period_to, listed, csv_text)
    found = list(rules.compare(lines, list(noticed_between(area, period_from, period_to))))
    made = StreetReconciliation(area=area, period_from=period_from, period_to=period_to, listed=len(lines))
    return _keep(made, list(enumerate(found, start=1)), by)


def reconcile_force(
    *,
    force: str,
    period_from: date,
    period_to: date,
    by: Actor,
    listed: Sequence[Mapping[str, Any]] | None = None,
    csv_text: str | None = None,
) -> list[StreetReconciliation]:
    """Hold one list of a police force against the notices of all its areas; what came of it is kept by area.

    A line may name its area. Raises UnknownForce, NotAnAreaOfTheForce, NotAllowed unless whoever asks may do it in
    every area of the force, and what `reconcile` raises of the list.
    """
    areas = areas_of_force(force)
    if not areas:
        raise UnknownForce(force, forces())
    for area in areas:
        _check_may(by, area)
    lines = _lines(period_from, period_to, listed, csv_text)
    for number, line in enumerate(lines, start=1):
        if line.area and line.area not in areas:
            raise NotAnAreaOfTheForce(number, line.area)
    came = {area: list(noticed_between(area, period_from, period_to)) for area in areas}
    area_of = {notice.referral_id: area for area, notices in came.items() for notice in notices}
    found = list(rules.compare(lines, [notice for notices in came.values() for notice in notices]))
    list_id, of_lines = uuid4(), [line.area for line in lines]
    by_area = rules.shared_out(found, of_lines, area_of, areas)
    shared = {"period_from": period_from, "period_to": period_to, "force": force, "list_id": list_id}
    return [
        _keep(StreetReconciliation(area=area, listed=len(lines), **shared), rows, by) for area, rows in by_area.items()
    ]


def _check_may(by: Actor, area: str) -> None:
    if not by.may("street.reconcile", area):
        raise NotAllowed(f"You cannot hold lists against the notices of {area}. Choose an area you work in.")


def _lines(
    period_from: date, period_to: date, listed: Sequence[Mapping[str, Any]] | None, csv_text: str | None
) -> list[rules.Listed]:
    if period_to < period_from:
        raise PeriodBackwards
    check_not_future(period_to, "end of the period", "period_to")
    lines = list(_read(csv_text)) if csv_text is not None else [_line(row) for row in listed or ()]
    for number, line in enumerate(lines, start=1):
        if not period_from <= line.given_on <= period_to:
            raise OutsideItsPeriod(number)
    return lines


def _keep(made: StreetReconciliation, found: Sequence[tuple[int, rules.Found]], by: Actor) -> StreetReconciliation:
    made.made_by = by.person_id
    with everywhere():  # of a case whoever reconciles has stepped back from, too; they will not see that line
        db.session.add(made)
        db.session.flush()
        db.session.add_all(
            StreetReconciliationRow(area=made.area, reconciliation_id=made.id, number=number, **one._asdict())
            for number, one in found
        )
        db.session.flush()
    asked = (rules.LATE, rules.MISSING, rules.MISSING_IN_FORCE, rules.NOT_ON_LIST)
    counts = {what: count for what in asked if (count := sum(one.found == what for _, one in found))}
    audit.record("street_reconciliation.make", on=made, by=by, listed=made.listed, **counts)
    return made


def _read(text: str) -> Iterator[rules.Listed]:
    """Raises ListCannotBeRead by line, the header being line 1."""
    reader = csv.DictReader(StringIO(text.lstrip("\ufeff")))
    if missing := [name for name in COLUMNS if name not in (reader.fieldnames or ())]:
        raise ListCannotBeRead(1, f"There is no column {missing[0]}.")
    for row in reader:
        try:
            day = date.fromisoformat((row["given_on"] or "").strip())
        except ValueError:
            raise ListCannotBeRead(reader.line_num, "given_on is no date such as 2026-03-31.") from None
        line = _line({**row, "given_on": day})
        if line.crime_number is None and line.child_ref is None:
            raise ListCannotBeRead(reader.line_num, "It names neither a crime number nor a child.")
        yield line


def _line(row: Mapping[str, Any]) -> rules.Listed:
    number, child_ref = (str(row.get(name) or "").strip() or None for name in COLUMNS[:2])
    return rules.Listed(number, child_ref, row["given_on"], (row.get("area") or "").strip() or None)
