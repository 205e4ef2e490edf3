"""The official scores come in from the partner's own copy: two people read the same, or nothing counts.

Every score here is invented: the real ones are not public, and none stands in this repository.
"""

import io
import zipfile
from typing import Any

import pytest

from oocd import clock
from oocd.accounts.permissions import ROLES
from oocd.policy import service as policy
from oocd.screening.errors import CopyRefused
from oocd.screening.reading import LARGEST, Read, read
from tests.audit.database import read as rows_of
from tests.people import People
from tests.screening.copies import HEADER, INVENTED, MATRIX, bring, check, enter, loaded, workbook, written
from tests.story import Case, newcomer, nothing_written, offence

OFFENCES = {"common_assault", "abh", "robbery"}
TABLE = [("offence_id", "score"), *INVENTED]
TAKEN = [Read(2, "common_assault", 4), Read(3, "abh", 1), Read(4, "robbery", 2)]

GOOD: dict[str, bytes] = {
    "a CSV": written(),
    "as Excel writes a CSV": b"\xef\xbb\xbf" + written().replace(b"\n", b"\r\n"),
    "with blank lines at the end": written() + b",\n\n",
    "with the names of the offences": written(header="Offence_ID , score,offence").replace(
        b",4", b',4,"Assault, common"'
    ),
    "a workbook": workbook(TABLE),
    "a workbook with text for numbers, decimals and an empty sheet": workbook(
        [("offence_id", "score"), ("common_assault", "4"), ("abh", 1.0), ("robbery", 2)], []
    ),
}

WRONG: dict[str, tuple[bytes, list[tuple[int, str, str]]]] = {
    "nothing at all": (b"", [(1, "", "The file is empty")]),
    "only blank lines": (b"\n\n,,\n", [(1, "", "The file is empty")]),
    "an empty workbook": (workbook([]), [(1, "", "The file is empty")]),
    "no score below the header": (written([]), [(1, "", "There is no score below")]),
    "no header": (
        written(header="abh,3"),
        [
            (1, "offence_id", "missing"),
            (1, "score", "missing"),
            *((1, name, "no such column") for name in ("abh", "3")),
        ],
    ),
    "another column": (written(header=f"{HEADER},points"), [(1, "points", "There is no such column")]),
    "a column twice": (written(header=f"{HEADER},score"), [(1, "score", "stands here twice")]),
    "semicolons": (written().replace(b",", b";"), [(1, "", "separated by other signs")]),
    "Latin-1": (written(header=f"{HEADER},offence") + b"abh,2,Caf\xe9\n", [(5, "", "This is not UTF-8")]),
    "UTF-16": (written().decode().encode("utf-16"), [(1, "", "This is UTF-16")]),
    "a PDF": (b"%PDF-1.7", [(1, "", "This is a PDF")]),
    "a quotation mark left open": (written() + b'abh,"2\n', [(5, "", "look at its quotation marks")]),
    "a formula": (written([("abh", "=1+1")]), [(2, "score", "begins like a formula")]),
    "a formula for an offence": (written([("@abh", 2)]), [(2, "offence_id", "begins like a formula")]),
    "a formula in a workbook": (workbook([TABLE[0], ("abh", "=1+1")]), [(2, "score", "formula")]),
    "an offence there is not": (written([("abhh", 2)]), [(2, "offence_id", "no offence called 'abhh'")]),
    "no offence": (written([("", 2)]), [(2, "offence_id", "This is needed")]),
    "no score": (written([("abh", "")]), [(2, "score", "This is needed")]),
    "below the scale": (written([("abh", 0)]), [(2, "score", "'0' is not a score from 1 to 5")]),
    "above the scale": (written([("abh", 6)]), [(2, "score", "'6' is not a score from 1 to 5")]),
    "half a score": (written([("abh", 2.5)]), [(2, "score", "'2.5' is not a score")]),
    "half a score in a workbook": (workbook([TABLE[0], ("abh", 2.5)]), [(2, "score", "'2.5' is not a score")]),
    "a score in words": (written([("abh", "two")]), [(2, "score", "'two' is not a score")]),
    "a digit of another script": (written([("abh", "²")]), [(2, "score", "'²' is not a score")]),
    "an offence twice": (written([*INVENTED, ("abh", 1)]), [(5, "offence_id", "stands in line 3 already")]),
    "too many cells": (written([("abh", "2,5")]), [(2, "", "The row has more than 2 cells")]),
    "everything at once": (
        written([("abh", 9), ("x", ""), ("robbery", 2)]),
        [(2, "score", "'9'"), (3, "offence_id", "'x'"), (3, "score", "needed")],
    ),
    "two sheets": (workbook(TABLE, TABLE), [(1, "", "More than one sheet")]),
    "a damaged workbook": (workbook(TABLE)[:900], [(1, "", "This workbook cannot be read")]),
    "a workbook that is none": (b"PK\x03\x04" + b"\0" * 50, [(1, "", "This workbook cannot be read")]),
    "far too much": (b"x" * (LARGEST + 1), [(1, "", "The file is larger than 1024 KiB")]),
}


