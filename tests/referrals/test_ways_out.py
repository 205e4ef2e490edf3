"""How a case ends before a decision: sent back, transferred, charged; each with its reason, by whoever may."""

from datetime import timedelta
from typing import Any

import pytest

from oocd import clock
from tests.people import People
from tests.story import Case, nothing_written

WHY = {"reason": "Made up, for a test."}
TODAY = str(clock.today())
WAYS: dict[str, tuple[str, dict[str, Any], str]] = {
    "send-back": ("coordinator", WHY, "returned"),
    "transfer": ("manager", {**WHY, "transferred_to": "A made-up service"}, "transferred"),
    "charge": ("inspector", {**WHY, "charged_on": TODAY}, "charged"),
}


@pytest.mark.parametrize("step", WAYS)
@pytest.mark.parametrize("stretch", ["sent", "accepted", "ready"])
def test_a_case_ends_by_its_way_out_and_says_why(people: People, step: str, stretch: str):
    who, sent, state = WAYS[step]
    case = getattr(Case(people), stretch)()
    case.at(who, step, sent).ok()
    assert case.state == state
    assert case.file["reasons"][-1]["reason"] == WHY["reason"]
    assert case.file["standing"]["waits_on"] == ["nobody"]
    assert case.file["limits"] == []
    with nothing_written(people):
        case.at("manager", "reallocate", {**WHY, "case_worker": "worker@demo.example"}).refused(status=409)


def test_where_a_case_went_and_when_the_child_was_charged_are_on_record(people: People):
    gone, charged = Case(people).sent(), Case(people)
    gone.at("manager", "transfer", WAYS["transfer"][1]).ok()
    assert gone.file["arrival"]["transferred_to"] == "A made-up service"
    charged.sent().at("inspector", "charge", WAYS["charge"][1]).ok()
    assert charged.file["arrival"]["charged_on"] == TODAY


@pytest.mark.parametrize(
    ("step", "who", "wrong"),
    [
        ("send-back", "coordinator", {"reason": "  "}),
        ("transfer", "manager", {**WHY, "transferred_to": " "}),
        ("transfer", "manager", {"transferred_to": "A made-up service"}),
        ("charge", "inspector", {**WHY, "charged_on": str(clock.today() + timedelta(days=1))}),
        ("charge", "inspector", {**WHY, "charged_on": str(clock.today() - timedelta(days=1))}),  # before it was sent
        ("charge", "inspector", {**WHY, "charged_on": "yesterday"}),
        ("charge", "inspector", WHY),
    ],
)
def test_a_way_out_that_is_not_fully_said_is_refused(people: People, step: str, who: str, wrong: dict[str, Any]):
    case = Case(people).sent()
    with nothing_written(people):
        case.at(who, step, wrong).refused()


@pytest.mark.parametrize(("step", "who"), [("charge", "manager"), ("transfer", "referrer"), ("send-back", "inspector")])
def test_police_charge_and_the_service_transfers_and_sends_back(people: People, step: str, who: str):
    case = Case(people).sent()
    with nothing_written(people):
        case.at(who, step, WAYS[step][1]).refused(status=403)


@pytest.mark.parametrize("step", WAYS)
@pytest.mark.parametrize("stretch", ["under_discussion", "decided"])
def test_there_is_no_way_out_of_a_case_under_discussion_or_decided(people: People, step: str, stretch: str):
    case = getattr(Case(people), stretch)()
    who, sent, _ = WAYS[step]
    with nothing_written(people):
        case.at(who, step, sent).refused(status=409)
