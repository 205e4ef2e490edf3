"""What a review may say: an answer that the record bears out, and somebody's own words or why there are none."""

from hypothesis import given
from hypothesis import strategies as st

from oocd.reviews.rules import contradicts, says_who_was_heard

RESULTS = st.lists(st.sampled_from(["completed", "partly_completed", "not_completed", "ended_early"]), max_size=5)
WORDS = st.one_of(st.none(), st.sampled_from(["", "  ", "They listened.", "declined"]))


@given(RESULTS)
def test_a_plan_is_completed_only_where_every_part_of_it_is(results):
    assert contradicts("completed", results) == any(result != "completed" for result in results)
    assert not contradicts("partly_completed", results)


@given(WORDS, WORDS)
def test_either_somebody_is_heard_or_there_is_a_reason_and_never_both(words, reason):
    heard, excused = bool((words or "").strip()), bool((reason or "").strip())
    assert says_who_was_heard(words, reason) == (heard + excused == 1)
