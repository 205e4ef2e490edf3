from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from oocd.accounts.actor import Actor
from oocd.db import db, everywhere
from oocd.errors import NotFound
from oocd.outcomes.models import Decision
from oocd.outcomes.rules import counted_once
from oocd.policy import service as policy
from oocd.policy.working_days import due_on
from oocd.referrals.models import Child, Offence, Referral
from oocd.referrals.queries import messages_of, name_of
from oocd.referrals.rules import add_months, plain
from oocd.street.models import StreetNotice, StreetReconciliation, StreetStep
from oocd.street.rules import Noticed, heavier

ROUTE = "street_cr"
COUNTED = "previous_street_crs"
POLICE = "police"
RECEIVED = "received"
ANSWERS = {"accept_support": True, "decline": False}
NOT_FOR_THE_POLICE = frozenset(f"{ROUTE}.{move}" for move in ANSWERS)  # product ruling R-1


class Prompt(NamedTuple):
    """Why the joint panel should look at it, by which rule and on whose word."""

    rule: str
    says: str
    source: str


def outcome_on(day: date, area: str) -> str:
    """What an officer gave a child on the street on a day."""
    outcome: str = policy.on(day, area).figure("figures/street_outcome").value
    return outcome


def notice_of(referral_id: UUID) -> StreetNotice | None:
    return db.session.scalars(sa.select(StreetNotice).where(StreetNotice.referral_id == referral_id)).one_or_none()


def steps_of(referral_id: UUID) -> list[StreetStep]:
    of_case = sa.select(StreetStep).where(StreetStep.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(StreetStep.recorded_at)))


def given_before(child: Child, day: date, but: UUID | None) -> int:
    """How many street community resolutions the child had by this day, those of the case `but` left out.

    From the notices here, also of cases that whoever asks has stepped back from, and from what was declared.
    """
    codes = policy.on(day, child.area).codes("previous_disposals")
    declared = [
        row.given_on
        for row in child.previous_disposals
        if codes.get(row.outcome, {}).get("given_on_the_street") and (row.given_on is None or row.given_on <= day)
    ]
    here = (
        sa.select(StreetNotice.given_on)
        .join(Referral, Referral.id == StreetNotice.referral_id)
        .where(Referral.child_id == child.id, Referral.id.is_distinct_from(but), StreetNotice.given_on <= day)
    )
    with everywhere():
        return counted_once(declared, list(db.session.scalars(here)))


def prompts_of(notice: StreetNotice) -> list[Prompt]:
    """All that calls for the joint panel: each rule that was broken, and the panels that look at every one."""
    edition = policy.on(notice.given_on, notice.area)
    prompts = [Prompt(gate.id, gate.says, gate.source["title"]) for gate in edition.gates if gate.id in notice.breaches]
    figure = policy.on(notice.notified_on, notice.area).figure("figures/street_cr_to_panel")
    if figure.value == "every":
        words = "The joint panel of this area looks at every street community resolution."
        prompts.append(Prompt("RT-02", words, figure.source["title"]))
    return prompts


def not_looked_at() -> list[UUID]:
    """The cases in sight given on the street that wait as they came, the oldest first."""
    waiting = sa.select(Referral.id).where(
        Referral.route == ROUTE, Referral.follows.is_(None), Referral.state == RECEIVED
    )
    return list(db.session.scalars(waiting.order_by(Referral.state_since, Referral.id)))


def screening_due_on(case: Referral) -> date:
    """The last day to look at it, by the standard of the day it came in."""
    came_on = case.referral_date or case.state_since
    return due_on(came_on, policy.on_or_first(came_on, case.area).figure("time/street_cr_screening"))


def is_late(notice: StreetNotice) -> bool:
    """Whether the service was told later than the standard of the day it was given has it."""
    return notice.notified_on > due_on(notice.given_on, _standard(notice.given_on, notice.area))


def monitored(notice: StreetNotice) -> dict[str, Any]:
    """What is watched of every street community resolution, since no panel saw it."""
    steps = {step.step: step for step in steps_of(notice.referral_id)}
    screened, offered = steps.get("screen"), steps.get("offer_support")
    answers = [ANSWERS[step] for step in steps if step in ANSWERS]
    return {
        "notice": notice,
        "corrected_on": max((row.sent_on for row in messages_of(notice.referral_id)), default=None),
        "outcome": outcome_on(notice.given_on, notice.area),
        "lag_days": (notice.notified_on - notice.given_on).days,
        "late": is_late(notice),
        "prompts": prompts_of(notice),
        "screened_on": screened.made_on if screened else None,
        "screened_by": name_of(screened.recorded_by) if screened else None,
        "offered_on": offered.made_on if offered else None,
        "accepted": answers[-1] if answers else None,
        "repeat_within_12_months": _repeated(notice),
        "later_upgraded": _upgraded(notice),
        "steps": list(steps.values()),
    }


