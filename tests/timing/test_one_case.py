"""The days of one case through the service: whose they were, what was due, and what a fact told later changes."""

from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from oocd import clock, scheduler
from oocd.db import db, everywhere
from oocd.policy import working_days
from oocd.timing import queries
from oocd.workflow.models import WorkflowMove
from tests.people import People
from tests.story import Case, child, offence
from tests.timing.timed import run
from tests.turnaround.support import Support

SENT = datetime(2026, 9, 7, 12, tzinfo=UTC)  # a Monday


KNIFE = "bladed_article_public"


def at(number: int) -> AbstractContextManager[None]:
    """That many days after the referral was sent."""
    return clock.stopped_at(SENT + timedelta(days=number))


def day(number: int) -> str:
    return str(SENT.date() + timedelta(days=number))


def timing(case: Case) -> Any:
    return case.people.manager.get(f"/referrals/{case.id}/timing").ok().body


def told(case: Case) -> list[tuple[str, str, int]]:
    return [(row["owner"], row["reason"], row["days"]) for row in timing(case)["segments"]]


def prepared_slowly(people: People) -> Case:
    """Accepted on the second day; the agency answers on the ninth, the family is heard on the eleventh."""
    case = Case(people)
    with at(0):
        arrested = offence(offence_date=day(-40), arrest_or_interview_date=day(-30))
        case.sent(offences=[arrested], investigation_status="bail", bail_date=day(-30), bail_expires_on=day(60))
    with at(2):
        case.accept().ok()
    with at(9):
        case.answer().ok()
    with at(10):
        case.hear("child").ok()
    with at(11):
        case.hear("mother").ok()
        case.score(1).ok()
    with at(15):
        case.countersigned().ok()
    return case


BEFORE = [("police", "police.before_arrest", 10), ("police", "police.bail", 30)]
PREPARED = [
    ("yjs", "panel.received", 2),
    ("agency", "information_request.asked", 7),
    ("family", "family.views", 2),
    ("yjs", "assessment.drafting", 4),
]


def test_each_day_of_a_case_is_told_from_the_offence_on_and_they_add_up(people: People):
    case = prepared_slowly(people)
    with at(18):
        case.at("worker", "make-ready").ok()
    with at(20):
        assert told(case) == [*BEFORE, *PREPARED, ("yjs", "panel.preparing", 3), ("yjs", "panel.ready", 2)]
        body = timing(case)
        assert (body["begins_on"], body["days"]) == (day(-40), 60)
        assert body["held_now"] == {"owner": "yjs", "reason": "panel.ready"}
        assert body["owners"][0] == {"owner": "police", "days": 40}
        assert body["findings"] == []


def test_a_bail_date_told_late_changes_whose_the_days_before_were_and_starts_its_clock(people: People):
    case = Case(people)
    with at(0):
        case.sent(offences=[offence(offence_date=day(-40), arrest_or_interview_date=day(-30))])
    with at(4):
        assert told(case)[1] == ("police", "police.voluntary", 30)
        known = {"text": "The child is on bail.", "investigation_status": "bail", "bail_date": day(-20)}
        case.at("referrer", "corrections", known).ok()
        assert told(case)[:3] == [
            ("police", "police.before_arrest", 10),
            ("police", "police.investigation", 10),
            ("police", "police.bail", 20),
        ]
        due = {row["standard"]: row for row in timing(case)["due"]}
    assert due["assessment_told_to_police"]["starts_on"] == day(-20)
    assert due["assessment_told_to_police"]["due_on"] == "2026-09-09"  # 15 working days from bail, over a bank holiday
    assert due["assessment"]["due_on"] == "2026-09-21"  # 10 working days from the referral


def due_dates(case: Case, standard: str) -> list[tuple[int, str, str, str]]:
    history = [row for row in timing(case)["history"] if row["standard"] == standard]
    return [(row["number"], row["starts_on"], row["due_on"], row["because"]) for row in history]


def test_due_dates_are_kept_and_told_anew_when_a_fact_or_the_calendar_changes(people: People, monkeypatch):
    case = Case(people)
    with at(0):
        case.sent()
        run(people, "due_dates")
        run(people, "due_dates")
    began = (1, day(0), "2026-09-21", "began")
    assert due_dates(case, "assessment") == [began]
    with at(3):
        case.at("referrer", "corrections", {"text": "Sent earlier, by post.", "referral_date": day(-3)}).ok()
        run(people, "due_dates")
    corrected = (2, day(-3), "2026-09-18", "start_changed")
    assert due_dates(case, "assessment") == [began, corrected]
    with at(4):
        assert told(case)[-1] == ("yjs", "panel.received", 7)
        late = {**working_days._bank_holidays(), date(2026, 9, 15): "A day of mourning, told of late"}
        monkeypatch.setattr(working_days, "_bank_holidays", lambda: late)
        queries.forget_due_dates()
        run(people, "nightly_proof")
    monkeypatch.undo()
    queries.forget_due_dates()
    assert due_dates(case, "assessment") == [began, corrected, (3, day(-3), "2026-09-21", "rules_changed")]


def test_a_clock_ends_when_it_is_met_and_one_cut_off_by_the_end_of_the_case_says_so(people: People):
    case = prepared_slowly(people)
    with at(16):
        run(people, "nightly_proof")
        case.at("referrer", "withdraw", {"reason": "Made up."}).ok()
        run(people, "due_dates")
        due = {row["standard"]: row for row in timing(case)["due"]}
    assert (due["assessment"]["ended_on"], due["assessment"]["met"], due["assessment"]["late"]) == (day(15), True, True)
    assert (due["panel_recommendation"]["ended_on"], due["panel_recommendation"]["met"]) == (day(16), False)
    assert [row[3] for row in due_dates(case, "panel_recommendation")] == ["began", "case_over"]
    assert timing(case)["held_now"] is None
    assert sum(row["days"] for row in timing(case)["segments"]) == timing(case)["days"] == 56


