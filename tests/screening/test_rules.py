from hypothesis import given
from hypothesis import strategies as st

from oocd.screening.rules import deviates, factor_missing, final_score, highest_by_edition, within_cap

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


EDITIONS = st.sampled_from(["npcc_child_2023", "acpo_2013", "illustrative"])
SCORED = st.lists(st.tuples(EDITIONS, st.integers(1, 5)))


@given(SCORED, EDITIONS)
def test_the_highest_score_of_an_edition_is_found_among_its_own_alone(scored: list[tuple[str, int]], edition: str):
    of_edition = [final for name, final in scored if name == edition]
    assert highest_by_edition(scored).get(edition) == max(of_edition, default=None)
    others = [(name, 5) for name, _ in scored if name != edition]
    assert highest_by_edition([*scored, *others]).get(edition) == max(of_edition, default=None)


@given(st.integers(-5, 5), st.lists(st.sampled_from(["aggravating", "mitigating"])))
def test_a_score_moves_only_the_way_of_a_factor_that_somebody_ticked(adjustment: int, effects: list[str]):
    needed = {True: "aggravating", False: "mitigating"}[adjustment > 0]
    allowed = adjustment == 0 or needed in effects
    assert (factor_missing(adjustment, effects) is None) == allowed


@given(st.lists(st.sampled_from("abcd")), st.sampled_from("abcde"))
def test_an_outcome_deviates_when_starting_points_are_named_and_it_is_not_among_them(points: list[str], outcome: str):
    assert deviates(outcome, points) == (bool(points) and outcome not in points)
    assert not deviates(outcome, None)
