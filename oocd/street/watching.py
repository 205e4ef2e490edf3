"""What is watched over all street community resolutions of a period, area by area and for a police force."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from oocd import clock
from oocd.accounts.actor import Actor
from oocd.db import db, everywhere
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.street.models import StreetNotice, StreetReconciliation, StreetReconciliationRow, StreetStep
from oocd.street.queries import ANSWERS, POLICE, areas_of_force, is_late, routes_that_followed, screened_late
from oocd.street.rules import LATE, MISSING, MISSING_IN_FORCE, NOT_ON_LIST, RECEIVED, Period, apart, spread

SCREENED, OFFERED, NOT_OFFERED = "screen", "offer_support", "close_without_offer"
TO_THE_PANEL = frozenset({"send_to_panel", "send_to_panel_anyway"})
PANEL = "panel"
RECONCILE = "street.reconcile"


@dataclass
class Watched:
    """The counts of one area, or of several together. Of a line missing in the force nobody knows whose it is."""

    lists: int = 0
    found: Counter[str] = field(default_factory=Counter)
    missing_in_force: set[tuple[UUID | None, int]] = field(default_factory=set)
    lags: list[int] = field(default_factory=list)
    waits: list[int] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    tells_answers: bool = True

    def add(self, other: "Watched") -> None:
        self.lists += other.lists
        self.found += other.found
        self.missing_in_force |= other.missing_in_force
        self.lags += other.lags
        self.waits += other.waits
        self.counts += other.counts
        self.tells_answers = self.tells_answers and other.tells_answers

    def told(self) -> dict[str, Any]:
        """In numbers. What became of offers is nothing the police are shown (product ruling R-1)."""
        known = {name: self.counts[name] for name in ("accepted", "declined")}
        came = self.found[RECEIVED] + self.found[LATE]
        return {
            "lists": self.lists,
            "expected": came + self.found[MISSING] + len(self.missing_in_force) if self.lists else None,
            "received": came,
            "received_late": self.found[LATE],
            "missing": self.found[MISSING],
            "missing_in_force": len(self.missing_in_force),
            "not_on_list": self.found[NOT_ON_LIST],
            "notices": len(self.lags),
            "notified_late": self.counts["notified_late"],
            "lag_days": spread(self.lags),
            "screening_days": spread(self.waits),
            **{name: self.counts[name] for name in ("screened", "screened_late", "not_screened", "screening_overdue")},
            **{name: self.counts[name] for name in ("offered", "not_offered", "sent_to_panel")},
            **(known if self.tells_answers else dict.fromkeys(known)),
            **{name: self.counts[name] for name in ("repeats", "repeats_at_panel")},
        }


def watched(person: Actor, since: date, until: date, force: str | None = None) -> dict[str, Any]:
    """Every area in which this person may hold lists against notices, and all of them together.

    Of a force only its areas; those that are not this person's are named, and nothing is said of them.
    """
    mine = person.areas_where(RECONCILE)
    asked = areas_of_force(force) if force else sorted(mine)
    total, areas = Watched(), []
    for area in (area for area in asked if area in mine):
        one = _of_area(area, since, until, tells_answers=person.agency_in(area) != POLICE)
        total.add(one)
        areas.append({"area": area, "force": policy.loaded().area(area)["force"], **one.told()})
    return {"areas": areas, "total": total.told(), "not_yours": [area for area in asked if area not in mine]}


def _of_area(area: str, since: date, until: date, *, tells_answers: bool) -> Watched:
    """Counts are the same whoever asks, also of cases somebody stepped back from; they name nobody."""
    one = Watched(tells_answers=tells_answers)
    with everywhere():
        _count_lists(one, area, since, until)
        of_area = sa.select(StreetNotice).where(StreetNotice.area == area, StreetNotice.given_on.between(since, until))
        notices = list(db.session.scalars(of_area))
        steps = _steps_of(area, since, until)
        open_now = set(db.session.scalars(sa.select(Referral.id).where(Referral.area == area, _not_looked_at())))
        for notice in notices:
            _count_notice(one, notice, steps.get(notice.referral_id, {}), notice.referral_id in open_now)
        for notice in notices:
            db.session.expunge(notice)  # or a later look-up by id would find it, unasked
    return one


def _not_looked_at() -> sa.ColumnElement[bool]:
    return sa.and_(Referral.route == "street_cr", Referral.state == "received")


def _steps_of(area: str, since: date, until: date) -> dict[UUID, dict[str, date]]:
    """By case, the day of each thing the service did about it."""
    made = (
        sa.select(StreetStep.referral_id, StreetStep.step, StreetStep.made_on)
        .join(StreetNotice, StreetNotice.referral_id == StreetStep.referral_id)
        .where(StreetNotice.area == area, StreetNotice.given_on.between(since, until))
    )
    steps: dict[UUID, dict[str, date]] = {}
    for referral_id, step, made_on in db.session.execute(made.order_by(StreetStep.recorded_at)):
        steps.setdefault(referral_id, {})[step] = made_on
    return steps


def _count_notice(one: Watched, notice: StreetNotice, steps: dict[str, date], waits: bool) -> None:
    one.lags.append((notice.notified_on - notice.given_on).days)
    screened, followed = steps.get(SCREENED), routes_that_followed(notice)
    if screened:
        one.waits.append((screened - notice.notified_on).days)
    one.counts += Counter(
        {
            "notified_late": is_late(notice),
            "screened": screened is not None,
            "screened_late": screened is not None and screened_late(notice, screened),
            "not_screened": waits,
            "screening_overdue": waits and screened_late(notice, clock.today()),
            "offered": OFFERED in steps,
            "not_offered": NOT_OFFERED in steps,
            "sent_to_panel": bool(TO_THE_PANEL & steps.keys()),
            "accepted": any(steps.get(step) for step, yes in ANSWERS.items() if yes),
            "declined": any(steps.get(step) for step, yes in ANSWERS.items() if not yes),
            "repeats": bool(followed),
            "repeats_at_panel": PANEL in followed,
        }
    )


def _count_lists(one: Watched, area: str, since: date, until: date) -> None:
    """The last list of each stretch of the period; of two that overlap the later made counts."""
    made = sa.select(StreetReconciliation.id, StreetReconciliation.period_from, StreetReconciliation.period_to)
    within = made.where(
        StreetReconciliation.area == area,
        StreetReconciliation.period_from >= since,
        StreetReconciliation.period_to <= until,
    )
    lists = list(db.session.execute(within.order_by(StreetReconciliation.made_at.desc())))
    taken = [lists[place].id for place in apart(Period(row.period_from, row.period_to) for row in lists)]
    one.lists = len(taken)
    rows = (
        sa.select(StreetReconciliationRow.found, StreetReconciliationRow.number, StreetReconciliation.list_id)
        .join(StreetReconciliation, StreetReconciliation.id == StreetReconciliationRow.reconciliation_id)
        .where(StreetReconciliation.id.in_(taken))
    )
    for found, number, list_id in db.session.execute(rows):
        if found == MISSING_IN_FORCE:
            one.missing_in_force.add((list_id, number))
        else:
            one.found[found] += 1
