"""The police decision: which rules stand in its way, and what it must say."""

from typing import Any

from tests.people import People
from tests.story import REASONS, WHY, QuickCase, nothing_written, offence
from tests.workflows.maps import RULES

CAUTION, RESOLUTION = "youth_caution", "community_resolution"


# The outcome proposed for an offence as the police sent it, and the rule in its way.
CLOSED: list[tuple[str, dict[str, Any], str]] = [
    *((CAUTION, offence(admission=said), "ADM-01") for said in ("accepts_responsibility", "no_comment", "denied")),
    *((RESOLUTION, offence(admission=said), "ADM-02") for said in ("denied", "no_comment", "not_asked")),
    *((CAUTION, offence(evidence=found), "EV-02") for found in ("none", "offence_shown")),
    (RESOLUTION, offence(evidence="none"), "EV-01"),
]


def test_a_decision_is_refused_by_every_rule_in_the_way_of_its_outcomes(people: People):
    case = QuickCase(people).recommended("nfa", offences=[sent for _, sent, _ in CLOSED])
    each = [
        {"offence": number, "outcome": outcome, "reasons": REASONS, "deviation_reason": WHY, "differs_because": WHY}
        for number, (outcome, _, _) in enumerate(CLOSED, start=1)
    ]
    with nothing_written(people):
        refused = case.decide("nfa", decisions=each).refused()
        blank = case.decide("nfa", decisions=[one | {"deviation_reason": "  "} for one in each]).refused()
    assert [unmet["rule"] for unmet in refused["unmet"]] == [rule for _, _, rule in CLOSED]
    for unmet in refused["unmet"]:
        assert unmet["source"] == RULES[unmet["rule"]]["source"]["title"]
        assert RULES[unmet["rule"]]["says"] in unmet["sentence"]
    # a community resolution is a starting point for this score, and a caution is not
    assert [unmet["rule"] for unmet in blank["unmet"]].count("DEC-07") == [row[0] for row in CLOSED].count(CAUTION)
    case.decide("nfa").ok()  # needs neither an admission nor evidence


def test_a_victim_is_heard_before_the_decision(people: People):
    case = QuickCase(people).prepared(victim_identified=True)
    victim = case.at("worker", "victims", {"kind": "person", "contact_consent": "yes"}).ok()["id"]
    case.at("worker", "make-ready").ok()
    case.plan_meeting()
    case.put_on_agenda().ok()
    case.of_meeting("manager", "open-meeting").ok()
    case.arrive("inspector", "manager", "victims")
    case.of_item("manager", "begin").ok()
    for name in ("inspector", "manager", "victims"):
        case.vote(name, RESOLUTION).ok()
    case.of_item("manager", "reveal", {}).ok()
    case.recommend().ok()
    with nothing_written(people):
        assert case.decide(RESOLUTION).refused().rules == {"VIC-01"}
        for both_or_neither in ({}, {"needs_and_wishes": "An apology.", "reason_for_none": "declined"}):
            people.victims.post(f"/victims/{victim}/views", both_or_neither).refused()
    people.victims.post(f"/victims/{victim}/views", {"needs_and_wishes": "An apology."}).ok()
    case.decide(RESOLUTION).ok()


def test_a_decision_that_is_not_whole_is_refused(people: People):
    case = QuickCase(people).recommended(offences=[offence(), offence(offence_id="drunk_highway")])
    with nothing_written(people):
        differs = case.decide("nfa").refused()
        assert differs["errors"].keys() == {"differs_because"}
        assert f"recommended {RESOLUTION}" in differs["detail"]
        case.decide("nfa", of_each={"differs_because": "Because."}).refused()
        assert "each offence" in case.decide(RESOLUTION, of_each={"offence": 1}).refused()["detail"]
        assert "reprimand" in case.decide("reprimand").refused()["detail"]
        for nobody in ("", "  "):
            assert case.decide(RESOLUTION, officer=nobody).refused()["errors"].keys() == {"officer"}
        case.decide(RESOLUTION, decisions=[]).refused()
    made = case.decide("nfa", of_each={"differs_because": WHY}).ok()["decisions"]
    assert [row["outcome"] for row in made] == ["nfa", "nfa"]
    assert case.state == "decided"
