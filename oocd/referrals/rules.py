"""Ages, limits, references and what is missing: plain values in, plain values out."""

import itertools
import secrets
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from oocd.policy.working_days import add_months as add_months

LONGEST_NAME = 100  # of a reference or a place, whoever tells it and however

# Antisocial behaviour may bring a child to voluntary support; every other route decides on offences.
OF_SUPPORT = "turnaround"
WITHOUT_OFFENCES = frozenset({OF_SUPPORT})

# Crockford's letters and digits: none can be taken for another when read aloud.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def age_on(day: date, born: date) -> int:
    """Age in whole years. A child born on 29 February has a birthday on 1 March in other years (ruling R-13)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def birthday(born: date, age: int) -> date:
    """The day on which somebody reaches an age, as `age_on` counts it (ruling R-13)."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def charge_by(offence_date: date | None, offence_class: str, months: int) -> date | None:
    """The last day for charging a summary-only offence; None for any other, and while the date is not known."""
    return add_months(offence_date, months) if offence_date and offence_class == "summary_only" else None


class Limit(NamedTuple):
    """A day by which something must be settled; `near` from the day on which policy says so."""

    what: str
    on: date
    days_left: int
    near: bool
    offence: int | None = None


class Dated(NamedTuple):
    """A date and the words for it."""

    words: str
    day: date | None


def out_of_order(*in_order: Dated) -> tuple[str, str] | None:
    """The words of the first two that follow each other wrongly; a date nobody knows is passed over."""
    known = [dated for dated in in_order if dated.day]
    for earlier, later in itertools.pairwise(known):
        if earlier.day and later.day and earlier.day > later.day:
            return earlier.words, later.words
    return None


def missing(asked: Mapping[str, Mapping[str, Any]], values: Mapping[str, Any]) -> Iterator[str]:
    """The names of what was asked for, applies here and is not said. No and an empty list say something."""
    for name, row in asked.items():
        if values.get(name) in (None, "") and _applies(row.get("only_if", {}), values):
            yield name


def _applies(only_if: Mapping[str, Sequence[Any]], values: Mapping[str, Any]) -> bool:
    for name, any_of in only_if.items():
        value = values.get(name)
        if not set(value if isinstance(value, list) else [value]) & set(any_of):
            return False
    return True


def plain(reference: str | None) -> str | None:
    """A police reference as it is compared: without the white space and small letters that people type."""
    return "".join(reference.split()).upper() or None if reference else None


def same_matter(one: "Matter", other: "Matter") -> bool:
    """The same crime number or, where either has none, the same offence on the same day."""
    if one.crime_number and other.crime_number:
        return one.crime_number == other.crime_number
    return (
        one.offence_id == other.offence_id and one.offence_date is not None and one.offence_date == other.offence_date
    )


class Matter(NamedTuple):
    """What tells one offence of a child from another."""

    crime_number: str | None
    offence_id: str
    offence_date: date | None


class Declared(NamedTuple):
    """One thing a child was given before; without its day where nobody knows it."""

    outcome: str
    given_on: date | None


def already_told(on_record: Sequence[Declared], declared: Sequence[Declared]) -> list[int | None]:
    """For each thing declared, the place of the one on record that it tells of again; None where it is new.

    One told again with its day is the one that had none. So what is on record never gets fewer, and it is as
    many as anybody ever declared at once.
    """
    left = list(range(len(on_record)))
    told: list[int | None] = [None] * len(declared)
    for day_may_be_missing in (False, True):
        for place, one in enumerate(declared):
            if told[place] is None:
                same = (n for n in left if _same(on_record[n], one, day_may_be_missing))
                told[place] = next(same, None)
                left = [n for n in left if n != told[place]]
    return told


def _same(one: Declared, other: Declared, day_may_be_missing: bool) -> bool:
    missing = day_may_be_missing and None in (one.given_on, other.given_on)
    return one.outcome == other.outcome and (one.given_on == other.given_on or missing)


def new_reference(area: str) -> str:
    """Such as BUC-7F3K9Q2: the area, then 35 random bits, so that a reference tells nothing and needs no counter."""
    return f"{area[:3].upper()}-{''.join(secrets.choice(ALPHABET) for _ in range(7))}"
