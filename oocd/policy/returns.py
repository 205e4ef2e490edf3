"""How outcomes are named in official returns. The words stand outside every edition: no page or rule sees them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Returned:
    """The word of a return for one outcome, and who says so; no word where that return leaves the outcome out."""

    word: str | None
    since: date
    source: Mapping[str, str]
    verified: bool


def returned_as(values: Mapping[date, Mapping[str, Any]], day: date, form: str | None = None) -> Returned | None:
    """How one outcome is returned on a day, from its dated `values`. None: nobody knows, and nothing may be guessed."""
    begun = [since for since in values if since <= day]
    if not begun:
        return None
    since = max(begun)
    value = values[since]
    if "to" in value and value["to"] < day:
        return None
    word = value["of_forms"].get(form, value["as_"])
    return Returned(word, since, value["source"], value["verified"])
