"""A bad row is named by line, column and reason, and nothing of it is kept; a file that is no CSV is refused whole."""

import csv
import stat
from datetime import timedelta

import pytest
import sqlalchemy as sa

from oocd import clock
from oocd.audit.models import AuditEntry
from oocd.db import Base, db, everywhere
from oocd.exchange.rules import ORDERED, ORDERED_BY_PANEL, Row
from oocd.referrals.models import Child, Offence, Referral
from tests.exchange.sheets import CLOSED, row, written

HEADER = ",".join(Row._fields)
TOMORROW = str(clock.today() + timedelta(days=1))


def kept(app, *models):
    """How many rows of each there are."""
    with app.app_context(), everywhere():
        return [db.session.scalar(sa.select(sa.func.count()).select_from(model)) for model in models]


def nothing_kept(app):
    """The tables of cases and of the log are empty."""
    with app.app_context(), db.engine.connect() as connection:
        counts = {
            table.name: connection.scalar(sa.select(sa.func.count()).select_from(table))
            for table in Base.metadata.sorted_tables
        }
    return not any(counts.values())


WRONG = [
    ("area", "surrey", "There is no area called 'surrey'. Use one of: bexley, buckinghamshire"),
    ("area", "", "This is needed."),
    ("reference", "", "This is needed."),
    ("child_ref", "", "This is needed."),
    ("offence_id", "", "This is needed."),
    ("route", "", "This is needed."),
    ("route", "court_return", "is not one of panel, street_cr, turnaround"),
    ("sex", "F", "is not one of the sex codes. Use one such as: female"),
    ("ethnicity", "IC3", "is not one of the ethnicity codes"),
    ("care_status", "Looked after", "is not one of the care status codes"),
    ("send", "yes", "is not one of the send codes"),
    ("referral_source", "school", "is not one of the referral sources codes"),
    ("offence_id", "common_asault", "Use one such as: common_assault"),
    ("offence_no", "0", "is not a number from 1 to 999"),
    ("offence_no", "1.5", "is not a number from 1 to 999"),
    ("offence_no", "²", "is not a number from 1 to 999"),
    ("gravity_base", "6", "is not a score from 1 to 5"),
    ("gravity_final", "three", "is not a score from 1 to 5"),
    ("gravity_edition", "acpo", "is not one of acpo_2013, illustrative, npcc_child_2023"),
    ("admission", "yes", "is not one of the admission codes"),
    ("investigation_status", "released", "is not one of the investigation status codes"),
    ("assessment_kind", "asset", "is not one of the assessment kinds codes"),
    ("victim", "y", "is not yes or no"),
    ("victim_contact_consent", "maybe", "is not one of the victim contact consent codes"),
    ("decision_maker", "panel", "is not one of the decision makers codes"),
    ("outcome", "triage", "is not one of the outcomes codes"),
    ("panel_recommendation", "caution", "is not one of the outcomes codes"),
    ("intervention_completed", "TRUE", "is not yes or no"),
    ("previous_disposals", "caution:2020-01-01", "is not one of the previous disposals codes"),
    ("previous_disposals", "youth_caution:01/01/2020", "is not a date"),
    ("previous_disposals", f"youth_caution:{TOMORROW}", "is in the future"),
    ("closed_date", TOMORROW, "is in the future"),
    ("date_of_birth", "14/03/2009", "is not a date. Write it as year-month-day"),
    ("date_of_birth", "20090314", "is not a date"),
    ("date_of_birth", "2009-02-30", "is not a date"),
    ("date_of_birth", "2009-3-14", "is not a date"),
    ("ward", "=HYPERLINK(A1)", "begins like a formula"),
    ("ward", "+44", "begins like a formula"),
    ("child_ref", "-C1", "begins like a formula"),
    ("reference", "@R1", "begins like a formula"),
    ("closed_date", "=TODAY()", "begins like a formula"),
    ("ward", "x" * 101, "has 101 characters"),
    ("ward", "a\x07b", "cannot be printed"),
]


@pytest.mark.parametrize(("column", "cell", "reason"), WRONG)
def test_a_wrong_cell_is_told_and_nothing_of_its_row_is_kept(sheets, column, cell, reason):
    told = sheets.take(row(**{column: cell}))
    assert told.exit_code == 1
    assert f"Line 2, column {column}: " in told.stderr
    assert reason in told.stderr
    assert "1 rows: 0 imported in 0 new cases, 0 unchanged, 1 refused." in told.stdout
    assert nothing_kept(sheets.app)


