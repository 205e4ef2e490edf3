"""What a decision or a giving rested on, in the form it is kept in."""

import json
from collections.abc import Mapping
from typing import Any

from oocd.policy.rules import canonical
from oocd.policy.store import Edition


def verdicts(edition: Edition, outcome: str, moment: str, facts: Mapping[str, Any]) -> dict[str, str]:
    return {answer.id: answer.verdict for answer in edition.answers(outcome, moment, facts)}


def in_json(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Facts as JSON keeps them: dates as text."""
    kept: dict[str, Any] = json.loads(canonical(facts))
    return kept
