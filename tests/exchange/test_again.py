"""The same file again changes nothing; a later one may tell of more, and never changes what is on record."""

import os
import signal
import subprocess
import sys

import pytest
import sqlalchemy as sa

from oocd.audit.models import AuditEntry
from oocd.audit.queries import verify
from oocd.config import ROOT
from oocd.db import Base, db, everywhere
from oocd.exchange import service, taking
from tests.exchange.sheets import Sheets, past_case, row, until, written
from tests.people import People
from tests.story import Case

SECOND = {"offence_no": "2", "offence_id": "abh", "gravity_final": "3"}


DIES = """
import os, signal, sys
from app import app
from oocd.exchange import taking

really, times = taking.Part.write, []

def written(part):
    really(part)
    times.append(part)
    if len(times) == 2:
        os.kill(os.getpid(), signal.SIGKILL)

taking.Part.write = written
app.test_cli_runner().invoke(args=["cases", "import", sys.argv[1]])
"""


def everything(app):
    """Every row of every table but the log of who read what."""
    with app.app_context(), db.engine.connect() as connection:
        tables = [table for table in Base.metadata.sorted_tables if table.name not in {"access_entry", "audit_chain"}]
        return {table.name: sorted(map(repr, connection.execute(sa.select(table)))) for table in tables}


def test_the_same_file_again_changes_nothing(sheets):
    sheets.taken(row(), row(**SECOND), until("panel_date", reference="R-2", child_ref="C-2"))
    before = everything(sheets.app)
    told = sheets.take(row(), row(**SECOND), until("panel_date", reference="R-2", child_ref="C-2"))
    assert "3 rows: 0 imported in 0 new cases, 3 unchanged, 0 refused." in told.stdout
    assert told.exit_code == 0
    assert everything(sheets.app) == before


def test_an_export_into_the_database_it_came_from_changes_nothing(sheets):
    told = {"ethnicity": "not stated", "victim_ref": ""}
    sheets.taken(row(**told), row(**told, offence_no="", offence_id="abh"))
    sheets.export("out.csv")
    before = everything(sheets.app)
    told = sheets.run("import", sheets.folder / "out.csv")
    assert "2 rows: 0 imported in 0 new cases, 2 unchanged, 0 refused." in told.stdout
    assert everything(sheets.app) == before


def test_a_known_row_that_leaves_things_out_says_nothing_against_it(sheets):
    sheets.taken(row())
    assert "1 unchanged" in sheets.take(until("referral_date")).stdout


def test_a_known_row_with_other_values_is_told_and_left_alone(sheets):
    sheets.taken(row())
    before = everything(sheets.app)
    told = sheets.take(row(outcome="community_resolution", closed_date="2024-06-01"))
    assert told.exit_code == 1
    assert "column outcome: youth_caution on record and community_resolution here." in told.stderr
    assert "column closed_date: 2024-05-08 on record and 2024-06-01 here." in told.stderr
    assert "1 refused" in told.stdout
    assert everything(sheets.app) == before


def test_the_same_file_says_nothing_against_a_case_worked_on_since(people: People, tmp_path):
    case = past_case(people)
    case.at("manager", "close").ok()
    again = Sheets(people.app, tmp_path).take(
        until("outcome", reference="PAST-1", child_ref="C-PAST", route="street_cr"),
    )
    assert "1 unchanged" in again.stdout
    assert case.state == "closed"


def test_a_later_file_may_bring_an_offence_of_a_known_case(sheets):
    sheets.taken(row())
    told = sheets.take(row(), row(**SECOND))
    assert "2 rows: 1 imported in 0 new cases, 1 unchanged, 0 refused." in told.stdout, told.stderr
    assert sheets.rows() == [row(), row(**SECOND)]
    with sheets.app.app_context(), everywhere():
        actions = db.session.scalars(sa.select(AuditEntry.action).where(AuditEntry.chain.startswith("case:")))
        assert list(actions) == ["imported", "imported"]
        assert verify()[1] == []
    assert "2 unchanged" in sheets.take(row(), row(**SECOND)).stdout


@pytest.mark.parametrize("change", [{"closed_date": "2024-05-09"}, {"panel_date": "2024-02-13"}])
def test_an_offence_that_says_something_else_of_its_case_is_told(sheets, change):
    sheets.taken(row())
    told = sheets.take(row(**SECOND, **change))
    (column,) = change
    assert f"column {column}: {change[column]} here and {row()[column]} on record." in told.stderr
    assert sheets.rows() == [row()]