@pytest.mark.parametrize(("earlier", "later"), [*ORDERED, *ORDERED_BY_PANEL])
def test_dates_out_of_order_are_told(sheets, earlier, later):
    told = sheets.take(row(**{earlier: "2026-01-02", later: "2026-01-01"}))
    assert told.exit_code == 1
    assert f"column {later}: 2026-01-01 is before {earlier} 2026-01-02. Correct one of the two." in told.stderr
    assert nothing_kept(sheets.app)


def test_on_the_street_the_police_may_have_decided_before_anybody_was_told(sheets):
    sheets.taken(row(route="street_cr", referral_date="2024-02-18", panel_date="2024-03-01"))


def test_every_wrong_cell_of_a_row_is_told_at_once(sheets):
    told = sheets.take(row(sex="F", outcome="triage", closed_date="yesterday"))
    for column in ("sex", "outcome", "closed_date"):
        assert f"Line 2, column {column}: " in told.stderr


def test_good_rows_are_kept_beside_bad_ones(sheets):
    told = sheets.take(row(), row(reference="R-2", sex="F"), row(reference="R-3"))
    assert told.exit_code == 1
    assert "3 rows: 2 imported in 2 new cases, 0 unchanged, 1 refused." in told.stdout
    assert [case["reference"] for case in sheets.rows()] == ["R-1", "R-3"]


def test_the_same_offence_twice_in_a_file_is_told_with_the_line_it_stands_in(sheets):
    told = sheets.take(row(), row(reference="R-2"), row(ward="Elsewhere"))
    assert "Line 4: Line 2 is about the same offence. Keep one of the two." in told.stderr
    assert sheets.rows() == [row(), row(reference="R-2")]


def test_rows_of_one_case_that_disagree_about_it_are_told(sheets):
    told = sheets.take(row(), row(offence_no="2", offence_id="abh", closed_date="2024-06-01"))
    assert "Line 3, column closed_date: 2024-06-01 here, 2024-05-08 in line 2" in told.stderr
    assert sheets.rows() == [row()]


def test_a_child_is_born_once(sheets):
    told = sheets.take(row(), row(reference="R-2", date_of_birth="2009-04-14"))
    assert "Line 3, column date_of_birth: C-1 is on record or told above as born on 2009-03-14." in told.stderr
    sheets.taken(row())
    assert "column date_of_birth" in sheets.take(row(reference="R-2", date_of_birth="2009-04-14")).stderr


def test_what_is_wrong_can_be_written_to_a_file_of_its_own(sheets):
    errors = sheets.folder / "errors.csv"
    told = sheets.take(row(sex="F"), row(reference="R-2", ward="=1"), options=("--errors", str(errors)))
    assert told.exit_code == 1
    assert "Line" not in told.stderr
    assert str(errors) in told.output
    with errors.open(newline="") as lines:
        assert [(line["line"], line["column"]) for line in csv.DictReader(lines)] == [("2", "sex"), ("3", "ward")]
    assert stat.S_IMODE(errors.stat().st_mode) == 0o600


# -- whole files


def raw(sheets, content: bytes):
    path = sheets.folder / "raw.csv"
    path.write_bytes(content)
    return sheets.run("import", path)


def line_of(**changes: str) -> str:
    return ",".join({**CLOSED, **changes}.values())


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty. It needs a first line with the names of the columns."),
        (b"\xef\xbb\xbf", "The file is empty."),
        (b"\r\n\r\n", "The file is empty."),
        (b"PK\x03\x04rest", "a spreadsheet file, not CSV"),
        ("reference,area".encode("utf-16"), "in UTF-16, not UTF-8"),
        (HEADER.replace(",", ";").encode(), "separated by other signs than commas"),
        (HEADER.replace("ward", "w\xe4rd").encode("latin-1"), "in another encoding than UTF-8"),
        (HEADER.replace(",outcome,", ",").encode(), "Missing: outcome."),
        (HEADER.replace("ward", "name").encode(), "Missing: ward. Add the column"),
        (f"{HEADER},name".encode(), "Unknown: name. Take the column out"),
        (f"{HEADER},ward".encode(), "Twice: ward."),
        (f"{HEADER},,x".encode(), "Unknown: a column without a name, x."),
    ],
)
def test_a_file_that_is_not_this_spreadsheet_is_refused_whole(sheets, content, reason):
    told = raw(sheets, content)
    assert told.exit_code == 1
    assert reason in told.output
    assert "Traceback" not in told.output
    assert nothing_kept(sheets.app)