@pytest.mark.parametrize("content", GOOD.values(), ids=GOOD.keys())
def test_a_good_copy_is_read_whichever_way_it_was_saved(content: bytes):
    assert read(content, offences=OFFENCES, scale=(1, 5)) == TAKEN


@pytest.mark.parametrize(("content", "told"), WRONG.values(), ids=WRONG.keys())
def test_a_copy_with_anything_wrong_is_refused_whole_by_line_column_and_reason(
    content: bytes, told: list[tuple[int, str, str]]
):
    with pytest.raises(CopyRefused) as refused:
        read(content, offences=OFFENCES, scale=(1, 5))
    found = refused.value.findings
    assert [(line, column) for line, column, _ in found] == [(line, column) for line, column, _ in told]
    for (*_, reason), (*_, words) in zip(found, told, strict=True):
        assert words in reason


def test_a_workbook_that_unpacks_to_far_more_than_it_is_is_not_unpacked():
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/worksheets/sheet1.xml", b"0" * (64 * LARGEST))
    assert len(packed.getvalue()) < LARGEST
    with pytest.raises(CopyRefused, match="This workbook cannot be read"):
        read(packed.getvalue(), offences=OFFENCES, scale=(1, 5))


def test_the_template_lists_every_offence_and_is_taken_once_it_is_filled_in(sqlite_app):
    printed = sqlite_app.test_cli_runner().invoke(args=["policies", "matrix-template"]).output
    offences = policy.on(clock.today(), "bexley").offences()
    with pytest.raises(CopyRefused) as refused:
        read(printed.encode(), offences=offences, scale=(1, 5))
    assert {(found.column, found.reason[:15]) for found in refused.value.findings} == {("score", "This is needed.")}
    filled = read(printed.replace(",,", ",3,").encode(), offences=offences, scale=(1, 5))
    assert {row.offence_id for row in filled} == set(offences)


def score(case: Case, **changes: Any) -> Any:
    return case.at("worker", "gravity-scores", {"offence": 1, "edition": MATRIX, **changes})


def test_scores_count_once_a_second_person_read_the_same_and_the_base_is_then_no_longer_asked(people: People):
    app, case = people.app, Case(people).sent(offences=[offence(), offence(offence_id="drunk_highway")])
    told = enter(app, written())
    assert (told.exit_code, "They count once a second person brings" in told.output) == (0, True)
    assert "Type the score" in score(case).refused()["detail"]
    typed = score(case, base=3).ok()
    assert (typed["entered_by"], typed["copy_number"]) == ("Demo case worker", None)
    told = check(app, workbook(TABLE))
    assert (told.exit_code, "from now on in: buckinghamshire, oxfordshire." in told.output) == (0, True)
    read_by_two = score(case).ok()
    assert (read_by_two["base"], read_by_two["copy_number"], read_by_two["entered_by"]) == (4, 1, None)
    assert score(case, base=4, adjustment=0).ok()["base"] == 4
    with nothing_written(people):
        assert "Two people read 4 for this offence" in score(case, base=3).refused()["detail"]
        people.manager.post(f"/gravity-scores/{read_by_two['id']}/check", {"base": 4}).refused(status=409)
        assert "Type the score" in score(case, offence=2).refused()["detail"]  # of this offence nobody read a score
    assert score(case, offence=2, base=1).ok()["copy_number"] is None
    assert case.score().ok()["copy_number"] is None  # the made-up edition follows its rule