def test_a_case_that_ended_while_the_worker_slept_is_found_by_the_next_night(people: People):
    case = Case(people)
    with at(0):
        case.sent()
        run(people, "due_dates")
    with at(1):
        case.at("referrer", "withdraw", {"reason": "Made up."}).ok()
    with at(3):
        run(people, "due_dates")
        assert [row[3] for row in due_dates(case, "panel_recommendation")] == ["began"]
        run(people, "nightly_proof")
    assert [row[3] for row in due_dates(case, "panel_recommendation")] == ["began", "case_over"]


def test_limits_count_down_beside_the_standards(people: People):
    case = prepared_slowly(people)
    with at(16):
        limits = {row["what"]: row["days_left"] for row in timing(case)["limits"]}
    assert (limits["bail_expires"], limits["charge_by"]) == (44, 128)  # six calendar months from a summary offence
    assert limits.keys() == {"bail_expires", "charge_by", "eighteenth_birthday"}


def test_what_a_victim_is_to_be_told_and_asked_has_a_clock_from_the_day_they_are_on_record(people: People):
    case = Case(people)
    with at(0):
        case.sent(victim_identified=True).harm().ok()
    with at(6):
        due = {row["standard"]: row for row in timing(case)["due"] if row["workflow"] == "victim"}
    assert due["victim_rj_information"]["due_on"] == due["victim_consent_asked"]["due_on"] == day(7)
    assert not any(row["late"] for row in due.values())
    with at(8):
        assert {row["standard"] for row in timing(case)["due"] if row["late"]} >= {"victim_rj_information"}


def test_a_conditional_caution_counts_down_to_the_end_of_its_conditions_and_a_caution_to_the_service_being_told(people):
    case = Case(people).given("youth_conditional_caution")
    limits = {row["what"]: row["days_left"] for row in timing(case)["limits"]}
    assert limits["course_ends"] == 70
    told = Case(people).given("youth_caution", of=child(child_ref="C-2"))
    due = {row["standard"]: row for row in timing(told)["due"]}
    assert due["yjs_referral_after_caution"]["ended_on"] is None
    assert due["yjs_referral_after_caution"]["starts"] == "outcome_given"


def due_before(case: Case, standard: str) -> dict[str, Any]:
    """What had to be done before the case came, and when it came."""
    (row,) = (row for row in timing(case)["due"] if row["standard"] == standard)
    return {name: row[name] for name in ("starts", "starts_on", "due_on", "ended_on", "late")}


def test_what_the_police_owed_before_the_case_came_has_a_clock_of_its_own(people: People):
    with at(0):
        armed = offence(offence_id=KNIFE, offence_date=day(-6), arrest_or_interview_date=day(-5))
        knife = Case(people).sent(offences=[armed], of=child(child_ref="C-KNIFE"))
        street = Case(people).on_the_street(of=child(child_ref="C-STREET"))
        support = Support(people).referred(qualifying_event_on=day(-20), of=child(child_ref="C-SUPPORT"))
        # Dealt with on a Wednesday: one working day is Thursday, and it came on the Monday after.
        assert due_before(knife, "yjs_referral_after_weapon") == {
            "starts": "police_dealt_with_child",
            "starts_on": day(-5),
            "due_on": day(-4),
            "ended_on": day(0),
            "late": True,
        }
        # Given on the Thursday before: five working days end on the Thursday after.
        assert due_before(street, "street_cr_notice") == {
            "starts": "street_cr_given",
            "starts_on": day(-4),
            "due_on": day(3),
            "ended_on": day(0),
            "late": False,
        }
        # Three calendar months from 18 August.
        assert due_before(support, "turnaround_referral") == {
            "starts": "qualifying_event",
            "starts_on": "2026-08-18",
            "due_on": "2026-11-18",
            "ended_on": day(0),
            "late": False,
        }


def test_the_window_of_turnaround_counts_down_from_what_makes_the_child_eligible(people: People):
    case = Support(people)
    with at(0):
        case.checking(qualifying_event_on=day(-20))
        limits = {row["what"]: (row["on"], row["days_left"]) for row in timing(case)["limits"]}
    assert limits["turnaround_window"] == ("2026-11-18", 72)


def test_the_nightly_proof_looks_at_every_open_case_and_shows_what_it_finds(people: People):
    case = Case(people).accepted()
    job = next(job for job in scheduler.JOBS if job.name == "nightly_proof")
    with people.app.app_context():
        assert job.run().keys() == {"cases", "told_anew"}
    with people.app.app_context(), everywhere():
        forged = {"to_state": "listed", "recorded_at": clock.now(), "effective_on": clock.today(), "id": uuid4()}
        accepted = sa.select(WorkflowMove).where(WorkflowMove.move == "accept")
        row = db.session.scalars(accepted).one()
        told = {column.key: getattr(row, column.key) for column in WorkflowMove.__table__.columns} | forged
        db.session.execute(sa.insert(WorkflowMove), [told])
        db.session.commit()
    with people.app.app_context():
        assert job.run()["history_differs_from_state"] == 1
    assert timing(case)["findings"] == ["history_differs_from_state"]


def test_the_page_of_the_case_shows_the_days_and_the_due_dates(people: People):
    case = prepared_slowly(people)
    client = people.app.test_client()
    with at(16):
        page = client.get(f"/cases/{case.id}", headers={"Authorization": f"Bearer {people.manager.token}"}).text
    assert "Whose the days were" in page
    assert "Waiting to hear the child and family" in page
    assert "40 with the police" in page
