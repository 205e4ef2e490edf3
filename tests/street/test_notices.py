"""What an officer gave is taken in as it is told: late, lacking or against a rule, it is shown and never lost."""

from datetime import timedelta

import pytest

from oocd import clock
from tests.people import People
from tests.story import Case, child, nothing_written, offence, told_of_the_street, without_history


def ago(days: int) -> str:
    return str(clock.today() - timedelta(days=days))


def test_a_notice_is_a_community_resolution_given_on_its_own_day_under_code_8(people: People):
    case = Case(people).on_the_street()
    (decision,), (disposal,) = case.file["decisions"], case.file["disposals"]
    assert (decision["outcome"], decision["outside_panel"], decision["decided_on"]) == (
        "community_resolution",
        "street",
        ago(4),
    )
    assert (disposal["state"], disposal["given_on"], disposal["home_office_code"]) == ("given", ago(4), "8")
    assert not disposal["later"]["first_time_entrant"]
    shown = case.file["street"]
    assert (shown["lag_days"], shown["notice"]["breaches"], shown["prompts"]) == (4, [], [])
    assert (case.file["referral"]["route"], case.state) == ("street_cr", "received")


def test_neither_score_nor_assessment_is_asked_for_and_none_is_warned_of(people: People):  # ruling R-1
    case = Case(people).on_the_street("screen", "close-without-offer")
    assert case.file["assessments"] == []
    assert "not_scored" not in {warning["code"] for warning in Case(people).on_the_street().file["warnings"]}


def test_a_notice_that_comes_weeks_later_is_taken_and_shown_as_late(people: People):
    case = Case(people)
    case.on_the_street(offences=[offence(offence_date=ago(40))], notice=told_of_the_street(given_on=ago(40)))
    assert (case.file["street"]["lag_days"], case.file["street"]["late"]) == (40, True)
    told = people.manager.get(f"/referrals/{case.id}/timeline").ok()["events"]
    (kept,) = [event for event in told if event["action"] == "street_notice.receive"]
    assert kept["details"].startswith("late: yes; days until the service was told: 40")


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("AA-02", {"offences": [offence(adult_present_at_acceptance=False)]}),
        ("ADM-02", {"offences": [offence(admission="denied")]}),
        ("EV-01", {"offences": [offence(evidence="none")]}),
        ("KNF-03", {"offences": [offence(offence_id="bladed_article_public")]}),
        ("CON-03", {"notice": {"child_agreed": False}}),
        ("STR-01", {"notice": {"rationale": None}}),
        ("STR-02", {"notice": {"history_weighed": True}}),
        ("VIC-01", {"victim_identified": True}),
    ],
)
def test_what_breaks_a_rule_is_kept_shown_and_calls_for_the_panel(people: People, rule: str, changes: dict):
    sent = {**changes, "notice": told_of_the_street(**changes.get("notice", {}))}
    case = Case(people).on_the_street("screen", **sent)
    shown = case.file["street"]
    assert (shown["notice"]["breaches"], [prompt["rule"] for prompt in shown["prompts"]]) == ([rule], [rule])
    case.street_step("offer-support").refused("STR-10")
    case.street_step("send-to-panel").ok()


def test_what_the_police_have_not_said_is_not_a_breach(people: People):
    case = Case(people).on_the_street(offences=[offence(evidence=None)], victim_identified=None)
    assert case.file["street"]["notice"]["breaches"] == []
    assert {"EV-01", "VIC-01"} <= set(case.file["street"]["notice"]["not_known"])


def test_a_victim_who_was_against_it_is_heard_and_is_no_veto(people: People):
    notice = told_of_the_street(victim_view="I wanted a court.")
    case = Case(people).on_the_street(notice=notice, victim_identified=True)
    assert case.file["street"]["notice"]["victim_view"] == "I wanted a court."
    assert case.file["street"]["prompts"] == []


def test_one_before_calls_for_the_panel_wherever_it_is_known_from(people: People):  # RT-02
    declared = [{"outcome": "street_community_resolution", "given_on": "2025-03-01", "given_in": "Kent"}]
    first = Case(people).on_the_street(of=without_history())
    assert first.file["street"]["prompts"] == []
    second = Case(people).on_the_street(offences=[offence(offence_id="drunk_highway")], of=without_history())
    assert [prompt["rule"] for prompt in second.file["street"]["prompts"]] == ["RT-02"]
    told = Case(people).on_the_street(of=child(child_ref="C-2", previous_disposals=declared))
    assert told.file["street"]["notice"]["previous_street_crs"] == 1
    assert first.file["street"]["prompts"] == []  # what came after it is nothing that came before


@pytest.mark.parametrize(("days", "repeat"), [(300, True), (400, False)])
def test_a_repeat_within_twelve_months_is_seen_from_the_first(people: People, days: int, repeat: bool):
    given = told_of_the_street(given_on=ago(days))
    first = Case(people).on_the_street(offences=[offence(offence_date=ago(days))], notice=given)
    assert first.file["street"]["repeat_within_12_months"] is False
    Case(people).on_the_street(offences=[offence(offence_id="drunk_highway", offence_date=ago(5))])
    assert first.file["street"]["repeat_within_12_months"] is repeat


@pytest.mark.parametrize(
    ("notice", "words"),
    [
        ({"given_on": "2099-01-01"}, "in the future"),
        ({"given_on": "2026-08-31"}, "before the offence"),
        ({"victim_view": "Sorry.", "no_victim_view": "declined"}, "could not be heard"),
        ({"giver_role": "mayor"}, "officer roles"),
        ({"scheme": "cannabis_warning_clinic"}, "diversion schemes"),
    ],
)
def test_a_notice_that_contradicts_itself_is_refused_and_nothing_kept(people: People, notice: dict, words: str):
    with nothing_written(people):
        refused = Case(people).notify(notice=told_of_the_street(**notice)).refused()
        assert words in refused["detail"]


def test_a_scheme_of_the_force_is_taken(people: People):
    case = Case(people).on_the_street(notice=told_of_the_street(scheme="drug_diversion_scheme"))
    assert case.file["street"]["notice"]["scheme"] == "drug_diversion_scheme"


def test_the_route_begins_with_a_notice_and_with_nothing_else(people: People):
    with nothing_written(people):
        assert "/api/v1/street-notices" in Case(people).send(route="street_cr").refused()["detail"]
