"""So many made-up children, each with a life of their own, over the months before a last day."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from oocd.demo.lives import panel, reviewing, street, turnaround
from oocd.demo.lives.calendar import Calendar, Life, last_working_day
from oocd.demo.lives.cards import Deck
from oocd.demo.lives.casework import Casework, Place
from oocd.demo.lives.children import Demography, pick, shares_of_areas
from oocd.demo.lives.meetings import Panel
from oocd.demo.people import move_in

MONTH = 31
STILL_A_CHILD = 16  # years at most, where a life is to take its turns before the 18th birthday
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
    places, panels = {}, {}
    for area in sorted(areas):
        place = places[area] = Place(area, move_in(area), calendar)
        there = panels[area] = Panel(place, until - timedelta(days=DAYS), Random(f"{seed} {area}"))  # nosec B311
        _settle(place, there, until)
    deck = Deck()
    for area, number in _in_turn(shares_of_areas(sorted(areas), children)):
        chance = Random(f"{seed} {area} {number}")  # nosec B311
        _be_born(places[area], panels[area], f"DEMO-{number:04}", deck, chance)
    return Cohort(calendar, list(places.values()), children)


def _settle(place: Place, there: Panel, until: date) -> None:
    """What goes on in an area beside any one case, and how a case goes on from the beginning of each route."""
    ways_on = {
        "panel": lambda case: panel.from_received(case, there),
        "turnaround": turnaround.from_received,
        "street_cr": street.live,
    }
    place.goes_on.update({route: ways_on[route] for route in Demography(place.area).routes()})
    place.calendar.begin(reviewing.panel(place), until - timedelta(days=DAYS - MONTH))
    if "street_cr" in place.goes_on:
        place.calendar.begin(street.reconcile(place), until - timedelta(days=DAYS - MONTH))


def _in_turn(shares: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """The first child of each area, then the second, and so on."""
    for number in range(1, max(shares.values()) + 1):
        yield from ((area, number) for area, count in shares.items() if number <= count)


def _be_born(place: Place, there: Panel, reference: str, deck: Deck, chance: Random) -> None:
    card = deck.deal(lambda card: card.routes <= place.goes_on.keys())
    days_ago = chance.randint(*card.began) if card else chance.randrange(DAYS)
    referred = last_working_day(place.calendar.last - timedelta(days=days_ago))
    child = Demography(place.area).draw(reference, referred, chance, up_to=STILL_A_CHILD if card else 17)
    place.calendar.begin(_life(Casework(place, child, chance, card), there), referred)


def _life(case: Casework, there: Panel) -> Life:
    """By the route it was dealt, or one of the area's."""
    demography, card = Demography(case.place.area), case.card
    route = card.route if card else pick(demography.routes(), case.chance)
    if route == "street_cr":
        return street.live(case)
    if route == "turnaround":
        return turnaround.live(case)
    return panel.live(case, there, card.wanted if card else pick(demography.outcomes(), case.chance))
