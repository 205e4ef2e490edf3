"""Adopting the histories of many processes at once: as `adopt`, gathered and written in bulk."""

from collections.abc import Sequence
from datetime import date, datetime

from oocd.accounts.actor import Actor
from oocd.bulk import Batch, Into, Value, new_id
from oocd.db import Base
from oocd.workflow.definitions import Workflow
from oocd.workflow.models import WorkflowMove
from oocd.workflow.service import Step, loaded, walk

MOVES = Into(
    WorkflowMove,
    *("id", "area", "referral_id", "workflow", "process_id", "move", "from_state", "to_state", "made_by"),
    *("recorded_at", "effective_on"),
)
STATE = ("state", "state_since", "version", "workflow_version")


class Kind:
    """One table of processes, and the columns its rows are given in; those of the state are added here."""

    def __init__(self, model: type[Base], *columns: str) -> None:
        self.into = Into(model, "id", "area", *columns, *STATE)


class Adopter:
    """Gathers whole histories. No guard is asked and nothing is logged: the caller leaves one entry per case."""

    def __init__(self, batch: Batch, *, by: Actor, moment: datetime) -> None:
        self._batch = batch
        self._by = by.person_id.hex if by.person_id else None
        self._recorded_at = batch.moment(moment)
        self._versions: dict[tuple[str, str], Workflow] = {}
        self._walks: dict[tuple[str, date, tuple[str, ...]], list[Step]] = {}

    def adopt(
        self,
        kind: Kind,
        workflow: str,
        *values: Value,
        process_id: str,
        area: str,
        referral_id: str | None,
        opened_on: str,
        past: Sequence[tuple[str, str]] = (),
    ) -> str:
        """Gather one process with its history, and return the state it stands in.

        `past` is the name and day of each move. Raises NotOpenNow or UnknownMove where a step does not start where
        the one before it ended.
        """
        version = self._version(workflow, opened_on)
        steps = self._walk(version, tuple(name for name, _ in past))
        days = [opened_on, *(day for _, day in past)]
        by, at = self._by, self._recorded_at
        self._batch.add_all(
            MOVES,
            [
                (new_id(), area, referral_id, workflow, process_id, move, before, after, by, at, day)
                for (move, before, after), day in zip(steps, days, strict=True)
            ],
        )
        state = steps[-1].after
        standing = state, days[-1], len(steps), str(version.version)
        self._batch.add(kind.into, process_id, area, *values, *standing)
        return state

    def _version(self, name: str, opened_on: str) -> Workflow:
        key = name, opened_on
        if key not in self._versions:
            self._versions[key] = loaded().in_force(name, date.fromisoformat(opened_on))
        return self._versions[key]

    def _walk(self, workflow: Workflow, moves: tuple[str, ...]) -> list[Step]:
        key = workflow.name, workflow.version, moves
        if key not in self._walks:
            self._walks[key] = walk(workflow, moves)
        return self._walks[key]
