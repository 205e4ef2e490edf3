"""Spreadsheets of made-up cases: one whole row to change, and a file of rows to import."""

import csv
from collections.abc import Iterable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from flask import Flask

from oocd.db import db, everywhere
from oocd.exchange.models import FollowUp, ImportedRow, ToldFact
from oocd.exchange.rules import Row
from oocd.referrals.models import Offence, Referral
from tests.people import People
from tests.story import Case

CLOSED = {
    "reference": "R-1",
    "area": "buckinghamshire",
    "child_ref": "C-1",
    "date_of_birth": "2009-03-14",
    "sex": "female",
    "ethnicity": "B1",
    "care_status": "none",
    "send": "support",
    "ward": "Castlefield",
    "route": "panel",
    "referral_source": "police",
    "offence_no": "1",
    "offence_id": "common_assault",
    "offence_date": "2024-01-10",
    "arrest_or_interview_date": "2024-01-12",
    "investigation_status": "voluntary",
    "referral_date": "2024-01-20",
    "gravity_base": "2",
    "gravity_final": "2",
    "gravity_edition": "npcc_child_2023",
    "admission": "admitted",
    "previous_disposals": "community_resolution:2023-02-01",
    "assessment_kind": "full",
    "assessment_completed_date": "2024-02-05",
    "child_views_date": "2024-02-01",
    "parent_views_date": "2024-02-02",
    "victim": "yes",
    "victim_ref": "V-1",
    "victim_contact_consent": "yes",
    "victim_service_accepted": "yes",
    "rj_indirect": "yes",
    "rj_direct": "no",
    "victim_views_date": "2024-02-03",
    "panel_date": "2024-02-14",
    "panel_recommendation": "youth_caution",
    "decision_date": "2024-02-15",
    "decision_maker": "police",
    "outcome": "youth_caution",
    "outcome_given_date": "2024-02-20",
    "intervention_start_date": "2024-02-26",
    "intervention_end_date": "2024-05-01",
    "intervention_completed": "yes",
    "exit_review_date": "2024-05-07",
    "closed_date": "2024-05-08",
    "first_time_entrant": "yes",
    "substantive_outcome_within_12m": "no",
}


def row(**changes: str) -> dict[str, str]:
    """A closed case of which everything is known, but for what is changed."""
    return {**CLOSED, **changes}


def until(column: str, **changes: str) -> dict[str, str]:
    """The same case on the day this column was filled in: every later event is still to come."""
    events = list(Row._fields)
    happened = row()
    for name in events[events.index(column) + 1 :]:
        happened[name] = ""
    return {**happened, **changes}


def written(path: Path, rows: Iterable[Mapping[str, str]], columns: Iterable[str] = Row._fields) -> Path:
    """A CSV of these rows; what a row leaves out stays empty."""
    names = list(columns)
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, names, extrasaction="ignore", restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return path


def past_case(people: People, **changes: str) -> Case:
    """A case read from a spreadsheet, for whoever works on it from here; open on the street but for what is changed."""
    told = until("outcome", **{"reference": "PAST-1", "child_ref": "C-PAST", "route": "street_cr", **changes})
    with TemporaryDirectory() as folder:
        Sheets(people.app, Path(folder)).taken(told)
    with people.app.app_context(), everywhere():
        (case_id,) = db.session.scalars(sa.select(Referral.id).where(Referral.reference == told["reference"]))
    case = Case(people)
    case.id = str(case_id)
    return case


def as_if_imported(case: Case) -> None:
    """Leave for a case's first offence what only a spreadsheet leaves."""
    with case.people.app.app_context(), everywhere():
        offence = db.session.scalars(sa.select(Offence).where(Offence.referral_id == UUID(case.id))).first()
        of = {"area": offence.area, "referral_id": offence.referral_id, "offence_id": offence.id}
        db.session.add(ImportedRow(**of, key="a made-up key", row="a made-up row"))
        db.session.add(ToldFact(**of, column_name="rj_direct", value="no"))
        db.session.add(FollowUp(**of, first_time_entrant=True))
        db.session.commit()


class Sheets:
    """Imports into and exports from one service, by the command line."""

    def __init__(self, app: Flask, folder: Path) -> None:
        self.app = app
        self.folder = folder

    def run(self, *words: Any) -> Any:
        return self.app.test_cli_runner().invoke(args=["cases", *map(str, words)])

    def take(self, *rows: Mapping[str, str], options: tuple[str, ...] = ()) -> Any:
        """Import rows, whatever comes of it."""
        return self.run("import", written(self.folder / "past.csv", rows), *options)

    def taken(self, *rows: Mapping[str, str]) -> None:
        told = self.take(*rows)
        assert told.exit_code == 0, told.output

    def export(self, name: str = "out.csv") -> bytes:
        path = self.folder / name
        told = self.run("export", "--output", path)
        assert told.exit_code == 0, told.output
        return path.read_bytes()

    def rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(self.export().decode().splitlines()))
