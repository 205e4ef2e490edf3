"""Who in a family must still be heard."""

from hypothesis import given
from hypothesis import strategies as st

from oocd.assessment.rules import family_to_hear, is_among

PARTS = st.lists(st.sampled_from(["parent", "carer", "either"]))
NAMES = st.sampled_from([None, "Ann", "Bea"])


@given(PARTS)
def test_where_nobody_in_particular_is_needed_anybody_will_do(heard):
    assert (family_to_hear(heard, []) == []) is bool(heard)


@given(PARTS)
def test_a_looked_after_childs_parent_and_carer_are_each_heard_by_somebody_of_their_own(heard):
    """Whoever may stand for either stands for one of them, never for both."""
    missing = family_to_hear(heard, ["parent", "carer"])
    places = {"parent", "carer"} - set(heard)
    assert len(missing) == max(0, len(places) - heard.count("either"))
    assert set(missing) <= places


@given(PARTS, st.sampled_from(["parent", "carer", "either"]))
def test_hearing_one_more_never_leaves_more_to_hear(heard, another):
    needed = ["parent", "carer"]
    assert len(family_to_hear([*heard, another], needed)) <= len(family_to_hear(heard, needed))


@given(NAMES, NAMES)
def test_two_adults_of_one_kind_are_told_apart_by_name_where_both_have_one(name, known):
    assert is_among("aunt", name, {("aunt", known)}) is (name == known or None in (name, known))
    assert not is_among("aunt", name, {("uncle", known)})
