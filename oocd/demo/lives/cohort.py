"""So many made-up children, each with a life of their own, over the months before a last day."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from oocd.demo.lives import panel, street, turnaround
from oocd.demo.lives.calendar import Calendar, Life, last_working_day
from oocd.demo.lives.casework import Casework, Place
from oocd.demo.lives.children import Demography, pick, shares_of_areas
from oocd.demo.lives.meetings import Panel
from oocd.demo.people import move_in

DAYS = 420  # before the last day on which children are referred: a year and some weeks


@dataclass(frozen=True)
class Cohort:
    """Who lives where, and the calendar they share."""

    calendar: Calendar
    places: Sequence[Place]
    children: int

    def days(self, *, each_day: Callable[[date], Any] | None = None) -> Iterator[date]:
        """Let them live, day by day. The caller has the database opened for everywhere."""
        return self.calendar.days(each_day=each_day)


def draw(areas: Sequence[str], *, children: int, seed: int, until: date, strict: bool = False) -> Cohort:
    """Children by how many live in each area, with the people who work there. Nothing has happened to them yet."""
    calendar = Calendar(until, strict=strict)
    first = until - timedelta(days=DAYS)
    places = []
    for area, count in shares_of_areas(sorted(areas), children).items():
        place = Place(area, move_in(area), calendar)
        _settle(place, first, count, seed)
        places.append(place)
    return Cohort(calendar, places, children)


def _settle(place: Place, first: date, count: int, seed: int) -> None:
    chance = Random(f"{seed} {place.area}")  # nosec B311
    there = Panel(place, first, chance)
    demography = Demography(place.area)
    ways_on = {
        "panel": lambda case: panel.from_received(case, there),
        "turnaround": turnaround.from_received,
        "street_cr": street.live,
    }
    place.goes_on.update({route: ways_on[route] for route in demography.routes()})
    for number in range(1, count + 1):
        own = Random(f"{seed} {place.area} {number}")  # nosec B311
        referred = last_working_day(first + timedelta(days=own.randrange(DAYS + 1)))
        child = demography.draw(f"DEMO-{number:04}", referred, own)
        place.calendar.begin(_life(Casework(place, child, own), there), referred)
    if "street_cr" in place.goes_on:
        place.calendar.begin(street.reconcile(place), first + timedelta(days=40))


def _life(case: Casework, there: Panel) -> Life:
    """By one of the area's routes."""
    demography = Demography(case.place.area)
    route = pick(demography.routes(), case.chance)
    if route == "street_cr":
        return street.live(case)
    if route == "turnaround":
        return turnaround.live(case)
    return panel.live(case, there, pick(demography.outcomes(), case.chance))
