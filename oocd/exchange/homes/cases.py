"""The case itself, and its offences."""

import sqlalchemy as sa

from oocd import workflow
from oocd.bulk import Into
from oocd.db import db
from oocd.exchange.homes.hand import IN_CASE, CaseInHand, Page, day, flagged
from oocd.referrals.models import Offence, Referral
from oocd.workflow.adopting import Kind

CASES = Kind(
    Referral,
    *("reference", "child_id", "route", "source", "referral_date", "investigation_status", "victim_identified"),
    "follows",
)
OFFENCES = Into(
    Offence,
    *(*IN_CASE, "number", "offence_id", "offence_class", "offence_date", "arrest_or_interview_date", "admission"),
)


def put(case: CaseInHand, child_id: str) -> str:
    """A new case with its history; returns the state it stands in."""
    row, past = case.row, case.past
    state = case.adopter.adopt(
        CASES,
        past.workflow,
        *(row.reference, child_id, row.route, row.referral_source or None, row.referral_date or None),
        *(row.investigation_status or None, _victim_identified(case)),
        None if past.workflow == row.route else past.workflow,
        process_id=case.id,
        area=row.area,
        referral_id=case.id,
        opened_on=past.opened_on,
        past=past.moves,
    )
    case.keep("reference", "area", "child_ref", "route", "referral_source", "referral_date", "investigation_status")
    case.keep("closed_date")
    return state


def _victim_identified(case: CaseInHand) -> bool | None:
    """Whether anybody was harmed by any offence of the case."""
    told = [flagged(offence.row.victim) for offence in case.offences if offence.row.victim]
    return any(told) if told else None


def put_offences(case: CaseInHand) -> None:
    for offence in case.offences:
        row = offence.row
        told = offence.number, row.offence_id, case.law.classes[row.offence_id], row.offence_date or None
        case.put(OFFENCES, offence.id, *told, row.arrest_or_interview_date or None, row.admission or None)
        offence.kept.update(("offence_no", "offence_id", "offence_date", "arrest_or_interview_date", "admission"))


def get(page: Page) -> None:
    cases = sa.select(
        *(Referral.id, Referral.reference, Referral.area, Referral.route, Referral.source, Referral.referral_date),
        *(Referral.investigation_status, Referral.follows, Referral.state),
        *(Referral.state_since, Referral.workflow_version),
    )
    for case in db.session.execute(cases.where(Referral.id.in_(page.ids))):
        followed = workflow.loaded().version(case.follows or case.route, case.workflow_version)
        page.of_case[case.id].update(
            reference=case.reference,
            area=case.area,
            route=case.route,
            referral_source=case.source or "",
            referral_date=day(case.referral_date),
            investigation_status=case.investigation_status or "",
            closed_date=day(case.state_since) if followed.states[case.state].ends else "",
        )
    offences = sa.select(
        *(Offence.id, Offence.referral_id, Offence.number, Offence.offence_id, Offence.offence_date),
        *(Offence.arrest_or_interview_date, Offence.admission),
    )
    for offence in db.session.execute(offences.where(Offence.referral_id.in_(page.ids)).order_by(Offence.number)):
        page.offences_of[offence.referral_id].append(offence.id)
        page.of_offence[offence.id].update(
            offence_no=str(offence.number),
            offence_id=offence.offence_id,
            offence_date=day(offence.offence_date),
            arrest_or_interview_date=day(offence.arrest_or_interview_date),
            admission=offence.admission or "",
        )
