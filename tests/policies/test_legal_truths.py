"""What the law and the guidance say of each outcome, written from the documents and asked of the shipped gates.

The ids are those of section 5 of the research on disposals; rulings (R-n) decide where documents differ.
"""

from contextlib import suppress
from datetime import date, timedelta

import pytest

from oocd.config import ROOT
from oocd.policy.gates import sentences
from oocd.policy.store import NoRulesYet, Policies

DAY = date(2026, 9, 1)
CR, YC, NFA = "community_resolution", "youth_caution", "nfa"

# A child of fourteen who admitted a first offence, was heard with family and victim, assessed and scored.
ORDINARY = {
    "outcome": CR,
    "route": "panel",
    "area": "bexley",
    "step_date": DAY,
    "age_at_offence": 14,
    "age_on_the_day": 14,
    "care_experienced": False,
    "social_care_in_quorum": False,
    "exploitation_concern": False,
    "nrm_considered": False,
    "offence_class": "summary_only",
    "offence_flags": [],
    "offence_date": date(2026, 8, 1),
    "charge_by": date(2027, 2, 1),
    "investigation_status": "voluntary",
    "admission": "admitted",
    "evidence": "sufficient_to_charge",
    "knife_possession": False,
    "in_placement": False,
    "alternatives_tried": False,
    "has_victim": True,
    "victim_heard_or_reason": True,
    "victim_consent_asked": True,
    "child_heard_or_reason": True,
    "family_heard_or_reason": True,
    "assessment_countersigned": True,
    "assessment_tool": "pdat",
    "assessment_kind": "full",
    "assessment_completed_on": date(2026, 8, 20),
    "assetplus_required": False,
    "gravity_scored": True,
    "gravity_final": 2,
    "deviates_from_starting_point": False,
    "deviation_explained": False,
    "previous_youth_cautions": 0,
    "previous_conditional_cautions": 0,
    "previous_convictions": 0,
    "police_decision_maker_present": True,
    "yjs_decision_maker_present": True,
    "social_care_present": True,
    "victim_worker_present": True,
    "decided_by": "police",
    "decision_maker_named": True,
    "rationale_complete": True,
    "decision_maker_authorised": True,
    "cps_authority_recorded": False,
    "cps_consulted": False,
    "child_information_form_attached": True,
    "yjs_consulted": True,
    "outcome_22_form": "",
    "explained": True,
    "agreement_recorded": True,
    "given_by_constable": True,
    "appropriate_adult_present": True,
    "appropriate_adult_is_police": False,
    "adult_present_at_acceptance": True,
    "giver_qualified": True,
    "document_complete": False,
    "has_conditions": False,
    "condition_count": 0,
    "conditions_tagged": True,
    "financial_penalty": 0,
    "financial_ceiling": 30,
    "punitive_hours": 0,
    "planned_end": date(2026, 11, 24),
    "course_weeks": 12,
    "longer_course_agreed": False,
    "yjs_referral_recorded": True,
    "programme_or_reason": True,
    "plan_exists": True,
    "intervention_result": "completed",
    "awareness_course_only": False,
    "apology_only": False,
    "completed_on": DAY,
    "compliance_reported": True,
    "contact_attempts": 3,
    "adjustments_considered": True,
    "parent_contacted": True,
    "manager_oversight": True,
    "excuse_decision": "no_reasonable_excuse",
    "police_told_of_failure": True,
}

