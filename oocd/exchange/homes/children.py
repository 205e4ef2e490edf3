"""The child, and what the child was given before."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from oocd.bulk import Batch, Into, new_id
from oocd.db import db
from oocd.exchange.homes.hand import Page, asked
from oocd.exchange.rules import OF_CHILD, Row, histories_together, history_of, history_text
from oocd.referrals.models import Child, PreviousDisposal, Referral

FILE = "spreadsheet"  # the source of what an import declares
OWN = tuple(name for name in OF_CHILD if name != "previous_disposals")
CHILDREN = Into(Child, "id", "area", "child_ref", *OWN, "history_declared", "synthetic")
EARLIER = Into(PreviousDisposal, "id", "area", "child_id", "outcome", "given_on", "source")


class OnRecord(NamedTuple):
    """A child of the register, and what stands there under each column."""

    id: str
    says: Mapping[str, str]


def put(batch: Batch, newest_first: Sequence[Row], *, synthetic: bool) -> OnRecord:
    """A new child, as the newest of its cases tells; what that leaves out, as an earlier one does."""
    child, first = new_id(), newest_first[0]
    says = {name: next((say for row in newest_first if (say := getattr(row, name))), "") for name in OWN}
    history = histories_together([row.previous_disposals for row in newest_first])
    own = (says[name] or None for name in OWN)
    batch.add(CHILDREN, child, first.area, first.child_ref, *own, bool(history) or None, synthetic)
    for given_on, outcome in history_of(history):
        batch.add(EARLIER, new_id(), first.area, child, outcome, given_on or None, FILE)
    return OnRecord(child, {**says, "previous_disposals": history})


def on_record(area: str, child_refs: Iterable[str]) -> dict[str, OnRecord]:
    """The children of an area that are on record already, by their reference."""
    found = _read(Child.area == area, Child.child_ref.in_(asked(child_refs)))
    return {says["child_ref"]: OnRecord(id.hex, says) for id, says in found.items()}


def get(page: Page) -> None:
    of_cases = sa.select(Referral.id, Referral.child_id).where(Referral.id.in_(page.ids))
    cases = list(db.session.execute(of_cases))
    known = _read(Child.id.in_(asked(child_id for _, child_id in cases)))
    for case_id, child_id in cases:
        page.of_case[case_id].update(known[child_id])


def _read(*which: sa.ColumnElement[bool]) -> dict[UUID, dict[str, str]]:
    children = sa.select(Child.id, Child.child_ref, Child.history_declared, *(getattr(Child, name) for name in OWN))
    found = {row.id: row for row in db.session.execute(children.where(*which))}
    earlier = sa.select(PreviousDisposal.child_id, PreviousDisposal.outcome, PreviousDisposal.given_on)
    given: dict[UUID, list[tuple[str, str]]] = {}
    for child_id, outcome, given_on in db.session.execute(earlier.where(PreviousDisposal.child_id.in_(asked(found)))):
        given.setdefault(child_id, []).append((str(given_on or ""), outcome))
    return {
        id: {
            "child_ref": row.child_ref,
            **{name: str(getattr(row, name) or "") for name in OWN},
            "previous_disposals": history_text(given.get(id, [])) if row.history_declared else "",
        }
        for id, row in found.items()
    }
