from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from oocd.assessment.queries import CHILD, oversight_of
from oocd.db import db, read_once
from oocd.interventions.models import (
    Adjustment,
    ContactAttempt,
    Intervention,
    InterventionVersion,
    NonEngagement,
    NoProgramme,
    WorkPlan,
    WorkSession,
)
from oocd.interventions.rules import Session, StartDelay, Tried, police_are_told, result_of_all, start_delay
from oocd.outcomes.models import Disposal
from oocd.outcomes.queries import RETURNED, standing_disposals_of
from oocd.policy.edition import Edition

ENDED = {"completed", "ended_early"}
AGREED = "agreed"


@read_once
def interventions_of(referral_id: UUID) -> list[Intervention]:
    of_case = sa.select(Intervention).where(Intervention.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(Intervention.state_since, Intervention.id)))


def whole_work_of(referral_id: UUID) -> list[Intervention]:
    """The same with what was agreed and each session, read at once; in the order in which it is to be done."""
    whole = (
        sa.select(Intervention)
        .where(Intervention.referral_id == referral_id)
        .options(
            selectinload(Intervention.offence),
            selectinload(Intervention.versions).selectinload(InterventionVersion.worker),
            selectinload(Intervention.sessions).selectinload(WorkSession.records),
        )
    )
    return sorted(db.session.scalars(whole.order_by(Intervention.agreed_on, Intervention.id)), key=_place)


def work_for(offence_id: UUID, referral_id: UUID) -> list[Intervention]:
    """What was agreed for one offence, or for the case as a whole."""
    return [row for row in interventions_of(referral_id) if row.offence_id in (None, offence_id)]


def plans_of(referral_id: UUID) -> list[WorkPlan]:
    """Every version of the plan as a whole, in order."""
    of_case = sa.select(WorkPlan).where(WorkPlan.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(WorkPlan.number)))


@read_once
def programmes_declined(referral_id: UUID) -> list[NoProgramme]:
    of_case = sa.select(NoProgramme).where(NoProgramme.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(NoProgramme.decided_on)))


@read_once
def contact_attempts_of(referral_id: UUID) -> list[ContactAttempt]:
    of_case = sa.select(ContactAttempt).where(ContactAttempt.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(ContactAttempt.made_on, ContactAttempt.recorded_at)))


@read_once
def adjustments_of(referral_id: UUID) -> list[Adjustment]:
    of_case = sa.select(Adjustment).where(Adjustment.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(Adjustment.recorded_at)))


@read_once
def non_engagements_of(referral_id: UUID) -> list[NonEngagement]:
    of_case = sa.select(NonEngagement).where(NonEngagement.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(NonEngagement.raised_at)))


def tried_for(referral_id: UUID, work: Collection[UUID], edition: Edition) -> Tried:
    """What was tried about these pieces of work, or about all of the case."""
    about = {None, *work}
    attempts = [row for row in contact_attempts_of(referral_id) if row.intervention_id in about]
    considered = {row.adjustment for row in adjustments_of(referral_id) if row.intervention_id in about}
    results = edition.codes("contact_results")
    spoken = any(row.whom != CHILD and results.get(row.result, {}).get("reached") for row in attempts)
    return Tried(len(attempts), frozenset(considered), spoken)


def manager_looked_at(work: Sequence[Intervention]) -> bool:
    """Whether a manager looked into the case since the first of this work was agreed."""
    agreed = min(((row.agreed_on, _written_at(row)) for row in work), default=None)
    if agreed is None:
        return False
    day, moment = agreed  # on that very day, only what was recorded after it
    return any(row.held_on >= day and row.recorded_at > moment for row in oversight_of(work[0].referral_id))


def adjustments_asked(edition: Edition) -> list[str]:
    """What is to be considered for every child before anybody speaks of non-engagement."""
    return [code for code, row in edition.codes("adjustments").items() if row.get("asked")]


