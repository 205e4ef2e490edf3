"""Consent in force, for any history of answers."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from oocd.config import ROOT
from oocd.policy.store import Policies
from oocd.victims.rules import Answer, Consent, in_force, lacks_in_identity, may_contact

EDITION = Policies(ROOT / "policies").on(date(2026, 9, 1), "bexley")
STATES, PURPOSES = EDITION.codes("victim_contact_consent"), list(EDITION.codes("victim_consent_purposes"))
FIRST = date(2026, 9, 1)
DAYS = st.integers(0, 30).map(lambda days: FIRST + timedelta(days))
AFTER = FIRST + timedelta(60)


@st.composite
def histories(draw: st.DrawFn) -> list[Answer]:
    """Answers in the order they were recorded, each said on any day."""
    said = draw(st.lists(st.tuples(st.sampled_from(PURPOSES), st.sampled_from(list(STATES)), DAYS), max_size=8))
    return [Answer(purpose, state, day, number) for number, (purpose, state, day) in enumerate(said, start=1)]


@given(histories(), st.sampled_from(PURPOSES))
def test_nobody_is_contacted_but_on_the_last_word_of_the_victim_being_yes(history: list[Answer], purpose: str):
    words = [row for row in history if row.purpose == purpose and row.state in {"yes", "no", "withdrawn"}]
    last = max(words, key=lambda row: (row.said_on, row.number)).state if words else None
    assert in_force(history, purpose, AFTER, STATES).agreed == (last == "yes")


@given(histories(), st.sampled_from(PURPOSES), DAYS)
def test_after_a_withdrawal_nothing_said_before_it_and_typed_in_late_opens_contact_again(
    history: list[Answer], purpose: str, day: date
):
    withdrawal = Answer(purpose, "withdrawn", AFTER, len(history) + 1)
    late = Answer(purpose, "yes", day, len(history) + 2)
    consent = in_force([*history, withdrawal, late], purpose, AFTER, STATES)
    assert (consent.state, consent.agreed, consent.objected) == ("withdrawn", False, True)


@given(histories(), st.sampled_from(PURPOSES))
def test_failing_to_reach_somebody_changes_nothing_they_said(history: list[Answer], purpose: str):
    tried = [*history, Answer(purpose, "could_not_reach", AFTER, len(history) + 1)]
    before, after = (in_force(rows, purpose, AFTER, STATES) for rows in (history, tried))
    assert after == before or (before.state in {"not_asked", "could_not_reach"} and after.state == "could_not_reach")
    assert not after.agreed or before.agreed


@given(histories(), st.sampled_from(PURPOSES), st.sampled_from(PURPOSES), st.sampled_from(list(STATES)))
def test_an_answer_for_one_purpose_says_nothing_about_another(history: list[Answer], one: str, other: str, state: str):
    added = [*history, Answer(other, state, AFTER, len(history) + 1)]
    if one != other:
        assert in_force(added, one, AFTER, STATES) == in_force(history, one, AFTER, STATES)


@given(DAYS, st.integers(0, 20), st.integers(0, 40))
def test_a_yes_is_good_until_the_last_day_it_was_given_for(said_on: date, lasts: int, later: int):
    history = [Answer("contact", "yes", said_on, 1, expires_on=said_on + timedelta(lasts))]
    assert in_force(history, "contact", said_on + timedelta(later), STATES).agreed == (later <= lasts)


@given(histories())
def test_an_objection_to_sharing_bars_contact_for_every_purpose(history: list[Answer]):
    objected = [*history, Answer("share_with_yjs", "no", AFTER, len(history) + 1)]
    consents = {purpose: in_force(objected, purpose, AFTER, STATES) for purpose in PURPOSES}
    assert not any(may_contact(purpose, consents, ["share_with_yjs"]) for purpose in PURPOSES)


def test_nobody_who_was_never_asked_has_agreed_or_refused():
    for purpose in PURPOSES:
        assert in_force([], purpose, AFTER, STATES) == Consent(purpose, "not_asked", None, None, False, False)


def test_a_business_names_a_person_and_a_child_has_a_guardian_or_a_reason_for_none():
    kinds = EDITION.codes("victim_kinds")
    assert lacks_in_identity(kinds["person"], {"name": "X"}) == {}
    assert lacks_in_identity(kinds["person"], {}).keys() == {"name"}
    for kind in ("business", "public_body"):
        assert lacks_in_identity(kinds[kind], {"name": "X"}).keys() == {"named_contact"}
    assert lacks_in_identity(kinds["child"], {"name": "X"}).keys() == {"guardian_name"}
    assert lacks_in_identity(kinds["child"], {"name": "X", "guardian_not_involved_because": "A suspect."}) == {}
