"""The police decision: which rules stand in its way, and what it must say."""

from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from oocd import clock
from oocd.db import db
from tests.people import People
from tests.story import REASONS, WHY, Case, child, in_weeks, nothing_written, offence
from tests.workflows.maps import RULES

CAUTION, RESOLUTION = "youth_caution", "community_resolution"
DEFERRED = {"form": "deferred_prosecution"}


# The outcome proposed for an offence as the police sent it, and the rule in its way.
CLOSED: list[tuple[str, dict[str, Any], str]] = [
    *((CAUTION, offence(admission=said), "ADM-01") for said in ("accepts_responsibility", "no_comment", "denied")),
    *((RESOLUTION, offence(admission=said), "ADM-02") for said in ("denied", "no_comment", "not_asked")),
    *((CAUTION, offence(evidence=found), "EV-02") for found in ("none", "offence_shown")),
    (RESOLUTION, offence(evidence="none"), "EV-01"),
]


def test_a_decision_is_refused_by_every_rule_in_the_way_of_its_outcomes(people: People):
    case = Case(people).recommended("nfa", offences=[sent for _, sent, _ in CLOSED])
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
    case = Case(people).prepared(victim_identified=True)
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
    case = Case(people).recommended(offences=[offence(), offence(offence_id="drunk_highway")])
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


def test_a_signed_decision_is_never_changed_only_added_to(people: People):
    case = Case(people).decided(RESOLUTION)
    before = case.file["decisions"][0]
    address = f"/decisions/{before['id']}"
    with nothing_written(people):
        assert "cannot be done now" in case.decide("nfa").refused(status=409)["detail"]
        client = people.app.test_client()
        for method in ("put", "patch", "delete", "post"):
            headers = {"Authorization": f"Bearer {people.inspector.token}"}
            assert getattr(client, method)(f"/api/v1{address}", json={}, headers=headers).status_code == 405
        assert people.inspector.post(f"{address}/addenda", {"text": "  "}).status == 422
        people.manager.post(f"{address}/addenda", {"text": "I disagree."}).refused(status=403)
    for text in ("The date was a Monday.", "The officer was a sergeant then."):
        people.inspector.post(f"{address}/addenda", {"text": text}).ok()
    signed = people.manager.get(address).ok().body
    assert [row["text"] for row in signed["addenda"]] == ["The date was a Monday.", "The officer was a sergeant then."]
    assert {**before, "addenda": []} == {**{name: signed[name] for name in before}, "addenda": []}
    assert signed["facts"]["admission"] == "admitted"


def test_the_database_refuses_to_change_a_decision(people: People):
    Case(people).decided(RESOLUTION)
    for statement in ("UPDATE decision SET outcome = 'nfa'", "DELETE FROM decision"):
        with people.app.app_context(), db.engine.begin() as connection, pytest.raises(sa.exc.DatabaseError):
            connection.execute(sa.text(statement))


def test_the_dissents_of_the_panel_stand_beside_the_decision(people: People):
    case = Case(people).under_discussion("inspector", "manager", "health")
    for who, outcome in (("inspector", RESOLUTION), ("manager", RESOLUTION), ("health", "nfa")):
        case.vote(who, outcome).ok()
    case.of_item("manager", "reveal", {}).ok()
    case.recommend().ok()
    case.decide(RESOLUTION).ok()
    assert case.file["decisions"][0]["dissents"] == {"health": "nfa"}


