"""A workflow as read from its file: states, moves, and nothing that runs."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

CASE = "case"


@dataclass(frozen=True)
class State:
    """One place to stand at. `tells` is who hears when it is entered: by kind of notice, a permission or a group."""

    name: str
    says: str
    waits_on: tuple[str, ...] = ()
    due_in: str | None = None
    opens: tuple[str, ...] = ()
    ends: bool = False
    works_out: tuple[str, ...] = ()
    next: str | None = None
    tells: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Carried:
    """A move made in the same breath, `once` this guard allows it; without one, always.

    `of` says whose: the case's, or that of the process between, such as the panel_item of an escalation.
    """

    move: str
    once: str | None = None
    of: str = CASE


@dataclass(frozen=True)
class Move:
    """One arrow."""

    name: str
    says: str
    done: str
    from_states: tuple[str, ...]
    to: str
    by: str
    guards: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    carries: tuple[Carried, ...] = ()


@dataclass(frozen=True)
class Workflow:
    """One version of one process: a process finishes on the version it started with."""

    name: str
    version: date
    about: str
    starts_as: str
    states: Mapping[str, State]
    moves: Mapping[str, Move]

    def moves_from(self, state: str) -> list[Move]:
        return [move for move in self.moves.values() if state in move.from_states]
