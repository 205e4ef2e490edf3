"""Values and sources of policies as people write them."""

from collections.abc import Mapping
from datetime import date
from typing import Any


def plain(value: Any) -> str:
    """Any value of a fact or a figure, as people write it."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(f"{plain(key)}: {plain(inner)}" for key, inner in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(plain, value)) or "none"
    return str(value) if isinstance(value, date) else str(value).replace("_", " ")


def amount(value: Any, unit: str) -> str:
    """A value with its unit, such as `1 working day`; a list needs none."""
    if isinstance(value, list | tuple | Mapping):
        return plain(value)
    return f"{plain(value)} {plain(unit).removesuffix('s') if value == 1 else plain(unit)}"


def source(named: Mapping[str, str], verified: bool = True) -> str:
    """The whole source in one line, with the mark that nobody checked it."""
    return f"{', '.join(named.values())}{'' if verified else ' (not verified)'}"
