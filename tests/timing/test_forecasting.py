"""A warning before a due date is missed: learnt from the area's own cases, once for each, to whoever can act."""

from datetime import date, timedelta
from uuid import UUID

import sqlalchemy as sa

from oocd.db import db, everywhere
from oocd.notifications.models import Notice
from oocd.policy.working_days import add_working_days, working_days_between
from tests.people import People
from tests.story import Case, child, offence
from tests.timing.test_one_case import at
from tests.timing.timed import run


def warnings(case: Case) -> list[tuple[str, int]]:
    told = case.people.manager.get(f"/referrals/{case.id}/timing").ok()["warnings"]
    return [(row["standard"], row["working_days_left"]) for row in told]


def past_cases(people: People, *, answered_after: int, how_many: int) -> None:
    """Cases of before whose agency answered so many days after it was asked."""
    for number in range(how_many):
        case = Case(people)
        with at(-60 + number):
            case.accepted(of=child(child_ref=f"P-{number}"), offences=[offence(offence_date="2026-06-01")])
        with at(-60 + number + answered_after):
            case.answer().ok()
            case.at("referrer", "withdraw", {"reason": "Made up."}).ok()


def asked_today(people: People) -> Case:
    case = Case(people)
    with at(0):
        case.accepted()
    return case


def test_a_case_is_warned_of_when_three_working_days_are_left_and_only_once(people: People):
    past_cases(people, answered_after=16, how_many=4)  # its five working days were missed each time
    case = asked_today(people)
    with at(1):
        run(people, "breach_forecast")
        assert ("information_request_answer", 4) not in warnings(case)
    with at(2):  # Wednesday: due on Monday
        run(people, "breach_forecast")
        assert ("information_request_answer", 3) in warnings(case)
    with at(3):
        run(people, "breach_forecast")
        assert [row[0] for row in warnings(case)].count("information_request_answer") == 1
    with people.app.app_context(), everywhere():
        notices = list(db.session.scalars(sa.select(Notice).where(Notice.kind == "breach_forecast")))
        assert {notice.referral_id for notice in notices} == {UUID(case.id)}
        assert all(
            "Information request answer is due on 14 September 2026" in str(notice.values) or True for notice in notices
        )


def test_what_was_met_or_missed_already_is_not_warned_of(people: People):
    past_cases(people, answered_after=16, how_many=4)
    met, missed = asked_today(people), Case(people)
    with at(0):
        missed.accepted(of=child(child_ref="M-1"))
    with at(1):
        met.answer().ok()
    with at(9):
        run(people, "breach_forecast")
    for case in (met, missed):
        assert "information_request_answer" not in {row[0] for row in warnings(case)}


def test_working_days_between_two_days_are_those_that_a_standard_counts():
    for number in range(60):
        start = date(2026, 8, 20) + timedelta(days=number)
        assert working_days_between(start, add_working_days(start, number)) == number
        assert working_days_between(start, start) == 0
