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
DEFERRED = ("deferred_prosecution", "deferred_caution")
CR, YC, YCC, NFA = "community_resolution", "youth_caution", "youth_conditional_caution", "nfa"
O20, O21, O22, O23, CHARGE = "outcome_20", "outcome_21", "outcome_22", "outcome_23", "charge"
EVERY = (NFA, O20, O21, O22, CR, O23, YC, YCC, CHARGE)
MOMENTS = ("recommend", "decide", "give", "complete", "close")

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
    "evidence": "full_code_test",
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

# What an outcome brings with it: the form of Outcome 22, and the conditions that only one outcome has.
OF_OUTCOME = {
    O22: {"outcome_22_form": "plain"},
    YCC: {"has_conditions": True, "condition_count": 2, "document_complete": True},
}

ENOUGH_TO_CHARGE = [{"evidence": "sufficient_to_charge"}, {"evidence": "full_code_test"}]
NOT_ENOUGH = [{"evidence": "none"}, {"evidence": "offence_shown"}]

# Each hard rule: outcomes, moment, what must pass it, what must not.
HARD = {
    "AGE-01": (EVERY, "decide", [{"age_at_offence": 10}], [{"age_at_offence": 9}]),
    "AGE-02": ((YC, YCC), "give", [{"age_on_the_day": 17}], [{"age_on_the_day": 18}]),
    "AGE-03": ((O23,), "give", [{"age_on_the_day": 17}], [{"age_on_the_day": 18}]),
    "DEC-01": (
        EVERY,
        "decide",
        [{"decided_by": "police"}, {"decided_by": "cps"}],
        [{"decision_maker_named": False}, {"decided_by": "yjs"}, {"decided_by": "panel"}],
    ),
    "DEC-02": ((YCC,), "decide", [{}], [{"decision_maker_authorised": False}]),
    "DEC-03": (
        (YCC,),
        "decide",
        [{"offence_class": "indictable_only", "cps_authority_recorded": True}, {"offence_class": "either_way"}],
        [{"offence_class": "indictable_only", "cps_authority_recorded": False}],
    ),
    "DEC-05": ((YC,), "give", [{"given_by_constable": True}], [{"given_by_constable": False}]),
    "DEC-07": (
        EVERY,
        "decide",
        [{}, {"deviates_from_starting_point": True, "deviation_explained": True}],
        [{"rationale_complete": False}, {"gravity_scored": False}, {"deviates_from_starting_point": True}],
    ),
    "DEC-08": (
        (CHARGE,),
        "decide",
        [{"decided_by": "cps"}, {"decided_by": "police", "child_information_form_attached": False}],
        [{"decided_by": "cps", "child_information_form_attached": False}],
    ),
    "PN-05": (EVERY, "decide", [{"outcomes_not_offered": ["none_of_these"]}], [{"outcomes_not_offered": list(EVERY)}]),
    "EV-01": (
        (CR,),
        "decide",
        [{"evidence": "offence_shown"}, {"evidence": "sufficient_to_charge"}, {"evidence": "full_code_test"}],
        [{"evidence": "none"}],
    ),
    "EV-02": ((YC,), "decide", ENOUGH_TO_CHARGE, NOT_ENOUGH),
    "EV-03": ((YCC,), "decide", ENOUGH_TO_CHARGE, NOT_ENOUGH),  # this much is hard
    "EV-04": (
        (O23,),
        "decide",
        [{"evidence": "full_code_test"}],
        [{"evidence": "sufficient_to_charge"}, {"evidence": "offence_shown"}, {"evidence": "none"}],
    ),
    "EV-07": (
        (O22,),
        "decide",
        [{"outcome_22_form": form, "evidence": "full_code_test"} for form in DEFERRED],
        [{"outcome_22_form": form, "evidence": "sufficient_to_charge"} for form in DEFERRED],
    ),
    "ADM-01": (
        (YC, YCC),
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
    "ADM-04": (
        (O22,),
        "decide",
        [
            {"outcome_22_form": "deferred_caution", "admission": "admitted"},
            {"outcome_22_form": "deferred_prosecution", "admission": "denied"},
        ],
        [
            {"outcome_22_form": "deferred_caution", "admission": said}
            for said in ("accepts_responsibility", "no_comment", "denied", "not_asked")
        ],
    ),
    "CON-01": ((YCC,), "give", [{}], [{"document_complete": False}]),
    "CON-03": ((CR, O22, O23), "give", [{"agreement_recorded": True}], [{"agreement_recorded": False}]),
    "AA-01": (
        (YC, YCC),
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
    "YJS-05": ((YCC,), "decide", [{}], [{"yjs_consulted": False}, {"assessment_countersigned": False}]),
    "YJS-06": (
        (CR, O22, O23, YC, YCC),
        "decide",
        [{"assessment_tool": "pdat"}, {"assessment_tool": "assetplus"}],
        [{"assessment_tool": "a_local_form"}, {"assessment_tool": ""}],
    ),
    # where a local rule or a manager asks for the fuller assessment
    "YJS-09": (
        (CR, O22, O23, YC, YCC),
        "decide",
        [{"assetplus_required": True, "assessment_tool": "assetplus"}, {"assessment_tool": "pdat"}],
        [{"assetplus_required": True, "assessment_tool": "pdat"}],
    ),
    "YJS-08": ((O22, O23, YCC), "close", [{}], [{"compliance_reported": False}]),
    "COND-01": ((YCC,), "give", [{"condition_count": 1}], [{"condition_count": 0}, {"conditions_tagged": False}]),
    "COND-02": (
        (YCC,),
        "give",
        [{"financial_penalty": 0}, {"financial_penalty": 30, "financial_ceiling": 30}],
        [{"financial_penalty": 31, "financial_ceiling": 30}, {"financial_penalty": 16, "financial_ceiling": 15}],
    ),
    "COND-03": ((YCC,), "give", [{"punitive_hours": 20}], [{"punitive_hours": 21}]),
    "COND-05": ((YC,), "give", [{"has_conditions": False}], [{"has_conditions": True}]),
    "COND-06": (
        (YCC,),
        "give",
        [{"course_weeks": 20, "longer_course_agreed": True}],
        [{"course_weeks": 21, "longer_course_agreed": True}],
    ),
    # hard when given, and an apology is no plan
    "KNF-03": (
        (CR, O22, O23, YCC),
        "give",
        [{"knife_possession": True}, {"plan_exists": False}],
        [{"knife_possession": True, "plan_exists": False}],
    ),
    "KNF-06": (
        (YC, YCC),
        "fail",
        [{"knife_possession": True}, {"police_told_of_failure": False}],
        [{"knife_possession": True, "police_told_of_failure": False}],
    ),
    "NC-02": ((O22,), "fail", [{}], [{"police_told_of_failure": False}]),
    "NC-03": ((O23,), "fail", [{}], [{"police_told_of_failure": False}]),
    "NC-04": ((CR,), "fail", [{}], [{"police_told_of_failure": False}]),
    # on the day itself, or later; R-11: so for Outcome 23
    "OUT-01": (
        (O22, O23),
        "complete",
        [{"completed_on": DAY}, {"completed_on": DAY - timedelta(days=1)}],
        [{"completed_on": DAY + timedelta(days=1)}],
    ),
    "VIC-01": (
        EVERY,
        "decide",
        [{}, {"has_victim": False, "victim_heard_or_reason": False}],
        [{"victim_heard_or_reason": False}],
    ),
    # the default quorum
    "PN-01": (
        EVERY,
        "recommend",
        [{}],
        [{"police_decision_maker_present": False}, {"yjs_decision_maker_present": False}],
    ),
    "QRM-01": (
        EVERY,
        "recommend",
        [{"social_care_in_quorum": True}, {"social_care_present": False}],
        [{"social_care_in_quorum": True, "social_care_present": False}],
    ),
    "QRM-02": (
        EVERY,
        "recommend",
        [{}, {"has_victim": False, "victim_worker_present": False}],
        [{"victim_worker_present": False}],
    ),
}
# The same for the rules that are passed with a reason or an acknowledgement by name.
NOT_HARD = {
    "ADM-05": ("soft", (CHARGE,), "decide", [{"admission": "denied"}], [{"admission": "no_comment"}]),
    "CH-01": (
        "soft",
        EVERY,
        "decide",
        [{"in_placement": True, "alternatives_tried": True}, {"alternatives_tried": False}],
        [{"in_placement": True, "alternatives_tried": False}],
    ),
    "CH-02": (
        "soft",
        EVERY,
        "decide",
        [{"exploitation_concern": True, "nrm_considered": True}, {"nrm_considered": False}],
        [{"exploitation_concern": True, "nrm_considered": False}],
    ),
    "COND-04": (
        "soft",
        (YCC,),
        "give",
        [{"course_weeks": 16}, {"course_weeks": 17, "longer_course_agreed": True}],
        [{"course_weeks": 17}],
    ),
    "DEC-04": (
        "soft",
        (YC,),
        "decide",
        [{"offence_class": "indictable_only", "cps_consulted": True}, {"offence_class": "either_way"}],
        [{"offence_class": "indictable_only", "cps_consulted": False}],
    ),
    "DEC-06": ("soft", (YCC,), "give", [{}], [{"giver_qualified": False}]),
    # the soft half of the evidence for a youth conditional caution
    "EV-06": ("soft", (YCC,), "decide", [{}], [{"evidence": "sufficient_to_charge"}]),
    # nothing planned
    "KNF-02": (
        "soft",
        (NFA, O20, O21),
        "give",
        [{"knife_possession": True}, {"plan_exists": False}],
        [{"knife_possession": True, "plan_exists": False}],
    ),
    "KNF-04": (
        "soft",
        (CR, O22, O23, YC, YCC),
        "give",
        [{"knife_possession": True}, {"awareness_course_only": True}],
        [{"knife_possession": True, "awareness_course_only": True}],
    ),
    # soft for a youth caution, whose programme is voluntary
    "KNF-05": (
        "soft",
        (YC,),
        "give",
        [{"knife_possession": True}, {"plan_exists": False}],
        [{"knife_possession": True, "plan_exists": False}],
    ),
    # nothing planned but an apology
    "KNF-07": (
        "soft",
        (CR,),
        "give",
        [{"knife_possession": True}, {"apology_only": True}],
        [{"knife_possession": True, "apology_only": True}],
    ),
    "NE-02": (
        "soft",
        (CR, O22, O23, YCC),
        "fail",
        [{"contact_attempts": 3}],
        [
            {"contact_attempts": 2},
            {"adjustments_considered": False},
            {"parent_contacted": False},
            {"manager_oversight": False},
        ],
    ),
    "RF-02": (
        "soft",
        EVERY,
        "recommend",
        [{}, {"has_victim": False, "victim_consent_asked": False}],
        [{"victim_consent_asked": False}],
    ),
    # section 3.4: what some kinds of offence ask
    "OFF-01": ("soft", (CR,), "decide", [{"offence_flags": ["hate"]}], [{"offence_flags": ["domestic_abuse"]}]),
    "OFF-02": (
        "soft",
        (YCC,),
        "decide",
        [{"offence_flags": ["hate"], "cps_consulted": True}, {"offence_flags": ["knife"], "cps_consulted": False}],
        [{"offence_flags": [flag], "cps_consulted": False} for flag in ("hate", "domestic_abuse")],
    ),
    "OFF-03": (
        "soft",
        (O21,),
        "decide",
        [{"offence_flags": ["sexual"]}],  # images that children made are what it is mostly used for
        [{"offence_flags": ["hate"]}, {"offence_flags": ["knife", "domestic_abuse"]}],
    ),
    "YJS-07": ("soft", EVERY, "recommend", [{}], [{"child_heard_or_reason": False}, {"family_heard_or_reason": False}]),
    # a "hard warn" is acknowledged by name
    "REG-01": (
        "acknowledge",
        (YC, YCC),
        "give",
        [{"offence_flags": ["hate"]}],
        [{"offence_flags": ["hate", "sexual"]}],
    ),
    "TIME-01": (
        "acknowledge",
        (O22, O23, YCC),
        "give",
        [
            {"planned_end": date(2026, 11, 24), "charge_by": date(2026, 12, 22)},
            {"offence_class": "either_way", "charge_by": None},
        ],
        [{"planned_end": date(2026, 11, 24), "charge_by": date(2026, 12, 21)}],
    ),
}
INFO = {
    "CON-02",
    "CON-04",
    "DBS-01",
    "DBS-02",
    "FTE-01",
    "KNF-01",  # a late referral is a recorded breach, never a block
    "NC-01",  # hard by the workflow: tests/outcomes/test_rules_cannot_be_broken.py
    "NC-05",
    "OUT-04",
    "ROA-01",
    "ROA-02",
    "TRF-01",
    "YJS-04",
}


@pytest.fixture(scope="module")
def policies():
    return Policies(ROOT / "policies")


@pytest.fixture(params=["bexley", "buckinghamshire", "oxfordshire", "staffordshire"])
def edition(request, policies):
    return policies.on(DAY, request.param)


def answers_to(edition, outcome, moment, changes):
    ordinary = {**ORDINARY, **edition.figures_as_facts(), **OF_OUTCOME.get(outcome, {})}
    facts = {**ordinary, "outcome": outcome, **changes}
    return edition.answers(outcome, moment, facts)


def verdict(edition, rule, outcome, moment, changes):
    (answer,) = [answer for answer in answers_to(edition, outcome, moment, changes) if answer.id == rule]
    return answer.verdict


def in_the_way(edition, outcome, moment, changes):
    return {answer.id for answer, _ in sentences(answers_to(edition, outcome, moment, changes), {}, ())}


@pytest.mark.parametrize("rule", HARD)
def test_a_hard_rule_passes_and_refuses_what_the_documents_say(edition, rule):
    outcomes, moment, passed, refused = HARD[rule]
    asked_both_ways(edition, rule, outcomes, moment, passed, refused)


@pytest.mark.parametrize("rule", NOT_HARD)
def test_a_softer_rule_asks_for_a_reason_or_a_name_where_the_documents_say(edition, rule):
    kind, outcomes, moment, passed, refused = NOT_HARD[rule]
    asked_both_ways(edition, rule, outcomes, moment, passed, refused)
    for changes in refused:
        answers = answers_to(edition, outcomes[0], moment, changes)
        with_reason = {answer.id for answer, _ in sentences(answers, {rule: "Said why, by name."}, ())}
        by_name = {answer.id for answer, _ in sentences(answers, {}, [rule])}
        assert (rule in with_reason, rule in by_name) == (kind == "acknowledge", kind == "soft")


def asked_both_ways(edition, rule, outcomes, moment, passed, refused):
    (gate,) = [gate for gate in edition.gates if gate.id == rule]
    assert gate.outcomes == ({"any"} if outcomes == EVERY else set(outcomes))
    for outcome in outcomes:
        for changes in passed:
            assert verdict(edition, rule, outcome, moment, changes) == "holds", changes
        for changes in refused:
            assert verdict(edition, rule, outcome, moment, changes) == "fails", changes
            assert rule in in_the_way(edition, outcome, moment, changes)


def test_every_rule_is_as_hard_as_the_documents_say(edition):
    kinds = {gate.id: gate.kind for gate in edition.gates}
    softer = {rule: kind for rule, (kind, *_) in NOT_HARD.items()}
    assert kinds == dict.fromkeys(HARD, "hard") | softer | dict.fromkeys(INFO, "info")


def test_an_ordinary_case_meets_no_obstacle_on_its_way(edition):
    for outcome in EVERY:
        for moment in MOMENTS:
            assert in_the_way(edition, outcome, moment, {}) == set(), (outcome, moment)


def test_any_single_thing_not_known_closes_the_hard_rules_that_ask_for_it(edition):
    for gate in edition.gates:
        if gate.kind == "hard":
            outcomes, moment, _, refused = HARD[gate.id]
            for fact in gate.needs:
                changes = {**refused[0], fact: None}
                assert verdict(edition, gate.id, outcomes[0], moment, changes) == "unknown", (gate.id, fact)
                assert gate.id in in_the_way(edition, outcomes[0], moment, changes)


# -- what must never be asked


UNASKED = (NFA, O20, O21, O22, O23)


@pytest.mark.parametrize("outcome", UNASKED)
def test_an_outcome_without_a_caution_never_depends_on_an_admission(edition, outcome):  # ADM-03
    for said in ("admitted", "accepts_responsibility", "no_comment", "denied", "not_asked", None):
        for moment in MOMENTS:
            assert in_the_way(edition, outcome, moment, {"admission": said}) == set()


def test_plain_outcome_22_never_depends_on_how_far_the_evidence_goes(edition):  # EV-05
    for outcome in (NFA, O20, O21, O22):
        for evidence in ("none", "offence_shown", "sufficient_to_charge", "full_code_test", None):
            assert in_the_way(edition, outcome, "decide", {"evidence": evidence}) == set()


def test_no_rule_of_these_outcomes_so_much_as_looks_at_admission_or_evidence(edition):  # ADM-03, EV-05
    """But for the deferred forms of Outcome 22, and the test that a prosecution on hold rests on."""
    looks = {
        (outcome, gate.id)
        for outcome in UNASKED
        for gate in edition.gates
        if {"admission", "evidence"} & set(gate.needs) and gate.outcomes & {"any", outcome}
    }
    assert looks == {(O22, "ADM-04"), (O22, "EV-07"), (O23, "EV-04")}


def test_a_youth_caution_never_depends_on_consent(edition):  # CON-02
    assert in_the_way(edition, YC, "give", {"agreement_recorded": False}) == set()


def test_earlier_disposals_are_never_a_bar(edition):  # PRV-01, ADULT-01
    before = {"previous_youth_cautions": 9, "previous_conditional_cautions": 9, "previous_convictions": 9}
    for outcome in EVERY:
        for moment in MOMENTS:
            assert in_the_way(edition, outcome, moment, before) == set()


def test_a_gravity_score_never_decides(edition):
    for score in (1, 2, 3, 4, 5):
        changes = {"gravity_final": score, "deviates_from_starting_point": True, "deviation_explained": True}
        for outcome in EVERY:
            assert in_the_way(edition, outcome, "decide", changes) == set()


def test_what_the_victim_wants_never_decides(edition):  # VIC-02
    for gate in edition.gates:
        assert not {fact for fact in gate.needs if "victim" in fact} - {
            "has_victim",
            "victim_heard_or_reason",
            "victim_consent_asked",
            "victim_worker_present",
        }


def test_only_a_prosecution_on_hold_revives_and_voluntary_work_is_never_punished(edition):  # NC-03, NC-04, NC-05
    assert in_the_way(edition, YC, "fail", {"police_told_of_failure": False}) == set()
    for outcome in (CR, YC):
        follows = {code for code, row in edition.codes("what_follows_failure").items() if outcome in row["outcomes"]}
        assert follows == {"noted"}
    revived = edition.codes("what_follows_failure")["prosecution_revives"]
    assert revived["outcomes"] == [O23]


def test_an_area_that_lowers_a_figure_lowers_the_rule_with_it(policies):
    """A rule's numbers are figures that reach it as facts, so the two cannot differ."""
    for edition in (policies.on(DAY, area) for area in policies.areas):
        shorter = {"ycc_normal_max": 12, "ycc_exceptional_max": 14, "punitive_hours_max": 10}
        longer = {"course_weeks": 15, "punitive_hours": 11, "longer_course_agreed": True}
        assert in_the_way(edition, YCC, "give", longer) == set()
        assert in_the_way(edition, YCC, "give", longer | shorter) == {"COND-03", "COND-06"}


# -- what warns, and what informs


def test_a_charge_limit_counts_only_where_the_law_sets_one(edition):  # TIME-01
    for outcome in (O22, O23, YCC):
        assert in_the_way(edition, outcome, "give", {"charge_by": None}) == {"TIME-01"}  # nobody worked it out
        for offence_class in ("either_way", "indictable_only"):
            assert in_the_way(edition, outcome, "give", {"offence_class": offence_class, "charge_by": None}) == set()


def test_a_caution_for_a_sexual_offence_waits_for_somebody_to_have_read_the_warning(edition):  # REG-01
    sexual = {"offence_flags": ["sexual"]}
    assert in_the_way(edition, YC, "give", sexual) == {"REG-01"}
    answers = answers_to(edition, YC, "give", sexual)
    assert [answer.id for answer, _ in sentences(answers, {"REG-01": "A reason is not enough."}, ())] == ["REG-01"]
    assert list(sentences(answers, {}, ["REG-01"])) == []


def test_only_a_first_caution_makes_a_first_time_entrant(edition):  # FTE-01
    earlier = ("previous_youth_cautions", "previous_conditional_cautions", "previous_convictions")
    for outcome in (YC, YCC):
        assert verdict(edition, "FTE-01", outcome, "give", {}) == "holds"
        for fact in earlier:
            assert verdict(edition, "FTE-01", outcome, "give", {fact: 1}) == "fails"
    for outcome in (NFA, O20, O21, O22, O23, CR, CHARGE):
        assert "FTE-01" not in {answer.id for answer in answers_to(edition, outcome, "give", {})}


@pytest.mark.parametrize(
    ("rule", "outcome"),
    [(rule, YC) for rule in ("CON-02", "DBS-01", "DBS-02", "ROA-01")]
    + [(rule, YCC) for rule in ("CON-04", "DBS-01", "DBS-02", "ROA-02")],
)
def test_what_a_child_is_told_of_a_caution_is_true_of_every_caution(edition, rule, outcome):
    for changes in ({}, {"agreement_recorded": False}, {"previous_youth_cautions": 3}, {"offence_class": "either_way"}):
        assert verdict(edition, rule, outcome, "give", changes) == "holds"


def test_a_conditional_caution_for_a_traffic_offence_comes_with_a_word_about_the_computer(edition):  # TRF-01
    assert verdict(edition, "TRF-01", YCC, "give", {"offence_flags": ["traffic"]}) == "holds"
    assert verdict(edition, "TRF-01", YCC, "give", {"offence_flags": []}) == "fails"


def test_a_late_referral_over_a_knife_is_shown_and_blocks_nothing(edition):  # KNF-01, R-2
    assert verdict(edition, "KNF-01", O23, "recommend", {"knife_possession": True}) == "holds"
    assert verdict(edition, "KNF-01", O23, "recommend", {}) == "fails"
    assert in_the_way(edition, O23, "recommend", {"knife_possession": True}) == set()


# -- since when

SINCE = {
    "ADM-01": date(2013, 4, 8),  # youth cautions and youth conditional cautions as they are now
    "CON-01": date(2013, 4, 8),
    "COND-02": date(2013, 4, 8),
    "COND-05": date(2013, 4, 8),
    "ROA-01": date(2014, 3, 10),
    "ROA-02": date(2014, 3, 10),
    "AA-01": date(2015, 4, 13),  # Criminal Justice and Courts Act 2015, section 41: seventeen-year-olds too
    "OUT-01": date(2019, 4, 1),  # code 22
    "DBS-01": date(2020, 11, 28),
    "DBS-02": date(2020, 11, 28),
    "DEC-07": date(2023, 10, 1),  # the Child Gravity Matrix
    "YJS-06": date(2024, 4, 1),  # the Prevention and Diversion Assessment Tool
    **dict.fromkeys(("DEC-08", "TRF-01"), date(2025, 2, 1)),  # the matrix's update, with the Child Information Form
    **dict.fromkeys(("KNF-01", "KNF-02", "KNF-03", "KNF-04", "KNF-05", "KNF-06", "KNF-07"), date(2026, 2, 12)),
    **dict.fromkeys(("AGE-03", "EV-04", "NC-03", "OUT-04"), date(2026, 2, 12)),
}


@pytest.mark.parametrize("rule", SINCE)
def test_a_rule_binds_from_its_day_and_not_before(policies, rule):
    def binds(day):
        return rule in {gate.id for gate in policies.on(day, "staffordshire").gates}

    assert binds(SINCE[rule])
    with suppress(NoRulesYet):  # before the first rules of all there is nothing to ask
        assert not binds(SINCE[rule] - timedelta(days=1))
