"""Work with the child: one intervention, whose first session is the start that was told.

Without a start there is nothing to hang the rest on, and without an end nothing that says when it was done.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from oocd.bulk import Into, dashed, new_id
from oocd.db import db
from oocd.exchange.homes.hand import IN_CASE, CaseInHand, OffenceInHand, Page
from oocd.interventions.models import Intervention, SessionRecord, WorkSession
from oocd.interventions.queries import ENDED
from oocd.interventions.rules import ATTENDED, COMPLETED, result_of_all
from oocd.workflow.adopting import Kind

KIND_NOT_TOLD, NOT_COMPLETED = "not_told", "not_completed"
RESULTS = {"yes": COMPLETED, "no": NOT_COMPLETED}
TOLD = ("intervention_start_date", "intervention_end_date", "intervention_completed")
WORK = Kind(Intervention, "referral_id", "offence_id", "kind", "voluntary", "agreed_on", "result")
SESSIONS = Into(WorkSession, *IN_CASE, "intervention_id", "planned_on", "offered_at")
RECORDS = Into(SessionRecord, *IN_CASE, "session_id", "number", "result", "held_on", "before_outcome", "recorded_at")


def put(case: CaseInHand) -> None:
    """One piece of work for the whole case, or for each offence its own where its rows tell of different work."""
    told = {tuple(getattr(offence.row, name) for name in TOLD) for offence in case.offences}
    if len(told) == 1 and case.new:
        _put_work(case, case.offences, None)
    else:
        for offence in case.offences:
            _put_work(case, [offence], offence.id)


def _put_work(case: CaseInHand, offences: Sequence[OffenceInHand], offence_id: str | None) -> None:
    start, end, completed = (getattr(offences[0].row, name) for name in TOLD)
    if not start:
        return
    work, session = new_id(), new_id()
    result = RESULTS.get(completed) if end else None
    moves = [("hold_session", start), *([("complete", end)] if end else [])]
    told = offence_id, KIND_NOT_TOLD, False, start, result
    case.adopt(WORK, "intervention", work, *told, opened_on=start, past=moves)
    case.put(SESSIONS, session, work, start, case.moment)
    case.put(RECORDS, new_id(), session, 1, ATTENDED, start, _before_outcome(start, offences), case.moment)
    if result:
        case.ended_work[dashed(work)] = result
    for offence in offences:
        offence.kept.update(TOLD if end else TOLD[:2])


def _before_outcome(start: str, offences: Sequence[OffenceInHand]) -> bool:
    """Whether it began before the last outcome was given; where that day was not told, before it was decided."""
    outcomes = [offence.row for offence in offences if offence.row.outcome]
    last = max((row.outcome_given_date or row.decision_date for row in outcomes), default="")
    return not outcomes or start < last


def get(page: Page) -> None:
    """Several pieces of work for an offence as one: from the first session after the outcome until the last ended."""
    pieces = sa.select(
        *(Intervention.id, Intervention.referral_id, Intervention.offence_id, Intervention.voluntary),
        *(Intervention.result, Intervention.end_reason, Intervention.state, Intervention.state_since),
    )
    agreed: dict[UUID, list[Any]] = defaultdict(list)
    for piece in db.session.execute(pieces.where(Intervention.referral_id.in_(page.ids))):
        agreed[piece.referral_id].append(piece)
    began = _began(page) if agreed else {}
    for case_id, every in agreed.items():
        for offence_id in page.offences_of[case_id]:
            mine = [piece for piece in every if piece.offence_id in (None, offence_id)]
            page.of_offence[offence_id].update(_as_one(mine, began))


def _as_one(pieces: Sequence[Any], began: Mapping[UUID, tuple[bool, str]]) -> dict[str, str]:
    counted = [piece for piece in pieces if not piece.voluntary] or pieces
    _, start = min((began[piece.id] for piece in counted if piece.id in began), default=(True, ""))
    if not counted or any(piece.state not in ENDED for piece in counted):
        return {TOLD[0]: start}
    result = result_of_all([piece.result or ("ended_early" if piece.end_reason else None) for piece in counted])
    completed = "" if result is None else "yes" if result == COMPLETED else "no"
    return dict(zip(TOLD, (start, str(max(piece.state_since for piece in counted)), completed), strict=True))


def _began(page: Page) -> dict[UUID, tuple[bool, str]]:
    """The first session attended of each piece of work: whether it was before the outcome, and its day."""
    records = sa.select(
        *(WorkSession.intervention_id, SessionRecord.session_id, SessionRecord.result, SessionRecord.held_on),
        SessionRecord.before_outcome,
    ).join(WorkSession, WorkSession.id == SessionRecord.session_id)
    of_cases = records.where(SessionRecord.referral_id.in_(page.ids)).order_by(SessionRecord.number)
    counting = {row.session_id: row for row in db.session.execute(of_cases)}  # the last record of a session counts
    began: dict[UUID, tuple[bool, str]] = {}
    for row in counting.values():
        if row.result == ATTENDED:
            first = row.before_outcome, str(row.held_on)
            began[row.intervention_id] = min(first, began.get(row.intervention_id, first))
    return began
