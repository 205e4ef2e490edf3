"""Reads workflows/<name>/<date>.yaml and refuses, by file and line, whatever could not work."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from oocd.policy.loader import FileMistake, Written, read
from oocd.workflow.definitions import CASE, Carried, Move, State, Workflow
from oocd.workflow.shapes import WorkflowShape


@dataclass(frozen=True)
class Names:
    """The names a workflow file may use; anything else in it is a mistake."""

    guards: Collection[str]
    permissions: Collection[str]
    time_standards: Collection[str]
    openers: Collection[str]
    routes: Collection[str]
    worked_out: Collection[str] = ()
    notices: Collection[str] = ()
    hearers: Collection[str] = ()


class Workflows:
    """Every version of every workflow, by name."""

    def __init__(self, versions: Mapping[str, list[Workflow]]) -> None:
        self._versions = versions

    def __iter__(self) -> Iterator[Workflow]:
        for versions in self._versions.values():
            yield from versions

    def carried(self, of: str) -> frozenset[str]:
        """The moves of a case, or of this process, that are made only together with a move of a smaller one."""
        return self._carried.get(of, frozenset())

    @cached_property
    def _carried(self) -> Mapping[str, frozenset[str]]:
        arrows = [move for workflow in self for move in workflow.moves.values()]
        every = [carried for arrow in arrows for carried in arrow.carries]
        return {of: frozenset(each.move for each in every if each.of == of) for of in {each.of for each in every}}

    def in_force(self, name: str, day: date) -> Workflow:
        """The version that a process starting on this day follows to its end; the first, for earlier days."""
        versions = self._versions[name]
        return next((version for version in reversed(versions) if version.version <= day), versions[0])

    def version(self, name: str, version: date) -> Workflow:
        return next(workflow for workflow in self._versions[name] if workflow.version == version)


def load(folder: Path, names: Names) -> Workflows:
    """Every workflow below a folder. Raises FileMistake for the first that could not work."""
    versions: dict[str, list[Workflow]] = {}
    read_files: list[tuple[Workflow, Written]] = []
    for path in sorted(folder.glob("*/*.yaml")):
        written = read(path, WorkflowShape())
        workflow = _workflow(path, written)
        versions.setdefault(workflow.name, []).append(workflow)
        read_files.append((workflow, written))
    carriable = {CASE: [workflow for workflow, _ in read_files if workflow.name in names.routes], **versions}
    for workflow, written in read_files:
        _check(workflow, written, names, versions.keys(), carriable)
    return Workflows(versions)


def _workflow(path: Path, written: Written) -> Workflow:
    try:
        version = date.fromisoformat(path.stem)
    except ValueError:
        raise FileMistake(path, 1, "Name the file for the day it applies from, such as 2025-04-01.yaml.") from None
    content = written.content
    return Workflow(
        name=path.parent.name,
        version=version,
        about=content["about"],
        starts_as=content["starts_as"],
        states={name: State(name, **_tuples(state)) for name, state in content["states"].items()},
        moves={name: _move(name, move) for name, move in content["moves"].items()},
    )


def _move(name: str, move: Mapping[str, Any]) -> Move:
    carries = tuple(Carried(**carried) for carried in move.get("carries", ()))
    return Move(name, **{**_tuples(move), "carries": carries})


def _tuples(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in entry.items()}


def _check(
    workflow: Workflow,
    written: Written,
    names: Names,
    processes: Collection[str],
    carriable: Mapping[str, Collection[Workflow]],
) -> None:
    if workflow.starts_as not in workflow.states:
        raise written.mistake(
            f"There is no state called {workflow.starts_as}. Add it, or correct the name.", "starts_as"
        )
    for state in workflow.states.values():
        _check_state(state, written, names, processes)
        _check_worked_out(state, written, names)
        _check_next(state, workflow, written)
    for move in workflow.moves.values():
        _check_move(move, workflow, written, names)
        _check_carried(move, written, names, carriable)
    _check_reachable(workflow, written)


def _check_state(state: State, written: Written, names: Names, processes: Collection[str]) -> None:
    where = ("states", state.name)
    if state.due_in and state.due_in not in names.time_standards:
        problem = f"There is no time standard called {state.due_in}. Add policies/national/time/{state.due_in}.yaml."
        raise written.mistake(problem, *where, "due_in")
    for process in state.opens:
        if process not in names.openers:
            raise written.mistake(f"No room opens a process called {process}. Correct the name.", *where, "opens")
        if process not in processes:
            raise written.mistake(f"There is no workflow called {process}. Write its file first.", *where, "opens")
    for kind, who in state.tells.items():
        if kind not in names.notices:
            raise written.mistake(f"There is no kind of notice called {kind}. Add it.", *where, "tells", kind)
        if who not in names.hearers and who not in names.permissions:
            problem = f"Nobody is called {who}. Name a permission, or a group of people that a room knows."
            raise written.mistake(problem, *where, "tells", kind)


def _check_worked_out(state: State, written: Written, names: Names) -> None:
    for name in state.works_out:
        if name not in names.worked_out:
            problem = f"No room works out a {name}. Correct the name."
            raise written.mistake(problem, "states", state.name, "works_out")


def _check_next(state: State, workflow: Workflow, written: Written) -> None:
    """The move that is expected next says whose list the case is on: whoever may make it."""
    if state.next and state.next not in {move.name for move in workflow.moves_from(state.name)}:
        problem = f"No move called {state.next} leads on from {state.name}. Name one that does."
        raise written.mistake(problem, "states", state.name, "next")


def _check_move(move: Move, workflow: Workflow, written: Written, names: Names) -> None:
    where = ("moves", move.name)
    for state in move.from_states:
        if state not in workflow.states:
            raise written.mistake(f"There is no state called {state}. Add it, or correct the name.", *where, "from")
    if move.to not in workflow.states:
        raise written.mistake(f"There is no state called {move.to}. Add it, or correct the name.", *where, "to")
    if move.by not in names.permissions:
        raise written.mistake(f"No role grants {move.by}. Correct the name, or grant it to a role.", *where, "by")
    for guard in move.guards:
        if guard not in names.guards:
            problem = f"There is no guard called {guard}. Write it in a room, or correct the name."
            raise written.mistake(problem, *where, "if")


def _check_carried(move: Move, written: Written, names: Names, carriable: Mapping[str, Collection[Workflow]]) -> None:
    where = ("moves", move.name, "carries")
    for carried in move.carries:
        if carried.of not in carriable:
            raise written.mistake(f"There is no workflow called {carried.of}. Correct the name.", *where)
        having = {flow.name for flow in carriable[carried.of] if carried.move in flow.moves}
        lacking = [flow.name for flow in carriable[carried.of] if carried.move not in flow.moves]
        # A smaller process may belong to some routes of a case only; but such a route has the move in every version.
        if carried.of == CASE and having:
            lacking = [name for name in lacking if name in having]
        if lacking:
            whose = "The case's workflow" if carried.of == CASE else "The workflow"
            problem = f"{whose} {lacking[0]} has no move called {carried.move}. Add it, or correct the name."
            raise written.mistake(problem, *where)
        if carried.once and carried.once not in names.guards:
            problem = f"There is no guard called {carried.once}. Write it in a room, or correct the name."
            raise written.mistake(problem, *where)


def _check_reachable(workflow: Workflow, written: Written) -> None:
    reached, ahead = set(), [workflow.starts_as]
    while ahead:
        here = ahead.pop()
        if here not in reached:
            reached.add(here)
            ahead += [move.to for move in workflow.moves_from(here)]
    for name, state in workflow.states.items():
        if name not in reached:
            raise written.mistake(f"No move ever leads to {name}. Add one, or take the state out.", "states", name)
        leaves = bool(workflow.moves_from(name))
        if not leaves and not state.ends:
            raise written.mistake(f"Nothing leads out of {name}. Add a move, or say that it ends.", "states", name)
        if leaves and state.ends:
            raise written.mistake(f"{name} ends, yet a move leads out of it. Take one of the two out.", "states", name)
