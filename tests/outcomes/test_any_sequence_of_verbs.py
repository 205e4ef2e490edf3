"""Whatever is tried with the outcomes of a case, and in whatever order, none is left in a shape the law forbids."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oocd import clock
from oocd.accounts import service as accounts
from oocd.db import db, everywhere
from oocd.errors import OocdError
from oocd.outcomes import service
from oocd.outcomes.models import Decision, Disposal
from oocd.outcomes.queries import (
    IN_FORCE,
    conditions_of,
    decisions_of,
    disposals_of,
    has_whole_document,
    standing_disposals_of,
    waiting_for_decision,
)
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.workflow.models import WorkflowMove
from tests.people import People
from tests.story import REASONS, WHY, Case, offence

EVERY = [*("nfa", "outcome_22", "outcome_23", "community_resolution"), *("youth_caution", "charge")]
CONDITIONAL = "youth_conditional_caution"
WHO = {"reason": WHY, "officer": "A made-up inspector", "officer_role": "sergeant_or_above"}
GIVER = {"given_by": "A made-up constable", "given_by_constable": True, "giver_role": "sergeant_or_above"}
PASSED = {"rule_reasons": {"NE-02": WHY, "EV-06": WHY}, "acknowledged": ["TIME-01"]}


def in_days(days: int) -> Any:
    return clock.today() + timedelta(days=days)


def asked_of(outcome: str) -> dict[str, Any]:
    """What a decision must say for this outcome, as the service takes it."""
    condition = {"kind": "rehabilitative", "words": "Meet the mentor.", "due_on": in_days(40)}
    held = {"held_charge": "Made up", "held_by": "Made up", "held_on": clock.today()}
    return {
        "nfa": {"home_office_code": "10", "failed_limb": "public_interest"},
        "outcome_22": {"form": "plain", "planned_end": in_days(40)},
        "outcome_23": {"planned_end": in_days(40), **held},
        CONDITIONAL: {"conditions": [condition]},
    }.get(outcome, {})


def decide(case: Referral, outcome: str, by: Any) -> None:
    said = {"outcome": outcome, "reasons": REASONS, "deviation_reason": WHY, "differs_because": WHY}
    each = [{"offence": row.number, **said, **asked_of(outcome)} for row in waiting_for_decision(case)]
    passed = {"rule_reasons": {"EV-06": WHY, "CH-01": WHY, "CH-02": WHY}, "acknowledged": []}
    service.decide(case, decisions=each, officer="Made up", officer_role="sergeant_or_above", by=by, **passed)


def sign(disposal: Disposal, by: Any) -> None:
    signed = {"signed_on": clock.today(), "authorised_person": "Made up", "adult_name": "Made up"}
    service.sign(disposal, **signed, adult_role="parent_or_guardian", consent=True, by=by)


def another_list(disposal: Disposal, by: Any) -> None:
    harder = {"kind": "punitive", "words": "Pay.", "due_on": in_days(30), "amount": 20}
    service.set_conditions(disposal, conditions=[harder], by=by)


def told(disposal: Disposal, by: Any) -> None:
    said = {"failure_reason": "health", "words": "Made up.", "attempts": 3}
    service.report_failure(disposal, **said, **PASSED, by=by)


def done(days: int) -> Callable[[Disposal, Any], None]:
    return lambda disposal, by: service.complete(
        disposal, completed_on=in_days(days), words="Made up.", by=by, acknowledged=[]
    )


ON_A_DISPOSAL: dict[str, Callable[[Disposal, Any], Any]] = {
    "explain": lambda row, by: service.explain(
        row, explained_how="spoken", adult_role="parent_or_guardian", agreed=True, by=by
    ),
    "explain without agreement": lambda row, by: service.explain(row, explained_how="spoken", agreed=False, by=by),
    "set conditions": another_list,
    "sign": sign,
    "give": lambda row, by: service.give(row, **GIVER, **PASSED, by=by),
    "begin": lambda row, by: service.begin(row, **GIVER, **PASSED, by=by),
    "return": lambda row, by: service.return_to_police(row, reason=WHY, by=by),
    "withdraw": lambda row, by: service.withdraw_consent(row, reason=WHY, by=by),
    "vary": lambda row, by: service.vary(row, **WHO, **PASSED, consent=True, planned_end=in_days(60), by=by),
    "complete today": done(0),
    "complete tomorrow": done(1),
    "fail": told,
    "excuse": lambda row, by: service.excuse(row, **WHO, **PASSED, by=by),
    "treat as completed": lambda row, by: service.treat_as_completed(row, **WHO, by=by),
    "not excused": lambda row, by: service.not_excused(row, **WHO, by=by),
    "revive": lambda row, by: service.revive(row, **WHO, by=by),
}
# The usual way of an outcome up to some point, so that what follows starts from everywhere; the rest is anything.
BEGUN = ["explain", "sign", "begin", "give"]
USUAL = [[], ["explain"], BEGUN, BEGUN, [*BEGUN, "fail"], [*BEGUN, "fail"], [*BEGUN, "fail", "not excused", "revive"]]
STEP = st.tuples(st.just("decide"), st.sampled_from([*EVERY, CONDITIONAL])) | st.tuples(
    st.sampled_from([*ON_A_DISPOSAL]), st.sampled_from([0, 0, 1])
)


@pytest.fixture
def in_case(people: People) -> Iterator[tuple[Any, Any]]:
    """A case of two offences that waits for the decision, and an officer with every permission the verbs need."""
    case = Case(people).recommended(offences=[offence(offence_id="abh"), offence(offence_id="abh")])
    with people.app.app_context(), everywhere():
        inspector = accounts.actor(accounts.find_person("inspector@demo.example").id)
        yield UUID(case.id), inspector


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([*EVERY, CONDITIONAL, CONDITIONAL]), st.sampled_from(USUAL), st.lists(STEP, min_size=3, max_size=12)
)
def test_no_sequence_of_verbs_leaves_an_outcome_the_law_forbids(in_case, first, usual, steps):
    case_id, by = in_case
    try:
        for step in [("decide", first), *((verb, 0) for verb in usual), *steps]:
            attempt(case_id, step, by)
            hold_the_promises(db.session.get_one(Referral, case_id))
    finally:
        db.session.rollback()  # each example begins with the case as it was recommended


def attempt(case_id: Any, step: tuple[str, Any], by: Any) -> None:
    """Make the step or have it refused in words; a refused one leaves nothing."""
    name, which = step
    case = db.session.get_one(Referral, case_id)
    try:
        with db.session.begin_nested():
            if name == "decide":
                decide(case, which, by)
            elif disposals := standing_disposals_of(case_id):
                ON_A_DISPOSAL[name](disposals[which], by)
            db.session.flush()
    except OocdError:
        pass  # and left nothing: the promises are held against whatever it left
    db.session.expire_all()


def hold_the_promises(case: Referral) -> None:
    outcomes = policy.on(clock.today(), case.area).codes("outcomes")
    disposals, standing = disposals_of(case.id), standing_disposals_of(case.id)
    for row in disposals:
        course, given = outcomes[row.outcome]["course"], row.given_on is not None
        assert (row.state == "given") <= (course == "none")
        assert (row.state in {"running", "not_completed", "completed"}) <= (course != "none" and given)
        assert (row.state in IN_FORCE) <= given
        if row.home_office_code:
            assert row.home_office_code in outcomes[row.outcome]["home_office_codes"]
            assert given  # OUT-01 below, and nothing is coded that was not given
        if row.home_office_code in {"22", "23"}:
            assert row.state == "completed"
            assert row.completed_on <= row.code_set_on
        if row.outcome == CONDITIONAL and given:
            assert row.documents  # CON-01: signed before it was given
            assert conditions_of(row.decision)  # COND-01
            assert row.variations or has_whole_document(row)
        if row.outcome != CONDITIONAL:
            assert not row.decision.conditions  # COND-05
        if row.state == "not_completed":
            assert any(report.kind == "not_completed" for report in row.reports)  # the police heard at once
    hold_the_order_of_decisions(case, disposals, standing)


def hold_the_order_of_decisions(case: Referral, disposals: list[Disposal], standing: list[Disposal]) -> None:
    by_decision = {row.decision_id: row for row in disposals}
    for offence_ in case.offences:
        made = [row for row in decisions_of(case.id) if row.offence_id == offence_.id]
        assert [row.number for row in made] == list(range(1, len(made) + 1))
        for before in made[:-1]:
            assert came_back_for_a_reason(before, by_decision[before.id])
    back = [row for row in standing if row.state == "returned"]
    assert (case.state == "with_police_again") == bool(back)


def came_back_for_a_reason(decision: Decision, disposal: Disposal) -> bool:
    """A second decision follows only what was returned: not given, withdrawn, or failed and answered by a person."""
    ways = set(db.session.scalars(sa.select(WorkflowMove.move).where(WorkflowMove.process_id == disposal.id)))
    failed = bool(disposal.failures) and disposal.failures[-1].excuse is not None
    answered = failed and disposal.failures[-1].excuse.decision == "no_reasonable_excuse"  # NC-01
    return disposal.state == "returned" and bool(
        ways & {"return_to_police", "withdraw_consent"} or ("report_failure" in ways and answered)
    )
