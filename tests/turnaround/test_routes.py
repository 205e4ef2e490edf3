"""A case goes from one route to another with its history, and an outcome leads to support in a case of its own."""

import json
from datetime import timedelta

import pytest

from oocd import clock
from oocd.accounts.permissions import ROLES
from oocd.demo.people import AREA
from tests.people import People
from tests.story import Case, child, moves_made, newcomer, nothing_written, offence
from tests.turnaround.support import Support

ON = {"reason": "Made up: it fits the child better."}


def missed(people: People, **query: str) -> list[dict]:
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return people.manager.get(f"/turnaround/never-referred?{asked}").ok()["cases"]


def test_a_panel_case_goes_on_as_support_and_its_history_stays(people: People):
    case = Support(people)
    Case.accepted(case)
    case.at("manager", "change-route", {**ON, "route": "turnaround"}).ok()
    assert (case.file["referral"]["route"], case.state) == ("turnaround", "received")
    assert case.file["route_label"] == "Route A: Turnaround"
    case.accept().ok()
    case.offer(qualifying_event="interviewed_under_caution", qualifying_event_on="2026-09-01").ok()
    told = [event["action"] for event in people.manager.get(f"/referrals/{case.id}/timeline").ok()["events"]]
    assert [told[0], *told[-4:]] == [
        *("panel.open", "panel.change_route", "turnaround.begin_again", "turnaround.accept"),
        "turnaround.offer_turnaround",
    ]
    assert ("panel", "accept") in moves_made(people)
    assert people.referrer.get(f"/referrals/{case.id}/what-became-of-it").ok()["over"] is False
    assert people.app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0


def test_and_back_to_the_panel_where_it_reaches_an_outcome(people: People):
    case = Support(people).offered(offences=[offence()])
    case.at("coordinator", "change-route", {**ON, "route": "panel"}).ok()
    case.accept().ok()
    case.at("worker", "make-ready").refused("CHK-01")
    assert case.state == "preparing"


def test_a_case_without_an_offence_does_not_go_to_a_panel(people: People):
    case = Support(people).referred()
    with nothing_written(people):
        case.at("manager", "change-route", {**ON, "route": "panel"}).refused()
        case.at("manager", "change-route", {**ON, "route": "turnaround"}).refused()
        case.at("manager", "change-route", {**ON, "route": "street_car"}).refused()
        case.at("manager", "change-route", {"route": "panel", "reason": " "}).refused()


def test_turnaround_is_offered_after_an_outcome_in_a_case_of_its_own(people: People):
    case = Case(people)
    case.given("community_resolution")
    linked = case.at("worker", "turnaround-referrals").ok()
    support = Support(people)
    support.id = linked["id"]
    arrival = support.file["arrival"]
    assert arrival["earlier"] == case.file["referral"]["reference"]
    assert (arrival["qualifying_event"], arrival["qualifying_event_on"]) == ("community_resolution", str(clock.today()))
    assert case.file["turnaround"]["offered_after"] == [linked["reference"]]
    case.at("worker", "turnaround-referrals").refused(status=409)
    support.accept().ok()
    support.offer().ok()


def test_before_an_outcome_there_is_nothing_to_offer_it_after(people: People):
    case = Case(people)
    case.decided()
    case.at("worker", "turnaround-referrals").refused(status=409)


@pytest.mark.parametrize("days", [0, 100], ids=["still open", "lapsed"])
def test_a_child_whose_outcome_qualified_and_whom_nobody_referred_is_listed(people: People, days):
    case = Case(people)
    with clock.stopped_at(clock.now() - timedelta(days=days)):
        case.given("community_resolution", offences=[offence(offence_date=str(clock.today()))])
    (row,) = missed(people, area=AREA)
    assert row["reference"] == case.file["referral"]["reference"]
    assert (row["because"], row["event"], row["still_open"]) == ("outcome_given", "community_resolution", days == 0)
    assert row.keys() == {"reference", "area", "because", "event", "event_on", "window_ends", "still_open"}
    assert "made-up child" not in json.dumps(row)
    if row["still_open"]:
        case.at("worker", "turnaround-referrals").ok()
        assert missed(people) == []


def test_so_is_one_sent_back_by_the_court_and_one_who_was_charged(people: People):
    today = str(clock.today())
    back = Case(people)
    back.sent(source="court_return", returned_from="A made-up youth court", returned_on=today)
    charged = Case(people)
    interviewed = [offence(arrest_or_interview_date="2026-09-02")]
    charged.sent(of=child(child_ref="C-2"), offences=interviewed)
    charged.at("referrer", "charge", {"reason": "Made up.", "charged_on": today}).ok()
    Case(people).sent(of=child(child_ref="C-3"))  # waits for its panel: nobody missed anything yet
    Case(people).given("youth_conditional_caution", of=child(child_ref="C-4"))  # is no qualifying event
    listed = {(row["reference"], row["because"], row["event_on"]) for row in missed(people, area=AREA)}
    assert listed == {
        (back.file["referral"]["reference"], "sent_back_by_the_court", today),
        (charged.file["referral"]["reference"], "charged", "2026-09-02"),
    }


def test_the_list_is_for_those_who_lead_and_for_their_own_area(people: People):
    case = Case(people)
    case.given("community_resolution")
    for nobody in (people.worker, people.referrer, people.auditor):
        nobody.get("/turnaround/never-referred").refused(status=403)
    stranger = newcomer(people, "stranger", {"staffordshire": ("yjs", tuple(sorted(ROLES)))})
    assert stranger.get("/turnaround/never-referred").ok()["cases"] == []
    unknown = stranger.get("/turnaround/never-referred?area=nowhere").refused(status=404)
    assert stranger.get(f"/turnaround/never-referred?area={AREA}").refused(status=404).body == unknown.body
    case.step_back("manager").ok()
    assert missed(people) == []
    assert len(people.head.get("/turnaround/never-referred").ok()["cases"]) == 1
