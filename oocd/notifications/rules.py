"""When a message may go, when it is tried again, and what may stand in it: plain values in, plain values out."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from string import Template
from uuid import UUID
from zoneinfo import ZoneInfo

Plain = str | int | date
LONGEST_VALUE = 80
# Words and ids, so that no address can carry a name: lower-case segments, or a UUID.
AN_ADDRESS = re.compile(r"/|(/([a-z]+(-[a-z]+)*|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}))+")


def page_of_case(referral_id: UUID) -> str:
    """The address of a case's page in the service."""
    return f"/cases/{referral_id}"


def is_an_address(path: str) -> bool:
    """Whether this is an address within the service that says nothing but words and ids."""
    return AN_ADDRESS.fullmatch(path) is not None


def in_words(values: Mapping[str, Plain]) -> dict[str, str]:
    """Values as a notice shows them. Raises ValueError for what is not plain, or is long enough to be a narrative."""
    words = {name: _in_words(value) for name, value in values.items()}
    for name, word in words.items():
        if len(word) > LONGEST_VALUE:
            raise ValueError(f"{name} is too long for a notice. Give a code, a number or a day.")
    return words


def _in_words(value: Plain) -> str:
    if isinstance(value, date):
        return f"{value:%-d %B %Y}"
    if isinstance(value, str | int):
        return " ".join(str(value).replace("_", " ").split())
    raise ValueError(f"{type(value).__name__} is no plain value for a notice. Give text, a number or a day.")


def lacking(template: str, values: Mapping[str, str]) -> list[str]:
    """The values a sentence names and was not given."""
    return sorted(set(Template(template).get_identifiers()) - values.keys())


def worded(template: str, values: Mapping[str, str]) -> str:
    """A sentence with its values put in, which are never read as part of it."""
    return Template(template).substitute(values)


def quiet_until(moment: datetime, begins: time, ends: time, zone: ZoneInfo) -> datetime:
    """When a message of this moment may go: the same moment, or the end of the quiet hours it falls in.

    Hours are those of the clock on the wall, whatever became of it that night. Two equal times mean no quiet hours.
    """
    local = moment.astimezone(zone)
    clock = local.time().replace(fold=0)
    over_midnight = begins > ends
    is_quiet = (clock >= begins or clock < ends) if over_midnight else begins <= clock < ends
    if not is_quiet:
        return moment
    next_day = over_midnight and clock >= begins
    day = local.date() + timedelta(days=1 if next_day else 0)
    # The night the clocks change, an hour of the wall comes twice or never: the later of its two readings is meant.
    ended = (datetime.combine(day, ends.replace(fold=fold), zone) for fold in (0, 1))
    return max(moment, *(reading.astimezone(UTC) for reading in ended))


def wait_after(attempts: int, first: timedelta, longest: timedelta) -> timedelta:
    """How long to wait after so many attempts: twice as long each time, up to the longest."""
    doublings = min(max(attempts, 1) - 1, 32)
    factor: int = 2**doublings
    return min(first * factor, longest)
