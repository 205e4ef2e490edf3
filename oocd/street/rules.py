"""How late a notice is, what a list of the police says that the notices do not: plain values in, plain values out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from oocd.referrals.rules import plain

RECEIVED, LATE, MISSING, NOT_ON_LIST = "received", "late", "missing", "not_on_list"


class Listed(NamedTuple):
    """One line of the police's list of what they gave."""

    crime_number: str | None
    child_ref: str | None
    given_on: date


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
