"""One case in each area meets what was seen there, and meets other things where another's pack is in its place."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.areas.local import lived_through, with_pack
from tests.people import People

INSPECTED = {
    "buckinghamshire": date(2022, 10, 3),
    "staffordshire": date(2023, 9, 25),
    "oxfordshire": date(2020, 5, 1),
    "bexley": date(2024, 4, 8),
}
NEIGHBOUR = {
    "buckinghamshire": "bexley",
    "bexley": "buckinghamshire",
    "staffordshire": "oxfordshire",
    "oxfordshire": "staffordshire",
}
own_and_anothers = pytest.mark.parametrize("own", [True, False], ids=["with its own pack", "with another's"])


def found(people: People, folder: Path, area: str, particular: Mapping[str, Any], *, own: bool) -> None:
    """With its own pack all that is particular to the area is there; with its neighbour's none of it."""
    with with_pack(folder, area, area if own else NEIGHBOUR[area]):
        seen = lived_through(people, area, inspected=INSPECTED[area])
    same = {name for name, value in particular.items() if seen[name] == value}
    assert same == (set(particular) if own else set()), seen


@own_and_anothers
def test_buckinghamshire(people: People, tmp_path: Path, own: bool):
    """Route B is for children discussed at the panel, and an assessment is countersigned within 35 days.

    Youth Justice Plan 2023-24: section 12 on the two pathways into support, section 20 on local standards, section
    8 on the drug diversion scheme that Cranstoun runs. Plan 2025-26 on who strengthens the panel. The report of
    January 2023, section 3.4: a panel of several agencies, to which a child goes who had a street resolution before.
    """
    particular = {
        "route": "Route B: joint decision panel",
        "countersign_by": "2026-10-19",  # 35 calendar days from 14 September; elsewhere five working days
        "still_expected": {"health", "education", "substance_misuse"},
        "on_the_street": set(),  # a first one is screened, and a later one goes to the panel
        "tool": "Out-of-court assessment and planning tool",
        "schemes": {
            "Youth Drug Diversion Scheme (Cranstoun)",
            "Local substance misuse service",
            "Voluntary support from the youth justice service",
        },
    }
    found(people, tmp_path, "buckinghamshire", particular, own=own)


@own_and_anothers
def test_staffordshire(people: People, tmp_path: Path, own: bool):
    """A second caution asks for AssetPlus, a panel reviews every case, and no further action was not to be had.

    Report of December 2023: section 3.1 on the tools, section 3.4 on who comes to the panel and that social care is
    missing, on escalation, on a review panel in every case, and on no further action to be added to the options.
    """
    particular = {
        "asks_for_assetplus": True,
        "on_the_street": {"not here"},  # the police do not act alone with children
        "still_expected": {"health", "education", "victim_service", "social_care"},
        "review_by_the_worker_alone": (
            "In this area a panel holds the review at the end of every case. Say in `present` who came for:"
            " Police, Youth justice service. If nobody did, hold it when they can come."
        ),
        "not_offered_then": ["nfa"],
        "tool": "Locally agreed assessment tool",
        "second_level": "A manager of the youth offending service and a police inspector",
    }
    found(people, tmp_path, "staffordshire", particular, own=own)


@own_and_anothers
def test_oxfordshire(people: People, tmp_path: Path, own: bool):
    """A local tool does for most, a clinic meets children found with cannabis, and reading blind was a plan.

    Report of May 2020: section 3.1 on AssetPlus for more complex cases and a local tool for the others, section 3
    on the Cannabis Warning Clinic and where children go on to, and the action plan on disproportionality for blind
    panels.
    """
    particular = {
        "asks_for_assetplus": False,
        "tool": "Local assessment tool",
        "schemes": {
            "Cannabis warning clinic",
            "Aquarius (substance misuse service)",
            "Early help",
            "Youth Drug Diversion Scheme",
            "Local substance misuse service",
            "Voluntary support from the youth justice service",
        },
        "review_by_the_worker_alone": "held",
        "read_blind": "area oxfordshire",
        "second_level": "A team manager of the youth justice service and a police inspector",
    }
    found(people, tmp_path, "oxfordshire", particular, own=own)


@own_and_anothers
def test_bexley(people: People, tmp_path: Path, own: bool):
    """The worker presents a plan made with the child, early help is in the room, and Outcome 22 was missing.

    Report of July 2024: section 3.4 on who presents what to the panel, on the child's social worker or early help
    worker coming to it, and on an escalation to be written out in more detail; recommendation 5 on Outcome 22.
    """
    particular = {
        "presented_by": (
            "The allocated worker, with the assessment, the recommendation and the plan made together with the child;"
            " the child's social worker or early help worker comes as well."
        ),
        "waits_for": {"QRM-01"},
        "on_the_street": {"RT-02"},  # the panel looks at every one
        "not_offered_then": ["outcome_22"],
        "second_level": "The manager of the out-of-court team and a police inspector",
        "countersign_by": "2026-09-21",
    }
    found(people, tmp_path, "bexley", particular, own=own)
