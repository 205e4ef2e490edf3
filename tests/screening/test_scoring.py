"""A typed score, an adjusted one, and one that follows from the class."""

from datetime import UTC, date, datetime
from typing import Any

import yaml

from oocd import clock
from oocd.accounts.permissions import ROLES
from oocd.config import ROOT
from tests.people import People, Reply
from tests.story import Case, child, newcomer, nothing_written, offence

MATRIX = "npcc_child_2023"
WEAPON = {"factors": ["gen_a_weapon_violence"], "rationale": "A weapon was shown."}
REMORSE = {"factors": ["gen_m_remorse"], "rationale": "The child is sorry."}
MANY = {"factors": ["gen_a_group", "gen_a_trust", "off_a_weapon", "gen_m_remorse"], "rationale": "All weighed."}
REFUSED = {
    "below the scale": ({"edition": MATRIX, "base": 0}, "scale of 1 to 5"),
    "above the scale": ({"edition": MATRIX, "base": 6}, "scale of 1 to 5"),
    "not typed from the partner's copy": ({"edition": MATRIX}, "Type the score from your copy"),
    "typed, and another than the class gives": ({"edition": "illustrative", "base": 3}, "scores 2, by its class"),
    "moved up by two": ({"edition": MATRIX, "base": 3, "adjustment": 2, **WEAPON}, "at most 1"),
    "moved down by two": ({"edition": "illustrative", "adjustment": -2, **REMORSE}, "at most 1"),
    "moved without a reason": ({"edition": MATRIX, "base": 3, "adjustment": 1, **WEAPON, "rationale": "  "}, "Say why"),
    "moved up for nothing that weighs": (
        {"edition": MATRIX, "base": 3, "adjustment": 1, **REMORSE},
        "Nothing aggravating is ticked",
    ),
    "moved down for nothing that helps": (
        {"edition": MATRIX, "base": 3, "adjustment": -1, **WEAPON},
        "Nothing mitigating is ticked",
    ),
    "with a factor of another offence": (
        {"edition": "illustrative", "factors": ["off_a_might_have_died"]},
        "no factor",
    ),
    "with a factor there is not": ({"edition": "illustrative", "factors": ["gen_a_bad_mood"]}, "no factor"),
    "with a factor ticked twice": ({"edition": "illustrative", "factors": ["gen_a_group"] * 2}, "counts once"),
    "from an edition that is of another time": ({"edition": "acpo_2013", "base": 3}, "'acpo_2013'"),
    "from no known edition": ({"edition": "acpo_1899", "base": 3}, "'acpo_1899'"),
    "of an offence that is not in the case": ({"edition": "illustrative", "offence": 2}, "no offence number 2"),
    "half a level": ({"edition": MATRIX, "base": 3, "adjustment": "a bit"}, "adjustment"),
}
TAKEN = {
    "the class alone": ({"edition": "illustrative"}, 2, ["community_resolution", "outcome_22", "outcome_23"]),
    "the class, typed": ({"edition": "illustrative", "base": 2}, 2, None),
    "moved up": ({"edition": MATRIX, "base": 3, "adjustment": 1, **WEAPON}, 4, None),
    "many factors and one level": ({"edition": MATRIX, "base": 2, "adjustment": 1, **MANY}, 3, None),
    "moved off the end of the scale": (
        {"edition": MATRIX, "base": 1, "adjustment": -1, **REMORSE},
        1,
        ["nfa"],
    ),
}


def test_a_score_that_cannot_be_right_is_refused_in_words(people: People):
    case = Case(people).sent()
    with nothing_written(people):
        case.at("manager", "gravity-scores", {"offence": 1, "edition": "illustrative"}).refused(status=403)
        for sent, words in REFUSED.values():
            assert words in case.at("worker", "gravity-scores", {"offence": 1, **sent}).refused()["detail"]


def test_scores_stand_beside_each_other_with_what_they_start_from(people: People):
    case = Case(people).sent()
    for sent, final, starting_points in TAKEN.values():
        scored = case.at("worker", "gravity-scores", {"offence": 1, **sent}).ok()
        assert scored["final"] == final
        assert starting_points in (None, scored["starting_points"])
    kept = case.file["offences"][0]["gravity_scores"]
    assert [score["final"] for score in kept] == [final for _, final, _ in TAKEN.values()]
    assert {score["edition"]: score["illustrative"] for score in kept} == {"illustrative": True, MATRIX: False}


def score(case: Case, base: int, who: str = "worker", **changes: Any) -> Reply:
    return case.at(who, "gravity-scores", {"offence": 1, "edition": MATRIX, "base": base, **changes})


def check(case: Case, scored: Reply, who: str, base: int) -> Reply:
    return getattr(case.people, who).post(f"/gravity-scores/{scored['id']}/check", {"base": base})


def test_each_factor_is_a_row_with_who_ticked_it_and_a_later_one_moves_nothing(people: People):
    case = Case(people).sent()
    scored = score(case, 3, adjustment=1, **WEAPON).ok()
    assert [(row["code"], row["effect"], row["ticked_by"]) for row in scored["factors"]] == [
        ("gen_a_weapon_violence", "aggravating", "Demo case worker")
    ]
    address = f"/gravity-scores/{scored['id']}/factors"
    added = people.referrer.post(address, {"factor": "gen_m_remorse"}).ok()
    assert [(row["code"], row["ticked_by"]) for row in added["factors"]] == [
        ("gen_a_weapon_violence", "Demo case worker"),
        ("gen_m_remorse", "Demo police referrer"),
    ]
    assert (added["final"], added["adjustment"]) == (4, 1)
    with nothing_written(people):
        people.worker.post(address, {"factor": "gen_m_remorse"}).refused()
        people.worker.post(address, {"factor": "off_m_no_injury"}).refused()
        people.manager.post(address, {"factor": "gen_a_group"}).refused(status=403)