def outcomes_told_of(intervention: Intervention, edition: Edition) -> list[str]:
    """The outcomes given whose police hear that this work is not taken up; none where nobody is to be told."""
    follows = edition.codes("on_failure")
    told = []
    for disposal in concerned_by(intervention):
        outcome = edition.codes("outcomes")[disposal.outcome]
        row = follows[outcome["on_failure"]]
        if disposal.given_on and police_are_told(
            voluntary=intervention.voluntary,
            told=row["tells_police"] and intervention.case.route not in row.get("not_on_routes", ()),
            weapon_told=outcome["plan"] != "none",
            knife="knife" in edition.offences()[disposal.offence.offence_id]["flags"],
        ):
            told.append(disposal.outcome)
    return told


def concerned_by(intervention: Intervention) -> list[Disposal]:
    """The outcomes a piece of work is for, as they stand: that of its offence, or all of the case."""
    every = standing_disposals_of(intervention.referral_id)
    return [row for row in every if intervention.offence_id in (None, row.offence_id)]


def after_outcome(intervention: Intervention, held_on: date) -> bool:
    """Whether, as things are now on record, every outcome the work is for was given by that day."""
    outcomes = concerned_by(intervention)
    waiting = [row for row in outcomes if row.given_on is None and row.state != RETURNED]
    given = [row.given_on for row in outcomes if row.given_on]
    return bool(given) and not waiting and max(given) <= held_on


def result_of(work: Sequence[Intervention], edition: Edition) -> str | None:
    """How the plan of an outcome ended; what was only replaced by something else is passed over."""
    reasons = edition.codes("end_reasons")
    counted = [
        row for row in work if not row.voluntary and not reasons.get(row.end_reason or "", {}).get("passed_over")
    ]
    return result_of_all([row.result or ("ended_early" if row.end_reason else None) for row in counted])


def planned_for(work: Iterable[Intervention], offence_id: UUID) -> list[Intervention]:
    """The plan of one offence's outcome, as far as it still stands. Voluntary support is no part of it."""
    return [
        row for row in work if row.offence_id in (None, offence_id) and not row.voluntary and row.state != "ended_early"
    ]


def only_of_kind(planned: Sequence[Intervention], quality: str, edition: Edition) -> bool:
    """Whether all that is planned is of kinds that the code list marks so."""
    kinds = edition.codes("intervention_kinds")
    return bool(planned) and all(kinds.get(row.kind, {}).get(quality, False) for row in planned)


def start_delays(disposals: Iterable[Disposal], work: Sequence[Intervention]) -> Iterator[tuple[Disposal, StartDelay]]:
    """For each outcome of a case, how long its work took to begin; one that was decided again has only its own time."""
    decided_again: dict[UUID, date | None] = {}
    delays = []
    for disposal in reversed(list(disposals)):
        until = decided_again.get(disposal.offence_id)
        delays.append((disposal, start_delay(disposal.given_on, _sessions_for(disposal, work, until))))
        decided_again[disposal.offence_id] = disposal.decision.decided_on
    return reversed(delays)


def _sessions_for(disposal: Disposal, work: Sequence[Intervention], until: date | None) -> list[Session]:
    return [
        Session(session.held_on, session.result, session.before_outcome, intervention.voluntary)
        for intervention in work
        if intervention.offence_id in (None, disposal.offence_id)
        for session in intervention.sessions
        if until is None or session.held_on < until
    ]


def _place(intervention: Intervention) -> tuple[bool, int, datetime]:
    """By its place in the sequence; work without one comes last, in the order it was agreed."""
    sequence = intervention.latest.sequence if intervention.latest else None
    return (sequence is None, sequence or 0, _written_at(intervention))


def _written_at(intervention: Intervention) -> datetime:
    """When it was first agreed; imported work has only its day."""
    return intervention.versions[0].written_at if intervention.versions else datetime.min.replace(tzinfo=UTC)
