"""What the rules make of one case: for people at the API, and for whoever runs the service, on a terminal."""

from datetime import date

import pytest
import sqlalchemy as sa
from click import unstyle

from oocd import clock
from oocd.audit.models import AccessEntry
from oocd.casefile.cli import _laid_out
from oocd.db import db, everywhere
from oocd.policy import service as policy
from oocd.policy.rules import MOMENTS
from tests.accounts.test_signing_in import sign_in
from tests.people import People, Reply
from tests.story import Case, offence

STATES = {"open", "blocked", "unknown", "needs_a_reason", "needs_acknowledgement"}
ASKED_IN_DECIDING = {"DEC-01", "DEC-07"}


def explanation(case: Case, who: str = "manager") -> Reply:
    return getattr(case.people, who).get(f"/referrals/{case.id}/explanation").ok()


def rules_of(told: Reply, outcome: str, moment: str) -> dict[str, dict]:
    found = {row["code"]: row for row in told["offences"][0]["outcomes"]}[outcome]
    (at,) = [row for row in found["moments"] if row["moment"] == moment]
    return {"state": at["state"]} | {rule["rule"]: rule for rule in at["rules"]}


def facts_of(rule: dict) -> dict[str, dict]:
    return {fact["name"]: fact for fact in rule["facts"]}


def computed_of(case: Case) -> dict[str, dict]:
    return {row["name"]: row for row in case.file["offences"][0]["computed"]}


def test_every_outcome_on_offer_is_explained_at_every_moment_with_facts_sentence_and_source(people: People):
    case = Case(people).sent(offences=[offence(admission="no_comment")])
    told = explanation(case)
    edition = policy.on(clock.today(), "buckinghamshire")
    assert told["edition"] == edition.hash
    (of_offence,) = told["offences"]
    assert [row["code"] for row in of_offence["outcomes"]] == list(edition.codes("outcomes"))
    asked = set()
    for outcome in of_offence["outcomes"]:
        assert [row["moment"] for row in outcome["moments"]] == list(MOMENTS)
        for at in outcome["moments"]:
            assert at["state"] in STATES
            for rule in at["rules"]:
                asked.add(rule["rule"])
                assert rule["says"]
                assert rule["source"]["title"]
                assert rule["layer"] == "national"
                assert rule["facts"]
                assert all(fact["means"] for fact in rule["facts"])
    assert asked == {gate.id for gate in edition.gates if gate.when in MOMENTS}
    assert told["support"] == []
    admission = rules_of(told, "youth_caution", "decide")["ADM-01"]
    assert (admission["verdict"], admission["comes_to"]) == ("fails", "blocked")
    assert facts_of(admission)["admission"]["value"] == "no_comment"
    assert rules_of(told, "youth_caution", "decide")["state"] == "blocked"
    assert rules_of(told, "charge", "decide")["ADM-05"]["comes_to"] == "needs_a_reason"
    assert rules_of(told, "charge", "decide")["state"] == "needs_a_reason"
    limit = rules_of(told, "outcome_22", "give")["TIME-01"]
    assert facts_of(limit)["charge_by"]["value"] == "2027-03-01"


def test_what_is_said_in_deciding_is_asked_then_and_the_menu_says_the_same(people: People):
    case = Case(people).prepared(without={"assessment"})
    told = explanation(case)
    decide = rules_of(told, "youth_caution", "decide")
    assert all(decide[rule]["asked_when"] == "decide" for rule in ASKED_IN_DECIDING)
    for on_offer in case.file["offences"][0]["outcomes"]:
        rules = rules_of(told, on_offer["code"], "decide")
        state = rules.pop("state")
        barring = {name for name, rule in rules.items() if rule["comes_to"] not in {"open", "shown", "asked_later"}}
        assert {refusal["rule"] for refusal in on_offer["barred_by"]} == barring
        assert (state == "open") is not bool(barring)


def test_a_rule_that_hangs_on_the_outcome_answers_for_each_by_itself(people: People):
    """AssetPlus is a fact that follows from outcome and history; the list of outcomes once asked it of none."""
    case = Case(people).prepared(without={"assessment"})
    case.of_assessment("manager", "require-assetplus", {"reason": "Made up: a complex case."}).ok()
    told = explanation(case, "inspector")
    rule = rules_of(told, "community_resolution", "decide")["YJS-09"]
    assert facts_of(rule)["assetplus_required"]["value"] is True
    assert facts_of(rule)["assessment_tool"]["value"] is None  # a draft tells nothing before it is countersigned
    assert "YJS-09" not in rules_of(told, "nfa", "decide")


def test_an_explanation_keeps_from_each_reader_what_the_case_file_keeps(people: People):
    case = Case(people).accepted()
    case.plan_work().ok()
    case.oversee().ok()
    fails = {who: rules_of(explanation(case, who), "community_resolution", "fail")["NE-02"] for who in SEES}
    for who, sees in SEES.items():
        fact = facts_of(fails[who])["manager_oversight"]
        assert (fact["withheld"], fact["value"]) == ((False, True) if sees else (True, None)), who
        if not sees:
            assert fails[who]["verdict"] == "unknown", who
            assert case.file["oversight"]
            assert getattr(people, who).get(f"/referrals/{case.id}").ok()["oversight"] == []


SEES = {"worker": True, "manager": True, "auditor": True, "inspector": False, "referrer": False, "health": False}


