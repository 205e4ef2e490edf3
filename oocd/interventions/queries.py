from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import selectinload

from oocd.db import db
from oocd.interventions.models import Intervention, InterventionVersion, NoProgramme, WorkPlan, WorkSession
from oocd.interventions.rules import Session, StartDelay, result_of_all, start_delay
from oocd.outcomes.models import Disposal
from oocd.outcomes.queries import RETURNED, disposals_of
from oocd.policy.store import Edition

ENDED = {"completed", "ended_early"}


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


def programmes_declined(referral_id: UUID) -> list[NoProgramme]:
    of_case = sa.select(NoProgramme).where(NoProgramme.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(NoProgramme.decided_on)))


def concerned_by(intervention: Intervention) -> list[Disposal]:
    """The outcomes a piece of work is for: that of its offence, or all of the case."""
    every = disposals_of(intervention.referral_id)
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


def start_delays(disposals: Iterable[Disposal], work: Sequence[Intervention]) -> Iterator[tuple[Disposal, StartDelay]]:
    """For each outcome of a case, how long its work took to begin."""
    for disposal in disposals:
        yield disposal, start_delay(disposal.given_on, _sessions_for(disposal, work))


def _sessions_for(disposal: Disposal, work: Sequence[Intervention]) -> list[Session]:
    return [
        Session(session.held_on, session.result, session.before_outcome, intervention.voluntary)
        for intervention in work
        if intervention.offence_id in (None, disposal.offence_id)
        for session in intervention.sessions
    ]


def _place(intervention: Intervention) -> tuple[bool, int, datetime]:
    """By its place in the sequence; work without one comes last, in the order it was agreed."""
    sequence = intervention.latest.sequence if intervention.latest else None
    agreed = intervention.versions[0].written_at if intervention.versions else datetime.min.replace(tzinfo=UTC)
    return (sequence is None, sequence or 0, agreed)
