"""Each outcome says of itself what the documents say of it, and no code knows it by name."""

import io
import re
import tokenize
from datetime import date

import pytest

from oocd.config import ROOT
from oocd.policy.edition import written_out
from oocd.policy.store import Policies

POLICIES = Policies(ROOT / "policies")
TODAY = date(2026, 9, 1)
OUTCOMES = POLICIES.on(TODAY, "bexley").codes("outcomes")
ASKED = ("statutory", "home_office_codes", "admission", "evidence", "consent", "appropriate_adult", "yjs_duty")
AFTERWARDS = ("course", "code_set", "on_failure", "first_time_entrant", "spent", "shown_on_checks")

# The comparison of all outcomes in the research on disposals, row by row.
BEFORE_IT_IS_GIVEN = {
    "nfa": (False, ["9", "10", "12", "13", "15", "16", "17"], "none", "none", "none", "at_interview", "none"),
    "outcome_20": (False, ["20"], "none", "none", "none", "at_interview", "none"),
    "outcome_21": (False, ["21"], "none", "none", "none", "at_interview", "none"),
    "outcome_22": (False, ["22"], "none", "none", "agreement", "good_practice", "local"),
    "community_resolution": (
        *(False, ["8"], "accepts_responsibility", "offence_shown", "agreement", "required", "local"),
    ),
    "outcome_23": (False, ["23"], "none", "full_code_test", "agreement", "good_practice", "plan"),
    "youth_caution": (True, ["2", "2A"], "admitted", "sufficient_to_charge", "none", "required", "refer"),
    "youth_conditional_caution": (
        *(True, ["2", "2A"], "admitted", "sufficient_to_charge", "signed", "required", "consult_and_supervise"),
    ),
    "charge": (True, ["1", "1A"], "none", "full_code_test", "none", "at_interview", "court"),
}
NO_RECORD = (False, "never_a_record", "never")
AFTER_IT_IS_GIVEN = {
    "nfa": ("none", "given", "nothing", *NO_RECORD),
    "outcome_20": ("none", "given", "nothing", *NO_RECORD),
    "outcome_21": ("none", "given", "nothing", *NO_RECORD),
    "outcome_22": ("activity", "completed", "back_to_police", *NO_RECORD),
    "community_resolution": ("none", "given", "noted", *NO_RECORD),
    "outcome_23": ("activity", "completed", "prosecution_revives", *NO_RECORD),
    "youth_caution": ("none", "given", "nothing", True, "at_once", "never"),
    "youth_conditional_caution": ("conditions", "given", "may_be_prosecuted", True, "within_three_months", "never"),
    "charge": ("none", "given", "nothing", False, "by_sentence", "depends_on_the_court"),
}


@pytest.mark.parametrize("code", BEFORE_IT_IS_GIVEN)
def test_an_outcome_asks_for_what_the_documents_say_and_leaves_behind_what_they_say(code):
    outcome = OUTCOMES[code]
    assert tuple(outcome[name] for name in ASKED) == BEFORE_IT_IS_GIVEN[code]
    assert tuple(outcome[name] for name in AFTERWARDS) == AFTER_IT_IS_GIVEN[code]


def test_the_documents_compare_every_outcome_there_is():
    assert OUTCOMES.keys() == BEFORE_IT_IS_GIVEN.keys() == AFTER_IT_IS_GIVEN.keys()


def test_each_outcome_has_words_a_child_can_read_and_none_borrows_anothers():
    words = [outcome["says_to_child"] for outcome in OUTCOMES.values()]
    assert len(set(words)) == len(words)
    for said in words:
        assert re.search(r"\b(you|your)\b|police", said, re.IGNORECASE)
        assert max(len(sentence.split()) for sentence in re.split(r"[.;]", said)) <= 30


def test_only_a_prosecution_put_on_hold_revives_and_only_a_caution_is_referred_at_once():
    assert {code: row["revives"] for code, row in OUTCOMES.items() if row["revives"]} == {"outcome_23": "charge"}
    referred = {code: row["referral_to_yjs_due"] for code, row in OUTCOMES.items() if row["referral_to_yjs_due"]}
    assert referred == {"youth_caution": "yjs_referral_after_caution"}


@pytest.mark.parametrize(
    ("day", "forms", "has_23"),
    [
        (date(2026, 2, 11), {"plain", "deferred_prosecution", "deferred_caution"}, False),
        (date(2026, 2, 12), {"plain", "deferred_caution"}, True),
    ],
)
def test_a_deferred_prosecution_is_outcome_22_until_outcome_23_is_there(day, forms, has_23):
    edition = POLICIES.on(day, "bexley")
    assert edition.codes("outcome_22_forms").keys() == forms
    assert ("outcome_23" in edition.codes("outcomes")) is has_23


