"""The workflow and policy files as they are written, for tests that must not leave anything in them out."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from oocd import clock
from oocd.workflow.definitions import CASE, Carried, Move

HERE = Path(__file__).parents[2]


def _in_force() -> dict[str, Any]:
    """Each workflow as a case sent today follows it."""
    written: dict[str, Any] = {}
    for path in sorted((HERE / "workflows").glob("*/*.yaml")):
        if date.fromisoformat(path.stem) <= clock.today():
            written[path.parent.name] = yaml.safe_load(path.read_text())
    return written


def _rules() -> dict[str, Any]:
    """Every rule of the guards and of the gates, by its id."""
    files = [HERE / "policies/national/guards.yaml", *sorted((HERE / "policies/national/gates").glob("*.yaml"))]
    return {rule: entry for path in files for rule, entry in yaml.safe_load(path.read_text())["rules"].items()}


def _arrow(name: str, written: Mapping[str, Any]) -> Move:
    before = written["from"]
    return Move(
        name=name,
        says=written["says"],
        done=written["done"],
        from_states=(before,) if isinstance(before, str) else tuple(before),
        to=written["to"],
        by=written["by"],
        guards=tuple(written.get("if", ())),
        needs=tuple(written.get("needs", ())),
        carries=tuple(Carried(**carried) for carried in written.get("carries", ())),
    )


MAPS = _in_force()
MOVES = {
    (workflow, name): _arrow(name, move)
    for workflow, written in MAPS.items()
    for name, move in written["moves"].items()
}
STATES = {(workflow, state) for workflow, written in MAPS.items() for state in written["states"]}
ROUTES = {
    route
    for path in (HERE / "policies/areas").glob("*/area.yaml")
    for route in yaml.safe_load(path.read_text())["routes"]
}
CARRIED = {
    (workflow, carried.move)
    for move in MOVES.values()
    for carried in move.carries
    for workflow in (ROUTES if carried.of == CASE else {carried.of})
    if (workflow, carried.move) in MOVES
}
GUARDS = [(*arrow, guard) for arrow, move in MOVES.items() for guard in move.guards]
ONCE = [(*arrow, carried) for arrow, move in MOVES.items() for carried in move.carries if carried.once]
RULES = _rules()
RULE_OF = {entry["guard"]: rule for rule, entry in RULES.items() if "guard" in entry}