def test_the_factors_on_offer_are_those_of_the_editions_in_force_and_the_offences_of_the_case(people: People):
    case = Case(people).sent(offences=[offence(), offence(offence_id="abh")])
    offered = people.worker.get(f"/referrals/{case.id}/gravity-factors").ok()["factors"]
    by_code = {row["code"]: row for row in offered}
    assert by_code["gen_a_group"]["offences"] == [1, 2]
    assert by_code["gen_a_group"]["editions"] == [MATRIX, "illustrative"]  # the old one is of another time
    assert by_code["off_a_weapon"]["offences"] == [1]
    assert "off_m_no_injury" not in by_code
    assert {row["effect"] for row in offered} == {"aggravating", "mitigating"}


def test_a_typed_score_is_checked_by_a_second_person_and_a_rules_score_by_nobody(people: People):
    case = Case(people).sent()
    scored = score(case, 3).ok()
    assert (scored["entered_by"], scored["check"]) == ("Demo case worker", None)
    follows = case.score().ok()
    assert follows["entered_by"] is None
    with nothing_written(people):
        check(case, scored, "worker", 3).refused(status=403)
        check(case, scored, "manager", 6).refused()
        check(case, follows, "manager", 2).refused(status=409)
        check(case, scored, "health", 3).refused(status=403)
    checked = check(case, scored, "manager", 2).ok()["check"]
    assert (checked["agrees"], checked["base_read"], checked["checked_by"]) == (False, 2, "Demo YJS manager")
    with nothing_written(people):
        check(case, scored, "inspector", 3).refused(status=409)
    again = score(case, 2).ok()
    assert check(case, again, "inspector", 2).ok()["check"]["agrees"] is True
    kept = case.file["offences"][0]["gravity_scores"]
    assert [(row["base"], row["check"] and row["check"]["agrees"]) for row in kept] == [
        (3, False),
        (2, None),
        (2, True),
    ]


def test_several_offences_each_have_a_score_and_the_case_the_highest_of_one_edition(people: People):
    two = [offence(), offence(offence_id="abh")]
    case = Case(people).sent(offences=two)
    score(case, 4).ok()
    score(case, 2).ok()  # scored again: the later one counts
    score(case, 3, offence=2).ok()
    case.score(2).ok()
    gravity = {row["edition"]: row for row in case.file["gravity"]}
    assert gravity.keys() == {MATRIX, "illustrative"}
    assert (gravity[MATRIX]["highest"], gravity[MATRIX]["reached_by_offences"]) == (3, [2])
    assert gravity[MATRIX]["scored_offences"] == [1, 2]
    assert gravity[MATRIX]["starting_points"] == ["youth_caution"]
    assert (gravity["illustrative"]["illustrative"], gravity["illustrative"]["scored_offences"]) == (True, [2])


def test_two_editions_of_one_month_stand_side_by_side_each_on_its_own_scale(people: People):
    newcomer(people, "old_hand", {"buckinghamshire": ("yjs", tuple(sorted(ROLES)))}, since=date(2023, 1, 1))
    people.referrer = people.worker = people.manager = people.old_hand
    with clock.stopped_at(datetime(2023, 10, 16, 12, tzinfo=UTC)):
        case = Case(people)
        young = child(date_of_birth="2010-01-01")
        case.sent(of=young, offences=[offence(offence_date="2023-10-01"), offence(offence_date="2023-10-02")])
        score(case, 2, offence=1).ok()
        old = score(case, 4, offence=2, edition="acpo_2013").ok()
        assert (old["starting_points"], old["meaning"]) == (["charge"], "A charge.")
        with nothing_written(people):
            assert "scale of 1 to 4" in score(case, 5, edition="acpo_2013").refused()["detail"]
        least = score(case, 1, offence=2, edition="acpo_2013").ok()
        assert least["starting_points"] == []
        assert "least formal" in least["meaning"]
        highest = {row["edition"]: row["highest"] for row in case.file["gravity"]}
    assert highest == {MATRIX: 2, "acpo_2013": 1}


def test_a_decision_that_leaves_the_starting_points_says_so_of_each_offence(people: People):
    case = Case(people).recommended(offences=[offence(), offence(offence_id="abh")])
    assert [row["decision_deviates"] for row in case.file["offences"]] == [None, None]
    case.decide("community_resolution").ok()  # the starting point of a summary offence here, and not of the other
    assert [row["decision_deviates"] for row in case.file["offences"]] == [False, True]


def test_the_old_edition_holds_only_what_could_be_read_of_it():
    written = yaml.safe_load((ROOT / "policies/national/gravity/acpo_2013.yaml").read_text())
    assert written["scale"] == {"min": 1, "max": 4}
    assert (written["verified"], written["scores"]) == (False, "partner_copy")
    assert "scores_by_class" not in written
