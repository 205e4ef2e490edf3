"""Whoever sent a case reads what became of it and why; nobody else by this door, and nothing that was assessed."""

import json

import pytest

from oocd import clock
from tests.people import People
from tests.story import Case, newcomer

WHY = {"reason": "The child lives elsewhere."}
HERE = "buckinghamshire"


def became(case: Case, who: str = "referrer") -> dict:
    return getattr(case.people, who).get(f"/referrals/{case.id}/what-became-of-it").ok().body


def test_the_sender_reads_what_was_asked_and_how_it_ended(people: People):
    case = Case(people).sent()
    case.at("manager", "ask-for-information", {"reason": "Which school?"}).ok()
    told = became(case)
    assert (told["says"], told["waits_on"]) == ("Waiting for information from the police", ["police"])
    assert [(step["step"], step["reason"]) for step in told["steps"]] == [("ask_for_information", "Which school?")]
    case.at("manager", "transfer", {**WHY, "transferred_to": "A made-up service"}).ok()
    told = became(case)
    assert told["over"]
    assert told["steps"][-1] == {
        "step": "transfer",
        "says": "Transferred the case to another service",
        "on": str(clock.today()),
        "reason": WHY["reason"],
    }


def test_the_outcome_is_told_once_it_is_given_and_what_was_assessed_never(people: People):
    case = Case(people).explained()
    assert became(case)["outcomes"] == []
    case.give().ok()
    told = became(case)
    assert [(row["offence"], row["outcome"]) for row in told["outcomes"]] == [(1, "community_resolution")]
    written = json.dumps(told)
    for word in ("Made up: ", "Sorry", "safety", "gravity", "votes"):
        assert word not in written


def test_an_outcome_that_went_back_to_the_police_says_why(people: People):
    case = Case(people).decided()
    case.of_disposal("return-to-police", {"reason": "The child does not agree."}).ok()
    assert "The child does not agree." in [step["reason"] for step in became(case)["steps"]]


@pytest.mark.parametrize("agency", ["yjs", "health"])
def test_a_case_that_another_agency_sent_answers_as_one_that_does_not_exist(people: People, agency: str):
    newcomer(people, "other", {HERE: (agency, ("police_referrer",))})
    case = Case(people).sent()
    theirs = people.other.get(f"/referrals/{case.id}/what-became-of-it").refused(status=404)
    nothing = people.other.get("/referrals/00000000-0000-4000-8000-000000000000/what-became-of-it")
    assert theirs.body == nothing.refused(status=404).body
    colleague = newcomer(people, "colleague", {HERE: ("police", ("police_referrer",))})
    assert colleague.get(f"/referrals/{case.id}/what-became-of-it").ok()["reference"]
