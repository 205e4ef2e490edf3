"""The police's list of what they gave, held against the notices that came."""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from io import StringIO
from typing import Any

from oocd import audit
from oocd.accounts.actor import Actor
from oocd.db import db, everywhere
from oocd.errors import NotAllowed
from oocd.policy import service as policy
from oocd.referrals.service import check_not_future
from oocd.street import rules
from oocd.street.errors import ListCannotBeRead, OutsideItsPeriod, PeriodBackwards
from oocd.street.models import StreetReconciliation, StreetReconciliationRow
from oocd.street.queries import noticed_between

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
    if not by.may("street.reconcile", area):
        raise NotAllowed(f"You cannot hold lists against the notices of {area}. Choose an area you work in.")
    if period_to < period_from:
        raise PeriodBackwards
    check_not_future(period_to, "end of the period", "period_to")
    lines = list(_read(csv_text)) if csv_text is not None else [_line(row) for row in listed or ()]
    for number, line in enumerate(lines, start=1):
        if not period_from <= line.given_on <= period_to:
            raise OutsideItsPeriod(number)
    made = StreetReconciliation(
        area=area, period_from=period_from, period_to=period_to, listed=len(lines), made_by=by.person_id
    )
    found = list(rules.compare(lines, list(noticed_between(area, period_from, period_to))))
    with everywhere():  # of a case whoever reconciles has stepped back from, too; they will not see that line
        db.session.add(made)
        db.session.flush()
        db.session.add_all(
            StreetReconciliationRow(area=area, reconciliation_id=made.id, number=number, **one._asdict())
            for number, one in enumerate(found, start=1)
        )
        db.session.flush()
    counts = {what: sum(one.found == what for one in found) for what in (rules.LATE, rules.MISSING, rules.NOT_ON_LIST)}
    audit.record("street_reconciliation.make", on=made, by=by, listed=len(lines), **counts)
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
    return rules.Listed(number, child_ref, row["given_on"])
