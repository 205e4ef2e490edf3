"""One case driven through the JSON API, step by step, as its people would; tests leave steps out or change them."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from oocd import clock
from oocd.accounts import service as accounts
from oocd.accounts.actor import SYSTEM
from oocd.config import ROOT
from oocd.db import Base, db, everywhere
from oocd.demo.people import FIRST_DAY, PASSWORD
from tests.people import Caller, People, Reply

REASONS = {
    "why_this_outcome": "First matter, and the child takes responsibility.",
    "why_not_the_one_below": "The harm done calls for an answer and some help.",
    "why_not_the_one_above": "Nothing heavier would serve the child or the victim.",
    "how_views_counted": "The child, the family and the victim were heard first.",
}
OF_A_PANEL = {
    "victims_view": "Whoever was harmed would like an apology.",
    "diversity_and_care": "The panel heard what the child's care and needs call for.",
}
STEPPED_BACK = "A neighbour of the child's family."
ASSESSMENT = json.loads((ROOT / "oocd" / "demo" / "assessment.json").read_text())
WHY = "It fits what the panel heard today."
ASKED = {"asked_on": "2026-09-02", "asked_by": "A made-up constable", "asked_how": "by_phone"}

RUN_ON = {"outcome_22", "outcome_23", "youth_conditional_caution"}  # given by `begin`: something runs from there


def in_weeks(weeks: int) -> str:
    return str(clock.today() + timedelta(weeks=weeks))


def condition(**changes: Any) -> dict[str, Any]:
    words = "Meet the mentor once a week."
    return {"kind": "rehabilitative", "words": words, "due_on": in_weeks(10), **changes}


def asked_of(outcome: str) -> dict[str, Any]:
    """What a decision for this outcome must say beside its reasons."""
    asked: dict[str, dict[str, Any]] = {
        "nfa": {"home_office_code": "10", "failed_limb": "public_interest"},
        "outcome_22": {"form": "plain", "planned_end": in_weeks(10)},
        "outcome_23": {
            "planned_end": in_weeks(10),
            "held_charge": "Common assault",
            "held_by": "A made-up inspector",
            "held_on": str(clock.today()),
        },
        "youth_conditional_caution": {"conditions": [condition()]},
        "charge": {"child_information_form": True},
    }
    return asked.get(outcome, {})


def child(**changes: Any) -> dict[str, Any]:
    return {
        "child_ref": "C-1",
        "name": "A made-up child",
        "date_of_birth": "2011-05-04",
        "sex": "female",
        "ethnicity": "B1",
        "care_status": "none",
        "send": "none",
        "previous_disposals": [],
        **changes,
    }


def without_history(**changes: Any) -> dict[str, Any]:
    """A child of whom the police have not said what was given before."""
    return {name: value for name, value in child(**changes).items() if name != "previous_disposals"}


def offence(**changes: Any) -> dict[str, Any]:
    return {
        "offence_id": "common_assault",
        "offence_date": "2026-09-01",
        "summary": "Made up.",
        "admission": "admitted",
        "adult_present_at_acceptance": True,
        "evidence": "full_code_test",
        **changes,
    }


def told_of_the_street(**changes: Any) -> dict[str, Any]:
    """What an officer gave four days before the notice, with nothing left out that a rule asks for."""
    return {
        "given_on": str(clock.today() - timedelta(days=4)),
        "given_by": "A made-up constable",
        "giver_role": "constable",
        "history_weighed": False,
        "adult_role": "parent_or_guardian",
        "child_agreed": True,
        "rationale": "A first matter, settled between the two on the spot.",
        "agreed": "To say sorry.",
        **changes,
    }


# What each step after a notice takes.
STREET_STEPS: Mapping[str, Mapping[str, str]] = {
    "screen": {"words": "Made up: the school says all is well."},
    "offer-support": {"words": "Made up: a youth worker to talk to."},
    "close-without-offer": {"no_offer_reason": "no_need_found"},
    "send-to-panel-anyway": {"reason": "Made up: the family asks for it."},
}


class Case:
    """`Case(people).sent().prepared().recommended("youth_caution")` and so on; `reply` is the last answer."""

    def __init__(self, people: People) -> None:
        self.people = people
        self.reply: Reply
        self.id = ""
        self.item_id = ""
        self.meeting_id = ""
        self.escalation_id = ""

    # -- the verbs, one request each; none asserts, so that a test can see a refusal

    def send(
        self,
        *,
        offences: list[dict[str, Any]] | None = None,
        of: dict[str, Any] | None = None,
        **changes: Any,
    ) -> Reply:
        sent = {
            "area": "buckinghamshire",
            "investigation_status": "voluntary",
            "officer_in_case": "A made-up officer",
            "victim_identified": False,
            "risk_flags": [],
            "child": of or child(),
            "offences": [offence()] if offences is None else offences,
            **changes,
        }
        reply = self.people.referrer.post("/referrals", sent)
        if reply.status == 201:
            self.id = reply["id"]
        return reply

    def notify(
        self,
        *,
        offences: list[dict[str, Any]] | None = None,
        of: dict[str, Any] | None = None,
        notice: dict[str, Any] | None = None,
        **changes: Any,
    ) -> Reply:
        """The police tell of a community resolution given on the street."""
        sent = {
            "area": "buckinghamshire",
            "investigation_status": "none",
            "officer_in_case": "A made-up officer",
            "victim_identified": False,
            "risk_flags": [],
            "child": of or child(),
            "offences": offences or [offence(evidence="offence_shown")],
            "notice": notice or told_of_the_street(),
            **changes,
        }
        reply = self.people.referrer.post("/street-notices", sent)
        if reply.status == 201:
            self.id = reply["id"]
        return reply

    def on_the_street(self, *steps: str, **changes: Any) -> "Case":
        """A notice that came, and the steps after it with what each takes."""
        self.notify(**changes).ok()
        for step in steps:
            self.street_step(step).ok()
        return self

    def street_step(self, step: str, who: str = "worker", **changes: Any) -> Reply:
        return self.at(who, step, STREET_STEPS.get(step, {}) | changes)

    def at(self, who: str, step: str, sent: dict[str, Any] | None = None, **headers: str) -> Reply:
        """POST /referrals/{id}/<step> as somebody."""
        return getattr(self.people, who).post(f"/referrals/{self.id}/{step}", sent, **headers)

    def accept(self) -> Reply:
        return self.at("manager", "accept", {"case_worker": "worker@demo.example"})

    def ask(self, agency: str = "social_care") -> Reply:
        return self.at("worker", "information-requests", {"agency": agency, "question": "What do you know?"})

    def answer(self, agency: str = "social_care", answer: str = "nothing_held", **changes: Any) -> Reply:
        """The answer of an agency that was asked; social care is asked by itself when the case is accepted."""
        who = {"social_care": "socialcare"}.get(agency, agency)
        (check,) = self.rows_of("information_request", agency=agency, state="asked")
        sent = {"answer": answer, **changes}
        return getattr(self.people, who).post(f"/information-requests/{check['id']}/answer", sent)

    def hear(self, whose: str, **changes: Any) -> Reply:
        said = {"whose": whose, "words": "Sorry.", "given_how": "spoken", "given_on": str(clock.today()), **changes}
        return self.at("worker", "views", said)

    def not_heard(self, whose: str, reason: str = "declined", **changes: Any) -> Reply:
        return self.at("worker", "absent-views", {"whose": whose, "reason_for_none": reason, **changes})

    def agree_absence(self, view: str, who: str = "manager") -> Reply:
        return getattr(self.people, who).post(f"/heard-views/{view}/agree-absence")

    def consider_safeguarding(self, **changes: Any) -> Reply:
        sent = {
            "kind": "nrm",
            "made_on": str(clock.today()),
            "agency": "yjs",
            "raised_at": "assessment",
            "reason": "Made up: older friends hold the child's phone.",
            **changes,
        }
        return self.at("worker", "safeguarding-referrals", sent)

    def harm(self, **changes: Any) -> Reply:
        return self.at("victims", "victims", {"kind": "person", "contact_consent": "yes", **changes})

    def of_victim(self, who: str, step: str, sent: dict[str, Any] | None = None, number: int = 1) -> Reply:
        victim = self.rows_of("victim", "number")[number - 1]
        return getattr(self.people, who).post(f"/victims/{victim['id']}/{step}", sent)

    def score(self, number: int = 1) -> Reply:
        return self.at("worker", "gravity-scores", {"offence": number, "edition": "illustrative"})

    def check_typed_score(self) -> None:
        """A score typed from a copy with a factor ticked, and a second person's check."""
        typed = {"offence": 1, "edition": "npcc_child_2023", "base": 2, "factors": ["gen_m_remorse"]}
        scored = self.at("worker", "gravity-scores", typed).ok()
        self.people.manager.post(f"/gravity-scores/{scored['id']}/check", {"base": 2}).ok()

    def write(self, **changes: Any) -> Reply:
        """A whole assessment that names each check and recommends for each offence, but for what is changed."""
        requests = self.rows_of("information_request")
        checks = [{"check": str(row["id"]), "used": "Made up."} for row in requests if row["answer"]]
        recommended = ASSESSMENT["recommendations"][0]
        written = {
            **ASSESSMENT,
            "sources": [*ASSESSMENT["sources"], *checks],
            "recommendations": [{**recommended, "offence": number} for number in self.offence_numbers],
            **changes,
        }
        return self.people.worker.post(f"/assessments/{self.assessment_id}/versions", written)

    def judge(self, about: str = "safety_of_others", **changes: Any) -> Reply:
        """The same, with one professional judgement changed; `beside` are the views and note next to it."""
        beside = changes.pop("beside", {})
        before = ASSESSMENT["judgements"][about]
        judged = {**before, "professional_judgement": {**before["professional_judgement"], **changes}, **beside}
        return self.write(judgements={**ASSESSMENT["judgements"], about: judged})

    def submitted(self, **changes: Any) -> Reply:
        self.write(**changes).ok()
        return self.of_assessment("worker", "submit")

    def countersigned(self, **changes: Any) -> Reply:
        self.submitted(**changes).ok()
        self.of_assessment("manager", "open").ok()
        return self.of_assessment("manager", "countersign", {})

    def assessed_at_length(self, **changes: Any) -> Reply:
        """With a helper, returned once with comments, signed with something left to do, and given to the child."""
        self.of_assessment("worker", "contributors", {"person": "socialcare@demo.example"}).ok()
        self.of_assessment("worker", "kinds", {"kind": "screening", "reason": "Made up."}).ok()
        self.of_assessment("worker", "kinds", {"kind": "full", "reason": "Made up: on reflection."}).ok()
        self.submitted(**changes).ok()
        comments = [{"section": "family", "comment": "Say what the mother wants."}]
        returned = {"reason": "Made up: almost there.", "comments": comments}
        self.of_assessment("manager", "return-for-changes", returned).ok()
        self.submitted(**changes).ok()
        self.of_assessment("manager", "open").ok()
        signed = self.of_assessment("manager", "countersign", {"actions": [self.action()]}).ok()
        shared = {"shared_on": str(clock.today()), "shared_how": "visit"}
        self.of_assessment("worker", "shared-copies", shared).ok()
        return signed

    def action(self, **changes: Any) -> dict[str, Any]:
        owner = "worker@demo.example"
        return {"what": "Made up: ring the school.", "owner": owner, "due_on": str(clock.today()), **changes}

    def oversee(self, kind: str = "supervision", **changes: Any) -> Reply:
        seen = {"kind": kind, "held_on": str(clock.today()), "finding": "Made up: the plan fits the child.", **changes}
        return self.at("manager", "oversight-records", seen)

    def of_assessment(self, who: str, step: str, sent: dict[str, Any] | None = None) -> Reply:
        return getattr(self.people, who).post(f"/assessments/{self.assessment_id}/{step}", sent)

    def of_meeting(self, who: str, step: str, sent: dict[str, Any] | None = None) -> Reply:
        return getattr(self.people, who).post(f"/panel-meetings/{self.meeting_id}/{step}", sent)

    def of_item(self, who: str, step: str, sent: dict[str, Any] | None = None) -> Reply:
        return getattr(self.people, who).post(f"/panel-items/{self.item_id}/{step}", sent)

    def arrive(self, *names: str) -> None:
        for name in names:
            self.of_meeting("coordinator", "arrivals", {"person": f"{name}@demo.example"}).ok()

    def step_back(self, who: str, **changes: Any) -> Reply:
        return self.at(who, "conflicts", {"reason": "knows_child_or_family", "words": STEPPED_BACK, **changes})

    def vote(self, who: str, outcome: str | None) -> Reply:
        votes = [{"offence": number, "outcome": outcome, "reasons": WHY} for number in self.offence_numbers]
        return self.of_item(who, "votes", {"votes": votes})

    def recommend(self, **changes: Any) -> Reply:
        said = {"reasons": REASONS | OF_A_PANEL, "deviation_reason": WHY}
        return self.of_item("manager", "recommend", said | changes)

    def escalate(self, who: str = "inspector", **changes: Any) -> Reply:
        reply = self.of_item(who, "escalate", {"reason": "The panel will not come to one mind.", **changes})
        if reply.status == 201:
            self.escalation_id = reply["id"]
        return reply

    def of_escalation(self, who: str, step: str, sent: dict[str, Any] | None = None) -> Reply:
        return getattr(self.people, who).post(f"/escalations/{self.escalation_id}/{step}", sent)

    def give_view(self, who: str, outcome: str) -> Reply:
        views = [{"offence": number, "outcome": outcome, "reasons": WHY} for number in self.offence_numbers]
        return self.of_escalation(who, "give-view", {"views": views})

    def settle(self, who: str = "operations", **changes: Any) -> Reply:
        said = {"reasons": REASONS | OF_A_PANEL, "deviation_reason": WHY}
        return self.of_escalation(who, "settle", said | changes)

    def decide(self, outcome: str, *, of_each: dict[str, Any] | None = None, **changes: Any) -> Reply:
        each = [
            {
                "offence": number,
                "outcome": outcome,
                "reasons": REASONS,
                "deviation_reason": WHY,
                **asked_of(outcome),
                **(of_each or {}),
            }
            for number in self.offence_numbers
        ]
        sent = {"officer": "A made-up inspector", "officer_role": "sergeant_or_above", "decisions": each}
        sent["rule_reasons"] = {"CH-01": WHY, "CH-02": WHY}
        return self.at("inspector", "decide", sent | changes)

    def decide_again(self, outcome: str | None, *, offence: int = 1, **changes: Any) -> Reply:
        """The police decide on the one offence whose outcome came back to them."""
        again = {"offence": offence, "outcome": outcome, "differs_because": WHY, **changes}
        return self.decide(outcome or "charge", decisions=[self.one_decision(outcome or "charge") | again])

    def one_decision(self, outcome: str, **changes: Any) -> dict[str, Any]:
        said = {"offence": 1, "outcome": outcome, "reasons": REASONS, "deviation_reason": WHY}
        return {**said, **asked_of(outcome), **changes}

    def of_disposal(
        self, step: str, sent: dict[str, Any] | None = None, who: str = "inspector", number: int = 0
    ) -> Reply:
        disposal = self.disposals[number]
        return getattr(self.people, who).post(f"/disposals/{disposal['id']}/{step}", sent)

    def explain(self, number: int = 0, **changes: Any) -> Reply:
        return self.of_disposal("explain", {"explained_how": "spoken", "agreed": True, **changes}, number=number)

    def sign(self, number: int = 0, **changes: Any) -> Reply:
        signed = {
            "signed_on": str(clock.today()),
            "authorised_person": "A made-up sergeant",
            "adult_name": "A made-up mother",
            "adult_role": "parent_or_guardian",
            "consent": True,
            **changes,
        }
        return self.of_disposal("documents", signed, number=number)

    def give(self, number: int = 0, *, step: str = "give", **changes: Any) -> Reply:
        sent = {
            "given_by": "A made-up constable",
            "given_by_constable": True,
            "adult_role": "parent_or_guardian",
            **changes,
        }
        return self.of_disposal(step, sent, number=number)

    def begin(self, number: int = 0, **changes: Any) -> Reply:
        now = {"giver_role": "sergeant_or_above", "acknowledged": ["TIME-01"]}
        return self.give(number, step="begin", **now, **changes)

    def report(self, kind: str, number: int = 0) -> Reply:
        told = {"kind": kind, "words": "Made up."}
        return self.of_disposal("progress-reports", told, who="worker", number=number)

    def complete_course(self, number: int = 0, **changes: Any) -> Reply:
        done = {"completed_on": str(clock.today()), "words": "Everything was done.", **changes}
        return self.of_disposal("complete", done, who="worker", number=number)

    def fail(self, number: int = 0, **changes: Any) -> Reply:
        told = {"failure_reason": "health", "words": "The child was ill for two weeks.", "attempts": 3}
        told["rule_reasons"] = {"NE-02": "The worker tried everything."}
        return self.of_disposal("report-failure", told | changes, who="worker", number=number)

    def answer_failure(self, step: str, number: int = 0, **changes: Any) -> Reply:
        """`excuse`, `not-excused`, `treat-as-completed` or `revive`."""
        said = {"reason": WHY, "officer": "A made-up inspector", "officer_role": "sergeant_or_above"}
        said |= ({"acknowledged": ["TIME-01"]} if step == "excuse" else {}) | changes
        return self.of_disposal(step, said, number=number)

    def write_plan(self, **changes: Any) -> Reply:
        parts = ("what_helps", "victim_safety", "contingency", "exit_route")
        return self.at("worker", "plans", {**{name: f"Made up: {name}." for name in parts}, **changes})

    def plan_work(self, **changes: Any) -> Reply:
        work = {"kind": "mentoring", "objective": "Somebody to talk to.", "agency": "yjs", **changes}
        return self.at("worker", "interventions", work)

    def of_work(self, step: str, sent: dict[str, Any] | None = None, number: int = 0) -> Reply:
        work = self.file["interventions"][number]
        return self.people.worker.post(f"/interventions/{work['id']}/{step}", sent)

    def hold_session(self, number: int = 0) -> Reply:
        return self.of_work("hold-session", {"held_on": str(clock.today())}, number)

    def complete_work(self, result: str = "completed", number: int = 0) -> Reply:
        return self.of_work("complete", {"result": result}, number)

    def try_to_reach(self, whom: str = "child", **changes: Any) -> Reply:
        attempt = {"made_on": str(clock.today()), "whom": whom, "method": "phone", "result": "spoke", **changes}
        return self.at("worker", "contact-attempts", attempt)

    def consider(self, *adjustments: str) -> None:
        """What could be changed for the child; left out, all that is asked for."""
        for name in adjustments or ("special_needs", "speech_and_language", "trauma", "travel"):
            self.at("worker", "adjustments", {"adjustment": name, "answer": "not_needed"}).ok()

    def raise_non_engagement(self, number: int = 0, **said: str) -> Reply:
        return self.of_work("non-engagements", {"barriers": "The bus takes two hours.", **said}, number)

    def of_non_engagement(self, step: str, sent: dict[str, Any] | None = None, who: str = "manager") -> Reply:
        every = self.rows_of("non_engagement", "raised_at")
        raised = next((row for row in every if row["state"] == "raised"), every[-1])
        return getattr(self.people, who).post(f"/non-engagements/{raised['id']}/{step}", sent)

    def extend_work(self, **changes: Any) -> Reply:
        later = str(clock.today() + timedelta(days=28))
        extended = {"extended_to": later, "reason": "The child asked to go on.", **changes}
        return self.people.worker.post(f"/exit-reviews/{self.exit_review_id}/extend", extended)

    def hold_interim_review(self, **changes: Any) -> Reply:
        held = {"what_worked": "Meeting outdoors.", "child_feedback": "It is all right.", **changes}
        return self.at("worker", "interim-reviews", held)

    def hold_review(self, **changes: Any) -> Reply:
        held = {
            "plan_result": "completed",
            "exit_decision": "close",
            "what_worked": "Meeting the person harmed.",
            "child_feedback": "They listened.",
            "safety_of_child": "low",
            "safety_of_others": "low",
            **changes,
        }
        return self.people.worker.post(f"/exit-reviews/{self.exit_review_id}/hold", held)

    # -- whole stretches, each asserted

    def sent(self, **changes: Any) -> "Case":
        self.send(**changes).ok()
        return self

    def accepted(self, **changes: Any) -> "Case":
        self.sent(**changes).accept().ok()
        return self

    def prepared(self, *, without: frozenset[str] | set[str] = frozenset(), **changes: Any) -> "Case":
        """Everything the panel needs but for what is left out: checks, child, family, score, assessment."""
        self.accepted(**changes)
        if "checks" not in without:
            self.answer().ok()
        if "child" not in without:
            self.hear("child").ok()
        if "family" not in without:
            for whose in self.family:
                self.hear(whose).ok()
        if "score" not in without:
            for number in self.offence_numbers:
                self.score(number).ok()
        if "assessment" not in without:
            self.countersigned().ok()
        return self

    def ready(self, **changes: Any) -> "Case":
        self.prepared(**changes).at("worker", "make-ready").ok()
        return self

    def listed(self, **changes: Any) -> "Case":
        self.ready(**changes)
        self.plan_meeting()
        self.put_on_agenda().ok()
        return self

    def plan_meeting(self, area: str = "buckinghamshire") -> None:
        planned = {"area": area, "held_on": str(clock.today())}
        self.meeting_id = self.people.coordinator.post("/panel-meetings", planned).ok()["id"]

    def put_on_agenda(self) -> Reply:
        reply = self.at("coordinator", "list-for-panel", {"meeting": self.meeting_id})
        if reply.status == 201:
            self.item_id = reply["id"]
        return reply

    def under_discussion(self, *present: str, **changes: Any) -> "Case":
        self.listed(**changes)
        self.of_meeting("manager", "open-meeting").ok()
        self.arrive(*(present or ("inspector", "manager")))
        self.of_item("manager", "begin").ok()
        return self

    def revealed(self, outcome: str = "community_resolution", *present: str, **changes: Any) -> "Case":
        present = present or ("inspector", "manager")
        self.under_discussion(*present, **changes)
        for name in present:
            self.vote(name, outcome).ok()
        self.of_item("manager", "reveal", {}).ok()
        return self

    def disagreed(self, *present: str, **changes: Any) -> "Case":
        """The police want a youth caution and everybody else a community resolution; the votes are revealed."""
        present = present or ("inspector", "manager")
        self.under_discussion(*present, **changes)
        for name in present:
            self.vote(name, "youth_caution" if name == "inspector" else "community_resolution").ok()
        self.of_item("manager", "reveal", {}).ok()
        return self

    def escalated(self, *present: str, **changes: Any) -> "Case":
        """The same, and the police have taken it to managers."""
        self.disagreed(*present, **changes).escalate().ok()
        return self

    def recommended(self, outcome: str = "community_resolution", **changes: Any) -> "Case":
        self.revealed(outcome, **changes).recommend().ok()
        return self

    def decided(self, outcome: str = "community_resolution", **changes: Any) -> "Case":
        self.recommended(outcome, **changes).decide(outcome).ok()
        return self

    def explained(self, outcome: str = "community_resolution", **changes: Any) -> "Case":
        self.decided(outcome, **changes)
        for number in range(len(self.offence_numbers)):
            self.explain(number).ok()
        return self

    def given(self, outcome: str = "community_resolution", **changes: Any) -> "Case":
        self.explained(outcome, **changes)
        for number in range(len(self.offence_numbers)):
            if outcome == "youth_conditional_caution":
                self.sign(number).ok()
            (self.begin if outcome in RUN_ON else self.give)(number).ok()
        return self

    def failed(self, outcome: str = "youth_conditional_caution", **changes: Any) -> "Case":
        self.given(outcome, **changes).fail().ok()
        return self

    def at_work(self, outcome: str = "community_resolution", **changes: Any) -> "Case":
        self.given(outcome, **changes).plan_work().ok()
        self.hold_session().ok()
        return self

    def in_review(self, outcome: str = "community_resolution", **changes: Any) -> "Case":
        self.at_work(outcome, **changes).complete_work().ok()
        self.at("worker", "end-work").ok()
        return self

    # -- reading

    @property
    def file(self) -> Any:
        return self.people.manager.get(f"/referrals/{self.id}").ok().body

    @property
    def state(self) -> str:
        return str(self.file["referral"]["state"])

    # What a verb needs to know is read from the tables: to read the whole case each time was half of what a story cost.

    def rows_of(self, table: str, *order: str, **like: Any) -> list[Mapping[str, Any]]:
        """The case's own rows of a table, those that are like this, in this order."""
        columns = Base.metadata.tables[table].c
        own = sa.select(columns).where(columns.referral_id == UUID(self.id)).filter_by(**like)
        return self._read(own.order_by(*(columns[name] for name in order)))

    @property
    def offence_numbers(self) -> list[int]:
        return [row["number"] for row in self.rows_of("offence", "number")]

    @property
    def disposals(self) -> list[Mapping[str, Any]]:
        """By offence, and of each offence the earlier first."""
        offences = {row["id"]: row["number"] for row in self.rows_of("offence")}
        decisions = {row["id"]: row["number"] for row in self.rows_of("decision")}
        return sorted(
            self.rows_of("disposal"), key=lambda row: (offences[row["offence_id"]], decisions[row["decision_id"]])
        )

    @property
    def family(self) -> tuple[str, ...]:
        """Who must be heard beside the child: for a looked-after child a parent and the carer."""
        child, referral = Base.metadata.tables["child"], Base.metadata.tables["referral"]
        of_case = sa.select(child.c.care_status).join(referral, referral.c.child_id == child.c.id)
        (known,) = self._read(of_case.where(referral.c.id == UUID(self.id)))
        return ("mother", "foster_carer") if known["care_status"] == "looked_after" else ("mother",)

    @property
    def assessment_id(self) -> str:
        return str(self.rows_of("assessment", "number")[-1]["id"])

    @property
    def exit_review_id(self) -> str:
        return str(self.rows_of("exit_review", "number")[-1]["id"])

    def _read(self, rows: sa.Select[Any]) -> list[Mapping[str, Any]]:
        with self.people.app.app_context(), db.engine.connect() as connection:
            return list(connection.execute(rows).mappings())


