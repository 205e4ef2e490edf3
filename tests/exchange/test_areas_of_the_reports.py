"""A spreadsheet as each area of the reports might have kept it: made-up children, to the totals that were published.

The totals are those of HM Inspectorate of Probation (Buckinghamshire, January 2023; Staffordshire, December 2023;
Oxfordshire, May 2020; Bexley, July 2024) and of the Buckinghamshire Youth Justice Plan 2023-24. Every row is invented.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import cycle

import pytest

from tests.conftest import empty
from tests.exchange.sheets import Sheets, row, until

RESOLUTION, CAUTION, CONDITIONAL = "community_resolution", "youth_caution", "youth_conditional_caution"
CLOSED, OPEN = "substantive_outcome_within_12m", "outcome_given_date"


def spread(total: int, **counts: int) -> list[str]:
    """So many of each code, and nothing known of the rest."""
    listed = [code for code, count in counts.items() for _ in range(count)]
    return [*listed, *[""] * (total - len(listed))]


def sheet(area: str, total: int, *, until_last: str = CLOSED, **columns: Sequence[str]) -> Iterator[dict[str, str]]:
    """One case for each place in the columns, named after its area."""
    for number in range(total):
        told = {name: values[number] for name, values in columns.items()}
        yield until(
            until_last, area=area, reference=f"{area}-{number:03}", child_ref=f"{area}-child-{number:03}", **told
        )


def buckinghamshire() -> list[dict[str, str]]:
    """230 victims, 100 of whom agreed to be contacted: 34 took up the service, 17 and 2 restorative justice.

    Of them 206 were of children out of court. The inspectors read 16 outcomes: 2, 8 and 6 of three kinds.
    """
    outcomes = [*spread(16, **{CONDITIONAL: 2, CAUTION: 8, RESOLUTION: 6}), *[RESOLUTION] * 214]
    return list(
        sheet(
            "buckinghamshire",
            230,
            outcome=outcomes,
            panel_recommendation=outcomes,
            referral_source=spread(230, police=206, court_return=24),
            victim_contact_consent=spread(230, yes=100, no=60, could_not_reach=30, not_asked=40),
            victim_service_accepted=spread(230, yes=34, no=66),
            rj_indirect=spread(230, yes=17),
            rj_direct=spread(230, yes=2),
            victim_ref=[f"V-{number:03}" for number in range(230)],
            route=[*["panel"] * 16, *["street_cr"] * 107, *["turnaround"] * 107],
        )
    )


def staffordshire() -> list[dict[str, str]]:
    """27 outcomes read, each by the panel, as the police give none to a child on their own."""
    outcomes = [outcome for outcome, _ in zip(cycle((RESOLUTION, CAUTION, "outcome_22")), range(27), strict=False)]
    return list(
        sheet(
            "staffordshire", 27, outcome=outcomes, panel_recommendation=outcomes, exit_review_date=["2024-05-07"] * 27
        )
    )


def oxfordshire() -> list[dict[str, str]]:
    """66 open cases: 8 looked after, 2 on a protection plan; 13 outcomes read, 12 of them conditional cautions."""
    outcomes = spread(66, **{CONDITIONAL: 12, CAUTION: 1})
    waiting = ["" if not outcome else "2024-02-20" for outcome in outcomes]
    known = ["" if not outcome else "2024-02-15" for outcome in outcomes]
    return list(
        sheet(
            "oxfordshire",
            66,
            until_last=OPEN,
            outcome=outcomes,
            outcome_given_date=waiting,
            decision_date=known,
            decision_maker=["police" if outcome else "" for outcome in outcomes],
            panel_recommendation=outcomes,
            care_status=spread(66, looked_after=8, child_protection=2, child_in_need=10),
            sex=spread(66, male=55, female=11),
            investigation_status=spread(66, bail=13),
        )
    )


def bexley() -> list[dict[str, str]]:
    """14 outcomes read: 7, 2 and 5 of three kinds; 42 in 100 children live in three wards of the north."""
    outcomes = spread(14, **{CONDITIONAL: 7, CAUTION: 2, RESOLUTION: 5})
    wards = ["Thamesmead East", "Slade Green and Northend", "Belvedere"] * 2
    return list(sheet("bexley", 14, outcome=outcomes, panel_recommendation=outcomes, ward=[*wards, *["Elsewhere"] * 8]))


AREAS = (buckinghamshire, staffordshire, oxfordshire, bexley)


@pytest.mark.parametrize("area", AREAS, ids=lambda area: area.__name__)
def test_the_spreadsheet_of_an_area_comes_in_goes_out_and_comes_in_again_the_same(sheets: Sheets, area):
    told = area()
    sheets.taken(*told)
    kept = sheets.rows()
    assert {line["reference"]: line for line in kept} == {line["reference"]: line for line in told}
    first = sheets.export("first.csv")
    again = sheets.run("import", sheets.folder / "first.csv")
    assert f"{len(told)} rows: 0 imported in 0 new cases, {len(told)} unchanged, 0 refused." in again.stdout
    empty(sheets.app)
    assert sheets.run("import", sheets.folder / "first.csv").exit_code == 0
    assert sheets.export("second.csv") == first


def count(rows: Sequence[Mapping[str, str]], column: str) -> Counter[str]:
    return Counter(line[column] for line in rows)


def test_what_comes_out_adds_up_to_what_was_published(sheets: Sheets):
    sheets.taken(*(line for area in AREAS for line in area()))
    of = {area: [line for line in sheets.rows() if line["area"] == area] for area in ("buckinghamshire", "bexley")}
    here = of["buckinghamshire"]
    assert (count(here, "victim")["yes"], count(here, "victim_contact_consent")["yes"]) == (230, 100)
    assert count(here, "referral_source") == {"police": 206, "court_return": 24}
    flags = ("victim_service_accepted", "rj_indirect", "rj_direct")
    assert [count(here, column)["yes"] for column in flags] == [34, 17, 2]
    assert count([line for line in here if line["route"] == "panel"], "outcome") == {
        CONDITIONAL: 2,
        CAUTION: 8,
        RESOLUTION: 6,
    }
    assert count(of["bexley"], "outcome") == {CONDITIONAL: 7, CAUTION: 2, RESOLUTION: 5}


def test_two_thousand_rows_come_in_and_go_out(sheets: Sheets):
    told = [row(reference=f"R-{number:04}", child_ref=f"C-{number:04}") for number in range(2000)]
    assert "2000 rows: 2000 imported in 2000 new cases" in sheets.take(*told).stdout
    assert sheets.rows() == told
