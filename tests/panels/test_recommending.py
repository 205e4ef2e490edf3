"""From the votes of a round to the panel's recommendation: agreement, and who must be in the room."""

from datetime import timedelta

import pytest

from oocd import clock
from tests.people import People
from tests.story import ASSESSMENT, OF_A_PANEL, REASONS, WHY, Case, child, newcomer, nothing_written, offence
from tests.workflows.maps import RULES


def votes(case: Case, **outcomes: str | None) -> None:
    for who, outcome in outcomes.items():
        case.vote(who, outcome).ok()
    case.of_item("manager", "reveal", {}).ok()


def test_police_and_yjs_disagree_then_agree_in_another_round_and_others_dissent(people: People):
    case = Case(people).under_discussion("inspector", "manager", "health", "socialcare")
    votes(case, inspector="youth_caution", manager="nfa", health="nfa", socialcare="nfa")
    with nothing_written(people):
        case.recommend().refused("PNL-02")
    case.of_item("manager", "vote-again", {"reason": "Each heard the other."}).ok()
    votes(case, inspector="community_resolution", manager="community_resolution", health="nfa", socialcare=None)
    (made,) = case.recommend().ok()["recommendations"]
    assert (made["outcome"], made["dissents"]) == ("community_resolution", {"health": "nfa"})
    assert case.state == "recommended"


def test_an_abstention_completes_a_round_and_agrees_with_nobody(people: People):
    case = Case(people).under_discussion("inspector", "manager")
    votes(case, inspector="nfa", manager=None)
    with nothing_written(people):
        assert case.recommend().refused("PNL-02").rules == {"PNL-02"}
    case.of_item("manager", "vote-again", {"reason": "The manager has read it now."}).ok()
    votes(case, inspector=None, manager=None)
    assert case.recommend().refused("PNL-02").rules == {"PNL-02"}


# Whether somebody was harmed, the child's standing with social care, and whose absence then stands in the way.
MISSING = [
    pytest.param(False, "none", {"inspector": "PN-01", "manager": "PN-01"}, id="a decision maker"),
    pytest.param(False, "looked_after", {"socialcare": "QRM-01"}, id="social care for a looked-after child"),
    pytest.param(True, "child_in_need", {"victims": "QRM-02", "socialcare": "QRM-01"}, id="a victim worker"),
]


@pytest.mark.parametrize(("harmed", "care_status", "missing"), MISSING)
def test_a_panel_recommends_only_with_everybody_in_the_room(
    people: People, harmed: bool, care_status: str, missing: dict[str, str]
):
    case = Case(people).prepared(of=child(care_status=care_status), victim_identified=harmed)
    if harmed:
        case.at("worker", "victims", {"kind": "person", "contact_consent": "yes"}).ok()
    case.at("worker", "make-ready").ok()
    case.plan_meeting()
    case.put_on_agenda().ok()
    case.of_meeting("manager", "open-meeting").ok()
    everybody = {"inspector", "manager", *missing}
    case.arrive(*everybody)
    case.of_item("manager", "begin").ok()
    votes(case, **dict.fromkeys(everybody, "nfa"))
    for who, rule in missing.items():
        case.of_meeting("coordinator", "departures", {"person": f"{who}@demo.example"}).ok()
        with nothing_written(people):
            refused = case.recommend().refused(rule)
        assert refused.rules == {rule}
        assert refused["source"] == RULES[rule]["source"]["title"]
        case.arrive(who)
    case.recommend().ok()


def test_reasons_are_each_said_in_a_sentence(people: People):
    case = Case(people).revealed()
    with nothing_written(people):
        for name in REASONS:
            for wrong in ({**REASONS, name: "Because."}, {k: v for k, v in REASONS.items() if k != name}):
                refused = case.recommend(reasons=wrong).refused()
                assert refused["errors"].keys() == {f"reasons.{name}"}


def test_a_case_put_off_is_heard_at_a_later_meeting_of_the_same_day_with_those_in_that_room(people: People):
    case = Case(people).under_discussion(of=child(care_status="looked_after"))
    case.of_item("manager", "defer", {"deferral_reason": "right_person_absent"}).ok()
    case.at("worker", "make-ready").ok()
    case.of_meeting("manager", "end-meeting").ok()
    case.plan_meeting()
    case.put_on_agenda().ok()
    case.of_meeting("manager", "open-meeting").ok()
    case.arrive("inspector", "manager", "socialcare")
    case.of_item("manager", "begin").ok()
    votes(case, inspector="nfa", manager="nfa", socialcare="nfa")
    case.recommend().ok()


def test_a_case_its_meeting_did_not_reach_is_put_off_to_another(people: People):
    case = Case(people).listed()
    case.of_meeting("manager", "open-meeting").ok()
    with nothing_written(people):
        case.of_meeting("manager", "end-meeting").refused("PNL-04")
    case.of_item("manager", "defer", {"deferral_reason": "not_reached"}).ok()
    case.of_meeting("manager", "end-meeting").ok()
    case.at("worker", "make-ready").ok()
    case.plan_meeting()
    case.put_on_agenda().ok()


