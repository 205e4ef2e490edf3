"""Which outcomes are open to one offence now: the whole list, with what bars each, never cut down to one."""

from collections.abc import Iterator
from typing import Any

from oocd import clock
from oocd.outcomes.rules import SAID_IN_DECIDING
from oocd.policy.facts import edition_for, gather
from oocd.referrals.models import Offence
from oocd.workflow.registry import refusals_of


def menu(offence: Offence) -> Iterator[dict[str, Any]]:
    """Each outcome on offer today: code, label, and every rule that bars a decision for it as the facts stand."""
    day = clock.today()
    edition = edition_for(offence, day)
    facts = gather(offence, day)
    for code, outcome in edition.codes("outcomes").items():
        answers = edition.answers(code, "decide", facts | {"outcome": code})
        asked = [answer for answer in answers if not SAID_IN_DECIDING & set(answer.needs)]
        yield {"code": code, "label": outcome["label"], "barred_by": refusals_of(asked, {}, (), offence)}