def test_an_outcome_says_what_it_needs_and_nothing_it_has_no_place_for(people: People):
    case = Case(people).recommended("nfa")
    wrong: list[tuple[str, dict[str, Any], set[str]]] = [
        ("nfa", {"home_office_code": None, "failed_limb": None}, {"home_office_code", "failed_limb"}),
        ("nfa", {"home_office_code": "22"}, {"home_office_code"}),
        ("nfa", {"home_office_code": "8"}, {"home_office_code"}),
        ("nfa", {"planned_end": in_weeks(4)}, {"planned_end"}),
        ("nfa", {"form": "plain"}, {"form"}),
        ("outcome_22", {"form": None}, {"form"}),
        ("outcome_22", {"planned_end": None}, {"planned_end"}),
        ("outcome_22", {"planned_end": "2020-01-01"}, {"planned_end"}),
        ("outcome_23", {"held_on": in_weeks(1)}, {"held_on"}),
        ("charge", {"decided_by": "cps"}, {"prosecutor", "cps_reference"}),
    ]
    with nothing_written(people):
        for outcome, changes, fields in wrong:
            refused = case.decide(outcome, of_each={"differs_because": WHY, **changes}).refused()
            assert refused["errors"].keys() == fields, (outcome, changes)
        case.decide("nfa", of_each={"failed_limb": "neither"}).refused()
        case.decide("outcome_22", of_each={"differs_because": WHY, "form": "vague"}).refused()
        case.decide("nfa", of_each={"decided_by": "panel"}).refused()
        case.decide("nfa", of_each={"outcome": None}).refused()
    (made,) = case.decide("nfa", of_each={"home_office_code": "15", "failed_limb": "evidential"}).ok()["decisions"]
    assert (made["home_office_code"], made["failed_limb"]) == ("15", "evidential")
    case.explain().ok()
    case.give().ok()
    assert case.file["disposals"][0]["home_office_code"] == "15"


def test_a_childs_case_goes_to_the_prosecutor_with_its_form(people: People):  # DEC-08
    case = Case(people).recommended("charge")
    by_cps = {"decided_by": "cps", "prosecutor": "A made-up prosecutor", "cps_reference": "CPS-3"}
    with nothing_written(people):
        refused = case.decide("charge", of_each={**by_cps, "child_information_form": None}).refused("DEC-08")
    assert refused.rules == {"DEC-08"}
    case.decide("charge", of_each=by_cps).ok()


def test_a_deferred_caution_needs_an_admission_and_a_deferred_prosecution_the_full_code_test(people: People):
    case = Case(people).recommended("outcome_22", offences=[offence(admission="denied", evidence="offence_shown")])
    with nothing_written(people):
        case.decide("outcome_22", of_each={"form": "deferred_caution"}).refused("ADM-04")
        # Since Outcome 23 is there, a deferred prosecution is no form of Outcome 22 any more.
        assert "plain, deferred_caution" in case.decide("outcome_22", of_each=DEFERRED).refused()["detail"]
    case.decide("outcome_22").ok()  # EV-05 and ADM-03: the plain form asks for neither


def test_before_outcome_23_a_deferred_prosecution_was_outcome_22_and_needed_the_full_code_test(people: People):
    with clock.stopped_at(datetime(2026, 2, 11, 12, tzinfo=UTC)):
        early = {"offence_date": "2026-02-01"}
        offences = [offence(**early, evidence="offence_shown"), offence(**early)]
        case = Case(people).recommended("outcome_22", offences=offences)
        with nothing_written(people):
            assert case.decide("outcome_22", of_each=DEFERRED).refused("EV-07").rules == {"EV-07"}
            assert "outcome_23" in case.decide("outcome_23", of_each=DEFERRED).refused()["detail"]
        plain = [case.one_decision("outcome_22"), case.one_decision("outcome_22", offence=2, **DEFERRED)]
        decided = case.decide("outcome_22", decisions=plain).ok()["decisions"]
    assert [row["form"] for row in decided] == ["plain", "deferred_prosecution"]


def test_every_outcome_is_on_the_menu_with_what_bars_it_also_when_the_police_decide_again(people: People):
    case = Case(people).prepared(offences=[offence(offence_id="robbery", admission="denied")])
    menu = {row["code"]: {by["rule"] for by in row["barred_by"]} for row in case.file["offences"][0]["outcomes"]}
    assert len(menu) == 9
    assert {"ADM-01", "DEC-03"} <= menu["youth_conditional_caution"]
    assert menu["nfa"] == set()
    again = Case(people).decided(RESOLUTION, of=child(child_ref="C-2"))
    assert again.file["offences"][0]["outcomes"] == []
    again.of_disposal("return-to-police", {"reason": "The child does not agree."}).ok()
    assert len(again.file["offences"][0]["outcomes"]) == 9