def test_only_a_decision_maker_names_the_outcome_of_a_deciding_agency(people: People):
    newcomer(people, "constable", {"buckinghamshire": ("police", ("agency_representative",))})
    case = Case(people).under_discussion("constable", "inspector", "manager")
    with nothing_written(people):
        case.vote("constable", "nfa").refused(status=403)
    case.vote("inspector", "nfa").ok()


def test_a_case_is_put_off_for_a_reason_on_the_list(people: People):
    case = Case(people).under_discussion()
    with nothing_written(people):
        for reason in ("a_hunch", ""):
            case.of_item("manager", "defer", {"deferral_reason": reason}).refused()


def test_a_case_is_heard_at_a_meeting_of_its_own_area_that_is_not_over(people: People):
    case = Case(people).ready()
    case.plan_meeting()
    for step in ("open-meeting", "end-meeting"):
        case.of_meeting("manager", step).ok()
    with nothing_written(people):
        assert "over" in case.put_on_agenda().refused(status=409)["detail"]


def test_a_case_is_not_heard_at_a_meeting_of_a_day_before_it_was_referred(people: People):
    case = Case(people).ready()
    yesterday = {"area": "buckinghamshire", "held_on": str(clock.today() - timedelta(days=1))}
    case.meeting_id = people.coordinator.post("/panel-meetings", yesterday).ok()["id"]
    with nothing_written(people):
        assert "before the case was referred" in case.put_on_agenda().refused()["detail"]


def test_what_the_case_asks_for_is_said_before_it_is_signed(people: People):
    looked_after = child(care_status="looked_after")
    present = ("inspector", "manager", "socialcare")
    case = Case(people).revealed("youth_caution", *present, of=looked_after)
    with nothing_written(people):
        refused = case.recommend(reasons=REASONS, deviation_reason=None).refused("PN-04")
    for words in ("diversity and care", "starting points"):
        assert words in refused["detail"]
    assert "harmed" not in refused["detail"]  # nobody was
    (made,) = case.recommend().ok()["recommendations"]
    assert made["reasons"] == REASONS | OF_A_PANEL
    assert (made["differs_from_matrix"], made["deviation_reason"]) == (True, WHY)


@pytest.mark.parametrize(
    ("proposed", "differs"), [("youth_caution", True), ("community_resolution", False), (None, None)]
)
def test_a_recommendation_flags_what_it_differs_from(people: People, proposed: str | None, differs: bool | None):
    case = Case(people).revealed("community_resolution", police_proposed_outcome=proposed)
    (made,) = case.recommend().ok()["recommendations"]
    assert made["differs_from_police"] is differs
    assert made["differs_from_matrix"] is False
    assert made["differs_from_worker"] is False
    assert made["gravity_final"] == case.file["offences"][0]["gravity_scores"][-1]["final"]


def test_a_worker_who_named_another_outcome_is_named_as_differing(people: People):
    case = Case(people).prepared(without={"assessment"})
    case.countersigned(recommendations=[{**ASSESSMENT["recommendations"][0], "outcome": "nfa"}]).ok()
    case.at("worker", "make-ready").ok()
    case.plan_meeting()
    case.put_on_agenda().ok()
    case.of_meeting("manager", "open-meeting").ok()
    case.arrive("inspector", "manager")
    case.of_item("manager", "begin").ok()
    votes(case, inspector="community_resolution", manager="community_resolution")
    (made,) = case.recommend().ok()["recommendations"]
    assert made["differs_from_worker"] is True


def test_each_offence_may_have_words_and_conditions_of_its_own(people: People):
    case = Case(people).revealed(offences=[offence(), offence(offence_id="drunk_highway")])
    own = {"why_this_outcome": "Nobody was near, and it was over at once."}
    letter, help_with_drink = (
        {"kind": "reparative", "text": "A letter."},
        {"kind": "rehabilitative", "text": "Advice."},
    )
    with nothing_written(people):
        for wrong in (3, 1):
            each = [{"offence": 1, "reasons": own}, {"offence": wrong, "reasons": own}]
            case.recommend(offences=each).refused()
        case.recommend(proposed_conditions=[{"kind": "a_hunch", "text": "Run."}]).refused()
    each = [{"offence": 2, "reasons": own, "proposed_conditions": [help_with_drink]}]
    first, second = case.recommend(proposed_conditions=[letter], offences=each).ok()["recommendations"]
    assert (first["reasons"]["why_this_outcome"], first["proposed_conditions"]) == (
        REASONS["why_this_outcome"],
        [letter],
    )
    assert (second["reasons"]["why_this_outcome"], second["proposed_conditions"]) == (
        own["why_this_outcome"],
        [help_with_drink],
    )
    assert second["reasons"]["how_views_counted"] == REASONS["how_views_counted"]


def test_a_signed_recommendation_is_put_right_by_adding_to_it(people: People):
    case = Case(people).revealed()
    (made,) = case.recommend().ok()["recommendations"]
    address = f"/recommendations/{made['id']}/addenda"
    words = "It was the older brother who came along, not the father."
    with nothing_written(people):
        people.worker.post(address, {"words": words}).refused(status=403)
        people.manager.post(address, {"words": "No."}).refused()
    people.manager.post(address, {"words": words}).ok()
    (kept,) = case.file["recommendations"]
    assert [row["words"] for row in kept["addenda"]] == [words]
    assert kept["reasons"] == made["reasons"]
