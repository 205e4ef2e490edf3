"""The shipped rules say what the vectors say the documents say, and no mistake in a rule goes unnoticed."""

import ast
import json
from datetime import date

import pytest
import yaml

from oocd import workflow
from oocd.config import ROOT
from oocd.policy.mutating import Vectors, every_mutation
from oocd.policy.store import Policies
from oocd.policy.vector_files import read_vectors
from oocd.policy.vectors import ask, in_plain_values, lacking

FOLDER = ROOT / "policies"
LATEST = date(2026, 9, 1)
# Section 5 of the research on disposals, id by id.
RESEARCHED = """
    AGE-01 AGE-02 AGE-03 DEC-01 DEC-02 DEC-03 DEC-04 DEC-05 DEC-06 DEC-07 DEC-08 EV-01 EV-02 EV-03 EV-04 EV-05
    ADM-01 ADM-02 ADM-03 ADM-04 ADM-05 CON-01 CON-02 CON-03 CON-04 AA-01 AA-02 YJS-01 YJS-02 YJS-03 YJS-04 YJS-05
    YJS-06 YJS-07 COND-01 COND-02 COND-03 COND-04 COND-05 TIME-01 NC-01 NC-02 NC-03 NC-04 NC-05 OUT-01 OUT-02 OUT-03
    OUT-04 FTE-01 ROA-01 ROA-02 DBS-01 DBS-02 REG-01 KNF-01 KNF-02 KNF-03 KNF-04 CH-01 CH-02 PRV-01 VIC-01 VIC-02
    VIC-03 TRF-01 ADULT-01
"""
# The rules of the research on routes, panels, clocks and endings.
OF_ROUTES = """
    TA-01 TA-02 TA-03 TA-04 TA-05 TA-06 TA-07 RT-01 RT-02 RT-03 RT-05 RT-06
    RT-04 RT-07 RF-01 RF-02 RF-03 AS-01 AS-02 AS-03 TM-01 TM-02 TM-03 PN-01 PN-02 PN-03 PN-04 PN-05 ES-01 ES-02 NE-01
    NE-02 EX-01 EX-02 SC-01 SC-02
"""


@pytest.fixture(scope="module")
def policies():
    return Policies(FOLDER)


@pytest.fixture(scope="module")
def vectors(policies):
    return read_vectors(FOLDER / "vectors", policies)


def test_the_rules_answer_as_the_vectors_say(policies, vectors):
    assert [str(found) for vector in vectors if (found := ask(vector, policies))] == []


def test_the_neutral_form_says_all_that_an_answer_needs(policies, vectors):
    """Somebody else has each vector as JSON and the meaning of each fact, and comes to the same answers."""
    sent = json.dumps([in_plain_values(vector, policies, "bexley") for vector in vectors], default=str)
    declared = policies.national["facts"].content["facts"]
    for told in json.loads(sent):
        day = date.fromisoformat(told["day"])
        if day < date(2013, 4, 8):  # before the first of our rules
            assert set(told["expect"].values()) == {"not_asked"}
            continue
        facts = {name: of_type(declared[name]["type"], value) for name, value in told["facts"].items()}
        answers = policies.on(day, told["area"]).answers(told["outcome"], told["when"], facts)
        verdicts = {answer.id: answer.verdict for answer in answers}
        assert {rule: verdicts.get(rule, "not_asked") for rule in told["expect"]} == told["expect"], told["name"]


def of_type(kind, value):
    return date.fromisoformat(value) if kind == "date" and value else value


def test_every_rule_has_vectors_on_both_sides_of_everything(policies, vectors):
    assert list(lacking(policies, vectors)) == []


def test_there_are_five_hundred_vectors_and_more_even_if_each_is_counted_once_for_all_its_outcomes(vectors):
    assert len({(vector.path, vector.line, vector.name) for vector in vectors}) >= 500


def test_no_mistake_in_a_rule_goes_unnoticed(policies, vectors):
    known = Vectors(policies, vectors)
    assert [str(mutation) for mutation in every_mutation(policies) if known.miss(mutation)] == []


def test_a_rule_left_without_its_vectors_survives(policies, vectors):
    """Of the mistakes above, each is noticed because of a vector and not by itself."""
    known = Vectors(policies, [vector for vector in vectors if "AGE-01" not in vector.expect])
    missed = [mutation for mutation in every_mutation(policies) if known.miss(mutation)]
    assert {mutation.rule for mutation in missed} == {"AGE-01"}
    assert {"is deleted", "asks the opposite"} <= {mutation.what for mutation in missed}


def test_every_rule_of_the_research_is_a_gate_or_a_behaviour(policies):
    edition = policies.on(LATEST, "bexley")
    held = {gate.id for gate in edition.gates} | edition.content["behaviours"].keys()
    researched = RESEARCHED.split()
    assert len(researched) == len(set(researched)) == 67
    assert set(researched) - held == set()


def test_every_rule_of_routes_is_held_somewhere_or_excused_with_a_reason(policies):
    edition = policies.on(LATEST, "bexley")
    excused = policies.national["excused"].content["rules"]
    held = {gate.id for gate in edition.gates} | edition.content["behaviours"].keys() | edition.content["guards"].keys()
    assert set(OF_ROUTES.split()) - held == excused.keys() == {"SC-01", "SC-02"}
    assert all(rule["because"].strip() for rule in excused.values())


def test_no_step_leads_out_of_a_case_that_is_closed(policies, sqlite_app):
    """As the excuse for SC-02 says."""
    for flow in workflow.loaded():
        ended = {name for name, state in flow.states.items() if state.ends}
        assert flow.name not in policies.routes or not ended & {
            start for move in flow.moves.values() for start in move.from_states
        }


def test_every_test_that_holds_a_behaviour_is_there():
    """By its name, in the file it is said to be in; every outcome and moment of it is checked as the files are read."""
    behaviours = yaml.safe_load((FOLDER / "national/behaviours.yaml").read_text())["rules"]
    named = {test for behaviour in behaviours.values() for test in behaviour["held_by"]}
    written = {path: functions_in(path) for path in {test.partition("::")[0] for test in named}}
    assert {test for test in named if test.partition("::")[2] not in written[test.partition("::")[0]]} == set()


def functions_in(path):
    if not (ROOT / path).exists():
        return set()
    tree = ast.parse((ROOT / path).read_text())
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