# Each hard rule: outcomes, moment, what must pass it, what must not.
HARD = {
    "AGE-01": ((CR, YC, NFA), "decide", [{"age_at_offence": 10}], [{"age_at_offence": 9}]),
    "AGE-02": ((YC,), "give", [{"age_on_the_day": 17}], [{"age_on_the_day": 18}]),
    "DEC-01": (
        (CR, YC, NFA),
        "decide",
        [{"decided_by": "police"}, {"decided_by": "cps"}],
        [{"decision_maker_named": False}, {"decided_by": "yjs"}, {"decided_by": "panel"}],
    ),
    "DEC-05": ((YC,), "give", [{"given_by_constable": True}], [{"given_by_constable": False}]),
    "DEC-07": (
        (CR, YC, NFA),
        "decide",
        [{}, {"deviates_from_starting_point": True, "deviation_explained": True}],
        [{"rationale_complete": False}, {"gravity_scored": False}, {"deviates_from_starting_point": True}],
    ),
    "EV-01": (
        (CR,),
        "decide",
        [{"evidence": "offence_shown"}, {"evidence": "sufficient_to_charge"}, {"evidence": "full_code_test"}],
        [{"evidence": "none"}],
    ),
    "EV-02": (
        (YC,),
        "decide",
        [{"evidence": "sufficient_to_charge"}, {"evidence": "full_code_test"}],
        [{"evidence": "none"}, {"evidence": "offence_shown"}],
    ),
    "ADM-01": (
        (YC,),
        "decide",
        [{"admission": "admitted"}],
        [{"admission": said} for said in ("accepts_responsibility", "no_comment", "denied", "not_asked")],
    ),
    "ADM-02": (
        (CR,),
        "decide",
        [{"admission": "admitted"}, {"admission": "accepts_responsibility"}],
        [{"admission": said} for said in ("no_comment", "denied", "not_asked")],
    ),
    "CON-03": ((CR,), "give", [{"agreement_recorded": True}], [{"agreement_recorded": False}]),
    "AA-01": (
        (YC,),
        "give",
        [{"age_on_the_day": 17}],
        [{"appropriate_adult_present": False}, {"appropriate_adult_is_police": True}],
    ),
    "AA-02": ((CR,), "give", [{}], [{"adult_present_at_acceptance": False}]),
    "YJS-01": ((YC,), "close", [{}], [{"yjs_referral_recorded": False}]),
    "YJS-02": (
        (YC,),
        "give",
        [{"assessment_countersigned": False}, {"previous_youth_cautions": 1}, {"previous_conditional_cautions": 1}],
        [
            {"previous_youth_cautions": 1, "assessment_countersigned": False},
            {"previous_conditional_cautions": 1, "assessment_countersigned": False},
        ],
    ),
    "YJS-03": (
        (YC,),
        "close",
        [{"programme_or_reason": False}, {"previous_youth_cautions": 2}],
        [
            {"previous_youth_cautions": 1, "programme_or_reason": False},
            {"previous_conditional_cautions": 1, "programme_or_reason": False},
        ],
    ),
    "YJS-06": (
        (CR, YC),
        "decide",
        [{"assessment_tool": "pdat"}, {"assessment_tool": "assetplus"}],
        [{"assessment_tool": "a_local_form"}],
    ),
    "COND-05": ((YC,), "give", [{"has_conditions": False}], [{"has_conditions": True}]),
    # hard when given, and an apology is no plan
    "KNF-03": (
        (CR,),
        "give",
        [{"knife_possession": True}, {"plan_exists": False}],
        [{"knife_possession": True, "plan_exists": False}],
    ),
    "VIC-01": (
        (CR, YC, NFA),
        "decide",
        [{}, {"has_victim": False, "victim_heard_or_reason": False}],
        [{"victim_heard_or_reason": False}],
    ),
    # the default quorum
    "PN-01": (
        (CR, YC, NFA),
        "recommend",
        [{}],
        [{"police_decision_maker_present": False}, {"yjs_decision_maker_present": False}],
    ),
    "QRM-01": (
        (CR, YC, NFA),
        "recommend",
        [{"social_care_in_quorum": True}, {"social_care_present": False}],
        [{"social_care_in_quorum": True, "social_care_present": False}],
    ),
    "QRM-02": (
        (CR, YC, NFA),
        "recommend",
        [{}, {"has_victim": False, "victim_worker_present": False}],
        [{"victim_worker_present": False}],
    ),
}
OTHER_KINDS = {
    "KNF-02": "soft",
    "KNF-05": "soft",  # soft for a youth caution, whose programme is voluntary
    "YJS-07": "soft",
    "REG-01": "acknowledge",  # a "hard warn" is acknowledged by name
    "CON-02": "info",
    "DBS-01": "info",
    "DBS-02": "info",
    "FTE-01": "info",
    "ROA-01": "info",
    "YJS-04": "info",
}


@pytest.fixture(scope="module")
def policies():
    return Policies(ROOT / "policies")


@pytest.fixture(params=["bexley", "buckinghamshire", "oxfordshire", "staffordshire"])
def edition(request, policies):
    return policies.on(DAY, request.param)


def answers_to(edition, outcome, moment, changes):
    facts = {**ORDINARY, **edition.figures_as_facts(), "outcome": outcome, **changes}
    return edition.answers(outcome, moment, facts)


def verdict(edition, rule, outcome, moment, changes):
    (answer,) = [answer for answer in answers_to(edition, outcome, moment, changes) if answer.id == rule]
    return answer.verdict


def in_the_way(edition, outcome, moment, changes):
    return {answer.id for answer, _ in sentences(answers_to(edition, outcome, moment, changes), {}, ())}


@pytest.mark.parametrize("rule", HARD)
def test_a_hard_rule_passes_and_refuses_what_the_documents_say(edition, rule):
    outcomes, moment, passed, refused = HARD[rule]
    for outcome in outcomes:
        for changes in passed:
            assert verdict(edition, rule, outcome, moment, changes) == "holds", changes
        for changes in refused:
            assert verdict(edition, rule, outcome, moment, changes) == "fails", changes
            assert rule in in_the_way(edition, outcome, moment, changes)


def test_every_rule_is_as_hard_as_the_documents_say(edition):
    kinds = {gate.id: gate.kind for gate in edition.gates}
    assert kinds == dict.fromkeys(HARD, "hard") | OTHER_KINDS