def test_an_offence_that_has_not_come_as_far_as_its_case_is_told(sheets):
    sheets.taken(row())
    told = sheets.take(row(**SECOND, outcome="", decision_date="", outcome_given_date=""))
    assert "column outcome: The case has come further than this row tells of its offence." in told.stderr
    assert sheets.rows() == [row()]


def test_a_case_made_in_the_service_is_not_added_to(people: People, tmp_path):
    case = Case(people).sent()
    sheets = Sheets(people.app, tmp_path)
    (told,) = sheets.rows()
    added = {**told, "offence_no": "2", "offence_id": "abh"}
    assert "column reference: This case was made in the service" in sheets.take(added).stderr
    assert "1 unchanged" in sheets.take(told).stdout
    assert len(case.file["offences"]) == 1


def test_offences_without_a_number_are_told_apart_and_numbered(sheets):
    first, second = row(offence_no=""), row(offence_no="", offence_id="abh")
    sheets.taken(first, second)
    assert [case["offence_no"] for case in sheets.rows()] == ["1", "2"]
    assert "2 unchanged" in sheets.take(second, first).stdout


def test_one_reference_may_stand_for_several_children(sheets):
    sheets.taken(row(), row(child_ref="C-2", date_of_birth="2010-01-01"))
    assert [case["child_ref"] for case in sheets.rows()] == ["C-1", "C-2"]


def test_what_is_told_of_a_child_at_another_time_stays_with_that_case(sheets):
    older = row(reference="R-0", care_status="looked_after", previous_disposals="none", ward="")
    sheets.taken(older, row(offence_date="2024-01-11"), row(reference="R-2", ethnicity=""))
    by_reference = {case["reference"]: case for case in sheets.rows()}
    assert by_reference["R-0"]["care_status"] == "looked_after"
    assert by_reference["R-0"]["previous_disposals"] == "none"
    assert by_reference["R-1"]["care_status"] == "none"
    assert by_reference["R-2"]["ethnicity"] == "B1"


def test_rows_of_a_case_may_lie_anywhere_in_the_file(sheets):
    rows = [row(reference=f"R-{number}", child_ref=f"C-{number}") for number in range(5)]
    sheets.taken(*rows, *(row(reference=f"R-{number}", child_ref=f"C-{number}", **SECOND) for number in range(5)))
    assert len(sheets.rows()) == 10
    with sheets.app.app_context(), everywhere():
        chains = db.session.scalar(sa.select(sa.func.count()).where(AuditEntry.chain.startswith("case:")))
        assert chains == 5


def test_somebody_who_sends_the_same_child_in_the_same_moment_costs_nothing_but_another_try(sheets, monkeypatch):
    refuse = [True]
    really = taking.Part.write

    def clashes(part):
        really(part)
        if refuse.pop():
            refuse.append(False)
            raise sa.exc.IntegrityError("a made-up clash", {}, Exception())

    monkeypatch.setattr(taking.Part, "write", clashes)
    sheets.taken(row())
    assert sheets.rows() == [row()]
    with sheets.app.app_context(), everywhere():
        assert verify()[1] == []
        assert db.session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == 2  # the case and the meeting


def test_an_import_killed_half_way_leaves_whole_cases_and_the_next_finishes_it(sheets):
    """It dies with its second portion written and not yet committed."""
    rows = [
        row(reference=f"R-{number}", child_ref=f"C-{number}", offence_no=no, offence_id=offence)
        for number in range(service.ROWS_AT_ONCE)
        for no, offence in (("1", "affray"), ("2", "abh"))
    ]
    sheet = written(sheets.folder / "long.csv", rows)
    environ = os.environ | {"OOCD_DATABASE_URL": sheets.app.config["OOCD"].database_url, "OOCD_ENV": "test"}
    died = subprocess.run([sys.executable, "-c", DIES, str(sheet)], cwd=ROOT, env=environ, check=False)
    assert died.returncode == -signal.SIGKILL
    cases, offences, taken = (len(everything(sheets.app)[name]) for name in ("referral", "offence", "imported_row"))
    assert 0 < cases < service.ROWS_AT_ONCE
    assert offences == taken == 2 * cases
    again = sheets.run("import", sheet)
    assert again.exit_code == 0, again.output
    left = service.ROWS_AT_ONCE - cases
    assert f"{2 * left} imported in {left} new cases, {2 * cases} unchanged" in again.stdout
    with sheets.app.app_context(), everywhere():
        assert verify()[1] == []
