"""The plan of a case: one plan in parts, agreed, changed only by adding, and owned by somebody."""

import pytest

from tests.people import People
from tests.story import Case, child, nothing_written, offence

WHOLE = {
    "kind": "mentoring",
    "objective": "Somebody to talk to.",
    "action": "Meet each week at the boxing club.",
    "agency": "education",
    "worker": "worker@demo.example",
    "start_by": "2026-12-01",
    "end_by": "2027-02-01",
    "sequence": 2,
}


def test_the_plan_says_what_happens_if_it_does_not_work_and_every_version_is_kept(people: People):
    case = Case(people).given()
    with nothing_written(people):
        for part in ("what_helps", "victim_safety", "contingency", "exit_route"):
            assert case.write_plan(**{part: " "}).refused()["errors"].keys() == {part}
        case.write_plan(agreed_with_child_on="2099-01-01").refused()
    case.write_plan(agreed_with_child_on="2026-11-02").ok()
    with nothing_written(people):
        assert case.write_plan(exit_route="Youth club.").refused()["errors"].keys() == {"why_changed"}
    case.write_plan(exit_route="Youth club.", why_changed="The child asked for it.").ok()
    assert [(row["number"], row["exit_route"]) for row in case.file["plans"]] == [
        (1, "Made up: exit_route."),
        (2, "Youth club."),
    ]


def test_a_part_of_the_plan_is_changed_by_a_new_version_that_says_why(people: People):
    case = Case(people).given()
    case.plan_work(**WHOLE).ok()
    with nothing_written(people):
        for wrong in ({}, {"why_changed": ""}, {"why_changed": "X", "end_by": "2026-11-30"}):
            case.of_work("revise", wrong).refused()
        for unknown in ({"agency": "scouts"}, {"worker": "elsewhere@demo.example"}):
            case.of_work("revise", {"why_changed": "X", **unknown}).refused()
    case.of_work("revise", {"why_changed": "Nearer to home.", "agency": "health", "sequence": 1}).ok()
    (work,) = case.file["interventions"]
    assert (work["agency"], work["sequence"], work["objective"], work["worker"]) == (
        "health",
        1,
        "Somebody to talk to.",
        "Demo case worker",
    )
    assert [(row["number"], row["agency"], row["why_changed"]) for row in work["versions"]] == [
        (1, "education", None),
        (2, "health", "Nearer to home."),
    ]


def test_parts_are_shown_in_the_order_in_which_they_are_to_be_done(people: People):
    case = Case(people).given()
    for kind, sequence in (("mentoring", None), ("reparation", 2), ("therapeutic_work", 1)):
        case.plan_work(kind=kind, **({"sequence": sequence} if sequence else {})).ok()
    assert [row["kind"] for row in case.file["interventions"]] == ["therapeutic_work", "reparation", "mentoring"]


def test_a_programme_is_declined_only_by_a_manager_and_closing_then_finds_the_reason(people: People):
    """YJS-03: the second caution waits for a programme, or for who decided that it would be inappropriate."""
    before = [{"outcome": "youth_caution", "given_on": "2025-01-01", "given_in": "Kent"}]
    case = Case(people).given("youth_caution", of=child(previous_disposals=before))
    case.of_disposal("tell-yjs").ok()
    case.at("worker", "review-without-work").ok()
    case.hold_review().ok()
    with nothing_written(people):
        case.at("manager", "close").refused("YJS-03")
        reason = {"offence": 1, "reason": "He starts at the same programme under another order."}
        case.at("worker", "reasons-for-no-programme", reason).refused(status=403)
        case.at("manager", "reasons-for-no-programme", {"offence": 1, "reason": " "}).refused()
        case.at("manager", "reasons-for-no-programme", {"offence": 7, "reason": "X"}).refused()
    case.at("manager", "reasons-for-no-programme", reason).ok()
    case.at("manager", "close").ok()


KNIFE = offence(offence_id="bladed_article_public")


@pytest.mark.parametrize("kept", [{}, {"voluntary": True}, "ended"])
def test_a_child_with_a_knife_gets_no_resolution_without_a_plan_of_it(people: People, kept):
    """KNF-03: voluntary support beside the outcome is no plan of it, nor is what has ended."""
    case = Case(people).explained(offences=[KNIFE])
    if kept:
        case.plan_work(**({} if kept == "ended" else kept)).ok()
        if kept == "ended":
            case.of_work("end-early", {"end_reason": "declined"}).ok()
    case.give().refused("KNF-03")
    case.plan_work().ok()
    case.give().ok()
