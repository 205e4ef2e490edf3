from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from oocd.panels.rules import Level, dissenting, ended_in_difference, ladder, reordered, settle, settled_on

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


# -- the ladder

LEVEL = Level(2, "Managers", {"yjs": "escalation_manager", "police": "escalation_manager"}, 5)
TOP = Level(3, "Heads", {"yjs": "senior_manager", "police": "senior_manager"}, 5, settled_by="police")
NAMED = st.fixed_dictionaries({1: OUTCOMES, 2: OUTCOMES})
VIEWS = st.dictionaries(st.sampled_from(DECIDERS), NAMED)


@given(VIEWS, st.booleans())
def test_below_the_top_a_level_settles_exactly_what_everybody_there_names_for_every_offence(
    views: Mapping[str, Mapping[int, str]], late: bool
):
    agreed = len(views) == 2 and views["police"] == views["yjs"]
    assert settled_on(LEVEL, views, out_of_time=late) == (views["yjs"] if agreed else None)


@given(VIEWS, st.booleans())
def test_at_the_top_the_police_settle_it_and_nobody_else_ever_does(views: Mapping[str, Mapping[int, str]], late: bool):
    settled = settled_on(TOP, views, out_of_time=late)
    assert settled == (views["police"] if "police" in views and (late or "yjs" in views) else None)
    assert not ended_in_difference(TOP, views)


@given(VIEWS)
def test_a_level_where_everybody_has_spoken_either_settles_or_goes_up(views: Mapping[str, Mapping[int, str]]):
    settled = settled_on(LEVEL, views, out_of_time=False)
    assert ended_in_difference(LEVEL, views) == (len(views) == 2 and settled is None)


@given(st.lists(VIEWS, min_size=2, max_size=2), st.booleans())
def test_a_ladder_comes_to_its_end_unless_the_police_say_nothing_at_the_top(
    said: list[Mapping[str, Mapping[int, str]]], late: bool
):
    """Climbed as the service climbs it: a level that does not settle goes up when all differ or its time is over."""
    for level, views in zip((LEVEL, TOP), said, strict=True):
        settled = settled_on(level, views, out_of_time=late)
        if settled is not None or not (late or ended_in_difference(level, views)):
            break
    if late and settled is None:
        assert level is TOP
        assert "police" not in views


@given(OUTCOMES, VOTES)
def test_dissents_on_the_ladder_are_exactly_those_who_stand_for_another_outcome(
    outcome: str, said: dict[str, str | None]
):
    assert dissenting(outcome, said) == {
        agency: named for agency, named in said.items() if named not in (None, outcome)
    }


def test_a_level_without_people_is_the_panels_own_and_not_on_the_ladder():
    own = {"level": 1, "what": "Again", "people": [], "working_days": 0}
    people = [{"agency": "yjs", "role": "escalation_manager"}]
    managers = {"level": 2, "what": "Managers", "people": people, "working_days": 5}
    assert [level.number for level in ladder([managers, own])] == [2]


@given(st.lists(st.integers(), unique=True, min_size=1), st.data())
def test_moving_one_case_on_an_agenda_leaves_the_others_in_their_order(cases: list[int], data: st.DataObject):
    at, to = (data.draw(st.integers(0, len(cases) - 1)) for _ in range(2))
    moved = reordered(cases, at, to)
    assert moved[to] == cases[at]
    assert [case for case in moved if case != cases[at]] == [case for case in cases if case != cases[at]]
