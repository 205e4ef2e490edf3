"""The days of a made-up time, in order: everybody takes each step of their life on its day, so that all share them."""

from collections.abc import Callable, Generator, Iterator
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from typing import Any, TypeVar

from oocd import clock
from oocd.db import db
from oocd.errors import OocdError
from oocd.policy.working_days import is_working_day

Result = TypeVar("Result")
Steps = Generator[int, None, Result]
"""What happens to somebody: it yields how many days pass until the next step; 0 is later on the same day."""
Life = Steps[None]

MORNING, EVENING = time(9), time(20)
ONE_DAY = timedelta(days=1)


class NoAnswer(OocdError):
    """Something made-up people cannot come to an end with."""


class Calendar:
    """Days up to a last one, each with the steps that fall on it. What falls later does not happen: it stays open."""

    def __init__(self, last: date, *, strict: bool = False) -> None:
        self.last = last
        self.unforeseen: list[OocdError] = []  # refusals no life has an answer to; where strict, the first is raised
        self._strict = strict
        self._waiting: list[tuple[date, int, Life]] = []
        self._begun = 0

    def begin(self, life: Life, on: date) -> None:
        """Have a life take its first step on a day, or on the next day people work."""
        self._begun += 1
        heappush(self._waiting, (next_working_day(on), self._begun, life))

    def days(self, *, each_day: Callable[[date], Any] | None = None) -> Iterator[date]:
        """Live through every day from the first step on, and yield it. `each_day` is called on its evening."""
        day = self._waiting[0][0] if self._waiting else self.last + ONE_DAY
        while day <= self.last:
            with clock.running_from(datetime.combine(day, MORNING, clock.LONDON)):
                self._live(day)
                db.session.commit()
            if each_day is not None:
                with clock.running_from(datetime.combine(day, EVENING, clock.LONDON)):
                    each_day(day)
                    db.session.commit()
            yield day
            day += ONE_DAY

    def _live(self, day: date) -> None:
        while self._waiting and self._waiting[0][0] <= day:
            _, number, life = heappop(self._waiting)
            pause = self._step(life)
            if pause is not None:
                heappush(self._waiting, (next_working_day(day + pause * ONE_DAY), number, life))

    def _step(self, life: Life) -> int | None:
        """The days until its next step; None when there is none."""
        if self._strict:
            return next(life, None)
        try:
            with db.session.begin_nested():
                return next(life, None)
        except OocdError as error:  # the life stays where it is, as a case does that nobody knows what to do about
            self.note(error)
            return None

    def note(self, error: OocdError) -> None:
        """A refusal that nobody has an answer to."""
        if self._strict:
            raise error
        self.unforeseen.append(error)


def last_working_day(day: date) -> date:
    """The day itself, or the last before it on which people work."""
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def next_working_day(day: date) -> date:
    while not is_working_day(day):
        day += ONE_DAY
    return day
