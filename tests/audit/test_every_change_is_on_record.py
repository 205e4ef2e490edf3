"""Each request that changes something leaves its entries, and a refused one leaves nothing at all."""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

import pytest
from flask import request, request_finished

from tests.audit.database import read
from tests.audit.life import WholeLife
from tests.story import Case, nothing_written

MOVES = "SELECT id, workflow, move, process_id, referral_id FROM workflow_move"
ENTRIES = "SELECT chain, number, action, subject FROM audit_entry"


class Request(NamedTuple):
    """One request that changed something, with the history and the log it added to."""

    path: str
    moves: set[Any]
    entries: set[Any]


@contextmanager
def watched(app) -> Iterator[list[Request]]:
    """Look at the database each time a request that writes has been answered."""
    requests: list[Request] = []
    seen = {query: set(read(app, query)) for query in (MOVES, ENTRIES)}

    def finished(_app, response):
        if request.method == "POST" and response.status_code < 400:
            added = {query: set(read(app, query)) - seen[query] for query in seen}
            requests.append(Request(request.path, added[MOVES], added[ENTRIES]))
            for query in seen:
                seen[query] |= added[query]

    with request_finished.connected_to(finished, app):
        yield requests


@pytest.mark.parametrize("outcome", ["community_resolution", "youth_caution", "nfa", "youth_conditional_caution"])
def test_every_request_of_a_whole_life_leaves_an_entry_and_every_move_exactly_one(app, people, outcome):
    with watched(app) as requests:
        case = WholeLife(people).closed(outcome)
    assert case.state == "closed"
    assert len(requests) > 30
    for path, moves, entries in requests:
        assert entries, f"{path} left no entry."
        of_case = f"case:{case.id}" in {entry.chain for entry in entries}
        assert of_case or "/panel-meetings" in path, f"{path} left nothing on the chain of the case."
        told = Counter((entry.action, UUID(entry.subject.partition(":")[2])) for entry in entries)
        for move in moves:
            times = told[f"{move.workflow}.{move.move}", UUID(str(move.process_id))]
            assert times == 1, f"{path} made {move.move} and told it {times} times."
    assert app.test_cli_runner().invoke(args=["audit", "verify"]).exit_code == 0


def before_accepting(case: Case) -> Callable[[], object]:
    case.sent(officer_in_case=None)
    return lambda: case.accept().refused("RF-01")


def withdrawing_without_a_reason(case: Case) -> Callable[[], object]:
    case.sent()
    return lambda: case.at("referrer", "withdraw", {"reason": "  "}).refused()


def accepting_without_the_permission(case: Case) -> Callable[[], object]:
    case.sent()
    return lambda: case.at("referrer", "accept", {"case_worker": "worker@demo.example"}).refused(status=403)


def making_ready_too_early(case: Case) -> Callable[[], object]:
    case.accepted()
    return lambda: case.at("worker", "make-ready").refused("CHK-01", "AS-02", "SCR-01", "AS-01")


def countersigning_unread(case: Case) -> Callable[[], object]:
    case.prepared(without={"assessment"})
    case.write().ok()
    case.of_assessment("worker", "submit").ok()
    return lambda: case.of_assessment("manager", "countersign").refused("AS-05")


def recommending_without_quorum(case: Case) -> Callable[[], object]:
    case.revealed()
    case.of_meeting("coordinator", "departures", {"person": "inspector@demo.example"}).ok()
    return lambda: case.recommend().refused("PN-01")


def deciding_on_a_caution_without_an_admission(case: Case) -> Callable[[], object]:
    case.recommended("youth_caution")
    said = {"text": "It was no comment.", "offences": [{"number": 1, "admission": "no_comment"}]}
    case.at("referrer", "corrections", said).ok()
    return lambda: case.decide("youth_caution").refused("ADM-01")


def giving_a_caution_with_no_adult_there(case: Case) -> Callable[[], object]:
    case.explained("youth_caution")
    return lambda: case.give(adult_role=None).refused("AA-01")


def closing_before_the_review(case: Case) -> Callable[[], object]:
    case.given()
    return lambda: case.at("manager", "close").refused(status=409)


REFUSALS = (
    before_accepting,
    withdrawing_without_a_reason,
    accepting_without_the_permission,
    making_ready_too_early,
    countersigning_unread,
    recommending_without_quorum,
    deciding_on_a_caution_without_an_admission,
    giving_a_caution_with_no_adult_there,
    closing_before_the_review,
)


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda refusal: refusal.__name__)
def test_a_refused_request_leaves_nothing_half_written(people, refusal):
    attempt = refusal(Case(people))
    with nothing_written(people):
        attempt()
