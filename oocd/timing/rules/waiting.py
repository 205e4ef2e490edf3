"""How long waits last, with those that still go on counted and never dropped: plain values in, plain values out.

The product-limit estimate of Kaplan and Meier: the share still waiting after a day is the product, over the days until
then, of the share of those who waited so long and went on waiting.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import ceil, exp, inf, log
from typing import NamedTuple


class Wait(NamedTuple):
    """Days waited; `over` says whether it came to its end, or goes on or was broken off."""

    days: int
    over: bool


class Waiting(NamedTuple):
    """After this day: the share still waiting, and of how many it is known up to the day."""

    day: int
    share: float
    at_risk: int


def survival(waits: Iterable[Wait]) -> list[Waiting]:
    """One row for each day on which a wait came to its end."""
    some = list(waits)
    ended, left = Counter(wait.days for wait in some if wait.over), Counter(wait.days for wait in some)
    at_risk, share, curve = len(some), 1.0, []
    for day in sorted(left):
        if ended[day]:
            share *= 1 - ended[day] / at_risk
            curve.append(Waiting(day, share, at_risk))
        at_risk -= left[day]
    return curve


def quantile(curve: Sequence[Waiting], part: float) -> int | None:
    """The first day by which this part of the waits was over; None while too many still wait for it to be known."""
    return next((row.day for row in curve if row.share <= 1 - part + 1e-12), None)


def nearest_rank(days: Iterable[int], part: float) -> int | None:
    """The smallest of the days that this part of them does not exceed; None of none."""
    ordered = sorted(days)
    return ordered[max(0, ceil(part * len(ordered)) - 1)] if ordered else None


@dataclass
class Waits:
    """Many waits of one kind, by day: how many came to their end on it, and how many were still waiting at it."""

    ended: Counter[int] = field(default_factory=Counter)
    broken_off: Counter[int] = field(default_factory=Counter)

    def add(self, days: int, *, over: bool) -> None:
        (self.ended if over else self.broken_off)[days] += 1

    def together(self, others: "Waits") -> None:
        self.ended.update(others.ended)
        self.broken_off.update(others.broken_off)

    def at_risk(self, until: int) -> list[int]:
        """Of each day up to this one, how many waits had lasted at least so long."""
        leaving = [self.ended[day] + self.broken_off[day] for day in range(until + 1)]
        everyone = self.ended.total() + self.broken_off.total()
        return [everyone - gone for gone in accumulate([0, *leaving[:-1]])]


@dataclass(frozen=True)
class Prospect:
    """How likely a wait goes on: learnt from an area's own waits and, as far as those are few, from every area's.

    `steps` are sums of logarithms, so that any stretch of days is one subtraction.
    """

    steps: Sequence[float]

    @classmethod
    def learnt(cls, own: Waits, everywhere: Waits, *, usual_days: int, as_many_as: int, until: int) -> "Prospect":
        """`as_many_as` waits of elsewhere weigh as much as those of the area itself.

        Where nobody has any, a wait is taken to end within about `usual_days`, the time its standard gives.
        """
        usual = 1 / (usual_days + 1)
        at_risk, at_risk_everywhere = own.at_risk(until), everywhere.at_risk(until)
        steps = [0.0]
        for day in range(until + 1):
            elsewhere = (everywhere.ended[day] + as_many_as * usual) / (at_risk_everywhere[day] + as_many_as)
            ends = (own.ended[day] + as_many_as * elsewhere) / (at_risk[day] + as_many_as)
            steps.append(steps[-1] + (log(1 - ends) if ends < 1 else -inf))
        return cls(steps)

    def goes_on_beyond(self, day: int, *, elapsed: int) -> float:
        """The chance that a wait of `elapsed` days is not over by the end of this day."""
        if day < elapsed:
            return 1.0
        end, now = (min(place, len(self.steps) - 1) for place in (day + 1, elapsed))
        if self.steps[now] == -inf:
            return 0.0
        return exp(self.steps[end] - self.steps[now])


def worth_a_warning(chance: float, days_left: int, *, in_good_time: int, likely: float, almost_sure: float) -> bool:
    """Whether to warn today that a day will be missed: at the last moment that is early enough, or when almost sure.

    Each day waited says more, so a warning given earlier than it need be comes true less often.
    """
    return chance >= (likely if days_left <= in_good_time else almost_sure)


Key = tuple[str, str, str]
"""An area, a standard, and the state that waits for it."""


def learn(
    waits: Mapping[Key, Waits], usual_days: Mapping[str, int], *, as_many_as: int, until: int
) -> dict[Key, Prospect]:
    """For each area, standard and state what is to be expected there."""
    everywhere: dict[tuple[str, str], Waits] = {}
    for (_, standard, state), some in waits.items():
        everywhere.setdefault((standard, state), Waits()).together(some)
    return {
        (area, standard, state): Prospect.learnt(
            some,
            everywhere[standard, state],
            usual_days=usual_days[standard],
            as_many_as=as_many_as,
            until=until,
        )
        for (area, standard, state), some in waits.items()
    }


@dataclass(frozen=True)
class Summary:
    """How long some waited: those still waiting count for as long as they have waited."""

    count: int
    still_waiting: int
    median: int | None
    p90: int | None
    maximum: int | None
    curve: list[Waiting]


def summary(waits: Iterable[Wait]) -> Summary:
    """Median and p90 are days by which half and nine in ten had begun; None while too many still wait to tell."""
    some = list(waits)
    curve = survival(some)
    longest = max((wait.days for wait in some), default=None)
    waiting = sum(not wait.over for wait in some)
    return Summary(len(some), waiting, quantile(curve, 0.5), quantile(curve, 0.9), longest, curve)
