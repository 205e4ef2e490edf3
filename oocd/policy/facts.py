"""The facts gates ask about, gathered from the rooms that know them; each room registers what it can say."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from oocd.db import reading
from oocd.policy import service
from oocd.policy.edition import Edition

Provider = Callable[[Any, date], Mapping[str, Any]]

Deriver = Callable[[Mapping[str, Any], Edition], Mapping[str, Any]]

PROVIDERS: list[Provider] = []
DERIVERS: list[Deriver] = []


def provides_facts(provider: Provider) -> Provider:
    """Register a room's facts about one offence on a day: declared names only, None for what nobody knows."""
    PROVIDERS.append(provider)
    return provider


def derives_facts(deriver: Deriver) -> Deriver:
    """Register facts that follow from others, the outcome of the step among them, whichever room knows those."""
    DERIVERS.append(deriver)
    return deriver


def gather(offence: Any, day: date, **of_this_step: Any) -> dict[str, Any]:
    """Every declared fact about one offence on a day. `of_this_step` is what the person acting says just now."""
    return at_a_step(known(offence, day), edition_for(offence, day), **of_this_step)


@reading()
def known(offence: Any, day: date) -> dict[str, Any]:
    """What the rooms know of one offence on a day, whatever the step: the dear part, for whoever asks of many steps."""
    edition = edition_for(offence, day)
    facts: dict[str, Any] = {**dict.fromkeys(edition.facts), **edition.figures_as_facts()}
    for provider in PROVIDERS:
        facts |= provider(offence, day)
    return facts | {"area": offence.area, "step_date": day}


def at_a_step(facts: Mapping[str, Any], edition: Edition, **of_this_step: Any) -> dict[str, Any]:
    """Those facts with what is said in a step, the outcome it is about among them, and all that follows from it."""
    whole = {**facts, **of_this_step}
    for deriver in DERIVERS:
        whole |= deriver(whole, edition)
    return whole


def edition_for(offence: Any, day: date) -> Edition:
    return service.on(day, offence.area)
