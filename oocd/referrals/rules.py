"""Ages and references: plain values in, plain values out."""

import secrets
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

# Crockford's letters and digits: none can be taken for another when read aloud.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def age_on(day: date, born: date) -> int:
    """Age in whole years. A child born on 29 February has a birthday on 1 March in other years (ruling R-13)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


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
