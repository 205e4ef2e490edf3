"""One made-up case taken from the police's referral to its closing by its people, each at a browser of their own."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from oocd import clock
from tests.browser.conftest import NEW_VISITOR
from tests.browser.visitor import FIRST, Visitor
from tests.story import ASSESSMENT, OF_A_PANEL, REASONS, WHY

PEOPLE = ("referrer", "manager", "worker", "socialcare", "inspector", "coordinator")
REFERRAL = {
    "area": "buckinghamshire",
    "investigation_status": "voluntary",
    "officer_in_case": "A made-up officer",
    "victim_identified": "no",
    "child.child_ref": "C-1",
    "child.name": "A made-up child",
    "child.date_of_birth": "2011-05-04",
    "child.sex": "female",
    "child.ethnicity": "B1",
    "child.care_status": "none",
    "child.send": "none",
    "offences.0.offence_id": "common_assault",
    "offences.0.summary": "Made up.",
    "offences.0.admission": "admitted",
    "offences.0.adult_present_at_acceptance": "yes",
    "offences.0.evidence": "full_code_test",
}
PLAN = {"kind": "restorative_conversation", "objective": "Made up: put things right.", "agency": "yjs"}


def typed(value: Any, under: str = "") -> dict[str, str]:
    """What the JSON API would be sent, as the names and values of a form."""
    if isinstance(value, Mapping):
        return {name: text for key, inner in value.items() for name, text in typed(inner, f"{under}.{key}").items()}
    if isinstance(value, list):
        return {name: text for place, one in enumerate(value) for name, text in typed(one, f"{under}.{place}").items()}
    return {under.removeprefix("."): ("no", "yes")[value] if isinstance(value, bool) else str(value)}


class Journey:
    """The people of a case, each at their own browser; every step begins on the case's or the meeting's page."""

    def __init__(self, new_visitor: NEW_VISITOR) -> None:
        self._people = {name: new_visitor().signs_in(name) for name in PEOPLE}
        self.case = self.meeting = ""

    def __getattr__(self, name: str) -> Visitor:
        return self._people[name]

    def on_the_case(self, name: str) -> Visitor:
        return self._people[name].goes_to(self.case)

    def at_the_meeting(self, name: str) -> Visitor:
        return self._people[name].goes_to(self.meeting)

    def refer(self) -> None:
        self.referrer.goes_to("/steps/referrals")
        self.referrer.types(REFERRAL | {"offences.0.offence_date": str(clock.today() - timedelta(days=20))}).sends()
        self.manager.goes_to("/")
        self.manager.page.locator("table a").first.click()
        self.case = self.manager.page.url

    def prepare(self) -> None:
        today = str(clock.today())
        self.on_the_case("manager").takes("Accept the referral", {"case_worker": "worker@demo.example"})
        self.on_the_case("socialcare").takes("Answer: social care", {"answer": "nothing_held"})
        for whose in ("child", "mother"):
            said = {"whose": whose, "words": "Made up: sorry.", "given_how": "spoken", "given_on": today}
            self.on_the_case("worker").takes("Record the child's or a carer's own words", said)
        self.on_the_case("worker").takes("Score one offence", {"offence": "1", "edition": "illustrative"})
        self.on_the_case("worker").takes("Save the next version", typed(self.assessment()))
        self.on_the_case("worker").takes("Submit the assessment")
        self.on_the_case("manager").takes("Open the latest version")
        self.on_the_case("manager").takes("Countersign")
        self.on_the_case("worker").takes("Say that the case is ready")

    def assessment(self) -> dict[str, Any]:
        return {**ASSESSMENT, "recommendations": [{**ASSESSMENT["recommendations"][0], "offence": 1}]}

    def meet(self) -> None:
        plan = {"area": "buckinghamshire", "held_on": str(clock.today())}
        self.coordinator.goes_to("/meetings").follows("Plan a panel meeting").types(plan).sends()
        self.on_the_case("coordinator").takes("Put the case on the agenda", {"meeting": FIRST})
        self.coordinator.goes_to("/meetings").page.locator("table a").first.click()
        self.meeting = self.coordinator.page.url
        self.at_the_meeting("manager").takes("Open the meeting")
        for name in ("manager", "inspector"):
            came = {"person": f"{name}@demo.example"}
            self.at_the_meeting("coordinator").takes("Record that somebody came in", came)
        self.at_the_meeting("manager").takes("Begin to discuss the case")
        for name in ("manager", "inspector"):
            vote = {"votes.0.offence": "1", "votes.0.outcome": "community_resolution", "votes.0.reasons": WHY}
            self.at_the_meeting(name).takes("Cast your agency's sealed vote", vote)
        self.at_the_meeting("manager").takes("Reveal the votes of this round")
        said = typed({"reasons": REASONS | OF_A_PANEL, "deviation_reason": WHY})
        self.at_the_meeting("manager").takes("Record the panel's recommendation", said)
        self.at_the_meeting("manager").takes("End the meeting")

    def decide_and_give(self) -> None:
        one = {"offence": 1, "outcome": "community_resolution", "reasons": REASONS, "deviation_reason": WHY}
        decision = typed({"officer": "A made-up inspector", "officer_role": "sergeant_or_above", "decisions": [one]})
        self.on_the_case("inspector").follows("Record the police decision").types(decision).sends()
        # Nobody has said whether it happened in a placement or whether the child is exploited: the page asks why go on.
        self.inspector.types({f"rule_reasons.{rule}": WHY for rule in ("CH-01", "CH-02")}).sends()
        explained = {"explained_how": "spoken", "agreed": "yes"}
        self.on_the_case("inspector").takes("Record that the outcome was explained", explained)
        given = {"given_by": "A made-up constable", "given_by_constable": "yes", "adult_role": "parent_or_guardian"}
        self.on_the_case("inspector").takes("Record that the outcome was given", given)

    def work_and_review(self) -> None:
        today = str(clock.today())
        self.on_the_case("worker").takes("Agree a piece of work", PLAN)
        self.on_the_case("worker").takes("Record a session the child attended", {"held_on": today})
        self.on_the_case("worker").takes("Finish the work", {"result": "completed"})
        self.on_the_case("worker").takes("Go to the exit review")
        held = {
            "plan_result": "completed",
            "exit_decision": "close",
            "what_worked": "Made up: meeting the person harmed.",
            "child_feedback": "Made up: they listened.",
            "safety_of_child": "low",
            "safety_of_others": "low",
        }
        self.on_the_case("worker").takes("Record the exit review", held)
        self.on_the_case("manager").takes("Close the case")


def test_a_case_goes_from_referral_to_exit_review_in_the_browser(new_visitor: NEW_VISITOR):
    journey = Journey(new_visitor)
    for stretch in (journey.refer, journey.prepare, journey.meet, journey.decide_and_give, journey.work_and_review):
        stretch()
    assert "Closed" in journey.on_the_case("manager").page.locator(".state").inner_text()
