"""Drawing a made-up child of an area, with the shares that inspections and plans printed, and others made up."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from math import log
from pathlib import Path
from random import Random
from typing import Any

from oocd.policy import service as policy
from oocd.referrals.rules import birthday

FILE = Path(__file__).parent.parent / "demography.json"
NINE_IN_TEN = 1.2816  # standard deviations above the middle
OLDER = 15  # from this age on the older of two bands


@dataclass(frozen=True)
class Child:
    """One made-up child as the police come to know them."""

    reference: str
    born: date
    sex: str
    ethnicity: str
    care_status: str
    send: str
    ward: str | None
    dealt_with: date  # the day of the offence, or of what else brings them

    def told(self, history: list[dict[str, Any]]) -> dict[str, Any]:
        """As a referral tells of them."""
        return {
            "child_ref": self.reference,
            "name": f"Made-up child {self.reference}",
            "date_of_birth": self.born,
            "sex": self.sex,
            "ethnicity": self.ethnicity,
            "care_status": self.care_status,
            "send": self.send,
            "ward": self.ward,
            "previous_disposals": history,
            "synthetic": True,
        }


class Demography:
    """The shares of one area: what was printed of it and, where nothing was, what everybody is drawn with."""

    def __init__(self, area: str) -> None:
        self.area = area
        written = _written()
        self._own, self._otherwise = written["areas"].get(area, {}), written["otherwise"]

    def __getitem__(self, name: str) -> Any:
        return {**self._otherwise, **self._own}[name]["is"]

    def groups(self) -> dict[str, float]:
        """Ethnic groups: those with a share of their own, the rest of the minority by a made-up split, then White."""
        minority, not_known, own = self["minority_share"], self["not_known_share"], self["shares_of_groups"]
        split = {group: share for group, share in self["split_of_minority"].items() if group not in own}
        left = minority - sum(own.values())
        rest = {group: left * share / sum(split.values()) for group, share in split.items()}
        return {**own, **rest, "white": 1 - minority - not_known, "not_known": not_known}

    def ages(self) -> dict[int, float]:
        by_age = {int(age): share for age, share in self["ages"].items()}
        older = self["aged_15_to_17"]
        bands = {True: older, False: 1 - older}
        whole = {band: sum(share for age, share in by_age.items() if (age >= OLDER) is band) for band in bands}
        return {age: share * bands[age >= OLDER] / whole[age >= OLDER] for age, share in by_age.items()}

    def offences(self) -> dict[str, float]:
        return _filled(self["offences"], self["offence_mix"])

    def outcomes(self) -> dict[str, float]:
        """Weights of what a panel comes to."""
        return {**{outcome: seen + 1 for outcome, seen in self["outcomes"].items()}, **self["other_outcomes"]}

    def routes(self) -> dict[str, float]:
        """Of those that are on here."""
        on = policy.loaded().area(self.area)["routes"]
        return {route: share for route, share in self["routes"].items() if on.get(route, {}).get("on")}

    def draw(self, reference: str, referred: date, chance: Random, *, up_to: int = 17) -> Child:
        """A child referred on this day, of an age for it on that day and on the day of what happened."""
        age = pick({age: share for age, share in self.ages().items() if age <= up_to}, chance)
        born = _birthday_before(referred, age) - timedelta(days=chance.randrange(365))
        wards = self["wards"]
        return Child(
            reference=reference,
            born=born,
            sex="female" if chance.random() < self["female_share"] else "male",
            ethnicity=self._ethnicity(chance),
            care_status=_or_none(self["care"], chance),
            send=_or_none(self["send"], chance),
            ward=chance.choice(wards["names"]) if chance.random() < wards["share"] else None,
            dealt_with=referred - timedelta(days=min(self._days_to_referral(chance), _days_since_ten(born, referred))),
        )

    def offence(self, chance: Random, kind: str | None = None) -> str:
        return str(chance.choice(_written()["offences_of"][kind or pick(self.offences(), chance)]))

    def _ethnicity(self, chance: Random) -> str:
        group = pick(self.groups(), chance)
        if group == "white":
            return str(pick(self["within_white"], chance))
        codes = policy.on(policy.loaded().begins, self.area).codes("ethnicity")
        return str(chance.choice([code for code, row in codes.items() if row["group"] == group]))

    def _days_to_referral(self, chance: Random) -> int:
        days = self["days_to_referral"]
        middle = log(days["median"])
        drawn = chance.lognormvariate(middle, (log(days["nine_in_ten"]) - middle) / NINE_IN_TEN)
        return min(round(drawn), int(days["most"]))


def shares_of_areas(areas: list[str], children: int) -> dict[str, int]:
    """How many of so many children each area has, by how many live there; the largest remainders get what is left."""
    living = {area: Demography(area)["children"] for area in areas}
    exact = {area: children * count / sum(living.values()) for area, count in living.items()}
    shares = {area: int(count) for area, count in exact.items()}
    by_remainder = sorted(areas, key=lambda area: shares[area] - exact[area])
    for area in by_remainder[: children - sum(shares.values())]:
        shares[area] += 1
    return shares


def pick(weights: Mapping[Any, float], chance: Random) -> Any:
    return chance.choices(list(weights), list(weights.values()))[0]


@cache
def _written() -> Any:
    return json.loads(FILE.read_text(encoding="utf-8"))


def _filled(own: Mapping[str, float], mix: Mapping[str, float]) -> dict[str, float]:
    """Shares of one's own, with what is left divided as in a mix of everything."""
    rest = {name: share for name, share in mix.items() if name not in own}
    left = 1 - sum(own.values())
    return {**own, **{name: left * share / sum(rest.values()) for name, share in rest.items()}}


def _or_none(shares: Mapping[str, float], chance: Random) -> str:
    return str(pick({**shares, "none": 1 - sum(shares.values())}, chance))


def _birthday_before(day: date, age: int) -> date:
    """The latest day of birth of somebody this old on a day."""
    year = day.year - age
    return date(year, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def _days_since_ten(born: date, day: date) -> int:
    """How long ago the child became ten, the youngest age at which anything is an offence."""
    return (day - birthday(born, 10)).days
