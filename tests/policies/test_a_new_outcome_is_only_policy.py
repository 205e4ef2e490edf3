"""An outcome nobody ever heard of is written into a copy of the policies, and a case goes through with it."""

import shutil
from datetime import UTC, date, datetime, timedelta
from textwrap import dedent

import pytest

from oocd import clock
from oocd.config import ROOT
from oocd.policy import service as policy
from oocd.policy.store import Policies
from tests.people import People
from tests.story import WHY, Case, child, history, nothing_written

MADE_UP = "source: {title: Made up for a test}, verified: false"
WORDS = "You make a promise and keep it for six weeks. The police then do nothing more."
ADDED_TO = {
    "codes/outcomes": f"""
      outcome_99:
        label: Outcome 99 (a promise)
        from: 2026-06-01
        statutory: false
        substantive: false
        home_office_codes: ["99"]
        forms: outcome_99_forms
        code_set: completed
        admission: none
        evidence: offence_shown
        consent: agreement
        needs_agreement: true
        appropriate_adult: good_practice
        first_time_entrant: false
        plan: usual
        course: activity
        yjs_duty: refer
        referral_to_yjs_due: outcome_99_referral
        on_failure: back_to_police
        revives: null
        spent: never_a_record
        shown_on_checks: never
        weight: 2
        heavier_than: nfa
        says_to_child: {WORDS}
    """,
    "codes/previous_disposals": """
      outcome_99: {label: Outcome 99, counts_as: previous_promises, makes_entrant: false, intelligence_only: false}
    """,
    "facts": """
      previous_promises: {type: int, means: Promises before this one, comes_from: outcomes}
      outcome_99_form: {type: string, means: The form of Outcome 99, comes_from: outcomes}
      outcome_99_weeks: {type: int, means: The weeks a promise lasts at most, comes_from: policy}
    """,
    "returns/kpi_6": f"""
      outcome_99:
        2026-06-01: {{as: promise_yjs, to: 2027-03-31, {MADE_UP}}}
        2028-04-01: {{as: outcome_99_yjs, of_forms: {{with_family: family_yjs}}, {MADE_UP}}}
    """,
}
RULE = f"from: 2026-06-01, {MADE_UP}"
FIGURE = "owner: Nobody\nlast_checked: 2026-06-01"
NEW = {
    "codes/outcome_99_forms": """
        name: outcome_99_forms
        about: Made up.
        from: 2026-06-01
        source: {title: Made up for a test}
        verified: false
        codes: {alone: {label: Alone}, with_family: {label: With the family}}
    """,
    "gates/outcome_99": f"""
        about: Made up.
        rules:
          O99-01:
            {{for: [outcome_99], when: decide, kind: hard, holds: course_weeks <= outcome_99_weeks,
            says: A promise is too long for a child to keep. Choose an earlier end., {RULE}}}
          O99-02:
            {{for: [outcome_99], when: decide, kind: soft, only_if: previous_promises > 0,
            holds: 'outcome_99_form == "with_family"', says: A second promise is made with the family., {RULE}}}
          O99-03:
            {{for: [outcome_99], when: give, kind: hard, holds: agreement_recorded,
            says: A promise is the child's own. Ask whether the child makes it., {RULE}}}
    """,
    "figures/outcome_99_weeks": f"""
        name: outcome_99_weeks
        about: Made up.
        unit: weeks
        owner: Nobody
        last_checked: 2026-06-01
        values: {{2026-06-01: {{is: 6, {MADE_UP}}}}}
    """,
    "time/outcome_99_referral": f"""
        name: outcome_99_referral
        about: Made up.
        unit: working_days
        starts: outcome_given
        owner: Nobody
        last_checked: 2026-06-01
        values: {{2026-06-01: {{is: 2, {MADE_UP}}}}}
    """,
}
TUESDAY = datetime(2026, 9, 1, 10, tzinfo=UTC)
IN_SIX_WEEKS, IN_SEVEN_WEEKS = (str(TUESDAY.date() + timedelta(weeks=weeks)) for weeks in (6, 7))
ASKED = {"form": "alone", "planned_end": IN_SIX_WEEKS}


