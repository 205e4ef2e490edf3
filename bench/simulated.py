"""Years of made-up cases to try the forecast on: their delays come from none of its own distributions.

Each step lasts a mixture of two lognormals, of which the slow one is drawn for a whole area, a worker and a season at
a time: so waits are not independent, change over the year and differ between areas, as those of people do. Panels sit
on one weekday of some weeks. The forecast sees days and states and nothing of this.
"""

import math
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from oocd.policy.working_days import add_working_days, is_working_day

DONE = "done"


class Pace(NamedTuple):
    """One step: how long it mostly takes, how long when it goes slowly, how often that is; in days."""

    state: str
    quick: float
    slow: float
    slowly: float
    spread: float = 0.5
    sits_every: int = 0  # days between the meetings it waits for, where it waits for one


@dataclass(frozen=True)
class Course:
    """A standard, and the steps that lead to what it asks for."""

    standard: str
    working_days: int
    steps: Sequence[Pace]


COURSES = (
    Course(
        "panel_recommendation",
        20,
        (
            Pace("received", 1.0, 5, 0.25),
            Pace("preparing", 9, 21, 0.3, 0.4),
            Pace("ready", 1.0, 5, 0.2),
            Pace("listed", 2, 4, 0.2, 0.4, sits_every=7),
        ),
    ),
    Course(
        "assessment",
        10,
        (Pace("received", 1.0, 4, 0.25), Pace("drafting", 5, 14, 0.3, 0.4), Pace("submitted", 1.5, 5, 0.25)),
    ),
    Course("intervention_start", 10, (Pace("given", 5, 19, 0.3, 0.5),)),
    Course("exit_review", 10, (Pace("in_exit_review", 4, 16, 0.3, 0.5, sits_every=7),)),
    Course("information_request_answer", 5, (Pace("asked", 2.5, 11, 0.3, 0.6),)),
    Course("police_decision", 5, (Pace("recommended", 2, 10, 0.25, 0.6),)),
)


class Case(NamedTuple):
    """One made-up clock: the area, the day it started, the day of each state, and the day it was met."""

    area: str
    standard: str
    began: date
    due: date
    entered: tuple[tuple[str, date], ...]
    met: date

    def state_on(self, day: date) -> tuple[str, date]:
        """Where it stood at the end of a day on which it was not met."""
        return next((state, since) for state, since in reversed(self.entered) if since <= day)


def cases(seed: int, *, areas: int, a_week: float, first: date, last: date) -> Iterator[Case]:
    """Cases of several areas of different size and pace, over all the days from the first to the last."""
    chance = random.Random(seed)
    for number in range(areas):
        area, size = f"area {number}", chance.choice([0.1, 0.5, 1.0, 2.0])
        pace = math.exp(chance.gauss(0, 0.25))
        workers = [math.exp(chance.gauss(0, 0.3)) for _ in range(max(2, round(8 * size)))]
        for course in COURSES:
            day = first
            while day <= last:
                if is_working_day(day) and chance.random() < a_week * size / 5:
                    yield _case(chance, area, course, day, pace * chance.choice(workers))
                day += timedelta(days=1)


def _case(chance: random.Random, area: str, course: Course, began: date, pace: float) -> Case:
    now, entered = began, []
    for step in course.steps:
        entered.append((step.state, now))
        season = 1 + 0.35 * (now.month in (8, 12)) - 0.1 * (now.month in (5, 6))
        slow = chance.random() < min(0.9, step.slowly * pace * season)
        days = chance.lognormvariate(math.log((step.slow if slow else step.quick) * season * pace**0.5), step.spread)
        now += timedelta(days=round(days))
        if step.sits_every:
            now += timedelta(days=(2 - now.toordinal()) % step.sits_every)  # the panel's weekday
        while not is_working_day(now):
            now += timedelta(days=1)
    met = max(now, began)
    return Case(area, course.standard, began, add_working_days(began, course.working_days), tuple(entered), met)
