"""How long waits last and how likely one goes on: against published figures, and over any history."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oocd.timing.rules.waiting import Prospect, Wait, Waits, nearest_rank, quantile, survival, worth_a_warning

# Freireich and others 1963, weeks in remission on 6-mercaptopurine; + marks those still in remission. The estimate is
# worked out in Kaplan-Meier chapters of many textbooks, such as Kleinbaum and Klein, Survival Analysis, table 2.1.
ENDED = [6, 6, 6, 7, 10, 13, 16, 22, 23]
STILL = [6, 9, 10, 11, 17, 19, 20, 25, 32, 32, 34, 35]
PUBLISHED = [
    (6, 0.8571, 21),
    (7, 0.8067, 17),
    (10, 0.7529, 15),
    (13, 0.6902, 12),
    (16, 0.6275, 11),
    (22, 0.5378, 7),
    (23, 0.4482, 6),
]
WEEKS = [*(Wait(days, over=True) for days in ENDED), *(Wait(days, over=False) for days in STILL)]


def test_the_curve_is_the_published_one():
    assert [(row.day, round(row.share, 4), row.at_risk) for row in survival(WEEKS)] == PUBLISHED


def test_the_median_is_where_half_is_over_and_unknown_while_too_many_still_wait():
    curve = survival(WEEKS)
    assert quantile(curve, 0.5) == 23
    assert quantile(curve, 0.9) is None


def test_without_anybody_still_waiting_the_curve_is_the_plain_share():
    days = [1, 2, 2, 5, 9]
    curve = {row.day: row.share for row in survival(Wait(one, over=True) for one in days)}
    assert curve == pytest.approx({1: 0.8, 2: 0.4, 5: 0.2, 9: 0.0})
    assert (quantile(survival(Wait(one, over=True) for one in days), 0.5), nearest_rank(days, 0.5)) == (2, 2)
    assert (nearest_rank(days, 0.9), nearest_rank([], 0.5)) == (9, None)


def test_those_still_waiting_are_counted_and_never_dropped():
    dropped = quantile(survival(Wait(day, over=True) for day in (2, 4, 6)), 0.5)
    counted = [Wait(2, over=True), Wait(4, over=True), Wait(6, over=True), *[Wait(20, over=False)] * 6]
    assert (dropped, quantile(survival(counted), 0.5)) == (4, None)


# -- the forecast


def waits(over=(), going=()) -> Waits:
    some = Waits()
    for day in over:
        some.add(day, over=True)
    for day in going:
        some.add(day, over=False)
    return some


WAITS = st.builds(waits, st.lists(st.integers(0, 40), max_size=40), st.lists(st.integers(0, 40), max_size=20))
PROSPECTS = st.builds(
    Prospect.learnt,
    WAITS,
    WAITS,
    usual_days=st.integers(1, 60),
    as_many_as=st.integers(1, 50),
    until=st.just(60),
)


@settings(max_examples=150)
@given(PROSPECTS, st.integers(0, 60))
def test_the_longer_a_case_has_waited_the_likelier_it_misses_the_same_day(prospect, due):
    chances = [prospect.goes_on_beyond(due, elapsed=elapsed) for elapsed in range(due + 2)]
    assert all(0 <= chance <= 1 for chance in chances)
    assert all(earlier <= later + 1e-12 for earlier, later in pairwise(chances))
    assert chances[-1] == 1.0  # the day has gone by


@settings(max_examples=150)
@given(PROSPECTS, st.integers(0, 40))
def test_the_more_time_is_left_the_less_likely_it_is_missed(prospect, elapsed):
    chances = [prospect.goes_on_beyond(due, elapsed=elapsed) for due in range(elapsed, 61)]
    assert all(sooner + 1e-12 >= later for sooner, later in pairwise(chances))


def test_with_much_history_of_its_own_an_area_is_judged_by_that_alone():
    own = waits(over=[5] * 600 + [15] * 400)
    elsewhere = waits(over=[50] * 1000)
    prospect = Prospect.learnt(own, elsewhere, usual_days=20, as_many_as=1, until=60)
    assert prospect.goes_on_beyond(10, elapsed=0) == pytest.approx(0.4, abs=0.02)
    assert prospect.goes_on_beyond(10, elapsed=7) == pytest.approx(1.0, abs=0.02)


def test_with_none_of_its_own_it_is_judged_by_the_others_and_with_none_anywhere_by_the_standards_own_time():
    elsewhere = waits(over=[5] * 600 + [15] * 400)
    borrowed = Prospect.learnt(waits(), elsewhere, usual_days=20, as_many_as=10, until=60)
    assert borrowed.goes_on_beyond(10, elapsed=0) == pytest.approx(0.4, abs=0.03)
    alone = Prospect.learnt(waits(), waits(), usual_days=20, as_many_as=10, until=60)
    assert alone.goes_on_beyond(19, elapsed=0) == pytest.approx((20 / 21) ** 20)


def test_a_wait_broken_off_never_counts_as_one_that_came_to_its_end():
    prospect = Prospect.learnt(waits(going=[3] * 500), waits(), usual_days=1000, as_many_as=1, until=60)
    assert prospect.goes_on_beyond(10, elapsed=0) > 0.98


def test_a_warning_waits_for_the_last_moment_that_is_early_enough_unless_it_is_almost_sure():
    figures = {"in_good_time": 3, "likely": 20, "almost_sure": 85}
    chances = {(40, 4): False, (40, 3): True, (40, 1): True, (90, 10): True, (10, 0): False}
    assert {asked: worth_a_warning(*asked, **figures) for asked in chances} == chances
