"""What was made in the service goes out, comes in elsewhere, and goes out from there as the very same bytes."""

from collections.abc import Callable

import pytest

from tests.conftest import empty
from tests.exchange.sheets import Sheets
from tests.people import People
from tests.story import Case, child, offence
from tests.turnaround.support import Support

STAGES: dict[str, Callable[[Case], object]] = {
    "sent": Case.sent,
    "accepted": Case.accepted,
    "prepared": Case.prepared,
    "listed": Case.listed,
    "recommended": Case.recommended,
    "decided": Case.decided,
    "given": Case.given,
    "at work": Case.at_work,
    "in review": Case.in_review,
}


def closed(case: Case, outcome: str = "community_resolution", **changes) -> None:
    case.in_review(outcome, **changes)
    case.hold_review().ok()
    case.at("manager", "close").ok()


def goes_round(people: People, folder) -> list[dict[str, str]]:
    """Export, import into an empty database, export: the same. Returns the rows."""
    sheets = Sheets(people.app, folder)
    first = sheets.export("first.csv")
    again = sheets.run("import", folder / "first.csv")
    assert " 0 imported" in again.stdout, again.output
    assert again.exit_code == 0, again.output
    told = sheets.rows()
    empty(people.app)
    elsewhere = sheets.run("import", folder / "first.csv")
    assert elsewhere.exit_code == 0, elsewhere.output
    assert sheets.export("second.csv") == first
    return told


@pytest.mark.parametrize("stage", STAGES)
def test_a_case_goes_round_at_every_stage(people: People, tmp_path, stage: str):
    STAGES[stage](Case(people))
    (told,) = goes_round(people, tmp_path)
    assert (told["child_ref"], told["offence_id"], told["closed_date"]) == ("C-1", "common_assault", "")


def test_closed_and_withdrawn_cases_and_one_back_with_the_police_go_round(people: People, tmp_path):
    closed(Case(people))
    Case(people).sent(of=child(child_ref="C-2")).at("referrer", "withdraw", {"reason": "Made up."}).ok()
    back = Case(people).decided(of=child(child_ref="C-3"))
    back.of_disposal("return-to-police", {"reason": "Made up."}).ok()
    told = goes_round(people, tmp_path)
    assert {row["child_ref"]: bool(row["closed_date"]) for row in told} == {"C-1": True, "C-2": True, "C-3": False}


def test_a_case_with_two_offences_two_victims_and_a_history_goes_round(people: People, tmp_path):
    of = child(previous_disposals=[{"outcome": "youth_caution", "given_on": "2025-01-02"}, {"outcome": "conviction"}])
    case = Case(people).prepared(of=of, offences=[offence(), offence(offence_id="abh")], victim_identified=True)
    for ref, offences, consent in (("V-1", [1, 2], "not_asked"), ("V-2", [2], "yes")):
        sent = {"kind": "person", "contact_consent": consent, "victim_ref": ref, "offences": offences}
        harmed = case.at("victims", "victims", sent).ok()
        people.victims.post(f"/victims/{harmed['id']}/views", {"needs_and_wishes": "An apology."}).ok()
    first, second = goes_round(people, tmp_path)
    assert (first["offence_no"], first["victim_ref"], first["victim_contact_consent"]) == ("1", "V-1", "not_asked")
    assert (second["offence_no"], second["victim_ref"], second["victim_contact_consent"]) == ("2", "V-2", "yes")
    assert first["previous_disposals"] == "conviction;youth_caution:2025-01-02"


def test_text_that_a_spreadsheet_would_run_goes_out_as_text(people: People, tmp_path):
    for ref in ("=1+1", "+1", "-1", "@a", "'quoted", "plain, with a comma"):
        Case(people).sent(of=child(child_ref=ref))
    told = goes_round(people, tmp_path)
    assert {row["child_ref"] for row in told} == {"'=1+1", "'+1", "'-1", "'@a", "''quoted", "plain, with a comma"}


def test_an_export_says_how_many_cases_it_leaves_out_as_they_name_no_offence(people: People, tmp_path):
    Support(people).referred()
    Case(people).sent()
    sheets = Sheets(people.app, tmp_path)
    assert "1 rows exported.\n1 cases of support name no offence, and have no row." in sheets.run("export").stderr
    assert "no row" not in sheets.run("export", "--area", "bexley").stderr


def test_an_export_of_one_area_holds_no_other_and_is_on_record(people: People, tmp_path):
    Case(people).sent()
    sheets = Sheets(people.app, tmp_path)
    assert sheets.run("export", "--area", "staffordshire").stdout.count("\n") == 1
    assert sheets.run("export", "--area", "buckinghamshire").stdout.count("\n") == 2
    unknown = sheets.run("export", "--area", "surrey")
    assert unknown.exit_code == 1
    assert "There is no area called 'surrey'" in unknown.output
