"""An edition read back from what the database keeps of it, and from nothing else."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd.policy.edition import Edition
from oocd.policy.rules import Figure, made_ready
from oocd.policy.store import gate_of


class NotAsItWasKept(ValueError):
    """A kept edition whose content is no longer what its hash was made of."""


def read_back(text: str, name: str) -> Edition:
    """An edition from what the database keeps of it, and from nothing else. Raises NotAsItWasKept."""
    if hashlib.sha256(text.encode()).hexdigest() != name:
        raise NotAsItWasKept(name)
    content = {key: _as_it_was(key, value) for key, value in json.loads(text).items()}
    rules = [entry for key in sorted(content) if key.startswith("gates/") for entry in content[key].items()]
    written = {rule[part] for _, rule in rules for part in rule.keys() & {"holds", "only_if"}}
    conditions = {expression: made_ready(expression) for expression in written}
    gates = tuple(gate_of(rule_id, rule, conditions) for rule_id, rule in rules)
    figures = {key: _figure_read_back(value) for key, value in content.items() if key.startswith(("figures/", "time/"))}
    return Edition(content, gates, figures, name)


def _as_it_was(name: str, value: Any) -> Any:
    """JSON makes every key a text; in figures and gravity matrices whole numbers were keys."""
    if not isinstance(value, dict) or name.startswith(("codes/", "gates/")):
        return value
    return {int(key) if key.isdecimal() else key: _as_it_was(name, inner) for key, inner in value.items()}


def _figure_read_back(kept: Mapping[str, Any]) -> Figure:
    return Figure(**{**kept, "since": date.fromisoformat(kept["since"])})
