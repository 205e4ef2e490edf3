"""The exit review: held on the day told, or due where a case waits for it."""

import json

import sqlalchemy as sa

from oocd.bulk import new_id
from oocd.db import db
from oocd.exchange.homes.hand import CaseInHand, Page
from oocd.exchange.rules import PAST_CASE
from oocd.reviews.models import ExitReview
from oocd.workflow.adopting import Kind

HELD = "held"  # one that extended the work was not the last
REVIEWS = Kind(ExitReview, "referral_id", "number", "held_on", "work_results")


def put(case: CaseInHand) -> None:
    held_on, past = case.row.exit_review_date, case.past
    if held_on and (past.made("finish_review") or past.workflow == PAST_CASE):
        case.adopt(
            REVIEWS,
            "exit_review",
            new_id(),
            1,
            held_on,
            json.dumps(case.ended_work),
            opened_on=held_on,
            past=[("hold", held_on)],
        )
        case.keep("exit_review_date")
    elif past.last in ("end_work", "review_without_work"):
        case.adopt(REVIEWS, "exit_review", new_id(), 1, None, None, opened_on=past.day_of(past.last))


def get(page: Page) -> None:
    held = sa.select(ExitReview.referral_id, ExitReview.held_on)
    of_cases = held.where(ExitReview.referral_id.in_(page.ids), ExitReview.state == HELD)
    for case_id, held_on in db.session.execute(of_cases.order_by(ExitReview.held_on)):
        page.of_case[case_id]["exit_review_date"] = str(held_on)
