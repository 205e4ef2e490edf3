"""`flask policies` and `flask areas` answer people who have no code in front of them."""

from datetime import date

import pytest

from oocd.config import ROOT
from oocd.policy import service


@pytest.fixture
def flask(sqlite_app):
    return lambda *words: sqlite_app.test_cli_runner().invoke(args=list(words))


def test_check_counts_what_each_area_has_in_force_and_what_nobody_verified(flask):
    result = flask("policies", "check")
    assert result.exit_code == 0
    lines = result.output.splitlines()
    assert [line.partition(":")[0] for line in lines] == ["bexley", "buckinghamshire", "oxfordshire", "staffordshire"]
    assert all("of these not verified; edition " in line for line in lines)


def test_show_lists_every_figure_and_gate_of_a_day_and_marks_what_is_not_verified(flask):
    shown = flask("policies", "show", "--area", "buckinghamshire", "--on", "2026-09-01").output.splitlines()
    assert "time/countersignature: 35 calendar days from the day the assessment was opened (not verified)" in shown
    (of_courts,) = [line for line in shown if line.startswith("time/referral_order_panel")]
    assert "20 working days from the day of the sentence; only shown: A standard for orders of a court" in of_courts
    assert "figures/minimum_age: 10 years" in {line.removesuffix(" (not verified)") for line in shown}
    (knife,) = [line for line in shown if line.startswith("KNF-03")]
    assert knife == (
        "KNF-03 (hard, at give, for community_resolution, outcome_22, outcome_23, youth_conditional_caution):"
        " !knife_possession || plan_exists (not verified)"
    )
    (admission,) = [line for line in shown if line.startswith("ADM-01")]
    assert not admission.endswith("(not verified)")
    earlier = flask("policies", "show", "--area", "buckinghamshire", "--on", "2026-02-11").output
    assert "KNF-03" not in earlier


def test_explain_says_what_a_figure_was_and_who_says_so(flask):
    here = flask("policies", "explain", "time/countersignature", "--area", "buckinghamshire").output
    assert here.splitlines() == [
        "time/countersignature is 35 calendar days since 2023-04-01 (not verified).",
        "Set in the layer: area buckinghamshire.",
        "Source: Buckinghamshire Youth Justice Plan 2023-24, Local performance measures.",
        "Its clock starts on the day the assessment was opened.",
    ]
    before = flask("policies", "explain", "countersignature", "--area", "buckinghamshire", "--on", "2023-03-31").output
    assert "is 5 working days" in before
    assert "Set in the layer: national." in before


@pytest.mark.parametrize(
    ("standard", "area", "start", "due"),
    [
        ("assessment", "bexley", "2026-12-18", "Started 2026-12-18: due by 2027-01-06."),
        ("home_visit", "buckinghamshire", "2026-09-20", "Started 2026-09-20: due between 2026-09-06 and 2026-10-04."),
        (
            "custody_contact",
            "buckinghamshire",
            "2026-09-20T23:10",
            "Started 2026-09-20 at 23:10: due by 2026-09-21 at 00:40.",
        ),
    ],
)
def test_due_says_by_when_a_standard_is_kept(flask, standard, area, start, due):
    assert flask("policies", "due", standard, "--area", area, "--from", start).output.splitlines()[-1] == due


def test_due_of_a_standard_that_an_area_does_not_have_says_where_to_look(flask):
    answer = flask("policies", "due", "referral_order_panel", "--area", "bexley", "--from", "2026-09-01")
    assert answer.exit_code == 1
    assert "No time standard in force is called referral_order_panel." in answer.output


def test_explain_says_what_a_rule_asks_and_on_whose_authority(flask):
    told = flask("policies", "explain", "ADM-01", "--area", "bexley").output
    assert told.startswith(
        "ADM-01: A youth caution or youth conditional caution can follow only when the child has admitted the offence"
    )
    assert "Kind hard, asked at decide, for youth_caution, youth_conditional_caution.\n" in told
    assert 'It holds when: admission == "admitted"\nFacts it names: admission.\n' in told
    assert "Source: Crime and Disorder Act 1998, sections 66ZA(1)(b) and 66B(3), https://www.legislation.gov.uk" in told