def test_a_later_copy_counts_only_when_it_is_checked_and_earlier_scores_keep_their_own(people: People):
    app, case = people.app, Case(people).sent()
    loaded(app)
    score(case).ok()
    corrected = written([("common_assault", 2)])
    assert enter(app, corrected).exit_code == 0
    assert score(case).ok()["copy_number"] == 1
    assert check(app, corrected, "referrer").exit_code == 0
    assert (score(case).ok()["base"], score(case).ok()["copy_number"]) == (2, 2)
    assert [row["base"] for row in case.file["offences"][0]["gravity_scores"]] == [4, 4, 2, 2]


def test_two_people_who_read_differently_are_told_where_and_not_what(people: People):
    app = people.app
    assert enter(app, written()).exit_code == 0
    second = [("common_assault", 3), ("robbery", 2), ("drunk_highway", 1)]
    with nothing_written(people):
        told = check(app, written(second))
        assert told.exit_code == 1
        assert "Nothing was taken from this file." in told.output
        assert "Line 2, column score: The first person read another score for common_assault." in told.output
        assert "Line 4, column offence_id: The first person has no score for drunk_highway." in told.output
        assert "Line 5, column offence_id: abh is missing" in told.output
        assert "4" not in told.output.replace("Line 4", "")
        assert "'9' is not a score from 1 to 5" in check(app, written([("abh", 9)])).output


def test_who_may_bring_a_copy_and_for_whom(people: People):
    app = people.app
    everybody = ("yjs", tuple(sorted(ROLES)))
    newcomer(people, "of_three_areas", dict.fromkeys(("oxfordshire", "staffordshire", "buckinghamshire"), everybody))
    refused = [
        (enter(app, written(), "manager"), "Demo YJS manager has no role for this"),
        (enter(app, written(), "worker", "--force", "staffordshire"), "has no role for this in an area of that"),
        (
            enter(app, written(), "worker", "--force", "kent"),
            "no police force called 'kent'. Use one of: metro",
        ),
        (enter(app, written(), "of_three_areas"), "Say --force: staffordshire, thames_valley."),
        (enter(app, written(), "nobody"), "Nobody has the e-mail address nobody@demo.example."),
        (enter(app, written(), edition="illustrative"), "follow from a rule"),
        (enter(app, written(), edition="acpo_2013"), "'acpo_2013' is not one of the gravity edition codes"),
        (enter(app, written([("abh", 6)])), "Line 2, column score: '6' is not a score from 1 to 5."),
        (bring(app, written()), "Say who read the scores"),
        (enter(app, written(), "worker", "--checked-by", "manager@demo.example"), "Say who read the scores"),
        (check(app, written()), f"No copy of {MATRIX} waits for a second person."),
    ]
    for told, words in refused:
        assert told.exit_code != 0
        assert words in told.output
    assert enter(app, written()).exit_code == 0
    with nothing_written(people):
        assert "You entered these scores yourself" in check(app, written(), "worker").output
        assert "has no role for this" in check(app, written(), "health").output
    assert check(app, written(), "of_three_areas", "--force", "thames_valley").exit_code == 0
    with nothing_written(people):
        assert "waits for a second person" in check(app, written()).output  # it was checked already


def test_another_police_force_has_a_copy_of_its_own(people: People):
    loaded(people.app)
    everybody = ("yjs", tuple(sorted(ROLES)))
    newcomer(people, "stranger", {"staffordshire": everybody})
    people.referrer = people.worker = people.stranger
    case = Case(people).sent(area="staffordshire")
    assert "Type the score" in score(case).refused()["detail"]


def test_every_area_that_scores_from_a_copy_has_both_people_in_its_log_and_no_score(people: People):
    loaded(people.app)
    entries = rows_of(
        people.app, "SELECT area, actor_name, action, details FROM audit_entry WHERE action LIKE 'matrix.%'"
    )
    assert sorted((row.area, row.actor_name, row.action) for row in entries) == [
        (area, name, action)
        for area in ("buckinghamshire", "oxfordshire")
        for name, action in (("Demo YJS manager", "matrix.check"), ("Demo case worker", "matrix.enter"))
    ]
    assert all('"edition":"npcc_child_2023"' in row.details for row in entries)
    assert [row.details.count('"same_file":true') for row in entries if row.action == "matrix.check"] == [1, 1]
    assert people.app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0