@pytest.fixture
def with_outcome_99(tmp_path, monkeypatch):
    """Works with a copy of the policies in which only data was added."""
    folder = shutil.copytree(ROOT / "policies", tmp_path / "policies")
    for name, text in ADDED_TO.items():
        path = folder / "national" / f"{name}.yaml"
        path.write_text(path.read_text() + "\n".join(f"  {line}" for line in dedent(text).strip().splitlines()) + "\n")
    for name, text in NEW.items():
        (folder / "national" / f"{name}.yaml").write_text(dedent(text))
    matrix = folder / "national/gravity/illustrative.yaml"
    matrix.write_text(matrix.read_text().replace("2: [community", "2: [outcome_99, community"))
    monkeypatch.setattr(policy, "_loaded", Policies(folder))


def test_a_case_is_carried_through_with_an_outcome_that_only_policy_knows(people: People, with_outcome_99):
    with clock.stopped_at(TUESDAY):
        before = [{"outcome": "outcome_99", "given_on": "2026-07-01"}]
        case = Case(people).recommended("outcome_99", of=child(previous_disposals=before))
        (offence,) = case.file["offences"]
        assert "outcome_99" in offence["gravity_scores"][-1]["starting_points"]
        (on_offer,) = [row for row in offence["outcomes"] if row["code"] == "outcome_99"]
        barred_by = [refusal["rule"] for refusal in on_offer["barred_by"]]
        assert (on_offer["label"], barred_by) == ("Outcome 99 (a promise)", ["O99-02"])
        (explained,) = people.manager.get(f"/referrals/{case.id}/explanation").ok()["offences"]
        (of_99,) = [row for row in explained["outcomes"] if row["code"] == "outcome_99"]
        asked = {rule["rule"] for at in of_99["moments"] for rule in at["rules"]}
        assert {"O99-01", "O99-02", "O99-03"} < asked
        with nothing_written(people):
            assert case.decide("outcome_99").refused()["errors"].keys() == {"form", "planned_end"}
            too_long = {"form": "with_family", "planned_end": IN_SEVEN_WEEKS}
            assert case.decide("outcome_99", of_each=too_long).refused("O99-01").rules == {"O99-01"}
            assert case.decide("outcome_99", of_each=ASKED).refused("O99-02").rules == {"O99-02"}
            assert "with_family" in case.decide("outcome_99", of_each={**ASKED, "form": "grand"}).refused()["detail"]
        (decided,) = case.decide("outcome_99", of_each=ASKED, rule_reasons={"O99-02": WHY}).ok()["decisions"]
        assert decided["form"] == "alone"
        assert case.file["offences"][0]["decision_deviates"] is False
        case.explain(agreed=False).ok()
        with nothing_written(people):
            case.begin().refused("O99-03")
            case.of_disposal("tell-yjs").refused(status=409)  # not given yet
        case.explain(agreed=True).ok()
        case.begin().ok()
        (given,) = case.file["disposals"]
        assert (given["later"]["words_for_the_child"], given["home_office_code"]) == (WORDS, None)
    with clock.stopped_at(TUESDAY + timedelta(days=3)):  # a Friday: two working days were due on Thursday
        case.of_disposal("tell-yjs").ok()
        events = people.manager.get(f"/referrals/{case.id}/timeline").ok()["events"]
        assert [row["details"] for row in events if row["action"] == "disposal.tell_yjs"] == ["late: yes"]
    with clock.stopped_at(TUESDAY + timedelta(weeks=6)):
        case.complete_course().ok()
        (done,) = case.file["disposals"]
    assert (done["state"], done["home_office_code"]) == ("completed", "99")
    assert ("disposal", "complete") in [(row["workflow"], row["move"]) for row in history(people)]


def test_how_it_is_returned_begins_runs_out_and_begins_again(with_outcome_99):
    def word(day: date, form: str | None = None) -> str | None:
        returned = policy.loaded().returned("kpi_6", "outcome_99", day, form)
        return returned.word if returned else None

    assert [word(date(2026, 5, 31)), word(date(2026, 6, 1))] == [None, "promise_yjs"]
    assert [word(date(2027, 3, 31)), word(date(2027, 4, 1))] == ["promise_yjs", None]
    assert [word(date(2028, 4, 1)), word(date(2028, 4, 1), "with_family")] == ["outcome_99_yjs", "family_yjs"]


def test_the_day_before_it_begins_nobody_has_heard_of_it(with_outcome_99):
    assert "outcome_99" not in policy.on(date(2026, 5, 31), "bexley").codes("outcomes")
    assert "outcome_99" in policy.on(date(2026, 6, 1), "bexley").codes("outcomes")
