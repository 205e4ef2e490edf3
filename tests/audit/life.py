"""A case that leaves something in every table the log watches over."""

from typing import Any

from oocd import clock
from tests.story import ASKED, Case, condition, in_weeks
from tests.turnaround.support import by_way_of_support

DAY = "2026-09-03"
OF_A_VICTIM = {
    "views": {"needs_and_wishes": "An apology."},
    "consents": {"answers": {"restorative_justice": "yes", "updates": "yes"}, **ASKED},
    "identity": {"name": "A made-up victim"},
    "contacts": {"purpose": "contact", "contacted_on": DAY, "how": "by_phone"},
    "restorative-steps": {"step": "rj_information", "result": "offered", "happened_on": DAY},
    "tell": {"what": "progress", "told_on": DAY, "told_how": "letter", "told_by": "A made-up worker"},
}


class WholeLife(Case):
    """The police are asked for more, somebody was harmed and is heard, three agencies vote."""

    def sent(self, **changes: Any) -> Case:
        super().sent(**{"victim_identified": True, "investigation_status": None, **changes})
        self.at("manager", "ask-for-information", {"reason": "Bail or a voluntary interview?"}).ok()
        told = {"text": "A voluntary interview.", "investigation_status": "voluntary"}
        self.at("referrer", "supply-information", told).ok()
        by_way_of_support(self)
        self.harm().ok()
        for step, sent in OF_A_VICTIM.items():
            self.of_victim("victims", step, sent).ok()
        self.step_back("health").ok()
        self.check_typed_score()
        return self

    def accepted(self, **changes: Any) -> Case:
        super().accepted(**changes)
        today = str(clock.today())
        self.agree_absence(self.not_heard("father").ok()["id"]).ok()
        check = self.file["checks"][0]["id"]
        self.people.worker.post(f"/information-requests/{check}/chases", {"chased_on": today, "how": "phone"}).ok()
        made = self.consider_safeguarding().ok()["id"]
        decision = {"decision": "no_reasonable_grounds", "decided_on": today}
        self.people.worker.post(f"/safeguarding-referrals/{made}/decisions", decision).ok()
        return self

    def ready(self, **changes: Any) -> Case:
        """By the chair's exception, and assessed after all."""
        self.prepared(without={"assessment"}, **changes)
        self.at("manager", "make-ready-by-exception", {"reason": "The limit for charging ends this week."}).ok()
        self.assessed_at_length().ok()
        return self

    def revealed(self, outcome: str = "community_resolution", *_present: str, **changes: Any) -> Case:
        return super().revealed(outcome, "inspector", "manager", "victims", **changes)

    def recommended(self, outcome: str = "community_resolution", **changes: Any) -> Case:
        """The victim worker takes it to managers, who settle it and later add to what they signed."""
        self.revealed(outcome, **changes).escalate("victims").ok()
        for who in ("operations", "chief"):
            self.give_view(who, outcome).ok()
        (signed,) = self.settle(proposed_conditions=[{"kind": "reparative", "text": "A letter."}]).ok()[
            "recommendations"
        ]
        told = {"words": "It was the older brother who came along."}
        self.people.manager.post(f"/recommendations/{signed['id']}/addenda", told).ok()
        return self

    def given(self, outcome: str = "community_resolution", **changes: Any) -> Case:
        if outcome != "youth_conditional_caution":
            return super().given(outcome, **changes)
        self.explained(outcome, **changes)
        decision = self.file["decisions"][0]["id"]
        self.people.inspector.post(f"/decisions/{decision}/addenda", {"text": "Made up."}).ok()
        self.of_disposal("conditions", {"conditions": [condition(kind="reparative")]}).ok()
        self.sign().ok()
        self.begin().ok()
        self.report("going_well").ok()
        self.fail().ok()
        self.answer_failure("excuse", planned_end=in_weeks(12), consent=True).ok()
        self.complete_course().ok()
        return self

    def at_work(self, outcome: str = "community_resolution", **changes: Any) -> Case:
        super().at_work(outcome, **changes)
        self.write_plan().ok()
        self.of_work("revise", {"why_changed": "She moved.", "agency": "education"}).ok()
        missed = self.of_work("missed-sessions", {"held_on": str(clock.today())}).ok()
        known = {"result": "missed", "held_on": missed["held_on"], "reason": "no_transport", "because": "We asked."}
        self.people.worker.post(f"/work-sessions/{missed['id']}/corrections", known).ok()
        self.of_work("sessions", {"planned_on": str(clock.today()), "place": "at_school"}).ok()
        self.of_work("cancelled-sessions", {"held_on": str(clock.today()), "reason": "worker_away"}).ok()
        self.at("manager", "reasons-for-no-programme", {"offence": 1, "reason": "Made up."}).ok()
        self.try_to_reach("mother").ok()
        self.consider()
        self.raise_non_engagement(fewer_because="Made up.").ok()
        self.of_non_engagement("agree").ok()
        if outcome == "community_resolution":
            self.of_non_engagement("tell-police", who="worker").ok()
        self.hold_interim_review().ok()
        if outcome == "youth_caution":
            self.of_disposal("tell-yjs").ok()
        return self

    def closed(self, outcome: str = "community_resolution") -> "WholeLife":
        self.in_review(outcome)
        self.extend_work().ok()
        self.at("worker", "end-work").ok()
        onward = [{"agency": "education", "service": "A youth club.", "accepted": False}]
        self.hold_review(exit_decision="close_with_onward_support", onward=onward).ok()
        self.at("manager", "close").ok()
        return self