def test_a_rule_that_asks_only_sometimes_says_when(flask):
    told = flask("policies", "explain", "DEC-03", "--area", "bexley").output
    assert 'It asks only if: offence_class == "indictable_only"\nIt holds when: cps_authority_recorded\n' in told
    assert "Facts it names: cps_authority_recorded, offence_class.\n" in told
    shown = flask("policies", "show", "--area", "bexley").output
    assert ': cps_authority_recorded, only if offence_class == "indictable_only"\n' in shown


def test_explain_knows_the_rules_behind_the_guards_of_the_workflows(flask):
    told = flask("policies", "explain", "AS-05", "--area", "bexley").output
    assert "Asked by the guard version_was_read (not verified)." in told
    assert "Source: Product choice, HM Inspectorate of Probation" in told


def test_explain_says_what_is_asked_and_what_is_held_whatever_the_case(flask):
    asked, held = flask("policies", "explain", "DEC-01", "--area", "bexley").output.split("\n\n")
    assert asked.startswith("DEC-01: Name the police officer or prosecutor who makes this decision.")
    assert held.startswith("DEC-01: The panel recommends.")
    assert "The service does so whatever the case.\nSource: NPCC Child Gravity Matrix" in held


def test_the_page_of_rules_names_each_with_its_sentence_its_source_and_where_it_is_held(flask):
    page = flask("policies", "rules").output
    for gate in service.loaded().on(date(2026, 9, 1), "bexley").gates:
        assert f"| {gate.id} | {gate.kind} | {gate.when} | " in page
        assert gate.says.strip() in page
    assert "| RF-01 | guard |  |  | 2013-04-08 | no | `guards.yaml` |" in page
    assert (
        "| ADM-03 | behaviour | decide | nfa, outcome 20, outcome 21, outcome 22, outcome 23 | 2013-04-08 | yes |"
        in page
    )
    (exploited,) = [part for part in page.split("\n\n") if part.startswith("**CH-02**")]
    says, *lines = exploited.splitlines()
    assert says.startswith(
        "**CH-02** (soft, at decide, any outcome, since 2013-04-08). Somebody thinks this child may be"
    )
    assert lines == [
        "- Asked only if `exploitation_concern`",
        "- Holds when `nrm_considered`",
        "- Source: CPS, Children as suspects and defendants (13 July 2023), HM Inspectorate of Probation, Oxfordshire "
        "(May 2020), on exploitation",
    ]


def test_the_page_of_rules_in_the_documents_is_current(flask):
    kept = (ROOT / "docs/rules.md").read_text()
    assert kept == flask("policies", "rules").output, "Type: flask --app app policies rules > docs/rules.md"


def test_explain_of_what_is_not_in_force_fails_and_says_where_to_look(flask):
    for name, day in (("nothing_of_the_kind", "2026-09-01"), ("KNF-03", "2026-02-11")):
        result = flask("policies", "explain", name, "--area", "bexley", "--on", day)
        assert result.exit_code != 0
        assert result.output == (f"Error: Nothing in force is called {name}. `flask policies show` lists what is.\n")


@pytest.mark.parametrize("words", [("show",), ("explain", "ADM-01")])
def test_an_area_nobody_has_is_answered_in_words_on_the_terminal(flask, words):
    result = flask("policies", *words, "--area", "kent")
    assert isinstance(result.exception, SystemExit)
    assert "There is no area called 'kent'" in result.output


def test_the_areas_are_those_that_have_a_folder(flask):
    result = flask("areas", "list")
    assert result.exit_code == 0
    assert "buckinghamshire: Buckinghamshire Youth Justice Service" in result.output.splitlines()
    assert len(result.output.splitlines()) == 4
