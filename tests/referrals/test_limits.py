"""The days that do not wait: six months to charge a summary-only offence, the eighteenth birthday, the end of bail."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oocd import clock
from oocd.db import db, everywhere
from oocd.policy.facts import gather
from oocd.referrals.models import Referral
from oocd.referrals.rules import Dated, add_months, age_on, birthday, charge_by, out_of_order
from tests.people import People
from tests.story import Case, child, offence

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))
NEARLY_ADULT, CHARGE_LIMIT, BAIL_ENDS = "nearly_adult", "charge_limit", "bail_ends"


@given(day=DAYS, months=st.integers(0, 300))
def test_adding_months_keeps_the_day_or_takes_the_months_last(day: date, months: int):
    later = add_months(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day == min(day.day, monthrange(later.year, later.month)[1])


@given(day=DAYS, other=DAYS, months=st.integers(0, 24))
def test_a_later_offence_never_has_an_earlier_limit(day: date, other: date, months: int):
    first, second = sorted((day, other))
    assert add_months(first, months) <= add_months(second, months)


@pytest.mark.parametrize(
    ("offence_date", "limit"),
    [
        ("2026-08-31", "2027-02-28"),
        ("2023-08-31", "2024-02-29"),
        ("2026-09-01", "2027-03-01"),
        ("2026-12-31", "2027-06-30"),
    ],
)
def test_a_summary_only_offence_is_charged_within_six_months(offence_date: str, limit: str):
    assert charge_by(date.fromisoformat(offence_date), "summary_only", 6) == date.fromisoformat(limit)


@given(day=DAYS | st.none(), offence_class=st.sampled_from(["either_way", "indictable_only", "summary_only"]))
def test_no_other_offence_and_none_without_a_date_has_that_limit(day: date | None, offence_class: str):
    assert (charge_by(day, offence_class, 6) is None) == (day is None or offence_class != "summary_only")


@given(born=DAYS, age=st.integers(1, 30))
def test_the_birthday_is_the_first_day_of_an_age(born: date, age: int):
    turns = birthday(born, age)
    assert (age_on(turns, born), age_on(turns - timedelta(days=1), born)) == (age, age - 1)


@given(days=st.lists(st.none() | DAYS, max_size=5))
def test_dates_are_in_order_unless_one_is_before_one_that_comes_first(days: list[date | None]):
    known = [day for day in days if day]
    wrong = out_of_order(*(Dated(str(place), day) for place, day in enumerate(days)))
    assert (wrong is None) == (known == sorted(known))


def limits(case: Case) -> dict[str, tuple[str, int, bool]]:
    return {row["what"]: (row["on"], row["days_left"], row["near"]) for row in case.file["limits"]}


def warnings(case: Case) -> set[str]:
    return {row["code"] for row in case.file["warnings"]}


def on(day: str) -> Any:
    return clock.stopped_at(datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC) + timedelta(hours=12))


def test_the_limit_of_a_summary_only_offence_is_warned_of_until_its_outcome_is_given(people: People):
    with on("2026-11-02"):
        case = Case(people).explained(offences=[offence(offence_date="2026-06-15")])
        assert limits(case)["charge_by"] == ("2026-12-15", 43, False)
        (warning,) = [row for row in case.file["warnings"] if row["code"] == CHARGE_LIMIT]
        assert (warning["rule"], warning["offence"]) == ("TM-02", 1)
        assert warning["source"] == "Magistrates' Courts Act 1980, section 127"
    with on("2026-11-17"):
        assert limits(case)["charge_by"] == ("2026-12-15", 28, True)
    with on("2026-12-18"):
        assert limits(case)["charge_by"] == ("2026-12-15", -3, True)
        case.give().ok()
        assert "charge_by" not in limits(case)
        assert CHARGE_LIMIT not in warnings(case)


def test_no_limit_runs_for_an_either_way_offence_or_in_a_case_that_is_over(people: People):
    case = Case(people).sent(offences=[offence(offence_id="abh")])
    assert "charge_by" not in limits(case)
    case.at("referrer", "withdraw", {"reason": "Sent in error."}).ok()
    assert case.file["limits"] == case.file["warnings"] == []


def test_a_child_of_17_years_and_9_months_is_urgent(people: People):
    with on("2026-11-02"):
        case = Case(people).sent(of=child(date_of_birth="2009-02-03"))
        assert limits(case)["eighteenth_birthday"] == ("2027-02-03", 93, False)
        assert NEARLY_ADULT not in warnings(case)
    with on("2026-11-03"):
        assert limits(case)["eighteenth_birthday"] == ("2027-02-03", 92, True)
        assert NEARLY_ADULT in warnings(case)


def test_the_end_of_bail_is_warned_of_while_the_child_is_on_bail(people: People):
    with on("2026-11-02"):
        bail = {"investigation_status": "bail", "bail_date": "2026-09-02", "bail_expires_on": "2026-12-02"}
        case = Case(people).sent(**bail)
        assert limits(case)["bail_expires"] == ("2026-12-02", 30, False)
    with on("2026-11-04"):
        assert BAIL_ENDS in warnings(case)
        case.at("referrer", "corrections", {"text": "Off bail.", "investigation_status": "rui"}).ok()
        assert "bail_expires" not in limits(case)


def test_a_victim_nobody_asked_and_an_offence_nobody_scored_are_warned_of_and_bar_nothing(people: People):
    case = Case(people).sent(victim_identified=True)
    case.at("victims", "victims", {"kind": "person", "contact_consent": "not_asked"}).ok()
    assert {row["rule"] for row in case.file["warnings"]} >= {"RF-02", "RF-03"}
    case.accept().ok()
    case.score().ok()
    assert "RF-03" not in {row["rule"] for row in case.file["warnings"]}


def test_the_gates_are_told_of_limits_and_risks(people: People):
    case = Case(people).sent(risk_flags=["exploitation", "placement"], alternatives_tried="A talk at the home.")
    unsaid = Case(people).sent(of=child(child_ref="C-2"), risk_flags=None, offences=[offence(offence_id="abh")])
    told, unknown = facts_of(people, case), facts_of(people, unsaid)
    assert (told["charge_by"], told["investigation_status"]) == (date(2027, 3, 1), "voluntary")
    assert [told[name] for name in ("exploitation_concern", "in_placement", "alternatives_tried")] == [True] * 3
    assert unknown["charge_by"] is unknown["exploitation_concern"] is unknown["in_placement"] is None
    assert unknown["alternatives_tried"] is False


def facts_of(people: People, case: Case) -> dict[str, Any]:
    reference = case.file["referral"]["reference"]
    with people.app.app_context(), everywhere():
        (referral,) = db.session.query(Referral).filter_by(reference=reference)
        return gather(referral.offences[0], clock.today())
