"""Many entries at once, for an import: the first of each new case, and those of areas, written in bulk."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from oocd.audit.models import AuditChain, AuditEntry
from oocd.audit.rules import START, canonical, hash_of, written
from oocd.audit.service import Acting, grow, locked
from oocd.bulk import Batch, Into, dashed

COLUMNS = ("chain", "number", "recorded_at", "area", "actor", "actor_name", "action", "subject", "details")
ENTRIES = Into(AuditEntry, *COLUMNS, "previous", "hash")
HEADS = Into(AuditChain, "chain", "length", "head")


class Recorder:
    """Gathers entries that one actor leaves at one moment. They are in the log once the batch and this are written."""

    def __init__(self, batch: Batch, *, by: Acting, moment: datetime) -> None:
        self._batch = batch
        self._at, self._stored_at = written(moment), batch.moment(moment)
        self._actor, self._actor_name = f"person:{by.person_id}", by.name
        self._grown: dict[str, tuple[int, str]] = {}

    def begin_case(self, action: str, *, area: str, referral_id: str, details: Mapping[str, Any]) -> None:
        """As `audit.record` for a case that has no entry yet; a chain that exists makes the writing fail."""
        case = dashed(referral_id)
        chain = f"case:{case}"
        own = self._add(chain, 1, START, area, action, f"referral:{case}", details)
        self._batch.add(HEADS, chain, 1, own)

    def record(self, action: str, *, chain: str, area: str, subject: str, details: Mapping[str, Any]) -> None:
        """As `audit.record` for a chain that may have grown already: it is locked until the transaction ends."""
        length, head = self._grown.get(chain) or locked(chain)
        own = self._add(chain, length + 1, head, area, action, subject, details)
        self._grown[chain] = length + 1, own

    def write(self) -> None:
        """After the batch: every chain that grew ends at its new head."""
        for chain, (length, head) in self._grown.items():
            grow(chain, length, head)
        self._grown.clear()

    def _add(
        self, chain: str, number: int, previous: str, area: str, action: str, subject: str, details: Mapping[str, Any]
    ) -> str:
        text = canonical(details)
        who_and_what = (area, self._actor, self._actor_name, action, subject, text, previous)
        own = hash_of((chain, number, self._at, *who_and_what))
        self._batch.add(ENTRIES, chain, number, self._stored_at, *who_and_what, own)
        return own
