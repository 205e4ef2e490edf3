"""Whose list a case is on, as plain values: somebody who can take the step and is there, or the queue."""

from datetime import date, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from oocd.tasks.rules import Member, Part, Queue, may_take, owner, part_of

PEOPLE = [UUID(int=number) for number in range(1, 6)]
PERSON = st.sampled_from(PEOPLE)
TODAY = date(2026, 10, 5)
SOON = TODAY + timedelta(days=3)


@given(st.lists(st.none() | PERSON, max_size=3), st.dictionaries(PERSON, PERSON), st.sets(PERSON))
def test_nobody_has_a_case_who_is_away_or_cannot_take_the_step_whoever_covers_for_whom(candidates, away, able):
    found = owner(candidates, away, lambda person: person in able)
    assert found is None or (found in able and found not in away)
    first = next((one for one in candidates if one in able), None)
    if first is None:
        assert found is None
    elif first not in away:
        assert found == first
    elif away[first] in able and away[first] not in away:
        assert found == away[first]


@given(st.none() | st.dates(), st.booleans())
def test_every_case_of_a_list_is_in_one_part_and_what_is_late_is_never_hidden(due_on, on_others):
    part = part_of(due_on, TODAY, SOON, on_others=on_others)
    assert (part is Part.OVERDUE) == (due_on is not None and due_on < TODAY)
    assert (part is Part.DUE_SOON) == (due_on is not None and TODAY <= due_on <= SOON)
    assert part is not Part.WAITING_ON_OTHERS or on_others


def test_a_queue_is_its_area_s_people_of_one_agency_and_role_who_may_take_the_step():
    officer = Member(PEOPLE[0], "police", ["escalation_manager"], {"outcome.decide"})
    assert may_take(officer, Queue("bexley", "police", "outcome.decide"))
    assert may_take(officer, Queue("bexley", None, "outcome.decide", "escalation_manager"))
    for other in (
        Queue("bexley", "yjs", "outcome.decide"),
        Queue("bexley", "police", "panel.chair"),
        Queue("bexley", "police", "outcome.decide", "senior_manager"),
    ):
        assert not may_take(officer, other)