def test_an_ordinary_case_meets_no_obstacle_on_its_way(edition):
    for outcome in (CR, YC, NFA):
        for moment in ("recommend", "decide", "give", "close"):
            assert in_the_way(edition, outcome, moment, {}) == set(), (outcome, moment)


def test_any_single_thing_not_known_closes_the_hard_rules_that_ask_for_it(edition):
    for gate in edition.gates:
        if gate.kind == "hard":
            outcomes, moment, *_ = HARD[gate.id]
            for fact in gate.needs:
                assert verdict(edition, gate.id, outcomes[0], moment, {fact: None}) == "unknown", (gate.id, fact)
                assert gate.id in in_the_way(edition, outcomes[0], moment, {fact: None})


# -- what must never be asked


def test_taking_no_further_action_never_depends_on_an_admission(edition):  # ADM-03
    for said in ("no_comment", "denied", "not_asked", None):
        for moment in ("recommend", "decide", "give", "close"):
            assert in_the_way(edition, NFA, moment, {"admission": said}) == set()


def test_a_youth_caution_never_depends_on_consent(edition):  # CON-02
    assert in_the_way(edition, YC, "give", {"agreement_recorded": False}) == set()


def test_earlier_cautions_are_never_a_bar(edition):  # PRV-01
    before = {"previous_youth_cautions": 9, "previous_conditional_cautions": 9}
    for outcome in (CR, YC, NFA):
        for moment in ("recommend", "decide", "give", "close"):
            assert in_the_way(edition, outcome, moment, before) == set()


def test_a_gravity_score_never_decides(edition):
    for score in (1, 2, 3, 4, 5):
        changes = {"gravity_final": score, "deviates_from_starting_point": True, "deviation_explained": True}
        assert in_the_way(edition, YC, "decide", changes) == set()


# -- what warns, and what informs


def test_no_action_over_a_knife_needs_a_reason_where_nothing_is_planned(edition):  # KNF-02
    nothing = {"knife_possession": True, "plan_exists": False}
    assert in_the_way(edition, NFA, "give", nothing) == {"KNF-02"}
    assert in_the_way(edition, YC, "give", nothing) == {"KNF-05"}
    answers = answers_to(edition, NFA, "give", nothing)
    assert list(sentences(answers, {"KNF-02": "A plan with another service runs already."}, ())) == []


def test_a_caution_for_a_sexual_offence_waits_for_somebody_to_have_read_the_warning(edition):  # REG-01
    sexual = {"offence_flags": ["sexual"]}
    assert in_the_way(edition, YC, "give", sexual) == {"REG-01"}
    answers = answers_to(edition, YC, "give", sexual)
    assert [answer.id for answer, _ in sentences(answers, {"REG-01": "A reason is not enough."}, ())] == ["REG-01"]
    assert list(sentences(answers, {}, ["REG-01"])) == []


@pytest.mark.parametrize("unheard", ["child_heard_or_reason", "family_heard_or_reason"])
def test_a_panel_that_did_not_hear_the_child_and_family_says_why(edition, unheard):  # YJS-07
    assert in_the_way(edition, CR, "recommend", {unheard: False}) == {"YJS-07"}


def test_only_a_first_caution_makes_a_first_time_entrant(edition):  # FTE-01
    assert verdict(edition, "FTE-01", YC, "give", {}) == "holds"
    for before in ({"previous_youth_cautions": 1}, {"previous_conditional_cautions": 1}):
        assert verdict(edition, "FTE-01", YC, "give", before) == "fails"
    for outcome in (CR, NFA):
        assert "FTE-01" not in {answer.id for answer in answers_to(edition, outcome, "give", {})}


@pytest.mark.parametrize("rule", ["CON-02", "DBS-01", "DBS-02", "ROA-01"])
def test_what_a_child_is_told_of_a_caution_is_true_of_every_caution(edition, rule):
    for changes in ({}, {"agreement_recorded": False}, {"previous_youth_cautions": 3}, {"offence_class": "either_way"}):
        assert verdict(edition, rule, YC, "give", changes) == "holds"


# -- since when

SINCE = {
    "AA-01": date(2015, 4, 13),  # Criminal Justice and Courts Act 2015, section 41: seventeen-year-olds too
    "ROA-01": date(2014, 3, 10),
    "DBS-01": date(2020, 11, 28),
    "DBS-02": date(2020, 11, 28),
    "KNF-02": date(2026, 2, 12),
    "KNF-03": date(2026, 2, 12),
    "KNF-05": date(2026, 2, 12),
    "ADM-01": date(2013, 4, 8),  # youth cautions began
    "COND-05": date(2013, 4, 8),
}


@pytest.mark.parametrize("rule", SINCE)
def test_a_rule_binds_from_its_day_and_not_before(policies, rule):
    def binds(day):
        return rule in {gate.id for gate in policies.on(day, "staffordshire").gates}

    assert binds(SINCE[rule])
    with suppress(NoRulesYet):  # before the first rules of all there is nothing to ask
        assert not binds(SINCE[rule] - timedelta(days=1))
