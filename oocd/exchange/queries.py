"""Cases as rows: what is on record, flattened to one row for each offence."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from oocd import clock
from oocd.db import db
from oocd.exchange.homes import cases, children, outcomes, panels, preparing, reviews, screening, told, victims, work
from oocd.exchange.homes.hand import Page, asked
from oocd.exchange.models import ImportedRow
from oocd.exchange.rules import Row
from oocd.referrals.models import Child, Referral

HOMES = (cases, children, victims, screening, preparing, panels, outcomes, work, reviews, told)
CASES_AT_ONCE = 500


class Known(NamedTuple):
    """A case on record."""

    id: UUID
    state: str


def rows_of(case_ids: Sequence[UUID]) -> dict[UUID, dict[UUID, Row]]:
    """Each offence of each case as a row; several victims, decisions and so on are flattened to the latest."""
    page = Page(asked(case_ids), clock.today())
    for home in HOMES:
        home.get(page)
    return {
        case_id: {
            offence_id: Row(**page.of_case[case_id] | page.of_offence[offence_id])
            for offence_id in page.offences_of[case_id]
        }
        for case_id in case_ids
    }


def every_row(area: str | None) -> Iterator[Row]:
    """Every case of an area (or of all), by reference, child and offence, a page of cases at a time."""
    ordered = sa.select(Referral.id).join(Referral.child)
    ordered = ordered.order_by(*(_bytewise(column) for column in (Referral.area, Referral.reference, Child.child_ref)))
    if area:
        ordered = ordered.where(Referral.area == area)
    found = iter(db.session.scalars(ordered.execution_options(yield_per=CASES_AT_ONCE)))
    while case_ids := list(islice(found, CASES_AT_ONCE)):
        for of_case in rows_of(case_ids).values():
            yield from of_case.values()


def without_offences(area: str | None) -> int:
    """How many cases have no row, as a row is of an offence: support may follow what is none."""
    cases = sa.select(sa.func.count(Referral.id)).where(~Referral.offences.any())
    return db.session.scalar(cases.where(Referral.area == area) if area else cases) or 0


def taken_in(keys: Iterable[str]) -> dict[str, tuple[str, UUID]]:
    """Of these rows, those taken in before: what they said, as a digest, and their offence."""
    known = sa.select(ImportedRow.key, ImportedRow.row, ImportedRow.offence_id)
    return {
        row.key: (row.row, row.offence_id) for row in db.session.execute(known.where(ImportedRow.key.in_(asked(keys))))
    }


def known_cases(area: str, references: Iterable[str]) -> dict[tuple[str, str], Known]:
    """The cases on record under these references, by reference and child."""
    found = sa.select(Referral.id, Referral.reference, Child.child_ref, Referral.state).join(Referral.child)
    of_area = found.where(Referral.area == area, Referral.reference.in_(asked(references)))
    return {(row.reference, row.child_ref): Known(row.id, row.state) for row in db.session.execute(of_area)}


def imported(case_ids: Iterable[UUID]) -> set[UUID]:
    """Of these cases, those that came from a spreadsheet."""
    rows = sa.select(ImportedRow.referral_id).where(ImportedRow.referral_id.in_(asked(case_ids))).distinct()
    return set(db.session.scalars(rows))


def holds_demonstration() -> bool:
    return db.session.scalars(sa.select(Child.id).where(Child.synthetic).limit(1)).first() is not None


def _bytewise(column: sa.orm.InstrumentedAttribute[str]) -> sa.ColumnElement[str]:
    """One order on every database, whatever its language."""
    name = {"postgresql": "C", "sqlite": "BINARY"}[db.engine.dialect.name]
    return sa.collate(column, name)
