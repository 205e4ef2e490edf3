"""What was decided for an offence, and whether it was given."""

import sqlalchemy as sa

from oocd.bulk import Into, new_id
from oocd.db import db
from oocd.exchange.homes.hand import IN_CASE, NO_CODES, NO_WORDS, CaseInHand, OffenceInHand, Page, day
from oocd.exchange.law import law_of
from oocd.exchange.rules import PAST_CASE, Row
from oocd.outcomes.models import Decision, Disposal
from oocd.workflow.adopting import Kind

DECISIONS = Into(
    Decision,
    *(*IN_CASE, "offence_id", "number", "outcome", "decided_by", "reasons", "dissents", "rule_reasons"),
    *("acknowledged", "facts", "answers", "decided_on", "signed_at"),
)
DISPOSALS = Kind(Disposal, "referral_id", "decision_id", "offence_id", "outcome", "given_on", "completed_on")
ENDS = {"yes": "complete", "no": "report_failure"}  # of a course, by whether the work was completed
SAYS = {"completed": "yes", "not_completed": "no", "returned": "no"}


def put(case: CaseInHand) -> None:
    for offence in case.offences:
        if offence.row.outcome and (case.past.made("decide") or case.past.workflow == PAST_CASE):
            _put_decision(case, offence)


def _put_decision(case: CaseInHand, offence: OffenceInHand) -> None:
    row, decision = offence.row, new_id()
    told = offence.id, 1, row.outcome, row.decision_maker or None, NO_WORDS, NO_WORDS, NO_WORDS
    rest = NO_CODES, NO_WORDS, NO_WORDS, row.decision_date or None, case.moment
    case.put(DECISIONS, decision, *told, *rest)
    moves = _moves(case, row)
    begun = row.decision_date or case.past.day_of("decide")
    opened_on = min(begun, moves[0][1]) if moves else begun
    completed_on = row.intervention_end_date if moves and moves[-1][0] == "complete" else ""
    of = decision, offence.id, row.outcome, row.outcome_given_date or None, completed_on or None
    case.adopt(DISPOSALS, "disposal", new_id(), *of, opened_on=opened_on, past=moves)
    offence.kept.update(("outcome", "decision_maker", "decision_date", "outcome_given_date"))
    if case.law.runs_a_course(row.outcome):
        # Of an outcome with a course, that the work was completed is what became of the course.
        kept = bool(moves) and moves[-1][0] in ENDS.values()
        (offence.kept.add if kept else offence.kept.discard)("intervention_completed")


def _moves(case: CaseInHand, row: Row) -> list[tuple[str, str]]:
    """What was done of the outcome: given on the day told, or by the day by which the case had gone on from there."""
    past = case.past
    given = row.outcome_given_date or (past.day_of("give") if past.made("give") or past.made("close") else "")
    if not given:
        return []
    if not case.law.runs_a_course(row.outcome):
        return [("explain", given), ("give", given)]
    begun = [("explain", given), ("begin", given)]
    end = ENDS.get(row.intervention_completed)
    ended_on = max(given, row.intervention_end_date or (past.moves[-1][1] if past.moves else given))
    return [*begun, (end, ended_on)] if end else begun


def get(page: Page) -> None:
    """The latest decision on each offence, and what became of its outcome."""
    decided = sa.select(
        *(Decision.referral_id, Decision.offence_id, Decision.outcome, Decision.decided_by, Decision.decided_on),
        *(Disposal.state, Disposal.given_on),
    ).outerjoin(Disposal, Disposal.decision_id == Decision.id)
    of_cases = decided.where(Decision.referral_id.in_(page.ids)).order_by(Decision.number)
    for row in db.session.execute(of_cases):
        page.of_offence[row.offence_id].update(
            outcome=row.outcome,
            decision_maker=row.decided_by or "",
            decision_date=day(row.decided_on),
            outcome_given_date=day(row.given_on),
        )
        if law_of(page.of_case[row.referral_id]["area"]).runs_a_course(row.outcome):
            page.of_offence[row.offence_id]["intervention_completed"] = SAYS.get(row.state or "", "")
