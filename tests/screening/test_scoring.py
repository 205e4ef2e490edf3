"""A typed score, an adjusted one, and one that follows from the class."""

from tests.people import People
from tests.story import QuickCase, nothing_written

MATRIX = "npcc_child_2023"
REFUSED = {
    "below the scale": ({"edition": MATRIX, "base": 0}, "scale of 1 to 5"),
    "above the scale": ({"edition": MATRIX, "base": 6}, "scale of 1 to 5"),
    "not typed from the partner's copy": ({"edition": MATRIX}, "Type the score from your copy"),
    "typed, and another than the class gives": ({"edition": "illustrative", "base": 3}, "scores 2, by its class"),
    "moved up by two": ({"edition": MATRIX, "base": 3, "adjustment": 2, "rationale": "Much."}, "at most 1"),
    "moved down by two": ({"edition": "illustrative", "adjustment": -2, "rationale": "Much."}, "at most 1"),
    "moved without a reason": ({"edition": MATRIX, "base": 3, "adjustment": 1, "rationale": "  "}, "Say why"),
    "from no known edition": ({"edition": "acpo_1899", "base": 3}, "'acpo_1899'"),
    "of an offence that is not in the case": ({"edition": "illustrative", "offence": 2}, "no offence number 2"),
    "half a level": ({"edition": MATRIX, "base": 3, "adjustment": "a bit"}, "adjustment"),
}
TAKEN = {
    "the class alone": ({"edition": "illustrative"}, 2, ["community_resolution", "outcome_22", "outcome_23"]),
    "the class, typed": ({"edition": "illustrative", "base": 2}, 2, None),
    "moved up": ({"edition": MATRIX, "base": 3, "adjustment": 1, "rationale": "A weapon was shown."}, 4, None),
    "moved off the end of the scale": (
        {"edition": MATRIX, "base": 1, "adjustment": -1, "rationale": "Remorse."},
        1,
        ["nfa"],
    ),
}


def test_a_score_that_cannot_be_right_is_refused_in_words(people: People):
    case = QuickCase(people).sent()
    with nothing_written(people):
        case.at("manager", "gravity-scores", {"offence": 1, "edition": "illustrative"}).refused(status=403)
        for sent, words in REFUSED.values():
            assert words in case.at("worker", "gravity-scores", {"offence": 1, **sent}).refused()["detail"]


def test_scores_stand_beside_each_other_with_what_they_start_from(people: People):
    case = QuickCase(people).sent()
    for sent, final, starting_points in TAKEN.values():
        scored = case.at("worker", "gravity-scores", {"offence": 1, **sent}).ok()
        assert scored["final"] == final
        assert starting_points in (None, scored["starting_points"])
    kept = case.file["offences"][0]["gravity_scores"]
    assert [score["final"] for score in kept] == [final for _, final, _ in TAKEN.values()]
    assert {score["edition"]: score["illustrative"] for score in kept} == {"illustrative": True, MATRIX: False}
