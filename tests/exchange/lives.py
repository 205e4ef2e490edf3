"""Rows of made-up lives for property tests: any cell may be missing, and no date stands before its time."""

from datetime import date, timedelta

from hypothesis import strategies as st

from oocd.exchange.rules import NEEDED, OF_OFFENCE, OF_VICTIM, Row
from tests.exchange.sheets import row

FIRST_DAY = date(2021, 3, 1)
OUTCOMES = ("nfa", "community_resolution", "youth_caution", "youth_conditional_caution", "outcome_22", "charge")
VALUES = {
    "area": ("buckinghamshire", "bexley"),
    "child_ref": ("C-1", "C-2", "'=C"),
    "reference": ("R-1", "R-2", "R, “3”", "'-4"),
    "sex": ("female", "male", "other", "not_stated"),
    "ethnicity": ("A1", "B9", "W3", "NS"),
    "care_status": ("none", "looked_after", "care_leaver"),
    "send": ("none", "ehcp"),
    "ward": ("Slade Green", "Ynys Môn", "'@home"),
    "route": ("panel", "panel", "panel", "street_cr", "turnaround"),
    "referral_source": ("police", "court_return", "other"),
    "offence_no": ("1", "2", "3"),
    "offence_id": ("common_assault", "abh", "drunk_highway"),
    "investigation_status": ("bail", "rui", "voluntary", "none"),
    "gravity_base": ("1", "3"),
    "gravity_final": ("2", "5"),
    "gravity_edition": ("npcc_child_2023", "illustrative"),
    "admission": ("admitted", "accepts_responsibility", "no_comment", "denied", "not_asked"),
    "previous_disposals": ("none", "youth_caution:2020-05-05;conviction", "community_resolution:2019-01-01"),
    "assessment_kind": ("full", "screening", "none"),
    "victim_ref": ("V-1", "V-2"),
    "victim_contact_consent": ("yes", "no", "not_asked", "could_not_reach", "withdrawn"),
    "decision_maker": ("police", "cps"),
    "panel_recommendation": OUTCOMES,
    "outcome": OUTCOMES,
}
FLAGS = ("yes", "no")
IN_ORDER = (
    *("offence_date", "arrest_or_interview_date", "referral_date", "assessment_completed_date", "child_views_date"),
    *("parent_views_date", "victim_views_date", "panel_date", "decision_date", "outcome_given_date"),
    *("intervention_start_date", "intervention_end_date", "exit_review_date", "closed_date"),
)


@st.composite
def cells(draw: st.DrawFn, names: tuple[str, ...]) -> dict[str, str]:
    """Some columns, each told or not."""
    told = {}
    for name in names:
        choices = VALUES.get(name, FLAGS)
        told[name] = draw(st.sampled_from(choices if name in NEEDED else (*choices, "")))
    return told


@st.composite
def days(draw: st.DrawFn) -> dict[str, str]:
    """The dates of one row, up to some event."""
    until = draw(st.integers(1, len(IN_ORDER)))
    day, told = FIRST_DAY, {}
    for place, name in enumerate(IN_ORDER):
        day += timedelta(days=draw(st.integers(0, 40)))
        told[name] = str(day) if place < until and draw(st.integers(0, 4)) else ""
    return told


@st.composite
def rows(draw: st.DrawFn) -> dict[str, str]:
    others = tuple(name for name in Row._fields if name not in (*IN_ORDER, "date_of_birth"))
    told = draw(cells(others)) | draw(days())
    born = draw(st.sampled_from(("2008-01-31", "2008-01-31", "")))
    return row(**told, date_of_birth=born)


@st.composite
def cases(draw: st.DrawFn) -> list[dict[str, str]]:
    """The rows of one case: they agree about it, though some leave things out, and differ about their offences."""
    first = draw(rows())
    told = [first]
    for _ in range(draw(st.integers(0, 2))):
        own = draw(cells(tuple(name for name in (*OF_OFFENCE, *OF_VICTIM) if name not in IN_ORDER)))
        left_out = draw(st.sets(st.sampled_from([name for name in Row._fields if name not in NEEDED]), max_size=12))
        told.append({**first, **own, **dict.fromkeys(left_out, "")})
    return told
