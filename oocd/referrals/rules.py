"""Ages and references: plain values in, plain values out."""

import secrets
from datetime import date

# Crockford's letters and digits: none can be taken for another when read aloud.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def age_on(day: date, born: date) -> int:
    """Age in whole years. A child born on 29 February has a birthday on 1 March in other years (ruling R-13)."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def new_reference(area: str) -> str:
    """Such as BUC-7F3K9Q2: the area, then 35 random bits, so that a reference tells nothing and needs no counter."""
    return f"{area[:3].upper()}-{''.join(secrets.choice(ALPHABET) for _ in range(7))}"
