"""How late a notice is, what a list of the police says that the notices do not: plain values in, plain values out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from math import ceil
from statistics import median
from typing import NamedTuple
from uuid import UUID

from oocd.referrals.rules import plain

RECEIVED, LATE, MISSING, NOT_ON_LIST = "received", "late", "missing", "not_on_list"
MISSING_IN_FORCE = "missing_in_force"  # on a force's list, and known to none of its areas
NINE_IN_TEN = 0.9


class Listed(NamedTuple):
    """One line of the police's list of what they gave."""

    crime_number: str | None
    child_ref: str | None
    given_on: date
    area: str | None = None  # where the list of a force says whose it is


class Noticed(NamedTuple):
    """One matter of a notice that came; late as the standard of its day has it."""

    referral_id: UUID
    crime_numbers: frozenset[str]
    child_ref: str
    given_on: date
    late: bool


class Found(NamedTuple):
    """One line of a reconciliation: what was listed or came, and what became of it."""

    crime_number: str | None
    child_ref: str | None
    given_on: date
    found: str
    referral_id: UUID | None


def compare(listed: Sequence[Listed], noticed: Sequence[Noticed]) -> Iterator[Found]:
    """Each line of the list with the notice that answers it, then each notice that stands on no line.

    A line is answered by its crime number or, where it has none or no notice has it, by the child and the day.
    """
    answered: set[UUID] = set()
    for line in listed:
        notice = _answer_to(line, noticed)
        if notice is None:
            yield Found(line.crime_number, line.child_ref, line.given_on, MISSING, None)
            continue
        answered.add(notice.referral_id)
        came = LATE if notice.late else RECEIVED
        yield Found(line.crime_number, notice.child_ref, notice.given_on, came, notice.referral_id)
    for notice in noticed:
        if notice.referral_id not in answered:
            number = min(notice.crime_numbers, default=None)
            yield Found(number, notice.child_ref, notice.given_on, NOT_ON_LIST, notice.referral_id)


def _answer_to(line: Listed, noticed: Iterable[Noticed]) -> Noticed | None:
    number, child_ref = plain(line.crime_number), " ".join((line.child_ref or "").split())
    by_day = None
    for notice in noticed:
        if number and number in notice.crime_numbers:
            return notice
        same_child = bool(child_ref) and (notice.child_ref, notice.given_on) == (child_ref, line.given_on)
        if same_child and not (number and notice.crime_numbers):
            by_day = notice
    return by_day


def heavier(outcomes: Iterable[str], than: str, known: Mapping[str, Mapping[str, object]]) -> bool:
    """Whether one of these outcomes weighs more than that one."""

    def weight(outcome: str) -> int:
        return int(str(known[outcome]["weight"]))

    return any(weight(outcome) > weight(than) for outcome in outcomes if outcome in known)


class Spread(NamedTuple):
    """How long something took: half of all, nine in ten, and every one within so many days."""

    median: float | None = None
    p90: int | None = None
    most: int | None = None


def spread(days: Iterable[int]) -> Spread:
    """Nothing for no days at all. Nine in ten by the nearest rank, so that it is a number of days somebody waited."""
    ranked = sorted(days)
    if not ranked:
        return Spread()
    return Spread(median(ranked), ranked[ceil(NINE_IN_TEN * len(ranked)) - 1], ranked[-1])


class Period(NamedTuple):
    since: date
    until: date


def apart(periods: Iterable[Period]) -> list[int]:
    """The places of those that overlap none taken before them: no day is then counted from two lists."""
    taken: list[tuple[int, Period]] = []
    for place, one in enumerate(periods):
        if all(one.until < other.since or one.since > other.until for _, other in taken):
            taken.append((place, one))
    return [place for place, _ in taken]


def shared_out(
    found: Sequence[Found], of_lines: Sequence[str | None], area_of: Mapping[UUID, str], areas: Iterable[str]
) -> dict[str, list[tuple[int, Found]]]:
    """What came of a force's list, by area and with the number it has on the whole of it.

    A line that no notice answers is missing in the area that the list itself names, `of_lines`; where it names none it
    is missing in the force, and stands in every area, since any may be the one.
    """
    by_area: dict[str, list[tuple[int, Found]]] = {area: [] for area in areas}
    for number, one in enumerate(found, start=1):
        if one.referral_id is not None:
            by_area[area_of[one.referral_id]].append((number, one))
        elif named := of_lines[number - 1]:
            by_area[named].append((number, one))
        else:
            for rows in by_area.values():
                rows.append((number, one._replace(found=MISSING_IN_FORCE)))
    return by_area