def test_a_file_that_is_not_there_is_one_line(sheets):
    told = sheets.run("import", sheets.folder / "nowhere.csv")
    assert told.exit_code == 1
    assert "nowhere.csv cannot be read: No such file or directory. Check the path." in told.output


def test_a_header_alone_is_no_rows_and_no_mistake(sheets):
    told = raw(sheets, f"{HEADER}\n".encode())
    assert told.exit_code == 0
    assert "0 rows: 0 imported" in told.output


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_a_byte_order_mark_line_endings_and_empty_lines_make_no_difference(sheets, mark, ending):
    lines = [HEADER, "", line_of(), "," * (len(CLOSED) - 1), ""]
    told = raw(sheets, mark + ending.join(lines).encode())
    assert (told.exit_code, told.stderr) == (0, "")
    assert sheets.rows() == [row()]


def test_latin_1_bytes_are_told_where_they_stand_and_other_rows_are_kept(sheets):
    lines = [HEADER, line_of(), line_of(reference="R-2", ward="Ynys M\xf4n"), line_of(reference="R-3")]
    told = raw(sheets, "\n".join(lines).encode("latin-1"))
    assert told.exit_code == 1
    assert "Line 3, column ward: This is not UTF-8 (Latin-1, perhaps). Save the file as CSV in UTF-8" in told.stderr
    assert [case["reference"] for case in sheets.rows()] == ["R-1", "R-3"]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (line_of() + ",more", "The row has 47 cells and the header 46."),
        ("R-9,buckinghamshire", "The row has 2 cells and the header 46."),
        (line_of(ward='"Thames'), "A quotation mark is opened and not closed on this line."),
        (line_of(ward='Tha"mes'), ""),
        (line_of(ward="x" * 20_000), "This line is too long to be a row."),
    ],
)
def test_a_line_that_is_no_row_spoils_only_itself(sheets, line, reason):
    told = raw(sheets, "\n".join([HEADER, line, line_of(reference="R-2"), ""]).encode())
    assert told.exit_code == (1 if reason else 0)
    assert (f"Line 2: {reason}" if reason else "") in told.stderr
    assert "R-2" in [case["reference"] for case in sheets.rows()]


def test_columns_may_stand_in_any_order_and_the_optional_ones_may_be_missing(sheets):
    columns = [name for name in reversed(Row._fields) if name not in {"offence_no", "victim_ref"}]
    path = written(sheets.folder / "turned.csv", [row()], columns)
    told = sheets.run("import", path)
    assert told.exit_code == 0, told.output
    (out,) = sheets.rows()
    assert {**out, "victim_ref": ""} == row(victim_ref="")


def test_a_cell_with_commas_and_quotation_marks_is_text(sheets):
    sheets.taken(row(ward='Newtown, the “old” "town"'))
    assert sheets.rows()[0]["ward"] == 'Newtown, the “old” "town"'


def test_an_ethnicity_may_be_written_as_its_label(sheets):
    sheets.taken(row(ethnicity="White and Black Caribbean"), row(reference="R-2", ethnicity="not stated"))
    assert [case["ethnicity"] for case in sheets.rows()] == ["M1", "NS"]


# -- the database it goes into


def test_demonstration_children_and_imported_ones_are_not_mixed(sheets):
    sheets.app.test_cli_runner().invoke(args=["demo", "load"])
    refused = sheets.take(row())
    assert refused.exit_code == 1
    assert "This database holds demonstration children." in refused.output
    assert sheets.take(row(), options=("--demo",)).exit_code == 0
    with sheets.app.app_context(), everywhere():
        assert db.session.scalars(sa.select(Child.synthetic).where(Child.child_ref == "C-1")).one() is True


def test_production_takes_no_made_up_child_and_no_made_up_score(sheets, production):
    assert "Production never holds made-up children" in sheets.take(row(), options=("--demo",)).output
    told = sheets.take(row(gravity_edition="illustrative"))
    assert "column gravity_edition: illustrative is the made-up edition" in told.stderr
    assert nothing_kept(sheets.app)


def test_the_log_says_nothing_of_what_was_refused(sheets):
    sheets.take(row(), row(reference="R-2", sex="F"))
    assert kept(sheets.app, Referral, Offence) == [1, 1]
    assert kept(sheets.app, AuditEntry) == [2]  # the case, and the meeting of its panel
