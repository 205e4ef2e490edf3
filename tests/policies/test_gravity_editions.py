"""Gravity editions side by side: every offence of the matrix, and scores that say where they come from."""

from datetime import date

import pytest

from oocd.config import ROOT
from oocd.policy.store import Policies
from tests.accounts.test_signing_in import sign_in
from tests.exchange.sheets import Sheets, row
from tests.people import People
from tests.story import Case, nothing_written, offence

POLICIES = Policies(ROOT / "policies")
IN_FORCE = POLICIES.on(date(2026, 9, 1), "bexley")
MADE_UP = "made up, not the official matrix"

# The rows of the matrix by the class an adult's trial would have, and what each calls attention to, as researched.
OF_CLASS = {
    "summary_only": """
        common_assault assault_constable obstruct_constable harassment stalking public_network_misuse
        false_communication poa_s4 poa_s4a poa_s5 agg_poa_s5_rr drunk_disorderly drunk_highway
        drink_designated_area throw_firework under18_firework false_alarm waste_police_time rail_trespass
        rail_stone_throwing fare_evasion school_nuisance pitch_invasion football_missile enclosed_premises
        dispersal_breach cpn_breach pspo_breach pedal_cycle_take twoc carried_twoc vehicle_interference
        vehicle_tampering air_weapon_under18 intimate_image_share no_licence no_insurance no_mot no_helmet
        careless_driving drink_drive drug_drive disqualified_driving fail_stop_accident fail_stop_police
        dangerous_cycling careless_cycling footway_cycling fail_surrender dog_out_of_control
        wildlife_offence poaching
    """,
    "either_way": """
        assault_emergency_worker assault_resist_arrest abh gbh_s20 threats_to_kill strangulation
        agg_assault_rr controlling_coercive harassment_fear stalking_fear agg_harassment_rr
        malicious_communication threatening_communication encourage_self_harm violent_disorder affray
        agg_poa_s4_s4a_rr stir_racial_hatred bomb_hoax cbo_breach laser_vehicle criminal_damage
        agg_criminal_damage_rr arson threat_damage possess_damage_articles shop_theft theft_other
        theft_person theft_vehicle_contents theft_motor_vehicle aggravated_vehicle_taking burglary_dwelling
        burglary_non_dwelling handling going_equipped abstract_electricity making_off fraud
        possess_fraud_articles dishonest_services criminal_property computer_misuse bladed_article_public
        bladed_article_school offensive_weapon_public offensive_weapon_school threaten_weapon threaten_blade
        corrosive_public imitation_firearm_public prohibited_spray_stun possess_class_a possess_cannabis
        possess_class_b_other possess_class_c pwits_a pwits_bc supply_a supply_bc cultivate_cannabis
        obstruct_drug_search psychoactive_supply sexual_assault cause_sexual_activity sexual_assault_under13
        cause_activity_under13 child_sex_offence_by_child exposure cyberflashing voyeurism upskirting
        indecent_image_make indecent_image_possess extreme_pornography outrage_decency dangerous_driving
        witness_intimidation animal_suffering
    """,
    "indictable_only": """
        gbh_s18 kidnap false_imprisonment riot damage_endanger_life robbery assault_intent_rob blackmail
        aggravated_burglary rape assault_penetration rape_under13 penetration_under13 pervert_justice
    """,
    None: """
        prohibited_weapon_private
    """,
}
FLAGGED = {
    "hate": """
        agg_assault_rr agg_harassment_rr agg_poa_s4_s4a_rr agg_poa_s5_rr stir_racial_hatred
        agg_criminal_damage_rr
    """,
    "domestic_abuse": """
        controlling_coercive
    """,
    "knife": """
        bladed_article_public bladed_article_school offensive_weapon_public offensive_weapon_school
        threaten_weapon threaten_blade prohibited_weapon_private
    """,
    "exploitation_check": """
        pwits_a pwits_bc supply_a supply_bc cultivate_cannabis
    """,
    "sexual": """
        rape assault_penetration sexual_assault cause_sexual_activity rape_under13 penetration_under13
        sexual_assault_under13 cause_activity_under13 child_sex_offence_by_child exposure cyberflashing
        intimate_image_share voyeurism upskirting indecent_image_make indecent_image_possess
        extreme_pornography outrage_decency
    """,
    "traffic": """
        no_licence no_insurance no_mot no_helmet careless_driving dangerous_driving drink_drive drug_drive
        disqualified_driving fail_stop_accident fail_stop_police dangerous_cycling careless_cycling
        footway_cycling
    """,
}


