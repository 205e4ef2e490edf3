"""Made-up children are drawn with the shares that inspections printed. Counts of many draws, compared by chi-square."""

from collections import Counter
from datetime import date, timedelta
from random import Random

import pytest

from oocd.demo.lives.children import Demography, shares_of_areas
from oocd.policy import service as policy
from oocd.referrals.rules import age_on

DRAWS = 3000
REFERRED = date(2026, 3, 2)
# The value that chance exceeds once in 100,000 draws, by degrees of freedom.
SELDOM = {1: 19.5, 2: 23.0, 3: 25.9, 4: 28.5, 5: 30.9, 6: 33.1, 7: 35.3, 8: 37.3}


@pytest.fixture(scope="module", autouse=True)
def policies(sqlite_app):
    """The codes of ethnicity come from policy, which the service loads."""
    return policy.loaded()


def drawn(area: str) -> list:
    chance = Random(area)
    return [Demography(area).draw(f"C-{number}", REFERRED, chance) for number in range(DRAWS)]


def fits(counted: Counter, shares: dict) -> bool:
    """Whether so many of each are what these shares would come to, as far as chance goes."""
    assert set(counted) <= {name for name, share in shares.items() if share > 0}
    expected = {name: DRAWS * share for name, share in shares.items() if share > 0}
    chi_square = sum((counted[name] - count) ** 2 / count for name, count in expected.items())
    return chi_square < SELDOM[len(expected) - 1]


@pytest.mark.parametrize(
    ("area", "groups"),
    [
        # Plan 2023-24 section 10 and report of January 2023: 16% Black, 32% of minorities; the rest is made up.
        ("buckinghamshire", {"black": 0.16, "white": 0.64, "not_known": 0.04}),
        ("staffordshire", {"white": 0.89, "not_known": 0.04}),  # report of December 2023: 7%
        ("oxfordshire", {"white": 0.75, "not_known": 0.0}),  # report of May 2020: 25%, and none not known
        ("bexley", {"white": 0.63, "not_known": 0.04}),  # report of July 2024: 33%
        ("anyshire", {"white": 0.72, "not_known": 0.04}),  # nothing is printed of it
    ],
)
def test_ethnic_groups_have_the_shares_of_the_area(area, groups):
    known = Demography(area).groups()
    assert {group: pytest.approx(share) for group, share in groups.items()}.items() <= known.items()
    assert sum(known.values()) == pytest.approx(1)
    if area != "anyshire":
        codes = policy.on(REFERRED, area).codes("ethnicity")
        assert fits(Counter(codes[child.ethnicity]["group"] for child in drawn(area)), known)


def test_sex_age_care_and_needs_have_them_too():
    oxfordshire = drawn("oxfordshire")  # report of May 2020: 16% girls, 84% of 15 to 17, 8 of 66 looked after, 20% EHCP
    assert fits(Counter(child.sex for child in oxfordshire), {"female": 0.16, "male": 0.84})
    older = Counter(age_on(REFERRED, child.born) >= 15 for child in oxfordshire)
    assert fits(older, {True: 0.84, False: 0.16})
    care = {"looked_after": 8 / 66, "child_protection": 2 / 66, "child_in_need": 10 / 66, "none": 46 / 66}
    assert fits(Counter(child.care_status for child in oxfordshire), care)
    assert fits(Counter(child.send == "ehcp" for child in oxfordshire), {True: 0.20, False: 0.80})
    bexley = Counter(child.ward is not None for child in drawn("bexley"))  # report of July 2024: 42% in the north
    assert fits(bexley, {True: 0.42, False: 0.58})


def test_every_child_is_of_an_age_for_it_from_the_offence_on():
    for child in drawn("staffordshire"):
        assert 10 <= age_on(child.dealt_with, child.born) <= age_on(REFERRED, child.born) <= 17
        assert REFERRED - child.dealt_with <= timedelta(days=548)


def test_the_same_seed_draws_the_same_child_and_another_seed_another():
    first, again, other = (Demography("bexley").draw("C-1", REFERRED, Random(seed)) for seed in (7, 7, 8))
    assert first == again != other


def test_children_are_shared_out_by_how_many_live_in_each_area():
    areas = ["bexley", "buckinghamshire", "oxfordshire", "staffordshire"]
    assert shares_of_areas(areas, 500) == {
        "bexley": 58, "buckinghamshire": 129, "oxfordshire": 140, "staffordshire": 173
    }  # fmt: skip
    assert sum(shares_of_areas(areas, 7).values()) == 7
