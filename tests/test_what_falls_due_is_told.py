"""Whoever owes something hears before it is due and again when it is overdue, once each, however often jobs run."""

from collections import defaultdict
from contextlib import AbstractContextManager
from datetime import date, datetime, time, timedelta

import sqlalchemy as sa

from oocd import clock, scheduler
from oocd.accounts.models import Person
from oocd.clock import LONDON
from oocd.db import db, everywhere
from oocd.notifications.models import Notice
from oocd.policy import working_days
from tests.people import People
from tests.story import Case, child, offence

MONDAY = date(2026, 3, 2)
OLD = {"offences": [offence(offence_date="2026-02-20")]}


def on(day: date) -> AbstractContextManager[None]:
    return clock.stopped_at(datetime.combine(day, time(9), LONDON))


def run(people: People, name: str) -> None:
    scheduler.run_now(people.app, next(job for job in scheduler.JOBS if job.name == name))


def days_on_which_it_was_told(people: People, name: str, since: date, days: int) -> dict[str, list[date]]:
    """Run a job twice on each of these days; by kind of notice, the days on which anybody was told."""
    for number in range(days):
        with on(since + timedelta(days=number)):
            run(people, name)
            run(people, name)
    told = defaultdict(list)
    for kind, moment in sorted({(row.kind, row.told_at) for row, _ in notices(people, since)}):
        told[kind].append(clock.london_date(moment))
    return told


def notices(people: People, since: date, kind: str | None = None) -> list[tuple[Notice, str]]:
    """Every notice from the morning of this day on, and whose it is."""
    written = sa.select(Notice, Person.email).join(Person, Person.id == Notice.person_id)
    written = written.where(Notice.told_at >= datetime.combine(since, time(9), LONDON))
    with people.app.app_context(), everywhere():
        rows = list(db.session.execute(written.where(Notice.kind == kind) if kind else written))
    return [(row, email.partition("@")[0]) for row, email in rows]


def whom(people: People, since: date, kind: str) -> set[str]:
    return {person for _, person in notices(people, since, kind)}


def test_an_agency_is_reminded_and_then_everybody_concerned_hears_that_its_answer_is_overdue(people: People):
    with on(MONDAY):
        Case(people).accepted(**OLD)
    tuesday = MONDAY + timedelta(days=1)
    told = days_on_which_it_was_told(people, "information_request_reminders", tuesday, 10)
    # Asked on Monday with five working days: due the Monday after, with a word two working days before.
    assert told == {
        "information_request_reminder": [date(2026, 3, 5)],
        "information_request_overdue": [date(2026, 3, 10)],
    }
    assert whom(people, tuesday, "information_request_reminder") == {"socialcare"}
    assert whom(people, tuesday, "information_request_overdue") == {"socialcare", "worker"}


def test_a_bank_holiday_that_is_added_late_moves_what_is_due_and_the_new_day_is_told(people: People, monkeypatch):
    with on(MONDAY):
        Case(people).accepted(**OLD)
    thursday = date(2026, 3, 5)
    days_on_which_it_was_told(people, "information_request_reminders", thursday, 1)
    monkeypatch.setattr(working_days, "_bank_holidays", lambda: {date(2026, 3, 6)})
    told = days_on_which_it_was_told(people, "information_request_reminders", date(2026, 3, 9), 4)
    assert told == {
        "information_request_reminder": [date(2026, 3, 9)],  # of Tuesday, where Thursday had told of Monday
        "information_request_overdue": [date(2026, 3, 11)],
    }
    days = {row.values["due_on"] for row, _ in notices(people, thursday, "information_request_reminder")}
    assert days == {"9 March 2026", "10 March 2026"}


def test_the_people_of_a_level_hear_before_its_time_is_over_and_those_who_chair_when_it_is(people: People):
    with on(MONDAY):
        Case(people).escalated(**OLD)
    tuesday = MONDAY + timedelta(days=1)
    near = days_on_which_it_was_told(people, "escalation_reminders", tuesday, 6)
    assert near["escalation_deadline_near"] == [date(2026, 3, 6)]
    assert whom(people, tuesday, "escalation_deadline_near") == {"operations", "chief"}
    lapsed = days_on_which_it_was_told(people, "escalation_deadlines", date(2026, 3, 9), 3)
    assert lapsed["escalation_deadline_lapsed"] == [date(2026, 3, 10)]
    assert whom(people, tuesday, "escalation_deadline_lapsed") == {"operations", "chief", "manager"}


