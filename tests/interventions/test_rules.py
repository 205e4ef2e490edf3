"""The arithmetic of sessions: what starts the work after an outcome, and what never does."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from oocd.interventions.rules import (
    ATTENDED,
    CANCELLED,
    MISSED,
    Session,
    Tried,
    police_are_told,
    result_of_all,
    start_delay,
    still_to_try,
)

GIVEN = date(2026, 11, 2)
DAYS = st.integers(-60, 60).map(lambda days: GIVEN + timedelta(days=days))
RESULTS = st.sampled_from([ATTENDED, MISSED, CANCELLED, None])
SESSIONS = st.lists(st.builds(Session, DAYS, RESULTS, st.booleans(), st.booleans()), max_size=12)


def counts(session):
    plain = not (session.voluntary or session.before_outcome)
    return session.result == ATTENDED and plain and session.held_on >= GIVEN


@given(SESSIONS)
def test_the_delay_is_that_of_the_first_attended_session_after_the_outcome_or_nothing_at_all(sessions):
    first = min((session.held_on for session in sessions if counts(session)), default=None)
    delay = start_delay(GIVEN, sessions)
    assert delay.first_session_on == first
    assert delay.days == (None if first is None else (first - GIVEN).days)
    assert delay.days is None or delay.days >= 0
    assert start_delay(None, sessions).days is None


@given(SESSIONS, DAYS, st.sampled_from([MISSED, CANCELLED, None]))
def test_a_session_the_child_did_not_attend_never_starts_the_work(sessions, day, result):
    assert start_delay(GIVEN, [*sessions, Session(day, result)]) == start_delay(GIVEN, sessions)


@given(SESSIONS, DAYS, st.sampled_from(["before_outcome", "voluntary"]))
def test_voluntary_work_never_shortens_a_start_delay_and_stands_beside_it(sessions, day, why):
    with_more = start_delay(GIVEN, [*sessions, Session(day, ATTENDED, **{why: True})])
    without = start_delay(GIVEN, sessions)
    assert with_more.days == without.days
    assert with_more.voluntary_sessions == without.voluntary_sessions + 1
    assert with_more.voluntary_since <= day


@given(SESSIONS, DAYS)
def test_one_more_attended_session_never_lengthens_the_delay(sessions, day):
    before, after = (start_delay(GIVEN, rows).days for rows in (sessions, [*sessions, Session(day, ATTENDED)]))
    assert before is None or after <= before


@given(SESSIONS)
def test_every_attended_session_is_counted_once_on_one_side_or_the_other(sessions):
    delay = start_delay(GIVEN, sessions)
    attended = [session for session in sessions if session.result == ATTENDED]
    assert delay.voluntary_sessions == len([session for session in attended if not counts(session)])
    none_came = [replace(session, result=MISSED) for session in sessions]
    assert start_delay(GIVEN, none_came).days is None


RESULT = st.sampled_from(["completed", "partly_completed", "not_completed", "ended_early", None])


@given(st.lists(RESULT, max_size=6))
def test_work_together_ended_as_all_of_it_did_and_is_never_complete_by_half(results):
    together = result_of_all(results)
    assert (together is None) == (not results or None in results)
    assert (together == "completed") == (bool(results) and set(results) == {"completed"})


ASKED = ["special_needs", "trauma", "travel"]
TRIED = st.builds(Tried, st.integers(0, 6), st.frozensets(st.sampled_from([*ASKED, "place"])), st.booleans())


@given(TRIED, st.integers(0, 5))
def test_enough_was_tried_only_when_nothing_that_policy_asks_for_is_missing(tried, attempts):
    enough = tried.attempts >= attempts and tried.adjustments >= set(ASKED) and tried.carer_spoken_to
    assert (still_to_try(tried, attempts, ASKED) == []) == enough


@given(TRIED, st.integers(0, 5))
def test_trying_once_more_never_leaves_more_to_try(tried, attempts):
    once_more = Tried(tried.attempts + 1, tried.adjustments | {"travel"}, True)
    assert len(still_to_try(once_more, attempts, ASKED)) <= len(still_to_try(tried, attempts, ASKED))


@given(st.booleans(), st.booleans(), st.booleans())
def test_of_voluntary_support_the_police_are_never_told(told, weapon_told, knife):
    assert not police_are_told(voluntary=True, told=told, weapon_told=weapon_told, knife=knife)
    of_a_plan = police_are_told(voluntary=False, told=told, weapon_told=weapon_told, knife=knife)
    assert of_a_plan == (told or (knife and weapon_told))
