"""Whatever is done with a case, and with the people who work on it, the case stays on exactly one list."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oocd import clock
from oocd.accounts import service as accounts
from oocd.db import db, everywhere
from oocd.errors import OocdError
from oocd.panels.service import declare_conflict
from oocd.referrals.models import Referral
from oocd.tasks import service
from oocd.tasks.queries import not_on_one_list, open_tasks
from oocd.workflow import definition
from tests.outcomes.test_any_sequence_of_verbs import STEP, USUAL, attempt
from tests.people import People
from tests.story import WHY, Case, newcomer, offence

AREA = "buckinghamshire"
PEOPLE = ("worker", "second", "inspector", "manager", "chief")


def away(case: Referral, one: str, other: str, by: Any) -> None:
    who = accounts.find_person(f"{one}@demo.example")
    until = clock.today() + timedelta(days=3)
    stand_in = f"{other}@demo.example"
    service.cover(who.id, area=AREA, covered_by=stand_in, from_date=clock.today(), to_date=until, by=by)


def leaves(case: Referral, one: str, other: str, by: Any) -> None:
    yesterday, to = clock.today() - timedelta(days=1), f"{other}@demo.example"
    service.end_membership(f"{one}@demo.example", area=AREA, on=yesterday, by=by, hand_over_to=to)


WITH_PEOPLE: dict[str, Callable[[Referral, str, str, Any], Any]] = {
    "reassign": lambda case, one, other, by: service.reassign(
        case, person=f"{one}@demo.example", reason=WHY, by=by(other)
    ),
    "away": lambda case, one, other, by: away(case, one, other, by("manager")),
    "leaves": lambda case, one, other, by: leaves(case, one, other, by("manager")),
    "steps back": lambda case, one, other, by: declare_conflict(
        case, reason="knows_victim", words=WHY, by=by("manager"), person=f"{one}@demo.example"
    ),
}
OF_PEOPLE = st.tuples(st.sampled_from([*WITH_PEOPLE]), st.sampled_from(PEOPLE), st.sampled_from(PEOPLE))


@pytest.fixture
def in_case(people: People) -> Iterator[UUID]:
    newcomer(people, "second", {AREA: ("yjs", ("practitioner",))})
    case = Case(people).recommended(offences=[offence(offence_id="abh"), offence(offence_id="abh")])
    with people.app.app_context(), everywhere():
        yield UUID(case.id)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["nfa", "outcome_22", "youth_caution"]),
    st.sampled_from(USUAL),
    st.lists(STEP | OF_PEOPLE | OF_PEOPLE, min_size=4, max_size=10),
)
def test_no_sequence_of_verbs_leaves_a_case_on_no_list_or_on_two(in_case, first, usual, steps):
    try:
        for step in [("decide", first), *((verb, 0) for verb in usual), *steps]:
            if step[0] in WITH_PEOPLE:
                among_people(in_case, *step)
            else:
                attempt(in_case, step, acting("inspector"))
            assert not_on_one_list() == []
            case = db.session.get_one(Referral, in_case)
            ended = definition(case).states[case.state].ends
            assert [task.referral_id for task in open_tasks()] == ([] if ended else [in_case])
    finally:
        db.session.rollback()


def acting(name: str) -> Any:
    return accounts.actor(accounts.find_person(f"{name}@demo.example").id)


def among_people(case_id: UUID, verb: str, one: str, other: str) -> None:
    """Done or refused in words; a refusal leaves nothing."""
    try:
        with db.session.begin_nested():
            WITH_PEOPLE[verb](db.session.get_one(Referral, case_id), one, other, acting)
            db.session.flush()
    except (OocdError, KeyError):
        pass  # a KeyError where whoever acts has no place there any more, and no request of theirs would come in
    db.session.expire_all()
