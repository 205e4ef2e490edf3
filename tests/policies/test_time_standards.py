"""The time standards of the documents: each from its own event, in its own unit, and never taken for another."""

import shutil
from datetime import UTC, date, datetime, timedelta

import pytest

from oocd import clock, workflow
from oocd.accounts.permissions import PERMISSIONS
from oocd.config import ROOT
from oocd.notifications.kinds import KINDS
from oocd.policy.loader import FileMistake
from oocd.policy.store import Policies
from oocd.policy.working_days import due_on, not_before
from oocd.workflow import registry
from oocd.workflow.loader import Names, load
from tests.people import People
from tests.story import Case

DAY = timedelta(days=1)
TODAY = date(2026, 9, 1)


@pytest.fixture(scope="module")
def policies():
    return Policies(ROOT / "policies")


# As the documents have them: where, what, how many, of what, counted from what.
STANDARDS = [
    ("T-01", "bexley", "assessment", 10, "working_days", "referral_date"),
    ("T-02", "bexley", "assessment_told_to_police", 15, "working_days", "bail_date"),
    ("T-03", "bexley", "yjs_referral_after_caution", 1, "working_days", "outcome_given"),
    ("T-04", "bexley", "yjs_referral_after_weapon", 1, "working_days", "police_dealt_with_child"),
    ("T-05", "buckinghamshire", "countersignature", 35, "calendar_days", "assessment_opened"),
    ("T-06", "buckinghamshire", "statutory_review", 6, "months", "last_review"),
    ("T-07", "buckinghamshire", "home_visit", 14, "calendar_days_either_side", "start_or_review"),
    ("T-08", "buckinghamshire", "referral_order_panel", 20, "working_days", "sentence"),
    ("T-09", "bexley", "victim_rj_information", 5, "working_days", "victim_recorded"),
    ("T-09", "bexley", "victim_rj_information_enhanced", 1, "working_days", "victim_recorded"),
    ("T-10", "bexley", "turnaround_referral", 3, "months", "qualifying_event"),
    ("T-12", "bexley", "victims_right_to_review_request", 3, "months", "decision_told"),
    ("T-12", "bexley", "victims_right_to_review_acknowledgement", 10, "working_days", "review_requested"),
    ("T-12", "bexley", "victims_right_to_review_answer", 30, "working_days", "review_requested"),
    ("T-13", "buckinghamshire", "custody_contact", 90, "minutes", "police_notification"),
]


@pytest.mark.parametrize(("standard", "area", "name", "value", "unit", "starts"), STANDARDS)
def test_each_is_as_the_documents_have_it(policies, standard, area, name, value, unit, starts):
    figure = policies.on(TODAY, area).figure(f"time/{name}")
    assert (figure.value, figure.unit, figure.starts) == (value, unit, starts)
    layer = policies.areas[area] if figure.layer.startswith("area ") else policies.national
    assert layer[f"time/{name}"].content["standard"] == standard


def test_six_months_for_a_charge_are_a_figure_that_rules_ask_for(policies):  # T-11
    assert policies.national["figures/summary_only_charge_months"].content["standard"] == "T-11"
    assert policies.on(TODAY, "bexley").figure("figures/summary_only_charge_months").value == 6


@pytest.mark.parametrize(
    ("area", "name", "started", "last_day"),
    [
        ("bexley", "assessment", date(2026, 9, 1), date(2026, 9, 15)),
        ("bexley", "assessment", date(2026, 8, 28), date(2026, 9, 14)),  # over the summer bank holiday
        ("bexley", "assessment", date(2026, 12, 18), date(2027, 1, 6)),  # over Christmas, Boxing Day and New Year
        ("bexley", "assessment_told_to_police", date(2026, 9, 1), date(2026, 9, 22)),
        ("bexley", "assessment_told_to_police", date(2026, 3, 20), date(2026, 4, 14)),  # over Good Friday and Easter
        ("bexley", "yjs_referral_after_weapon", date(2026, 4, 2), date(2026, 4, 7)),  # the day before Good Friday
        ("bexley", "yjs_referral_after_caution", date(2026, 12, 24), date(2026, 12, 29)),
        ("buckinghamshire", "countersignature", date(2026, 12, 1), date(2027, 1, 5)),  # no holiday stops these days
        ("buckinghamshire", "statutory_review", date(2026, 8, 31), date(2027, 2, 28)),
        ("buckinghamshire", "referral_order_panel", date(2026, 4, 1), date(2026, 5, 1)),  # over Easter
        ("bexley", "victim_rj_information", date(2026, 5, 1), date(2026, 5, 11)),  # over the early May holiday
        ("bexley", "victim_rj_information_enhanced", date(2026, 5, 1), date(2026, 5, 5)),
        ("bexley", "turnaround_referral", date(2026, 11, 30), date(2027, 2, 28)),
        ("bexley", "victims_right_to_review_request", date(2026, 1, 31), date(2026, 4, 30)),
        ("bexley", "victims_right_to_review_acknowledgement", date(2026, 12, 18), date(2027, 1, 6)),
        ("bexley", "victims_right_to_review_answer", date(2026, 9, 1), date(2026, 10, 13)),
    ],
)
def test_the_last_day_to_keep_each(policies, area, name, started, last_day):
    assert due_on(started, policies.on(started, area).figure(f"time/{name}")) == last_day