def test_no_code_knows_an_outcome_by_name():
    """What the service does for an outcome it does for a property of it. The demonstration tells made-up lives."""
    named = [
        f"{path.relative_to(ROOT)}:{token.start[0]}: {token.string}"
        for path in (ROOT / "oocd").rglob("*.py")
        if path.relative_to(ROOT / "oocd").parts[0] != "demo"
        for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
        if token.type == tokenize.STRING and token.string.strip("\"'") in OUTCOMES
        if (str(path.relative_to(ROOT / "oocd")), token.string.strip("\"'")) not in NOT_THE_OUTCOME
    ]
    assert named == []


# Words that are spelled like an outcome and are something else.
NOT_THE_OUTCOME = {
    ("referrals/service/moves.py", "charge"),  # the move out of the panel's hands, as the workflow names it
    ("referrals/service/__init__.py", "charge"),  # the service function of that move
}


def test_what_is_excused_is_still_there():
    for name, word in NOT_THE_OUTCOME:
        assert f'"{word}"' in (ROOT / "oocd" / name).read_text()


# -- how outcomes are named in returns

NO_COLUMN, NOT_KNOWN = "no column", "not known"
KPI_6 = {
    ("nfa", None): NO_COLUMN,
    ("outcome_20", None): "nfa_o20_21_yjs",
    ("outcome_21", None): "nfa_o20_21_yjs",
    ("outcome_22", "plain"): "nfa_o22_yjs",
    ("outcome_22", "deferred_prosecution"): "nfa_o22_deferred_yjs",
    ("outcome_22", "deferred_caution"): "nfa_o22_deferred_yjs",
    ("outcome_23", None): "nfa_o22_deferred_yjs",
    ("community_resolution", None): "community_resolution",
    ("youth_caution", None): "yc_yjs",
    ("youth_conditional_caution", None): "ycc",
    ("charge", None): NO_COLUMN,
}


def returned(name, code, day, form=None):
    answer = POLICIES.returned(name, code, day, form)
    return NOT_KNOWN if answer is None else answer.word or NO_COLUMN


def test_every_outcome_has_its_column_of_the_sixth_measure_or_none():
    assert {code for code, _ in KPI_6} == set(OUTCOMES)
    assert {key: returned("kpi_6", key[0], TODAY, key[1]) for key in KPI_6} == KPI_6
    columns = {"community_resolution", "nfa_o22_yjs", "nfa_o22_deferred_yjs", "nfa_o20_21_yjs", "yc_yjs", "ycc"}
    assert set(KPI_6.values()) - {NO_COLUMN} == columns


@pytest.mark.parametrize(
    ("day", "word"),
    [
        (date(2026, 2, 11), NOT_KNOWN),
        (date(2026, 2, 12), "Reprimand"),
        (date(2027, 3, 31), "Reprimand"),
        (date(2027, 4, 1), NOT_KNOWN),  # Schema 12 has a word of its own, and nobody has read it: nothing is guessed
    ],
)
def test_outcome_23_is_sent_as_a_reprimand_only_until_schema_12(day, word):  # OUT-04
    assert returned("child_level_data", "outcome_23", day) == word


def test_the_child_level_data_keeps_the_forms_of_outcome_22_apart_and_guesses_no_other_word():
    plain, deferred = (
        returned("child_level_data", "outcome_22", TODAY, form) for form in ("plain", "deferred_caution")
    )
    assert plain == "NO_FURTHER_ACTION_OUTCOME_22_WITH_YJS_INVOLVEMENT"
    assert deferred == "NO_FURTHER_ACTION_OUTCOME_22_DEFERRED_PROSECUTION_CAUTION_WITH_YJS_INVOLVEMENT"
    others = OUTCOMES.keys() - {"outcome_22", "outcome_23"}
    assert {returned("child_level_data", code, TODAY) for code in others} == {NOT_KNOWN}


def test_a_word_of_a_return_is_in_no_edition_so_no_page_explanation_or_count_can_hold_it():
    for area in POLICIES.areas:
        assert "reprimand" not in written_out(POLICIES.on(TODAY, area)).lower()
    for path in (ROOT / "oocd").rglob("*"):
        if path.suffix in {".py", ".html", ".json"}:
            assert "reprimand" not in path.read_text().lower(), path