def test_an_explanation_says_what_is_so_whatever_the_case(people: People, flask):
    case = Case(people).sent()
    (of_offence,) = explanation(case)["offences"]
    told = {
        (row["code"], at["moment"], always["rule"])
        for row in of_offence["outcomes"]
        for at in row["moments"]
        for always in at["always"]
    }
    assert {("youth_conditional_caution", "give", "CON-04"), ("youth_caution", "fail", "NC-05")} <= told
    assert {outcome for outcome, _, rule in told if rule == "DEC-01"} == {row["code"] for row in of_offence["outcomes"]}
    assert not any(rule == "VIC-03" for _, _, rule in told)  # of no moment in particular
    reference = case.file["referral"]["reference"]
    lines = flask("policies", "explain", "NC-05", "--case", reference).output.splitlines()
    assert any(
        line.strip().startswith("NC-05 (always so): The programme after a youth caution is voluntary") for line in lines
    )


def test_once_it_is_given_the_case_shows_what_follows_for_that_outcome(people: People):
    case = Case(people).given("youth_caution")
    today = str(clock.today())
    rows = computed_of(case)
    assert {row["outcomes"][0] for row in rows.values()} == {"youth_caution"}
    assert (rows["spent_on"]["value"], rows["spent_on"]["provisional"]) == (today, False)
    assert rows["first_time_entrant"]["value"] is True
    assert rows["charge_by"]["figure"]["value"] == 6
    assert rows["yjs_referral_due"]["breach"] is False
    assert rows["yjs_referral_due"]["figure"]["name"] == "time/yjs_referral_after_caution"
    browser = people.app.test_client()
    sign_in(browser)
    page = browser.get(f"/cases/{case.id}").text
    assert "What follows from the rules" in page
    assert "On the day it is given." in page
    given = rules_of(explanation(case), "youth_caution", "give")
    assert given["DEC-05"]["asked_when"] is None  # by now it was said who gave it
    assert given["DEC-05"]["comes_to"] == "open"


@pytest.mark.parametrize(("dealt", "late"), [("2026-10-09", True), ("2026-10-12", False), (None, None)])
def test_telling_the_service_late_of_a_weapon_is_recorded_and_shown_and_blocks_nothing(people, dealt, late):
    knife = offence(offence_id="bladed_article_public", offence_date="2026-10-09", arrest_or_interview_date=dealt)
    case = Case(people).sent(offences=[knife], referral_date="2026-10-13")
    assert computed_of(case)["weapon_referral_due"]["breach"] is late
    opened = people.manager.get(f"/referrals/{case.id}/timeline").ok()["events"][0]["details"]
    assert ("told late of the weapon, offence: 1" in opened) is bool(late)


@pytest.fixture
def flask(people: People):
    return lambda *words: people.app.test_cli_runner().invoke(args=list(words))


def test_the_command_explains_a_case_in_lines_and_the_reading_is_on_record(people: People, flask):
    case = Case(people).sent(offences=[offence(admission="denied")])
    reference = case.file["referral"]["reference"]
    told = flask("policies", "explain", "--case", reference, "--outcome", "youth_caution")
    assert told.exit_code == 0, told.output
    lines = [line.strip() for line in told.output.splitlines()]
    assert lines[0].startswith(f"{reference} (C-1), buckinghamshire, on {clock.today()}, edition ")
    assert "decide: blocked, and more is asked when deciding" in lines
    assert any(line.startswith("ADM-01 (hard) fails: ") for line in lines)
    assert any(line.startswith("It saw admission = denied (What the child has said") for line in lines)
    assert any(line.startswith("DEC-07 (hard) asked when deciding: ") for line in lines)
    assert "charge by: 2027-03-01. 6 calendar months after the offence, which is summary-only." in lines
    assert not any("community resolution" in line for line in lines if line.startswith("For "))
    with people.app.app_context(), everywhere():
        (entry,) = db.session.scalars(sa.select(AccessEntry).where(AccessEntry.details.contains("policies explain")))
        assert (entry.subject, entry.action) == (f"referral:{case.id}", "read")


def test_on_a_terminal_lines_are_wrapped_and_in_a_pipe_a_line_stays_a_line(monkeypatch):
    words = "A sentence that is longer than the terminal is wide. " * 3
    assert _laid_out(2, words) == f"    {words}"
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "60")
    lines = unstyle(_laid_out(2, words)).splitlines()
    assert len(lines) > 2
    assert max(map(len, lines)) <= 60
    assert (lines[0][:5], lines[1][:7]) == ("    A", "      " + lines[1].strip()[0])


def test_the_command_explains_one_rule_of_one_case(people: People, flask):
    reference = Case(people).sent().file["referral"]["reference"]
    of_case = ("policies", "explain", "AGE-01", "--case", reference)
    told = flask(*of_case, "--on", str(date(2026, 9, 20)), "--area", "buckinghamshire").output
    assert "AGE-01 (hard) holds" in told
    assert "ADM-01" not in told
    assert "age_at_offence = 15" in told
    nothing = flask(*of_case, "--outcome", "outcome_99")
    assert nothing.exit_code == 1
    assert "No rule of that name is asked here of such an outcome." in nothing.output
    elsewhere = flask(*of_case, "--area", "bexley")
    assert f"There is no case '{reference}'" in elsewhere.output


def test_the_command_says_what_to_do_when_it_is_asked_nothing_or_of_no_case(flask):
    for nothing in (flask("policies", "explain"), flask("policies", "explain", "ADM-01", "--outcome", "nfa")):
        assert nothing.exit_code == 2
        assert "Name a rule or figure and its --area, or a --case by its reference." in nothing.output
    nobody = flask("policies", "explain", "--case", "BUC-0000000")
    assert nobody.exit_code == 1
    assert "There is no case 'BUC-0000000'." in nobody.output
