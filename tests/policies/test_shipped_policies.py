"""The policies that are shipped: every value sourced, and everything they name really there."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
import yaml

from oocd import workflow
from oocd.accounts import service as accounts
from oocd.config import ROOT
from oocd.db import db, everywhere
from oocd.outcomes.service import facts_to_decide
from oocd.policy import service as policy
from oocd.policy.facts import PROVIDERS, gather
from oocd.policy.store import Policies
from oocd.referrals.models import Offence
from oocd.referrals.schemas import CaseToldSchema, SendChildSchema, SendOffenceSchema, SendSchema
from oocd.workflow import registry
from tests.story import REASONS, Case

FOLDER = ROOT / "policies"
FILES = sorted(path for path in FOLDER.rglob("*.yaml") if path.parent.name != "vectors")
TODAY = date(2026, 9, 1)
# What the person acting says at that very moment, or what the step itself is: no room can know it before.
OF_THE_STEP = {"outcome", "area", "step_date"}
OF_DECIDING = {
    "decided_by",
    "decision_maker_named",
    "rationale_complete",
    "deviates_from_starting_point",
    "deviation_explained",
}


def named(path):
    return str(path.relative_to(FOLDER))


def values_in(content):
    """Every entry that says something of its own accord: a dated value, a rule, a guard's sentence, a list."""
    if isinstance(content, dict):
        if content.keys() & {
            "is",
            "as",
            "holds",
            "held_by",
            "because",
            "guard",
            "codes",
            "offences",
            "scores",
            "routes",
        }:
            yield content
        for inner in content.values():
            yield from values_in(inner)


@pytest.mark.parametrize("path", [path for path in FILES if path.stem != "facts"], ids=named)
def test_every_value_says_who_says_so_and_whether_somebody_checked(path):
    content = yaml.safe_load(path.read_text())
    values = list(values_in(content)) or [content]
    for value in values:
        assert value["source"]["title"].strip()
        assert isinstance(value["verified"], bool)


@pytest.mark.parametrize("path", sorted((ROOT / "policies" / "areas").glob("*/area.yaml")), ids=lambda p: p.parent.name)
def test_every_switch_of_a_route_says_where_it_was_read_or_that_it_is_ours(path):
    area = yaml.safe_load(path.read_text())
    assert "ection" in area["source"]["citation"]
    for route, switch in area["routes"].items():
        assert any(words in switch["note"].lower() for words in ("section", "domain", "report", "product choice")), (
            route
        )


def test_every_file_the_service_reads_ends_in_yaml_and_none_is_passed_over():
    passed_over = [path for path in (*FOLDER.rglob("*"), *(ROOT / "workflows").rglob("*")) if path.is_file()]
    assert {path.suffix for path in passed_over} == {".yaml"}


def test_every_time_standard_a_workflow_names_is_in_force_from_the_first_day_of_that_workflow(sqlite_app):
    for flow in workflow.loaded():
        for state in flow.states.values():
            for area in policy.loaded().areas:
                for day in (flow.version, TODAY):
                    figures = policy.on(day, area).figures()
                    assert state.due_in is None or f"time/{state.due_in}" in figures, (flow.name, state.name, area)


def rules_of_guards():
    """Each guard's rule, from the first day on which any workflow could ask for it, in every area."""
    earliest = min(flow.version for flow in workflow.loaded())
    (in_force,) = {
        frozenset((rule_id, rule["guard"]) for rule_id, rule in policy.on(earliest, area).content["guards"].items())
        for area in policy.loaded().areas
    }
    return in_force


def test_every_guard_has_its_rule_whenever_it_may_be_asked(sqlite_app):
    assert {(guard.rule, name) for name, guard in registry.GUARDS.items()} <= rules_of_guards()


def test_every_rule_of_a_guard_names_a_guard_there_is(sqlite_app):
    assert rules_of_guards() <= {(guard.rule, name) for name, guard in registry.GUARDS.items()}


def test_every_fact_comes_from_a_room_there_is(sqlite_app):
    rooms = {path.name for path in (ROOT / "oocd").iterdir() if (path / "facts.py").exists()}
    facts = policy.on(TODAY, "bexley").content["facts"]
    assert {fact["comes_from"] for fact in facts.values()} <= rooms
    assert all(fact["means"].strip() for fact in facts.values())


def test_every_declared_fact_is_known_to_somebody_and_nobody_makes_up_another(app, people):
    """Each room's facts really come from that room; the rest is said by the person acting, or is the step itself."""
    Case(people).recommended()
    with app.app_context(), everywhere():
        offence = db.session.scalars(sa.select(Offence)).one()
        inspector = accounts.actor(accounts.find_person("inspector@demo.example").id)
        declared = policy.on(TODAY, offence.area).content["facts"]
        by_room = {(name, room_of(provider)) for provider in PROVIDERS for name in provider(offence, TODAY)}
        decision = {"outcome": "community_resolution", "reasons": REASONS}
        deciding = facts_to_decide(offence, decision, "A made-up inspector", inspector, TODAY)
        every_provided = gather(offence, TODAY, outcome="community_resolution")
    provided = {name for name, _ in by_room}
    of_policy = {name for name, fact in declared.items() if fact["comes_from"] == "policy"}
    said = provided | OF_THE_STEP | OF_DECIDING | of_policy
    assert said == declared.keys()
    assert not provided & (OF_THE_STEP | OF_DECIDING | of_policy)
    assert by_room == {(name, fact["comes_from"]) for name, fact in declared.items() if name in provided}
    assert all(deciding[name] is not None for name in OF_DECIDING)
    assert all(every_provided[name] is not None for name in OF_THE_STEP | of_policy)