def newcomer(
    people: People, name: str, places: Mapping[str, tuple[str, tuple[str, ...]]], *, since: date = FIRST_DAY
) -> Caller:
    """One more person, from now on `people.<name>`, with an agency and roles in each area of `places`."""
    email = f"{name}@demo.example"
    with people.app.app_context(), everywhere():
        person = accounts.create_person(f"Demo {name}", email, PASSWORD)
        for area, (agency, roles) in places.items():
            accounts.add_membership(person, area=area, agency=agency, roles=roles, by=SYSTEM, from_date=since)
        token = accounts.issue_token(email, name="test")
        db.session.commit()
    caller = Caller(people.app.test_client(), token)
    setattr(people, name, caller)
    return caller


def moves_made(people: People) -> list[tuple[str, str]]:
    """Every workflow and move in the history, in the order it was recorded."""
    return [(row["workflow"], row["move"]) for row in history(people)]


def history(people: People) -> list[Mapping[str, Any]]:
    """The rows of `workflow_move`, in the order they were recorded."""
    rows = sa.select(Base.metadata.tables["workflow_move"]).order_by(sa.text("recorded_at"))
    with people.app.app_context(), db.engine.connect() as connection:
        return list(connection.execute(rows).mappings())


@contextmanager
def nothing_written(people: People) -> Iterator[None]:
    """Every row of every table is the same afterwards; only who read or was refused may have been logged."""
    before = _all_rows(people)
    yield
    assert _all_rows(people) == before


def _all_rows(people: People) -> dict[str, list[str]]:
    kept = {table.name: sa.select(table) for table in Base.metadata.sorted_tables if table.name != "access_entry"}
    kept["audit_chain"] = kept["audit_chain"].where(sa.text("chain NOT LIKE 'access:%'"))
    with people.app.app_context(), db.engine.connect() as connection:
        return {name: sorted(str(row) for row in connection.execute(rows)) for name, rows in kept.items()}
