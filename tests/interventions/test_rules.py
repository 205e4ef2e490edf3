"""The arithmetic of sessions: what starts the work after an outcome, and what never does."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from oocd.interventions.rules import ATTENDED, CANCELLED, MISSED, Session, result_of_all, start_delay

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
