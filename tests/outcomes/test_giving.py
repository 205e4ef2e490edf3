"""Giving an outcome to a child: by whom, before whom, and with what agreed."""

from datetime import UTC, datetime
from typing import Any

from oocd import clock
from tests.people import People, Reply
from tests.story import Case, child, moves_made, nothing_written, offence, without_history
from tests.workflows.maps import RULES

CAUTION, RESOLUTION = "youth_caution", "community_resolution"


def refused_by(rule: str, reply: Reply) -> str:
    """The refusal's sentence, once it is sure that this rule alone refused, and on whose authority."""
    assert reply.refused(rule).rules == {rule}
    assert reply["source"] == RULES[rule]["source"]["title"]
    sentence: str = reply["detail"]
    assert RULES[rule]["says"] in sentence
    return sentence


def test_a_caution_is_given_by_a_constable_before_an_adult_who_is_not_of_the_police(people: People):
    case = Case(people).explained(CAUTION)
    wrong: list[tuple[str, dict[str, Any]]] = [
        ("DEC-05", {"given_by_constable": False}),
        ("DEC-05", {"given_by_constable": False, "rule_reasons": {"DEC-05": "Nobody else was there."}}),
        ("AA-01", {"adult_role": None}),
        ("AA-01", {"adult_role": "police_officer"}),
    ]
    with nothing_written(people):
        for rule, changes in wrong:
            refused_by(rule, case.give(**changes))
        assert "a_friend" in case.give(adult_role="a_friend").refused()["detail"]
        assert case.give(given_by="").refused()["errors"].keys() == {"given_by"}
    case.give().ok()


def test_a_caution_waits_until_earlier_cautions_are_known(people: People):
    case = Case(people).explained(CAUTION, of=without_history())
    with nothing_written(people):
        sentence = refused_by("YJS-02", case.give())
    assert sentence.endswith("Not known yet: previous conditional cautions, previous youth cautions.")


def test_a_caution_is_not_given_from_the_eighteenth_birthday_on(people: People):
    with clock.stopped_at(datetime(2026, 11, 4, 12, tzinfo=UTC)):
        case = Case(people).explained(CAUTION, of=child(date_of_birth="2008-11-05"))
    with clock.stopped_at(datetime(2026, 11, 5, 0, tzinfo=UTC)), nothing_written(people):
        refused_by("AGE-02", case.give())
    with clock.stopped_at(datetime(2026, 11, 4, 23, 59, tzinfo=UTC)):
        case.give().ok()


def test_a_weapon_asks_for_a_plan_and_a_sexual_offence_for_legal_advice(people: People):
    offences = [offence(offence_id="bladed_article_public"), offence(offence_id="sexual_assault")]
    case = Case(people).explained(CAUTION, offences=offences)
    with nothing_written(people):
        refused_by("KNF-05", case.give(0))
        refused_by("KNF-05", case.give(0, rule_reasons={"KNF-05": "   "}))
        refused_by("REG-01", case.give(1))
    case.give(0, rule_reasons={"KNF-05": "The child works with a mentor already."}).ok()
    case.give(1, acknowledged=["REG-01"]).ok()
    weapon, sexual = case.file["disposals"]
    assert weapon["rule_reasons"] == {"KNF-05": "The child works with a mentor already."}
    assert sexual["acknowledged"] == ["REG-01"]


def test_a_community_resolution_is_agreed_accepted_before_an_adult_and_planned_where_there_was_a_weapon(people: People):
    case = Case(people).decided(
        RESOLUTION,
        offences=[
            offence(adult_present_at_acceptance=False),
            offence(adult_present_at_acceptance=None),
            offence(offence_id="bladed_article_public"),
            offence(),
            offence(),
        ],
    )
    with nothing_written(people):
        for wrong in ({"explained_how": "shouted"}, {"explained_how": ""}, {"adult_role": "a_friend"}):
            case.explain(**wrong).refused()
        assert "cannot be done now" in case.give().refused(status=409)["detail"]
    for number, agreed in enumerate([True, True, True, False, None]):
        case.explain(number, agreed=agreed).ok()
    with nothing_written(people):
        refused_by("AA-02", case.give(0))
        assert refused_by("AA-02", case.give(1)).endswith("Not known yet: adult present at acceptance.")
        refused_by("KNF-03", case.give(2, rule_reasons={"KNF-03": "The child apologised."}))
        refused_by("CON-03", case.give(3, acknowledged=["CON-03"]))
        refused_by("CON-03", case.give(4))
    case.plan_work().ok()
    case.give(2).ok()
    with nothing_written(people):
        case.of_disposal("tell-yjs", number=2).refused(status=409)  # it is no caution


def test_the_youth_justice_service_is_told_of_a_caution_once_and_before_closing(people: People):
    case = Case(people).explained(CAUTION)
    with nothing_written(people):
        case.of_disposal("tell-yjs").refused(status=409)
    case.give().ok()
    case.at("worker", "review-without-work").ok()
    case.hold_review().ok()
    with nothing_written(people):
        refused_by("YJS-01", case.at("manager", "close"))
    case.of_disposal("tell-yjs").ok()
    with nothing_written(people):
        case.of_disposal("tell-yjs").refused(status=409)
    case.at("manager", "close").ok()


def test_of_two_outcomes_one_is_given_and_the_other_goes_back(people: People):
    case = Case(people).decided(RESOLUTION, offences=[offence(), offence(offence_id="drunk_highway")])
    for number, agreed in enumerate([True, False]):
        case.explain(number, agreed=agreed).ok()
    case.give(0).ok()
    back = {"reason": "The child does not agree."}
    with nothing_written(people):
        case.of_disposal("return-to-police", back, number=0).refused(status=409)  # what was given stays given
        assert case.of_disposal("return-to-police", {"reason": " "}, number=1).refused()["errors"].keys() == {"reason"}
    case.of_disposal("return-to-police", back, number=1).ok()
    assert case.state == "with_police_again"
    with nothing_written(people):
        case.at("inspector", "return-to-police", back).refused("OUT-13")  # something was given
        assert "waits for one, once, by its number: 2" in case.decide("nfa").refused()["detail"]
    case.decide_again("nfa", offence=2).ok()
    case.explain(2).ok()
    case.give(2).ok()
    assert case.state == "given"
    assert [row["number"] for row in case.file["decisions"]] == [1, 1, 2]
    assert ("panel", "return_to_police") not in moves_made(people)
