"""An imported case is one like any other: shown, standing where its dates left it, and going on from there."""

import pytest

from tests.exchange.sheets import past_case, until
from tests.people import People
from tests.story import Case, nothing_written

STANDS = [
    ("referral_date", "received"),
    ("child_views_date", "preparing"),
    ("panel_date", "listed"),
    ("panel_recommendation", "recommended"),
    ("outcome", "decided"),
    ("outcome_given_date", "given"),
    ("intervention_start_date", "in_intervention"),
    ("intervention_completed", "in_exit_review"),
    ("exit_review_date", "reviewed"),
    ("closed_date", "closed"),
]


@pytest.mark.parametrize(("event", "state"), STANDS)
def test_a_case_stands_where_its_last_date_tells_and_is_shown(people: People, event: str, state: str):
    later = {name: "" for name, cell in until(event).items() if cell == ""}
    outcome = {} if "outcome" in later else {"outcome": "community_resolution"}
    case = past_case(people, **{**until("substantive_outcome_within_12m"), **later, **outcome, "route": "panel"})
    assert case.state == state
    for path in ("", "/timeline"):
        people.manager.get(f"/referrals/{case.id}{path}").ok()
    (event,) = people.manager.get(f"/referrals/{case.id}/timeline").ok()["events"]
    assert (event["action"], event["who"]) == ("imported", "the service")


def test_the_log_of_a_case_is_one_entry_that_names_the_file_the_line_and_the_row(people: People):
    case = past_case(people)
    (entry,) = people.auditor.get(f"/referrals/{case.id}/timeline").ok()["events"]
    assert entry["says"] == "Imported from a spreadsheet"


def test_an_open_past_case_is_closed_in_the_service(people: People):
    case = past_case(people)
    assert case.at("manager", "close").ok()["state"] == "closed"
    case.at("manager", "close").refused(status=409)


def on(event: str, people: People, **changes: str) -> Case:
    """An imported case of the panel route whose last event was this one."""
    later = {name: "" for name, cell in until(event).items() if cell == ""}
    outcome = {} if "outcome" in later else {"outcome": "community_resolution"}
    whole = until("substantive_outcome_within_12m")
    return past_case(people, **{**whole, **later, **outcome, "route": "panel", "victim": "no", **changes})


def test_a_case_that_waited_for_its_panel_goes_before_it(people: People):
    case = on("panel_date", people, panel_recommendation="")
    (item,) = case.file["panel"]
    case.item_id, case.meeting_id = item["item"]["id"], item["item"]["meeting_id"]
    case.of_meeting("manager", "open-meeting").ok()
    case.arrive("inspector", "manager")
    case.of_item("manager", "begin").ok()
    for name in ("inspector", "manager"):
        case.vote(name, "community_resolution").ok()
    case.of_item("manager", "reveal", {}).ok()
    case.recommend().ok()
    assert case.state == "recommended"


def test_a_decided_case_is_given_worked_with_reviewed_and_closed(people: People):
    case = on("decision_maker", people, outcome="community_resolution")
    assert case.state == "decided"
    case.explain().ok()
    case.give().refused("AA-02")  # what the file did not tell is not known, and the police can still say it
    known = {"text": "She was there.", "offences": [{"number": 1, "adult_present_at_acceptance": True}]}
    case.at("referrer", "corrections", known).ok()
    case.give().ok()
    case.plan_work().ok()
    case.hold_session().ok()
    case.complete_work().ok()
    case.at("worker", "end-work").ok()
    case.hold_review().ok()
    case.at("manager", "close").ok()
    assert case.state == "closed"


def test_a_reviewed_case_is_closed(people: People):
    case = on("exit_review_date", people)
    case.at("manager", "close").ok()
    assert case.state == "closed"


def test_an_outcome_of_a_case_told_as_past_is_not_given_here_and_says_so(people: People):
    case = past_case(people, outcome="community_resolution")
    case.explain().ok()
    known = {"text": "She was there.", "offences": [{"number": 1, "adult_present_at_acceptance": True}]}
    case.at("referrer", "corrections", known).ok()
    with nothing_written(people):
        case.give().refused(status=409)
    assert case.file["disposals"][0]["state"] == "explained"
