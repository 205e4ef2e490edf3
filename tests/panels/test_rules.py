from hypothesis import given
from hypothesis import strategies as st

from oocd.panels.rules import settle

DECIDERS = ("police", "yjs")
AGENCIES = (*DECIDERS, "health", "social_care", "victim_service")
OUTCOMES = st.sampled_from(["nfa", "community_resolution", "youth_caution"])
VOTES = st.dictionaries(st.sampled_from(AGENCIES), st.none() | OUTCOMES)


@given(VOTES)
def test_a_round_agrees_exactly_when_every_decider_names_the_same_outcome(votes: dict[str, str | None]):
    police, yjs = votes.get("police"), votes.get("yjs")
    assert settle(votes, DECIDERS).agreed == (police if police is not None and police == yjs else None)


@given(VOTES)
def test_dissents_are_exactly_the_voters_who_named_another_outcome(votes: dict[str, str | None]):
    came_to = settle(votes, DECIDERS)
    others = {agency: vote for agency, vote in votes.items() if vote not in (None, came_to.agreed)}
    assert came_to.dissents == (others if came_to.agreed else {})


@given(VOTES, st.sampled_from(AGENCIES[len(DECIDERS) :]), st.none() | OUTCOMES)
def test_no_other_agency_can_make_or_break_agreement(votes: dict[str, str | None], agency: str, vote: str | None):
    assert settle({**votes, agency: vote}, DECIDERS).agreed == settle(votes, DECIDERS).agreed


def test_without_deciders_nothing_is_ever_agreed():
    assert settle({"health": "nfa"}, deciders=[]).agreed is None
