"""What the homes are handed: a case being taken in, or a page of cases being read."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar
from uuid import UUID

from oocd.bulk import Batch, Into, Value
from oocd.exchange.law import Law
from oocd.exchange.rules import FLAGS, Past, Row
from oocd.workflow.adopting import Adopter, Kind

Asked = TypeVar("Asked")
IN_CASE = ("id", "area", "referral_id")
NO_CODES, NO_WORDS = "[]", "{}"  # JSON of what an imported row never tells


@dataclass
class OffenceInHand:
    """One row being taken in; `kept` are the columns that have found a home."""

    id: str
    line: int
    number: int
    row: Row
    kept: set[str] = field(default_factory=set)


@dataclass
class CaseInHand:
    """One case being taken in: what its rows say together, what their dates tell, and where to put things."""

    id: str
    row: Row
    past: Past
    offences: Sequence[OffenceInHand]
    batch: Batch
    adopter: Adopter
    law: Law
    moment: str
    ended_work: dict[str, str] = field(default_factory=dict)  # how it ended, for the review that looked at it
    new: bool = True  # False: offences are added to a case on record

    def put(self, into: Into, id: str, *values: Value) -> None:
        """One row of a table whose first columns are id, area and case."""
        self.batch.add(into, id, self.row.area, self.id, *values)

    def adopt(
        self, kind: Kind, workflow: str, id: str, *values: Value, opened_on: str, past: Sequence[tuple[str, str]] = ()
    ) -> str:
        """One smaller process of the case with its history."""
        of = {"process_id": id, "area": self.row.area, "referral_id": self.id}
        return self.adopter.adopt(kind, workflow, self.id, *values, **of, opened_on=opened_on, past=past)

    def keep(self, *columns: str) -> None:
        """These columns of the whole case have found their home."""
        for offence in self.offences:
            offence.kept.update(columns)


@dataclass
class Page:
    """Some cases being read: what the homes say of each, by column."""

    ids: Sequence[UUID]
    today: date
    of_case: dict[UUID, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    of_offence: dict[UUID, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    offences_of: dict[UUID, list[UUID]] = field(default_factory=lambda: defaultdict(list))


def asked(values: Iterable[Asked]) -> list[Asked]:
    """What to ask the database for, in few different lengths: it keeps each statement of another length prepared."""
    listed = list(dict.fromkeys(values))
    full = 1 << (len(listed) - 1).bit_length() if listed else 0
    return listed + listed[-1:] * (full - len(listed))


def flag(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"


def flagged(cell: str) -> bool | None:
    return FLAGS.get(cell)


def day(value: date | None) -> str:
    return str(value) if value else ""


def latest(days: Iterable[date | None]) -> str:
    return day(max((known for known in days if known), default=None))
