from hypothesis import given
from hypothesis import strategies as st

from oocd.screening.rules import final_score, within_cap

SCALES = st.tuples(st.integers(0, 5), st.integers(5, 12))


@given(SCALES, st.integers(-20, 20), st.integers(-20, 20))
def test_a_final_score_stays_on_the_scale(scale: tuple[int, int], base: int, adjustment: int):
    final = final_score(base, adjustment, scale)
    assert scale[0] <= final <= scale[1]
    assert final == base + adjustment or final in scale


@given(SCALES, st.data(), st.integers(-20, 20))
def test_factors_never_move_a_score_the_other_way_or_further_than_they_weigh(
    scale: tuple[int, int], data: st.DataObject, adjustment: int
):
    base = data.draw(st.integers(*scale))
    moved = final_score(base, adjustment, scale) - base
    assert moved * adjustment >= 0
    assert abs(moved) <= abs(adjustment)


@given(st.integers(-20, 20), st.integers(0, 5))
def test_the_cap_holds_alike_up_and_down(adjustment: int, cap: int):
    assert within_cap(adjustment, cap) == within_cap(-adjustment, cap) == (adjustment in range(-cap, cap + 1))
