"""Victims in the case file: what is on record without identity, and whether they were heard before the decision."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from oocd import clock
from oocd.outcomes.models import Decision
from oocd.victims.models import Victim, VictimView
from oocd.victims.queries import owed_by_police


def consents_owed(victims: Iterable[Victim]) -> list[dict[str, Any]]:
    """What the police still have to ask, victim by victim."""
    return [owed for victim in victims for owed in owed_by_police(victim, clock.today())]


def views_before_or_after(views: Iterable[VictimView], decisions: Iterable[Decision]) -> Iterator[dict[str, Any]]:
    """Each view with whether it came before the first and the latest decision on what harmed this victim.

    Moments decide, not ticks; None while nothing is decided, or if nobody here signed it.
    """
    signed: dict[UUID, list[datetime]] = {}
    for decision in decisions:
        if decision.signed_by:
            signed.setdefault(decision.offence_id, []).append(decision.signed_at)
    for view in views:
        moments = [at for link in view.victim.links for at in signed.get(link.offence_id, ())]
        yield {
            "view": view,
            "before_first_decision": view.recorded_at < min(moments) if moments else None,
            "before_latest_decision": view.recorded_at < max(moments) if moments else None,
        }
