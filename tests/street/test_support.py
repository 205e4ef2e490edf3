"""Every one is looked at; support is offered and may be turned down; a case goes on to the panel with its history."""

from oocd.config import ROOT
from oocd.policy.store import Policies
from tests.people import People
from tests.story import Case, history, newcomer, offence


def test_it_is_shown_who_looked_at_it_and_when_and_that_it_is_due(people: People):
    case = Case(people).on_the_street()
    standing = case.file["standing"]
    assert (standing["standard"]["name"], standing["standard"]["verified"]) == ("time/street_cr_screening", False)
    case.street_step("screen").ok()
    shown = people.manager.get(f"/referrals/{case.id}/street-notice").ok()
    assert shown["screened_by"].startswith("Demo ")
    assert shown["screened_on"] == case.file["referral"]["state_since"]
    assert (shown["offered_on"], shown["accepted"]) == (None, None)


def test_that_support_was_turned_down_is_nothing_the_police_are_shown(people: People):  # ruling R-1
    case = Case(people).on_the_street("screen", "offer-support")
    case.street_step("decline", words="Made up: they would rather not.").ok()
    told = [people.referrer.get(f"/referrals/{case.id}{at}").ok().body for at in ("", "/street-notice", "/timeline")]
    told.append(people.referrer.get(f"/referrals/{case.id}/what-became-of-it").ok().body)
    for words in ("'decline'", "street_cr.decline", "rather not", "not taken up"):
        assert words not in str(told)
    assert people.manager.get(f"/referrals/{case.id}/street-notice").ok()["accepted"] is False
    assert (case.state, case.file["non_engagements"]) == ("closed", [])


def test_work_that_a_child_does_not_come_to_is_never_for_the_police(people: People):
    case = Case(people).on_the_street("screen", "offer-support", "accept-support")
    case.plan_work().ok()
    case.hold_session().ok()
    case.raise_non_engagement(fewer_because="Made up.").ok()
    case.of_non_engagement("agree").ok()
    raised = str(case.rows_of("non_engagement")[0]["id"])
    people.worker.post(f"/non-engagements/{raised}/tell-police").refused(status=409)
    assert people.referrer.get(f"/referrals/{case.id}").ok()["non_engagements"] == []


def test_a_case_that_stays_says_why_where_something_calls_for_the_panel(people: People):
    Case(people).on_the_street()
    second = Case(people).on_the_street("screen", offences=[offence(offence_id="drunk_highway")])
    second.street_step("offer-support", reason_not_to_panel="Made up: the panel met the child last week.").ok()
    assert "met the child last week" in str(second.file["reasons"])


def test_only_a_manager_sends_on_what_no_rule_calls_for(people: People):
    case = Case(people).on_the_street("screen")
    case.street_step("send-to-panel-anyway").refused(status=403)
    case.street_step("send-to-panel-anyway", who="manager").ok()
    assert (case.file["referral"]["route"], case.state) == ("panel", "received")


def test_a_case_sent_on_keeps_its_history_and_follows_the_panel_to_a_decision(people: People):
    Case(people).on_the_street()
    case = Case(people).on_the_street("screen", "send-to-panel", offences=[offence(offence_id="drunk_highway")])
    made = [(row["workflow"], row["move"]) for row in history(people) if str(row["process_id"]) == case.id]
    assert made == [
        ("street_cr", "open"),
        ("street_cr", "screen"),
        ("street_cr", "send_to_panel"),
        ("panel", "begin_again"),
    ]
    people.referrer.get(f"/referrals/{case.id}/what-became-of-it").ok()
    goes_to_a_decision(case, "youth_caution")
    given_first, decided_later = case.file["decisions"]
    assert (given_first["outside_panel"], decided_later["outside_panel"]) == ("street", None)
    assert case.file["street"]["later_upgraded"] is True
    assert [row["state"] for row in case.disposals] == ["given", "decided"]


def goes_to_a_decision(case: Case, outcome: str) -> None:
    case.accept().ok()
    case.answer().ok()
    for whose in ("child", "mother"):
        case.hear(whose).ok()
    case.score().ok()
    case.countersigned().ok()
    case.at("worker", "make-ready").ok()
    case.plan_meeting()
    case.put_on_agenda().ok()
    case.of_meeting("manager", "open-meeting").ok()
    case.arrive("inspector", "manager")
    case.of_item("manager", "begin").ok()
    for name in ("inspector", "manager"):
        case.vote(name, outcome).ok()
    case.of_item("manager", "reveal", {}).ok()
    case.recommend().ok()
    case.decide(outcome).ok()


def test_areas_say_whether_they_take_them_and_which_their_panel_looks_at():
    policies = Policies(ROOT / "policies")
    on = {area: policies.area(area)["routes"]["street_cr"]["on"] for area in policies.areas}
    assert on == {"bexley": True, "buckinghamshire": True, "oxfordshire": True, "staffordshire": False}


def test_an_area_that_takes_none_says_why(people: People):
    newcomer(people, "stafford", {"staffordshire": ("police", ("police_referrer",))})
    people.referrer = people.stafford
    refused = Case(people).notify(area="staffordshire").refused()
    assert "do not act as a single agency with children" in refused["detail"]


def test_where_the_panel_looks_at_every_one_the_first_goes_there_too(people: People):
    """Bexley's practice is its policy: the same notice that stays in Buckinghamshire."""
    newcomer(people, "both", dict.fromkeys(("buckinghamshire", "bexley"), ("police", ("police_referrer",))))
    newcomer(people, "bexley_worker", {"bexley": ("yjs", ("practitioner",))})
    people.referrer = people.both
    assert Case(people).on_the_street().file["street"]["prompts"] == []
    case = Case(people)
    case.notify(area="bexley").ok()
    case.street_step("screen", who="bexley_worker").ok()
    (prompt,) = people.bexley_worker.get(f"/referrals/{case.id}").ok()["street"]["prompts"]
    assert (prompt["rule"], "Bexley" in prompt["source"]) == ("RT-02", True)
    case.street_step("offer-support", who="bexley_worker").refused("STR-10")
    case.street_step("send-to-panel", who="bexley_worker").ok()