def room_of(provider):
    return provider.__module__.split(".")[1]


def test_the_scores_for_demonstrations_say_everywhere_that_they_are_made_up():
    illustrative = policy_file("national/gravity/illustrative.yaml")
    assert illustrative["illustrative"] is True
    assert illustrative["verified"] is False
    assert illustrative["about"].startswith("Made-up scores")
    assert "must not shape a real decision" in illustrative["note"]


def test_the_official_scores_are_not_public_and_are_nowhere_in_the_policies():
    official = policy_file("national/gravity/npcc_child_2023.yaml")
    assert official["illustrative"] is False
    assert official["scores"] == "partner_copy"
    assert "scores_by_class" not in official
    for row in policy_file("national/offences.yaml")["offences"].values():
        assert not [value for value in row.values() if isinstance(value, int)]


def policy_file(name):
    return yaml.safe_load((FOLDER / name).read_text())


def test_the_four_areas_of_the_design_are_there_with_their_forces(sqlite_app):
    forces = {area: policy.loaded().area(area)["force"] for area in policy.loaded().areas}
    assert forces == {
        "bexley": "metropolitan",
        "buckinghamshire": "thames_valley",
        "oxfordshire": "thames_valley",
        "staffordshire": "staffordshire",
    }


@pytest.mark.parametrize("day", [date(2015, 12, 31), date(2016, 1, 1), date(2019, 4, 1), date(2026, 2, 12), TODAY])
def test_each_outcome_is_heavier_than_the_one_it_names(sqlite_app, day):
    outcomes = policy.on(day, "bexley").codes("outcomes")
    for outcome in outcomes.values():
        below = outcome["heavier_than"]
        assert below is None or outcomes[below]["weight"] < outcome["weight"]
        assert (below is None) == (outcome["weight"] == min(row["weight"] for row in outcomes.values()))


def test_the_outcomes_are_those_of_the_design_and_say_the_same_things_of_each(sqlite_app):
    outcomes = policy.on(TODAY, "bexley").codes("outcomes")
    every_code = "nfa outcome_20 outcome_21 outcome_22 outcome_23 community_resolution youth_caution"
    assert outcomes.keys() == {*every_code.split(), "youth_conditional_caution", "charge"}
    said = [outcome.keys() - {"from_", "source", "verified"} for outcome in outcomes.values()]
    assert all(names == said[0] for names in said)


def outcomes_with(**attributes):
    outcomes = policy.on(TODAY, "bexley").codes("outcomes").items()
    return {code for code, row in outcomes if attributes.items() <= row.items()}


def test_a_course_runs_only_where_the_documents_have_one(sqlite_app):
    assert outcomes_with(course="activity") == {"outcome_22", "outcome_23"}
    assert outcomes_with(course="conditions") == {"youth_conditional_caution"}
    assert outcomes_with(code_set="completed") == {"outcome_22", "outcome_23"}
    assert outcomes_with(revives="charge") == {"outcome_23"}


def test_the_formal_outcomes_are_two_cautions_and_a_charge(sqlite_app):
    assert outcomes_with(substantive=True) == {"youth_caution", "youth_conditional_caution", "charge"}
    assert outcomes_with(first_time_entrant=True) == {"youth_caution", "youth_conditional_caution"}  # FTE-01


def test_both_cautions_share_their_home_office_code_and_keep_their_own_names(sqlite_app):  # OUT-03
    assert outcomes_with(home_office_codes=["2", "2A"]) == {"youth_caution", "youth_conditional_caution"}


def test_outcome_23_is_for_decisions_from_its_first_day_on(sqlite_app):
    first_day = date(2026, 2, 12)
    assert "outcome_23" in policy.on(first_day, "bexley").codes("outcomes")
    assert "outcome_23" not in policy.on(first_day - timedelta(days=1), "bexley").codes("outcomes")


def test_financial_ceilings_are_those_of_the_order(sqlite_app):  # COND-02
    ceilings = policy.on(TODAY, "bexley").figure("figures/financial_penalty_ceilings").value
    assert {age: list(by_class.values()) for age, by_class in ceilings.items()} == {10: [15, 25, 35], 14: [30, 50, 75]}
    assert all(list(by_class) == ["summary_only", "either_way", "indictable_only"] for by_class in ceilings.values())


def test_every_outcome_can_be_declared_as_given_before_and_so_can_a_conviction():
    edition = Policies(FOLDER).on(TODAY, "bexley")
    before = edition.codes("previous_disposals")
    assert before.keys() >= edition.codes("outcomes").keys() | {"conviction"}
    assert {row["counts_as"] for row in before.values()} - {"none"} <= edition.facts.keys()


def test_everything_the_police_are_asked_for_is_something_they_can_say():
    parts = {"case": CaseToldSchema, "child": SendChildSchema, "offence": SendOffenceSchema}
    for name, row in Policies(FOLDER).on(TODAY, "bexley").codes("police_minimum_data").items():
        known = parts[row["part"]]().fields.keys()
        assert {name, *row.get("only_if", {})} <= known, name
        assert isinstance(row["required"], bool)


def test_what_a_source_needs_is_something_that_can_be_said_with_it():
    for source in Policies(FOLDER).on(TODAY, "bexley").codes("referral_sources").values():
        assert set(source["needs"]) <= SendSchema().fields.keys()