def test_a_visit_may_come_fourteen_days_before_or_after(policies):
    visit, review = policies.on(TODAY, "buckinghamshire").figure("time/home_visit"), date(2026, 9, 20)
    assert (review - not_before(review, visit), due_on(review, visit) - review) == (14 * DAY, 14 * DAY)


def test_ten_days_are_from_the_referral_and_fifteen_from_bail_and_neither_is_the_other(policies):
    """Bail began first, so its clock can run out first though it has more days: one clock would hide that."""
    edition = policies.on(TODAY, "bexley")
    of_referral, of_bail = edition.figure("time/assessment"), edition.figure("time/assessment_told_to_police")
    assert due_on(date(2026, 9, 11), of_referral) == date(2026, 9, 25)
    assert due_on(date(2026, 9, 1), of_bail) == date(2026, 9, 22)


def test_a_case_shows_both_clocks_of_the_assessment_and_whether_each_was_kept(people: People):  # TM-01
    bail = {"investigation_status": "bail", "bail_date": "2026-09-02", "bail_expires_on": "2026-12-02"}
    with noon_of("2026-09-14"):
        case = Case(people).prepared(without={"assessment"}, **bail)
        assert clocks(case) == {
            "assessment": ("2026-09-14", "2026-09-28", None, False),
            "assessment_told_to_police": ("2026-09-02", "2026-09-23", None, False),
        }
    for day, late in (("2026-09-23", False), ("2026-09-24", True)):
        with noon_of(day):
            assert clocks(case)["assessment_told_to_police"][-1] is late
    with noon_of("2026-09-28"):
        case.countersigned().ok()
        assert clocks(case) == {
            "assessment": ("2026-09-14", "2026-09-28", "2026-09-28", False),
            "assessment_told_to_police": ("2026-09-02", "2026-09-23", "2026-09-28", True),
        }


def test_a_child_who_is_not_on_bail_has_no_clock_of_bail(people: People):
    case = Case(people).sent(investigation_status="rui")
    assert clocks(case).keys() == {"assessment"}


def clocks(case):
    return {
        row["name"]: (row["started_on"], row["due_on"], row.get("met_on"), row["late"]) for row in case.file["clocks"]
    }


def noon_of(day):
    return clock.stopped_at(datetime.fromisoformat(f"{day}T12:00").replace(tzinfo=UTC))


def test_the_twenty_days_of_a_referral_order_are_no_standard_of_the_panel(policies, sqlite_app, tmp_path):
    """It is there to be seen, in its own area alone, and a workflow that names it does not load."""
    assert "time/referral_order_panel" not in policies.on(TODAY, "bexley").figures()
    flows = shutil.copytree(ROOT / "workflows", tmp_path / "workflows")
    panel = flows / "panel/2023-10-01.yaml"
    panel.write_text(panel.read_text().replace("due_in: panel_recommendation", "due_in: referral_order_panel"))
    known = (policies.standards_measured, registry.OPENERS, policies.routes, registry.WORKED_OUT)
    names = Names(registry.GUARDS, PERMISSIONS, *known, KINDS, registry.HEARERS)
    with pytest.raises(FileMistake, match="no time standard called referral_order_panel"):
        load(flows, names)
    of_the_panel = policies.on(TODAY, "buckinghamshire").figure("time/panel_recommendation")
    assert (of_the_panel.starts, of_the_panel.layer, of_the_panel.verified) == ("referral_date", "national", False)


def test_every_standard_is_measured_somewhere_or_says_why_it_is_only_shown(policies, sqlite_app):
    by_workflows = {state.due_in for flow in workflow.loaded() for state in flow.states.values()}
    code = "".join(path.read_text() for path in (ROOT / "oocd").rglob("*.py"))
    by_code = {name for name in policies.standards_measured if f'"{name}"' in code or f'"time/{name}"' in code}
    by_outcomes = {row["referral_to_yjs_due"] for row in policies.on(TODAY, "bexley").codes("outcomes").values()}
    assert policies.standards_measured <= by_workflows | by_code | by_outcomes
    for area in policies.areas:
        for name, figure in policies.on(TODAY, area).figures().items():
            if figure.starts:
                assert (name.split("/")[1] in policies.standards_measured) == (figure.only_shown is None)
