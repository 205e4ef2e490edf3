"""Which outcomes are open to one offence now: the whole list, with what bars each, never cut down to one."""

from collections.abc import Iterator
from typing import Any

from oocd.outcomes.explaining import Explained
from oocd.workflow.registry import refusals_of


def menu(explained: Explained) -> Iterator[dict[str, Any]]:
    """Each outcome on offer today: code, label, and every rule that bars a decision for it as the facts stand."""
    for code, outcome in explained.edition.codes("outcomes").items():
        asked = [rule.answer for rule in explained.at(code, "decide").rules if not rule.asked_when]
        yield {"code": code, "label": outcome["label"], "barred_by": refusals_of(asked, {}, (), explained.offence)}
