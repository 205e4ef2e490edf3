"""An edition lives on in its own content, and what was kept under it is asked again as it was."""

from datetime import date
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oocd.config import ROOT
from oocd.policy.edition import written_out
from oocd.policy.kept import NotAsItWasKept, read_back
from oocd.policy.replaying import NOT_ASKED, UNREADABLE, Kept, replay
from oocd.policy.rules import MOMENTS, in_json
from oocd.policy.store import Policies

SHIPPED = Policies(ROOT / "policies")
DAYS = [date(2013, 4, 8), date(2020, 11, 28), date(2026, 2, 11), date(2026, 2, 12), date(2026, 9, 1)]
VALUES = {
    "bool": st.booleans(),
    "int": st.integers(0, 30),
    "string": st.sampled_from(["", "admitted", "full_code_test", "pdat", "police", "summary_only", "youth_caution"]),
    "strings": st.lists(st.sampled_from(["knife", "sexual", "traffic"]), max_size=2),
    "date": st.dates(date(2013, 4, 8), date(2030, 1, 1)),
}


def facts_of(edition):
    return st.fixed_dictionaries({name: st.none() | VALUES[kind] for name, kind in edition.facts.items()})


@cache
def kept_of(day, area):
    edition = SHIPPED.on(day, area)
    return read_back(written_out(edition), edition.hash)


@given(st.data(), st.sampled_from(DAYS), st.sampled_from(sorted(SHIPPED.areas)), st.sampled_from(MOMENTS))
def test_an_edition_read_back_from_its_content_alone_answers_as_the_files_did(data, day, area, moment):
    edition = SHIPPED.on(day, area)
    back = kept_of(day, area)
    facts = data.draw(facts_of(edition))
    outcome = data.draw(st.sampled_from(sorted(edition.codes("outcomes"))))
    then = edition.verdicts(outcome, moment, facts)
    assert back.verdicts(outcome, moment, facts) == then
    kept = Kept("BUC-1", "decision", 1, outcome, moment, in_json(facts), then, edition.hash)
    assert list(replay(kept, back)) == []


@pytest.mark.parametrize("day", DAYS)
def test_an_edition_read_back_is_the_same_to_its_last_figure(day):
    for area in SHIPPED.areas:
        edition = SHIPPED.on(day, area)
        back = read_back(written_out(edition), edition.hash)
        assert back.hash == edition.hash
        assert back.figures() == edition.figures()
        assert written_out(back) == written_out(edition)
        assert {gate.id for gate in back.gates} == {gate.id for gate in edition.gates}
        assert back.gravity_editions().keys() == edition.gravity_editions().keys()


def test_content_that_is_not_what_its_hash_was_made_of_is_not_believed():
    edition = SHIPPED.on(DAYS[-1], "bexley")
    with pytest.raises(NotAsItWasKept):
        read_back(written_out(edition).replace("admitted", "denied"), edition.hash)


def kept_rightly() -> Kept:
    edition = SHIPPED.on(DAYS[-1], "bexley")
    facts = dict.fromkeys(edition.facts) | {"admission": "admitted", "charge_by": date(2026, 9, 1)}
    answers = edition.verdicts("youth_caution", "decide", facts)
    return Kept("BEX-1", "decision", 2, "youth_caution", "decide", in_json(facts), answers, edition.hash)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"answers": {"ADM-01": "fails"}}, "ADM-01 was fails and is holds."),
        ({"answers": {"XYZ-01": "holds"}}, f"XYZ-01 was holds and is {NOT_ASKED}."),
        ({"facts": {"admission": "denied"}}, "ADM-01 was holds and is fails."),
        ({"facts": {"admission": True}}, f"what it rested on was kept and is {UNREADABLE}."),
        ({"facts": {"charge_by": "never"}}, f"what it rested on was kept and is {UNREADABLE}."),
        ({"facts": {"unheard_of": 1}}, f"what it rested on was kept and is {UNREADABLE}."),
    ],
)
def test_whatever_of_it_was_touched_is_named_with_case_offence_and_rule(changed, told):
    kept = kept_rightly()
    touched = {name: {**getattr(kept, name), **values} for name, values in changed.items()}
    edition = SHIPPED.on(DAYS[-1], "bexley")
    (difference,) = replay(Kept(**{**vars(kept), **touched}), edition)
    assert str(difference) == f"BEX-1, decision on offence 2 (youth_caution): {told}"


def test_an_answer_taken_out_is_missed():
    kept = kept_rightly()
    answers = {rule: answer for rule, answer in kept.answers.items() if rule != "ADM-01"}
    (difference,) = replay(Kept(**{**vars(kept), "answers": answers}), SHIPPED.on(DAYS[-1], "bexley"))
    assert (difference.rule, difference.then, difference.now) == ("ADM-01", NOT_ASKED, "holds")
