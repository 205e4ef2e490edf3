"""What the documents forbid any rule to ask. What they ask of each outcome stands in policies/vectors."""

from datetime import date

import pytest

from oocd.config import ROOT
from oocd.policy.store import Policies

DAY = date(2026, 9, 1)
UNASKED = ("nfa", "outcome_20", "outcome_21", "outcome_22", "outcome_23")


@pytest.fixture(scope="module")
def editions():
    policies = Policies(ROOT / "policies")
    return [policies.on(DAY, area) for area in policies.areas]


def rules_that_ask_for(edition, *facts):
    return {gate.id for gate in edition.gates if set(facts) & set(gate.needs)}


def test_no_rule_of_these_outcomes_so_much_as_looks_at_admission_or_evidence(editions):  # ADM-03, EV-05
    """But for the deferred forms of Outcome 22, and the test that a prosecution on hold rests on."""
    for edition in editions:
        looks = {
            (outcome, gate.id)
            for outcome in UNASKED
            for gate in edition.gates
            if {"admission", "evidence"} & set(gate.needs) and gate.outcomes & {"any", outcome}
        }
        assert looks == {("outcome_22", "ADM-04"), ("outcome_22", "EV-07"), ("outcome_23", "EV-04")}


def test_what_came_before_is_never_a_bar_and_only_brings_the_child_more(editions):  # PRV-01, ADULT-01
    """An assessment, a programme, or a word about what it means: no rule looks back for anything else."""
    earlier = ("previous_youth_cautions", "previous_conditional_cautions", "previous_convictions")
    for edition in editions:
        looks_back = rules_that_ask_for(edition, *earlier)
        hard = {gate.id: set(gate.needs) - set(earlier) for gate in edition.gates if gate.id in looks_back}
        assert looks_back <= {"YJS-02", "YJS-03", "YJS-04", "FTE-01"}
        assert (hard["YJS-02"], hard["YJS-03"]) == ({"assessment_countersigned"}, {"programme_or_reason"})


def test_no_rule_looks_at_the_gravity_score_itself(editions):
    for edition in editions:
        assert rules_that_ask_for(edition, "gravity_final") == set()


def test_only_a_prosecution_on_hold_revives_and_voluntary_work_is_never_punished(editions):  # NC-03, NC-04, NC-05
    for edition in editions:
        follows = edition.codes("what_follows_failure")
        for outcome in ("community_resolution", "youth_caution"):
            assert {code for code, row in follows.items() if outcome in row["outcomes"]} == {"noted"}
        assert follows["prosecution_revives"]["outcomes"] == ["outcome_23"]
