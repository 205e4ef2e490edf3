"""What may be done with a child turns on the age at the offence, at the panel and when an outcome is given."""

from datetime import UTC, datetime
from typing import Any

from oocd import clock
from tests.people import People
from tests.story import Case, child


def ages(case: Case) -> list[tuple[str, int]]:
    return [(row["at"], row["age"]) for row in case.file["ages"]]


def noon(month: int, day: int) -> Any:
    return clock.stopped_at(datetime(2026, month, day, 12, tzinfo=UTC))


def test_the_age_is_told_for_each_day_on_which_the_law_asks(people: People):
    with noon(11, 2):
        of = child(date_of_birth="2010-11-05")
        case = Case(people).explained(of=of)
        assert ages(case) == [("offence", 15), ("referral", 15), ("panel", 15), ("today", 15)]
    with noon(11, 5):
        case.give().ok()
        assert ages(case)[-2:] == [("outcome_given", 16), ("today", 16)]