def noticed_between(area: str, since: date, until: date) -> Iterator[Noticed]:
    """Every notice of one area for what was given in a period, whoever asks."""
    given = StreetNotice.given_on.between(since, until)
    numbers: dict[UUID, set[str]] = {}
    with everywhere():
        of_area = sa.select(StreetNotice).where(StreetNotice.area == area, given)
        rows = list(db.session.scalars(of_area.order_by(StreetNotice.given_on, StreetNotice.id)))
        crimes = (
            sa.select(Offence.referral_id, Offence.crime_number)
            .join(StreetNotice, StreetNotice.referral_id == Offence.referral_id)
            .where(StreetNotice.area == area, given)
        )
        for referral_id, number in db.session.execute(crimes):
            if known := plain(number):
                numbers.setdefault(referral_id, set()).add(known)
        return iter(
            [
                Noticed(
                    row.referral_id,
                    frozenset(numbers.get(row.referral_id, ())),
                    row.case.child.child_ref,
                    row.given_on,
                    is_late(row),
                )
                for row in rows
            ]
        )


def reconciliations() -> sa.Select[StreetReconciliation]:
    """Those of every area in sight, for a page by key."""
    return sa.select(StreetReconciliation)


def _standard(day: date, area: str) -> Any:
    return policy.on(day, area).figure("time/street_cr_notice")


def _repeated(notice: StreetNotice) -> bool:
    """Whether another matter of the child followed in time, also in a case that whoever asks has stepped back from."""
    return bool(routes_that_followed(notice))


def _upgraded(notice: StreetNotice) -> bool:
    """Whether something heavier was decided since of the same matter, in this case or in one that took it up again."""
    same = sa.or_(Referral.id == notice.referral_id, Referral.earlier_id == notice.referral_id)
    decided = sa.select(Decision.outcome).join(Referral, Referral.id == Decision.referral_id).where(same)
    with everywhere():
        outcomes = list(db.session.scalars(decided))
    known = policy.on(notice.notified_on, notice.area).codes("outcomes")
    return heavier(outcomes, outcome_on(notice.given_on, notice.area), known)


def read_by(referral: Referral, person: Actor) -> dict[str, Any]:
    """What is watched of a case, for whoever looks. Raises NotFound for a case that began without a notice.

    What became of an offer of support is nothing the police are shown (product ruling R-1).
    """
    notice = notice_of(referral.id)
    if notice is None:
        raise NotFound
    told = monitored(notice)
    if person.agency_in(referral.area) == POLICE:
        told["accepted"] = None
        told["steps"] = [step for step in told["steps"] if step.step not in ANSWERS]
    return told


def forces() -> list[str]:
    """The police forces of the areas there are."""
    return sorted({str(policy.loaded().area(area)["force"]) for area in policy.loaded().areas})


def areas_of_force(force: str) -> list[str]:
    """The areas a police force covers."""
    return sorted(area for area in policy.loaded().areas if policy.loaded().area(area)["force"] == force)


def routes_that_followed(notice: StreetNotice) -> list[str]:
    """The routes of the child's other matters that came to notice in the months a repeat is counted in."""
    months = policy.on(notice.given_on, notice.area).figure("figures/street_cr_repeat_months").value
    until = add_months(notice.given_on, months)
    child = sa.select(Referral.child_id).where(Referral.id == notice.referral_id).scalar_subquery()
    others = (
        sa.select(Referral.route)
        .join(Offence, Offence.referral_id == Referral.id)
        .where(Referral.child_id == child, Referral.id != notice.referral_id)
        .where(Offence.offence_date > notice.given_on, Offence.offence_date <= until)
    )
    with everywhere():
        return list(db.session.scalars(others))


def screened_late(notice: StreetNotice, on: date) -> bool:
    """Whether the service looked at it, on this day, later than its own standard has it."""
    standard = policy.on(notice.notified_on, notice.area).figure("time/street_cr_screening")
    return on > due_on(notice.notified_on, standard)
