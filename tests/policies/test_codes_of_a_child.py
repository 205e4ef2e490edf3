"""What may be said of a child: ethnicity as they describe it, care, learning needs. Written from the documents."""

from datetime import date

import pytest

from oocd.config import ROOT
from oocd.policy.store import Policies
from tests.people import People
from tests.story import Case, child, nothing_written

CODES = Policies(ROOT / "policies").on(date(2026, 9, 1), "oxfordshire").codes
ETHNICITY, GROUPS, SEEN = CODES("ethnicity"), CODES("ethnicity_groups"), CODES("officer_identified_ethnicity")

# The census of 2021 in its own order: 19 groups, each with the code of the police list.
CENSUS_2021 = [
    "A3",
    "A4",
    "A1",
    "A2",
    "A9",
    "B2",
    "B1",
    "B9",
    "M3",
    "M2",
    "M1",
    "M9",
    "W1",
    "W2",
    "W3",
    "W4",
    "W9",
    "O2",
    "O9",
]
FIVE = {"A": "asian", "B": "black", "M": "mixed", "W": "white", "O": "other", "N": "not_known"}
SAID_NOTHING = {"NS", "N1", "N2", "N3", "N4"}


def test_the_18_plus_1_codes_and_roma_are_those_of_the_census_in_its_order():
    by_number = {row["census_2021"]: code for code, row in ETHNICITY.items() if row["census_2021"]}
    assert [by_number[number] for number in range(1, 20)] == CENSUS_2021
    assert ETHNICITY.keys() == set(CENSUS_2021) | SAID_NOTHING
    assert (ETHNICITY["W1"]["census_2021"], ETHNICITY["A3"]["label"]) == (13, "Bangladeshi")


def test_every_code_adds_up_to_its_group_and_chinese_to_asian():
    assert {code: row["group"] for code, row in ETHNICITY.items()} == {code: FIVE[code[0]] for code in ETHNICITY}
    assert (ETHNICITY["A4"]["label"], ETHNICITY["A4"]["older_code"]) == ("Chinese", "O1")
    assert {row["group"] for row in ETHNICITY.values()} == GROUPS.keys()
    assert [row["nomis"] for row in GROUPS.values()] == [1001, 1002, 1003, 1004, 1005, None]


def test_older_lists_had_no_code_for_three_groups_and_one_of_another_letter():
    older = {code: row["older_code"] for code, row in ETHNICITY.items() if row["census_2021"]}
    assert {code for code, old in older.items() if old is None} == {"W3", "W4", "O2"}
    assert {code: old for code, old in older.items() if old not in (None, code)} == {"A4": "O1"}


def test_gypsy_roma_and_traveller_children_can_be_shown_apart_from_white():
    assert {code for code, row in ETHNICITY.items() if row.get("gypsy_roma_traveller")} == {"W3", "W4"}
    assert (ETHNICITY["W4"]["label"], ETHNICITY["W4"]["verified"]) == ("Roma", False)


def test_who_said_nothing_is_in_no_rate_and_the_reason_is_kept():
    assert {code for code, row in ETHNICITY.items() if not GROUPS[row["group"]]["in_rates"]} == SAID_NOTHING
    assert len({ETHNICITY[code]["label"] for code in SAID_NOTHING}) == len(SAID_NOTHING)


def test_what_an_officer_saw_is_another_list_that_shares_no_code():
    assert SEEN.keys() == {"IC0", *(f"IC{number}" for number in range(1, 7))}
    assert not SEEN.keys() & ETHNICITY.keys()
    assert {row["group"] for row in SEEN.values()} == GROUPS.keys() - {"mixed"}  # it cannot give the five groups


@pytest.mark.parametrize("code", ["IC3", "O1", "BAME", "16"])
def test_what_an_officer_saw_or_another_list_says_is_never_taken_as_what_the_child_says(people: People, code):
    with nothing_written(people):
        assert "ethnicity" in Case(people).send(of=child(ethnicity=code)).refused()["detail"]


def test_care_is_told_by_standing_and_whoever_was_looked_after_is_care_experienced():
    care = CODES("care_status")
    assert care.keys() == {
        *("none", "early_help", "child_in_need", "child_protection"),
        *("looked_after", "previously_looked_after", "care_leaver"),
    }
    experienced = {code for code, row in care.items() if row["care_experienced"]}
    assert experienced == {"looked_after", "previously_looked_after", "care_leaver"}
    in_the_room = {code for code, row in care.items() if row["social_care_quorum"]}
    assert in_the_room == experienced | {"child_in_need", "child_protection"}


def test_a_learning_need_may_be_planned_for_identified_or_only_suspected():
    send = CODES("send")
    assert {code for code, row in send.items() if row["formal_plan"]} == {"ehcp", "individual_plan_wales"}
    assert {code for code, row in send.items() if row["identified"]} == {"support", "ehcp", "individual_plan_wales"}
    assert send.keys() >= {"none", "being_assessed", "suspected"}


def test_neurodiversity_nobody_has_diagnosed_can_be_said_in_every_assessment():
    neurodiversity = CODES("diversity_characteristics")["neurodiversity"]
    assert neurodiversity["always_considered"]
    assert neurodiversity["asks_diagnosis"]
    assert CODES("diagnosis_states").keys() == {"diagnosed", "waiting", "undiagnosed", "no_sign"}
    conditions = "autism adhd learning_disability dyslexia fasd acquired_brain_injury other"
    assert CODES("neurodivergent_conditions").keys() == set(conditions.split())


def test_the_agencies_are_those_of_the_panels_and_only_social_care_is_asked_at_once():
    agencies = CODES("agencies")
    every = "police yjs health education social_care substance_misuse victim_service"
    assert agencies.keys() == set(every.split())
    assert {code for code, row in agencies.items() if row.get("asked_at_once")} == {"social_care"}