def test_a_case_with_a_weapon_is_looked_at_within_a_working_day_or_told_again(people: People):
    friday = date(2026, 3, 6)
    with on(friday):
        case = Case(people).sent(offences=[offence(offence_id="bladed_article_public", offence_date="2026-03-05")])
        Case(people).sent(**OLD, of=child(child_ref="C-2"))
    told = days_on_which_it_was_told(people, "weapons_not_looked_at", friday, 5)
    assert told["knife_check"] == [friday, date(2026, 3, 10)]
    assert {row.referral_id.hex for row, _ in notices(people, friday, "knife_check")} == {case.id.replace("-", "")}
    assert whom(people, friday, "knife_check") == {"coordinator", "manager", "worker"}


def test_a_notice_from_the_street_that_nobody_looks_at_is_told(people: People):
    with on(MONDAY):
        Case(people).on_the_street(offences=[offence(offence_date="2026-02-26")])
    told = days_on_which_it_was_told(people, "street_screening_reminders", MONDAY + timedelta(days=1), 9)
    assert told == {"street_screening_due": [date(2026, 3, 6), date(2026, 3, 10)]}


def test_work_that_goes_on_its_review_and_its_end_are_not_forgotten(people: People):
    with on(MONDAY):
        case = Case(people).at_work(**OLD)
    tuesday = MONDAY + timedelta(days=1)
    interim = days_on_which_it_was_told(people, "interim_review_reminders", date(2026, 5, 10), 18)
    # Twelve weeks after the work began is Monday 25 May, a bank holiday; ten working days before it is Monday 11 May.
    assert interim["review_due"] == [date(2026, 5, 11), date(2026, 5, 26)]
    with on(date(2026, 5, 26)):
        case.complete_work().ok()
        case.at("worker", "end-work").ok()
    told = days_on_which_it_was_told(people, "exit_review_reminders", date(2026, 5, 28), 15)
    # Ten working days from 26 May: 9 June, with a word five working days before.
    assert told["exit_review_due"] == [date(2026, 6, 2)]
    assert told["exit_review_overdue"] == [date(2026, 6, 10)]
    assert whom(people, tuesday, "exit_review_due") == {"worker"}
    assert whom(people, tuesday, "exit_review_overdue") == {"worker", "manager"}


def test_a_victim_who_asked_for_news_hears_within_the_time_set(people: People):
    with on(MONDAY):
        case = Case(people).accepted(**OLD)
        case.harm().ok()
    told = days_on_which_it_was_told(people, "victim_updates", MONDAY + timedelta(days=1), 8)
    # Information on restorative justice within five working days.
    assert told["victim_update_due"] == [date(2026, 3, 6), date(2026, 3, 10)]
    assert whom(people, MONDAY + timedelta(days=1), "victim_update_due") == {"victims"}


def test_a_year_after_an_outcome_and_when_records_were_kept_long_enough_somebody_is_asked(people: People):
    with on(MONDAY):
        case = Case(people).given(**OLD, of=child(date_of_birth="2011-05-04"))
        case.at("worker", "review-without-work").ok()
        case.hold_review(plan_result="no_plan", exit_decision="close").ok()
        case.at("manager", "close").ok()
    year = days_on_which_it_was_told(people, "outcome_follow_up", date(2027, 3, 1), 3)
    assert year["twelve_month_followup"] == [date(2027, 3, 2)]
    # Three years after the end, 2 March 2029, and the eighteenth birthday, 4 May 2029: the later counts.
    kept = days_on_which_it_was_told(people, "retention_proposals", date(2029, 5, 3), 3)
    assert kept["retention_proposed"] == [date(2029, 5, 4)]
    assert case.state == "closed"
