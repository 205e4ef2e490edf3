"""A handful of made-up cases that lived through the real services, each left at another point of its life."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, TypeVar

from oocd import clock
from oocd.accounts.actor import Actor
from oocd.assessment import service as assessment
from oocd.assessment.queries import assessment_of, checks_of
from oocd.assessment.schemas import WriteSchema
from oocd.demo.people import ACCOUNTS, AREA
from oocd.demo.words import OF_THE_PANEL, REASONS, WHY, made_up
from oocd.interventions import service as interventions
from oocd.interventions.queries import interventions_of
from oocd.outcomes import service as outcomes
from oocd.outcomes.queries import disposals_of
from oocd.panels import service as panels
from oocd.panels.models import PanelItem
from oocd.referrals import service as referrals
from oocd.referrals.models import Referral
from oocd.reviews import service as reviews
from oocd.reviews.queries import review_of
from oocd.screening import service as screening
from oocd.victims import service as victims

T = TypeVar("T")

ASSESSMENT = Path(__file__).parent / "assessment.json"

SAID = {"community_resolution": "accepts_responsibility", "youth_caution": "admitted"}
OFFENCE = {"community_resolution": "common_assault", "youth_caution": "abh"}
AT_PANEL = ("inspector", "manager", "socialcare", "victims")


def made_up_assessment(outcome: str) -> dict[str, Any]:
    """One complete assessment, as the API would read it from a person."""
    loaded: dict[str, Any] = WriteSchema().load(json.loads(ASSESSMENT.read_text()))
    loaded["recommendations"][0]["outcome"] = outcome
    return loaded


class Story:
    """One made-up case and the steps of its life; each step takes as many days as it says."""

    def __init__(self, people: Mapping[str, Actor], number: int, outcome: str, began: date) -> None:
        self.people = people
        self.number = number
        self.outcome = outcome
        self.day = began
        self.case = self._on_the_day(self._send)

    def prepared(self) -> "Story":
        """Accepted, checked, heard, scored, assessed and countersigned."""
        for step in (self._accept, self._hear, self._assess):
            self._later(2, step)
        return self

    def recommended(self) -> "Story":
        """Listed and recommended at a meeting."""
        self._later(5, self._meet)
        return self

    def decided(self) -> "Story":
        self._later(2, self._decide)
        return self

    def given(self) -> "Story":
        self._later(3, self._give)
        return self

    def at_work(self) -> "Story":
        self._later(6, self._begin_work)
        return self

    def closed(self) -> "Story":
        self._later(40, self._review)
        return self

    def _later(self, days: int, step: Callable[[], None]) -> None:
        self.day += timedelta(days=days)
        self._on_the_day(step)

    def _on_the_day(self, step: Callable[[], T]) -> T:
        with clock.stopped_at(datetime.combine(self.day, time(10), UTC)):
            return step()

    def _send(self) -> Referral:
        return referrals.send(
            area=AREA,
            child={
                "child_ref": f"DEMO-{self.number:03}",
                "name": f"Made-up child {self.number}",
                "date_of_birth": self.day - timedelta(days=5300 + 97 * self.number),
                "sex": ("male", "female")[self.number % 2],
                "ethnicity": ("W1", "B1", "A2", "M1", "W3", "NS")[self.number % 6],
                "care_status": ("none", "looked_after")[self.number % 4 == 0],
                "send": ("none", "support")[self.number % 3 == 0],
                "previous_disposals": [],
                "synthetic": True,
            },
            offences=[
                {
                    "offence_id": OFFENCE[self.outcome],
                    "offence_date": self.day - timedelta(days=20),
                    "summary": "Made up for demonstration.",
                    "admission": SAID[self.outcome],
                    "adult_present_at_acceptance": True,
                    "evidence": "sufficient_to_charge",
                }
            ],
            investigation_status="voluntary",
            officer_in_case="Demo officer in the case",
            victim_identified=True,
            risk_flags=[],
            by=self.people["referrer"],
        )

    def _accept(self) -> None:
        referrals.accept(self.case, case_worker="worker@demo.example", by=self.people["manager"])

    def _hear(self) -> None:
        (check,) = checks_of(self.case.id)
        assessment.answer_check(check, answer="nothing_held", by=self.people["socialcare"])
        said = {"child": made_up("I want to say sorry."), "mother": made_up("school helps.")}
        if self.case.child.care_status == "looked_after":
            said["foster_carer"] = made_up("evenings are calmer now.")
        for whose, words in said.items():
            assessment.record_words(
                self.case,
                whose=whose,
                words=words,
                given_how="spoken",
                given_on=self.day,
                by=self.people["worker"],
            )
        agreed = {"share_with_yjs": "yes", "updates": "yes"}
        victim = victims.add(
            self.case, kind="person", contact_consent="yes", consents=agreed, by=self.people["victims"]
        )
        victims.record_view(victim, needs_and_wishes=made_up("an apology."), by=self.people["victims"])
        screening.score(self.case, offence=1, edition="illustrative", by=self.people["worker"], real=False)

    def _assess(self) -> None:
        written = assessment_of(self.case.id)
        if written is None:
            raise RuntimeError("The case opened no assessment.")
        version = assessment.write(written, **made_up_assessment(self.outcome), by=self.people["worker"])
        assessment.submit(written, by=self.people["worker"])
        assessment.note_opened(version, by=self.people["manager"])
        assessment.countersign(written, by=self.people["manager"])
        referrals.make_ready(self.case, by=self.people["worker"])

    def _meet(self) -> None:
        chair = self.people["manager"]
        meeting = panels.plan_meeting(area=AREA, held_on=self.day, by=self.people["coordinator"])
        item = panels.list_case(self.case, meeting=meeting, by=self.people["coordinator"])
        panels.open_meeting(meeting, by=chair)
        for account in ACCOUNTS:
            if account.email.partition("@")[0] in AT_PANEL:
                panels.arrive(meeting, person=account.email, by=self.people["coordinator"])
        panels.begin(item, by=chair)
        self._vote(item)
        panels.reveal(item, by=chair)
        panels.recommend(item, reasons=REASONS | OF_THE_PANEL, deviation_reason=WHY, by=chair)
        panels.end_meeting(meeting, by=chair)

    def _vote(self, item: PanelItem) -> None:
        for name in AT_PANEL:
            vote = {"offence": 1, "outcome": self.outcome, "reasons": made_up("it fits what we heard today.")}
            panels.cast_vote(item, votes=[vote], by=self.people[name])

    def _decide(self) -> None:
        decision = {"offence": 1, "outcome": self.outcome, "reasons": REASONS}
        outcomes.decide(self.case, decisions=[decision], officer="Demo Inspector", by=self.people["inspector"])

    def _give(self) -> None:
        (disposal,) = disposals_of(self.case.id)
        inspector = self.people["inspector"]
        outcomes.explain(disposal, explained_how="spoken", agreed=True, by=inspector)
        outcomes.give(
            disposal,
            given_by="Demo Constable",
            given_by_constable=True,
            adult_role="parent_or_guardian",
            by=inspector,
        )
        if self.outcome == "youth_caution":
            outcomes.tell_yjs(disposal, by=inspector)
        interventions.plan(
            self.case,
            kind="restorative_conversation",
            objective=made_up("put things right with the person harmed."),
            agency="yjs",
            by=self.people["worker"],
        )

    def _begin_work(self) -> None:
        (work,) = interventions_of(self.case.id)
        interventions.hold_session(work, held_on=self.day, by=self.people["worker"])

    def _review(self) -> None:
        worker, (work,) = self.people["worker"], interventions_of(self.case.id)
        interventions.complete(work, result="completed", by=worker)
        interventions.end_work(self.case, by=worker)
        review = review_of(self.case.id)
        if review is None:
            raise RuntimeError("The case opened no exit review.")
        reviews.hold(
            review,
            plan_result="completed",
            exit_decision="close",
            what_worked=made_up("meeting the person harmed."),
            child_feedback=made_up("they listened to me."),
            safety_of_child="low",
            safety_of_others="low",
            by=worker,
        )
        referrals.close(self.case, by=self.people["manager"])


def tell_all(people: Mapping[str, Actor], today: date) -> list[Referral]:
    """Six cases, from one that has just come in to one that is closed."""
    back = [today - timedelta(days=days) for days in (1, 12, 18, 20, 35, 90)]
    resolution, caution = "community_resolution", "youth_caution"
    stories = [
        Story(people, 1, resolution, back[0]),
        Story(people, 2, caution, back[1]).prepared(),
        Story(people, 3, resolution, back[2]).prepared().recommended(),
        Story(people, 4, caution, back[3]).prepared().recommended().decided(),
        Story(people, 5, caution, back[4]).prepared().recommended().decided().given().at_work(),
        Story(people, 6, resolution, back[5]).prepared().recommended().decided().given().at_work().closed(),
    ]
    return [story.case for story in stories]
