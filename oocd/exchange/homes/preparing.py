"""The child's and the family's views, of which a file tells only the day, and the assessment."""

import sqlalchemy as sa

from oocd.assessment.models import Assessment, HeardView
from oocd.assessment.queries import CHILD
from oocd.assessment.rules import FULL, NONE
from oocd.bulk import Into, new_id
from oocd.db import db
from oocd.exchange.homes.hand import IN_CASE, NO_CODES, CaseInHand, Page
from oocd.workflow.adopting import Kind

PARENT = "parent_or_carer"
VIEWS = Into(HeardView, *IN_CASE, "whose", "given_on", "attempts", "recorded_at")
ASSESSMENTS = Kind(Assessment, "referral_id", "number", "kind", "opened_on")
SIGNED, NOT_MADE = "countersigned", "not_made"


def put(case: CaseInHand) -> None:
    for column, whose in (("child_views_date", CHILD), ("parent_views_date", PARENT)):
        if given_on := getattr(case.row, column):
            case.put(VIEWS, new_id(), whose, given_on, NO_CODES, case.moment)
        case.keep(column)
    row, day = case.row, case.row.assessment_completed_date
    if case.past.last == "accept":  # it is being prepared, and needs an assessment to be written
        opened_on = case.past.day_of("accept")
        case.adopt(ASSESSMENTS, "assessment", new_id(), 1, FULL, opened_on, opened_on=opened_on)
    elif day and row.assessment_kind not in ("", NONE):
        signed = [("submit", day), ("countersign", day)]
        case.adopt(ASSESSMENTS, "assessment", new_id(), 1, row.assessment_kind, day, opened_on=day, past=signed)
        case.keep("assessment_kind", "assessment_completed_date")


def get(page: Page) -> None:
    views = sa.select(HeardView.referral_id, HeardView.whose, HeardView.given_on)
    of_cases = views.where(HeardView.referral_id.in_(page.ids), HeardView.given_on.is_not(None))
    for case_id, whose, given_on in db.session.execute(of_cases.order_by(HeardView.given_on)):
        column = "child_views_date" if whose == CHILD else "parent_views_date"
        page.of_case[case_id][column] = str(given_on)
    made = sa.select(Assessment.referral_id, Assessment.kind, Assessment.state, Assessment.state_since)
    for row in db.session.execute(made.where(Assessment.referral_id.in_(page.ids)).order_by(Assessment.number)):
        if row.state == SIGNED:
            day = str(row.state_since)
            page.of_case[row.referral_id].update(assessment_kind=row.kind, assessment_completed_date=day)
        elif row.state == NOT_MADE:
            page.of_case[row.referral_id].update(assessment_kind=NONE, assessment_completed_date="")
