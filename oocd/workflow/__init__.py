"""Reads workflows/; the only code that changes the state of a case."""

from oocd.workflow.registry import Attempt, Refusal, Unmet, guard, hears, opens, works_out
from oocd.workflow.service import (
    OpenMove,
    PastMove,
    adopt,
    begin_again,
    definition,
    loaded,
    move,
    moves_open_to,
    require_open,
    require_running,
    start,
    use,
    work_out_again,
)

__all__ = [
    "Attempt",
    "OpenMove",
    "PastMove",
    "Refusal",
    "Unmet",
    "adopt",
    "begin_again",
    "definition",
    "guard",
    "hears",
    "loaded",
    "move",
    "moves_open_to",
    "opens",
    "require_open",
    "require_running",
    "start",
    "use",
    "work_out_again",
    "works_out",
]
