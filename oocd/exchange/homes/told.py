"""What no room keeps: follow-up answers, cells without a home, and that the row was taken in."""

import sqlalchemy as sa

from oocd.bulk import Into
from oocd.db import db
from oocd.exchange.homes.hand import CaseInHand, Page, flag, flagged
from oocd.exchange.models import FollowUp, ImportedRow, ToldFact
from oocd.exchange.rules import OF_CASE, OF_CHILD, Row, hash_of, key_of

FOLLOW_UP = ("first_time_entrant", "substantive_outcome_within_12m")
FOLLOW_UPS = Into(FollowUp, "area", "referral_id", "offence_id", *FOLLOW_UP)
FACTS = Into(ToldFact, "area", "referral_id", "offence_id", "column_name", "value")
TAKEN = Into(ImportedRow, "area", "referral_id", "offence_id", "key", "row")


def put(case: CaseInHand) -> None:
    """Last of all homes: every cell that no other has kept."""
    for offence in case.offences:
        row, of = offence.row, (case.row.area, case.id, offence.id)
        if any(getattr(row, name) for name in FOLLOW_UP):
            case.batch.add(FOLLOW_UPS, *of, *(flagged(getattr(row, name)) for name in FOLLOW_UP))
        for name, cell in zip(Row._fields, row, strict=True):
            if cell and name not in offence.kept and name not in FOLLOW_UP:
                case.batch.add(FACTS, *of, name, cell)
        case.batch.add(TAKEN, *of, key_of(row), hash_of(row))


def get(page: Page) -> None:
    """Last of all homes: fills what none of the others says. The child as it was then comes before what it is now."""
    answers = sa.select(FollowUp.offence_id, *(getattr(FollowUp, name) for name in FOLLOW_UP))
    for row in db.session.execute(answers.where(FollowUp.referral_id.in_(page.ids))):
        page.of_offence[row.offence_id].update({name: flag(getattr(row, name)) for name in FOLLOW_UP})
    facts = sa.select(ToldFact.referral_id, ToldFact.offence_id, ToldFact.column_name, ToldFact.value)
    for case_id, offence_id, name, value in db.session.execute(facts.where(ToldFact.referral_id.in_(page.ids))):
        about = page.of_case[case_id] if name in OF_CASE else page.of_offence[offence_id]
        if not about.get(name) or name in OF_CHILD:
            about[name] = value
