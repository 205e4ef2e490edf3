"""Each move as its map draws it: by nobody without its permission, and from no state but those it starts from."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa
from flask import Flask
from werkzeug.exceptions import NotFound

from oocd import clock
from oocd.accounts.permissions import PERMISSIONS, ROLES, granted_by
from oocd.casefile.queries import ADDRESSES
from oocd.db import db, table_of
from oocd.demo.people import ACCOUNTS, AREA
from oocd.workflow.definitions import Move
from oocd.workflow.models import Process
from tests.exchange.sheets import past_case
from tests.people import People
from tests.story import REASONS, WHY, Case, child, newcomer, nothing_written
from tests.turnaround.support import HELP, Support
from tests.workflows.maps import CARRIED, MOVES, STATES

REASON = {"reason": "Made up, for a test."}
WHO = REASON | {"officer": "A made-up inspector", "officer_role": "sergeant_or_above"}
EACH = {"offence": 1, "outcome": "community_resolution", "reasons": REASONS}
REVIEW = {"plan_result": "completed", "exit_decision": "close", "what_worked": "Talk.", "child_feedback": "Fine."}
REVIEW |= {"safety_of_child": "low", "safety_of_others": "low"}

# What each move takes, complete and right, so that nothing but the person or the state can be refused.
SENT: Mapping[tuple[str, str], Mapping[str, Any] | None] = {
    ("panel", "ask_for_information"): REASON,
    ("panel", "supply_information"): {"text": "Made up."},
    ("panel", "accept"): {"case_worker": "worker@demo.example"},
    ("panel", "make_ready"): None,
    ("panel", "make_ready_by_exception"): {"reason": WHY},
    ("panel", "decide"): {"officer": "A made-up inspector", "decisions": [EACH]},
    ("panel", "return_to_police"): REASON,
    ("panel", "review_without_work"): None,
    ("panel", "end_work"): None,
    ("panel", "close"): None,
    ("panel", "withdraw"): REASON,
    ("panel", "send_back"): REASON,
    ("panel", "transfer"): {**REASON, "transferred_to": "Another made-up service"},
    ("panel", "charge"): {**REASON, "charged_on": "2026-11-02"},
    ("panel_item", "take_off"): REASON,
    ("panel_item", "escalate"): {"reason": WHY},
    ("escalation", "give_view"): {"views": [{"offence": 1, "outcome": "community_resolution", "reasons": WHY}]},
    ("escalation", "go_up"): REASON,
    ("escalation", "settle"): {"reasons": REASONS},
    ("escalation", "withdraw"): REASON,
    ("panel_meeting", "cancel"): REASON,
    ("panel_item", "begin"): None,
    ("panel_item", "reveal"): {"closed_early": WHY},
    ("panel_item", "vote_again"): REASON,
    ("panel_item", "recommend"): {"reasons": REASONS},
    ("panel_item", "defer"): {"deferral_reason": "other"},
    ("panel_meeting", "open_meeting"): None,
    ("panel_meeting", "end_meeting"): None,
    ("disposal", "explain"): {"explained_how": "spoken", "agreed": True},
    ("disposal", "give"): {"given_by": "A made-up constable", "given_by_constable": True},
    ("disposal", "return_to_police"): REASON,
    ("disposal", "begin"): {"given_by": "A made-up constable", "given_by_constable": True},
    ("disposal", "withdraw_consent"): REASON,
    ("disposal", "vary"): WHO | {"planned_end": "2026-12-01", "consent": True},
    ("disposal", "complete"): {"completed_on": "2026-11-02", "words": "Done."},
    ("disposal", "report_failure"): {"failure_reason": "health", "words": "Ill.", "attempts": 3},
    ("disposal", "excuse"): WHO,
    ("disposal", "treat_as_completed"): WHO,
    ("disposal", "not_excused"): WHO,
    ("disposal", "revive"): WHO,
    ("intervention", "hold_session"): {"held_on": "2026-11-02"},
    ("intervention", "complete"): {"result": "completed"},
    ("intervention", "end_early"): {"end_reason": "moved_away"},
    ("assessment", "submit"): None,
    ("assessment", "return_for_changes"): REASON,
    ("assessment", "countersign"): None,
    ("assessment", "go_without"): None,
    ("exit_review", "hold"): REVIEW,
    ("exit_review", "extend"): {"extended_to": "2099-01-01", **REASON},
    ("non_engagement", "agree"): None,
    ("non_engagement", "send_back"): REASON,
    ("information_request", "answer"): {"answer": "nothing_held"},
    ("information_request", "give_up"): REASON,
    ("past_case", "close"): None,
    ("panel", "change_route"): {**REASON, "route": "turnaround"},
    ("turnaround", "accept"): {"case_worker": "worker@demo.example"},
    ("turnaround", "offer_turnaround"): {},
    ("turnaround", "find_not_eligible"): {**REASON, "other_help": HELP},
    ("turnaround", "take_up"): None,
    ("turnaround", "decline_turnaround"): {"whose": "child", "said_on": "2026-11-02", "how": "spoken"},
    ("turnaround", "begin_support"): None,
    ("turnaround", "end_work"): None,
    ("turnaround", "close"): None,
    ("turnaround", "change_route"): {**REASON, "route": "panel"},
    ("turnaround", "withdraw"): REASON,
    ("turnaround", "transfer"): {**REASON, "transferred_to": "Another made-up service"},
    ("street_cr", "screen"): {"words": "Made up."},
    ("street_cr", "offer_support"): {"words": "Made up."},
    ("street_cr", "close_without_offer"): {"no_offer_reason": "no_need_found"},
    ("street_cr", "accept_support"): None,
    ("street_cr", "decline"): {},
    ("street_cr", "end_work"): None,
    ("street_cr", "close"): None,
    ("street_cr", "send_to_panel"): {},
    ("street_cr", "send_to_panel_anyway"): REASON,
    ("street_cr", "withdraw"): REASON,
    ("street_cr", "send_back"): REASON,
    ("street_cr", "transfer"): {**REASON, "transferred_to": "Another made-up service"},
}


class Standing:
    """One process as it stands: its workflow, its state, and where its moves are made."""

    def __init__(self, workflow: str, state: str, process_id: str) -> None:
        self.workflow = workflow
        self.state = state
        self._at = f"/{(ADDRESSES | {'panel_meeting': 'panel-meetings'})[workflow]}/{process_id}"

    def address(self, move: str) -> str:
        return f"{self._at}/{move.replace('_', '-')}"

    def moves_of(self, sent: Mapping[tuple[str, str], Any]) -> list[tuple[Move, Any]]:
        """Each move of its workflow that has an address, with what it takes."""
        return [(MOVES[workflow, name], body) for (workflow, name), body in sent.items() if workflow == self.workflow]


def standings(people: People) -> list[Standing]:
    """Every process there is, of every kind there is."""
    found = []
    with people.app.app_context(), db.engine.connect() as connection:
        for kind in Process.__subclasses__():
            table: sa.Table = table_of(kind)
            for row in connection.execute(sa.select(table)).mappings():
                workflow = row.get("follows") or row.get("route", kind.workflow)
                found.append(Standing(workflow, row["state"], row["id"]))
    return found


def life(case: Case) -> Iterator[None]:
    """Cases driven through every state of every workflow, with a stop after each step."""

    def stops(*steps: Callable[[], Any]) -> Iterator[None]:
        for step in steps:
            step().ok()
            yield

    manager, worker, people = "manager", "worker", case.people
    yield from stops(
        case.send,
        lambda: case.at(manager, "ask-for-information", REASON),
        lambda: case.at("referrer", "supply-information", {"text": "Made up."}),
        case.accept,
    )
    case.answer().ok()
    given_up = case.ask("health").ok()["id"]
    people.worker.post(f"/information-requests/{given_up}/give-up", REASON).ok()
    for whose in ("child", "mother"):
        case.hear(whose).ok()
    case.score().ok()
    case.write().ok()
    yield from stops(
        lambda: case.of_assessment(worker, "submit"),
        lambda: case.of_assessment(manager, "open"),
        lambda: case.of_assessment(manager, "countersign"),
        lambda: case.at(worker, "make-ready"),
    )
    case.plan_meeting()
    yield from stops(
        case.put_on_agenda,
        lambda: case.of_item("coordinator", "take-off", REASON),
        lambda: case.of_meeting("coordinator", "cancel", REASON),
    )
    case.plan_meeting()
    yield from stops(case.put_on_agenda, lambda: case.of_meeting(manager, "open-meeting"))
    yield from stops(
        lambda: case.of_item(manager, "begin"),
        lambda: case.of_item(manager, "defer", {"deferral_reason": "other"}),
        lambda: case.at(worker, "make-ready"),
        lambda: case.of_meeting(manager, "end-meeting"),
    )
    case.plan_meeting()
    case.put_on_agenda().ok()
    case.of_meeting(manager, "open-meeting").ok()
    case.arrive("inspector", manager)
    case.of_item(manager, "begin").ok()
    for name in ("inspector", manager):
        case.vote(name, "community_resolution").ok()
    yield from stops(
        lambda: case.of_item(manager, "reveal", {}),
        case.escalate,
        lambda: case.of_escalation("inspector", "withdraw", REASON),
        case.escalate,
    )
    for who in ("operations", "chief"):
        case.give_view(who, "community_resolution").ok()
    yield from stops(
        case.settle,
        lambda: case.decide("community_resolution"),
        case.explain,
        case.give,
        case.plan_work,
        case.hold_session,
        lambda: case.raise_non_engagement(fewer_because="Made up."),
        lambda: case.of_non_engagement("send-back", REASON),
        lambda: case.raise_non_engagement(fewer_because="Made up."),
        lambda: case.of_non_engagement("agree"),
        case.complete_work,
        lambda: case.at(worker, "end-work"),
        case.extend_work,
        lambda: case.at(worker, "end-work"),
        case.hold_review,
        lambda: case.at(manager, "close"),
    )
    unassessed = Case(people)
    unassessed.accepted(of=child(child_ref="C-3")).of_assessment(worker, "kinds", {"kind": "none", **REASON}).ok()
    yield from stops(lambda: unassessed.of_assessment(manager, "go-without"))
    returned = Case(people)
    returned.decided(of=child(child_ref="C-4"))
    yield from stops(
        lambda: returned.of_disposal("return-to-police", REASON),
        lambda: returned.at("inspector", "return-to-police", REASON),
    )
    for who, step, sent in (
        (manager, "transfer", {**REASON, "transferred_to": "Another made-up service"}),
        ("referrer", "charge", {**REASON, "charged_on": str(clock.today())}),
    ):
        ended = Case(people)
        ended.sent()
        yield from stops(partial(ended.at, who, step, sent))
    running = Case(people)
    yield from stops(
        running.explained("outcome_22", of=child(child_ref="C-2")).begin,
        running.fail,
        lambda: running.answer_failure("excuse"),
        running.complete_course,
    )
    other = Case(people)
    other.sent().plan_work().ok()
    yield from stops(
        lambda: other.of_work("end-early", {"end_reason": "other"}),
        lambda: other.at("referrer", "withdraw", REASON),
    )
    yield from life_of_support(people, stops)
    street = Case(people)
    yield from stops(
        partial(street.notify, of=child(child_ref="C-5")),
        partial(street.street_step, "screen"),
        partial(street.street_step, "offer-support"),
        partial(street.street_step, "accept-support"),
    )
    street.plan_work(voluntary=True).ok()
    yield from stops(street.hold_session)
    street.complete_work().ok()
    yield from stops(lambda: street.at(worker, "end-work"), street.hold_review, lambda: street.at(manager, "close"))
    for who, step, sent in (
        (manager, "transfer", {**REASON, "transferred_to": "Another made-up service"}),
        (manager, "send-back", REASON),
        ("referrer", "withdraw", REASON),
    ):
        ended = Case(people)
        ended.on_the_street(of=child(child_ref=f"C-{step}"))
        yield from stops(partial(ended.at, who, step, sent))
    past = past_case(people)
    yield
    yield from stops(lambda: past.at(manager, "close"))


def life_of_support(people: People, stops: Callable[..., Iterator[None]]) -> Iterator[None]:
    """Support taken up and closed, and each way out of it."""
    helped = Support(people)
    yield from stops(partial(helped.refer, of=child(child_ref="T-1")), helped.accept, helped.offer)
    for whose in ("child", "family"):
        helped.agree(whose).ok()
    yield from stops(lambda: helped.at("worker", "take-up"))
    helped.countersigned().ok()
    yield from stops(lambda: helped.at("worker", "begin-support"), lambda: helped.at("worker", "end-work"))
    yield from stops(helped.hold_review, lambda: helped.at("manager", "close"))
    declined = Support(people).offered(of=child(child_ref="T-2"))
    yield from stops(declined.decline)
    for who, step, sent in (
        ("worker", "find-not-eligible", {**REASON, "other_help": HELP}),
        ("referrer", "withdraw", REASON),
        ("manager", "transfer", {**REASON, "transferred_to": "Another made-up service"}),
    ):
        ended = Support(people).referred(of=child(child_ref="T-3"))
        yield from stops(partial(ended.at, who, step, sent))


def closed(people: People) -> list[Standing]:
    """One case that went all the way, and one with managers, so that every kind of process has one of its own."""
    disagreement = Case(people)
    disagreement.escalated(of=child(child_ref="C-2"))
    case = Case(people)
    case.at_work().raise_non_engagement().ok()
    case.complete_work().ok()
    case.at("worker", "end-work").ok()
    case.hold_review().ok()
    case.at("manager", "close").ok()
    Support(people).reviewed(of=child(child_ref="T-1")).at("manager", "close").ok()
    Case(people).on_the_street(of=child(child_ref="C-3"))
    past_case(people)
    return standings(people)


def test_what_every_move_takes_is_written_here():
    listing = {("panel", "list_for_panel")}  # takes a meeting, which each test plans
    assert SENT.keys() | listing == MOVES.keys() - CARRIED


def test_no_move_is_made_by_somebody_whose_roles_lack_its_permission(people: People):
    elsewhere = {"staffordshire": ("yjs", tuple(sorted(ROLES))), AREA: ("yjs", ("auditor",))}
    newcomer(people, "elsewhere_only", elsewhere)
    may = {account.email.partition("@")[0]: granted_by(account.roles) for account in ACCOUNTS if account.area == AREA}
    may["elsewhere_only"] = granted_by(["auditor"])
    there, sent = closed(people), sent_with_a_meeting(people)
    assert {of.workflow for of in there} == {workflow for workflow, _ in MOVES}
    let_through = {}
    with nothing_written(people):
        for of in there:
            for move, body in of.moves_of(sent):
                for name in [name for name, holds in may.items() if move.by not in holds]:
                    reply = getattr(people, name).post(of.address(move.name), body)
                    expected = (
                        404 if name == "elsewhere_only" else 403
                    )  # the permission held elsewhere sees nothing here
                    if reply.status != expected:
                        let_through[name, of.workflow, move.name] = reply.body
    assert let_through == {}


def test_a_case_of_another_area_answers_exactly_as_one_that_does_not_exist(people: People):
    newcomer(people, "of_elsewhere", {"staffordshire": ("yjs", tuple(sorted(ROLES)))})
    there, sent = closed(people), sent_with_a_meeting(people)
    told_apart = {}
    with nothing_written(people):
        for of in there:
            nowhere = Standing(of.workflow, of.state, str(uuid4()))
            posts = [(move.name, body) for move, body in of.moves_of(sent)]
            answers = {
                name: [people.of_elsewhere.post(which.address(name), body) for which in (of, nowhere)]
                for name, body in posts
            }
            if of.workflow == "panel":
                for name in ("", "timeline", "readings"):
                    answers[f"GET {name}"] = [
                        people.of_elsewhere.get(which.address(name).rstrip("/")) for which in (of, nowhere)
                    ]
            for name, (real, unreal) in answers.items():
                if real.status != 404 or (real.status, real.body) != (unreal.status, unreal.body):
                    told_apart[of.workflow, name] = real.body
    assert told_apart == {}


def test_no_move_is_made_from_a_state_its_map_does_not_draw_it_from(people: People):
    newcomer(people, "anybody", {AREA: ("yjs", tuple(sorted(ROLES)))})
    assert granted_by(ROLES) == PERMISSIONS
    seen, made = set(), {}
    sent = sent_with_a_meeting(people)
    for _ in life(Case(people)):
        unseen = {(of.workflow, of.state): of for of in standings(people) if (of.workflow, of.state) not in seen}
        if not unseen:
            continue
        with nothing_written(people):
            for of in unseen.values():
                for move, body in of.moves_of(sent):
                    if of.state not in move.from_states:
                        reply = people.anybody.post(of.address(move.name), body)
                        if reply.status != 409 or move.says not in reply["detail"]:
                            made[of.workflow, of.state, move.name] = reply.body
        seen |= unseen.keys()
    assert made == {}
    assert seen == STATES


def test_a_move_that_a_smaller_process_carries_has_no_address_of_its_own(sqlite_app: Flask):
    addresses = sqlite_app.url_map.bind("localhost")
    for workflow, move in MOVES:
        address = f"/api/v1{Standing(workflow, '', str(uuid4())).address(move)}"
        if (workflow, move) in CARRIED:
            with pytest.raises(NotFound):
                addresses.match(address, method="POST")
        else:
            assert addresses.match(address, method="POST")


def sent_with_a_meeting(people: People) -> dict[tuple[str, str], Any]:
    planned = {"area": AREA, "held_on": str(clock.today())}
    meeting = people.coordinator.post("/panel-meetings", planned).ok()["id"]
    return {**SENT, ("panel", "list_for_panel"): {"meeting": meeting}}
