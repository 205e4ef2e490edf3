"""Timed work on what agencies are asked: a word before the answer is due, and another when it is overdue."""

from uuid import UUID

from oocd import clock
from oocd.assessment.guards import agency_asked
from oocd.assessment.models import InformationRequest
from oocd.assessment.queries import answer_due_on, is_overdue, open_checks
from oocd.db import db, everywhere
from oocd.jobs.batch import one_by_one
from oocd.jobs.listing import Counts
from oocd.policy import service as policy
from oocd.referrals.reminding import is_near, remind, worker_or


def remind_of_information_requests() -> Counts:
    with everywhere():
        return one_by_one(open_checks(), _remind)


def _remind(check_id: UUID) -> str | None:
    check = db.session.get_one(InformationRequest, check_id)
    due, asked = answer_due_on(check), agency_asked(check)
    if is_overdue(check):
        label = policy.on(clock.today(), check.area).codes("agencies")[check.agency]["label"]
        to = {*asked, *worker_or("check.ask", check.case)}
        return remind("information_request_overdue", check.case, of=check.id, due_on=due, to=to, agency=label)
    if check.state == "asked" and is_near(due, "information_request", check.area):
        return remind("information_request_reminder", check.case, of=check.id, due_on=due, to=asked)
    return None