def test_every_offence_of_the_matrix_is_there_with_its_class_and_what_it_calls_attention_to():
    offences = IN_FORCE.offences()
    by_class = {name: {code for code, row in offences.items() if row["class_"] == name} for name in OF_CLASS}
    assert by_class == {name: set(codes.split()) for name, codes in OF_CLASS.items()}
    flagged = {name: {code for code, row in offences.items() if name in row["flags"]} for name in FLAGGED}
    assert flagged == {name: set(codes.split()) for name, codes in FLAGGED.items()}
    assert {flag for row in offences.values() for flag in row["flags"]} == FLAGGED.keys()
    assert len(offences) == sum(len(codes.split()) for codes in OF_CLASS.values()) == 146


@pytest.mark.parametrize(
    ("day", "editions"),
    [
        (date(2013, 4, 8), {"acpo_2013": (1, 4), "illustrative": (1, 5)}),
        (date(2023, 9, 30), {"acpo_2013": (1, 4), "illustrative": (1, 5)}),
        (date(2023, 10, 1), {"acpo_2013": (1, 4), "npcc_child_2023": (1, 5), "illustrative": (1, 5)}),
        (date(2023, 11, 1), {"npcc_child_2023": (1, 5), "illustrative": (1, 5)}),
    ],
)
def test_each_edition_has_its_own_scale_and_its_own_time(day, editions):
    in_force = POLICIES.on(day, "bexley").gravity_editions()
    assert {name: (row["scale"]["min"], row["scale"]["max"]) for name, row in in_force.items()} == editions
    for edition in in_force.values():
        assert edition["starting_points"].keys() == set(range(edition["scale"]["min"], edition["scale"]["max"] + 1))


def test_the_edition_of_2023_starts_where_its_summary_says():
    assert IN_FORCE.gravity_edition("npcc_child_2023")["starting_points"] == {
        1: ["nfa"],
        2: ["community_resolution", "outcome_22", "outcome_23"],
        3: ["youth_caution"],
        4: ["youth_conditional_caution"],
        5: ["charge"],
    }


def test_the_made_up_edition_prints_the_rule_by_which_each_score_follows_from_the_class():
    edition = IN_FORCE.gravity_edition("illustrative")
    assert edition["scores_by_class"] == {"summary_only": 2, "either_way": 3, "indictable_only": 5}
    for name, score in edition["scores_by_class"].items():
        assert f"{name.replace('_', ' ')} {score}" in edition["note"]
    assert [name for name, row in IN_FORCE.gravity_editions().items() if row["illustrative"]] == ["illustrative"]


def test_a_made_up_score_follows_from_the_class_and_says_so_on_the_page_the_api_the_explanation_and_the_export(
    people: People, tmp_path
):
    classes = ("drunk_highway", "abh", "robbery")
    case = Case(people).sent(offences=[offence(offence_id=code) for code in classes])
    scored = [case.score(number).ok() for number in (1, 2, 3)]
    assert [(row["base"], row["illustrative"]) for row in scored] == [(2, True), (3, True), (5, True)]
    file = case.file
    assert [row["gravity_scores"][-1]["illustrative"] for row in file["offences"]] == [True] * 3
    assert [(row["edition"], row["illustrative"]) for row in file["gravity"]] == [("illustrative", True)]
    client = people.app.test_client()
    sign_in(client, "worker@demo.example")
    assert client.get(f"/cases/{case.id}").text.count(MADE_UP) == 3
    explained = people.worker.get(f"/referrals/{case.id}/explanation").ok()["offences"]
    assert [(row["gravity"]["final"], row["gravity"]["illustrative"]) for row in explained] == [
        (2, True),
        (3, True),
        (5, True),
    ]
    told = people.app.test_cli_runner().invoke(args=["policies", "explain", "--case", file["referral"]["reference"]])
    assert told.output.count(MADE_UP) == 3
    assert {line["gravity_edition"] for line in Sheets(people.app, tmp_path).rows()} == {"illustrative"}


def test_production_refuses_a_made_up_score(people: People, production):
    case = Case(people).sent()
    with nothing_written(people):
        assert "must not shape a real decision" in case.score().refused()["detail"]


def test_an_offence_whose_class_nobody_established_needs_it_from_the_police(people: People, tmp_path):
    unsure = offence(offence_id="prohibited_weapon_private")
    with nothing_written(people):
        assert Case(people).send(offences=[unsure]).refused()["errors"].keys() == {"offence_class"}
        told = Sheets(people.app, tmp_path).take(row(offence_id="prohibited_weapon_private"))
        assert "Send this case by hand, with its class." in told.stderr
    case = Case(people).sent(offences=[{**unsure, "offence_class": "either_way"}])
    assert case.file["offences"][0]["offence_class"] == "either_way"


def test_a_spreadsheet_with_a_score_that_its_edition_does_not_have_is_refused(people: People, tmp_path):
    sheets = Sheets(people.app, tmp_path)
    old = {"gravity_edition": "acpo_2013", "gravity_base": "4"}
    with nothing_written(people):
        told = sheets.take(row(**old, gravity_final="5"))
    assert "column gravity_final: acpo_2013 has scores from 1 to 4 only." in told.stderr
    sheets.taken(row(**old, gravity_final="4"))
