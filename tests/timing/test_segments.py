"""Every day belongs to one owner for one reason, and the days add up to the length of the case: over any history."""

import random
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from oocd import config, workflow
from oocd.factory import use_policies_and_workflows
from oocd.timing import reading
from oocd.timing.rules import (
    Dates,
    Event,
    Held,
    Life,
    Owed,
    Segment,
    Step,
    before_referral,
    begins_on,
    held_on,
    in_effect,
    owed_by_process,
    segments,
)
from oocd.timing.rules.histories import in_order

MONDAY = date(2026, 3, 2)
RECEIVED = Step(MONDAY, "panel.received", ("yjs",))
PREPARING = Step(MONDAY, "panel.preparing", ("agency", "family", "yjs"), asks=frozenset({"views_recorded"}))
LISTED = Step(MONDAY, "panel.listed", ("panel",))
GIVEN = Step(MONDAY, "panel.given", ("yjs", "family"))
ESCALATED = Step(MONDAY, "panel.escalated", ("yjs", "police"))
CLOSED = Step(MONDAY, "panel.closed", ("nobody",), ends=True)


def day(number: int) -> date:
    return MONDAY + timedelta(days=number)


def on(number: int, step: Step) -> Step:
    return step._replace(on=day(number))


def owners(life: Life, today: int) -> list[tuple[str, str, int]]:
    return [(one.owner, one.reason, one.days) for one in segments(life, day(today))]


# -- what the design says, case by case


def test_a_day_belongs_to_whoever_holds_the_case_at_its_end():
    life = Life(day(0), [on(0, RECEIVED), on(3, PREPARING), on(3, LISTED), on(5, CLOSED)])
    assert owners(life, 20) == [("yjs", "panel.received", 3), ("panel", "panel.listed", 2)]


def test_while_work_goes_on_in_parallel_the_day_is_the_first_partys_in_turn_that_still_owes():
    life = Life(
        day(0),
        [on(0, PREPARING)],
        owed=[
            Owed("yjs", "assessment.drafting", day(0), day(12)),
            Owed("family", "family.views", day(0), day(9), asked_by="views_recorded"),
            Owed("agency", "information_request.asked", day(0), day(4)),
        ],
    )
    assert owners(life, 14) == [
        ("agency", "information_request.asked", 4),
        ("family", "family.views", 5),
        ("yjs", "assessment.drafting", 3),
        ("yjs", "panel.preparing", 2),
    ]


def test_a_family_nobody_asks_anything_of_holds_nothing_and_is_got_in_touch_with():
    owed = [Owed("family", "family.views", day(0), None, asked_by="views_recorded"), Owed("family", "x", day(0), None)]
    assert owners(Life(day(0), [on(0, GIVEN)], owed=owed), 3) == [("yjs", "panel.given", 3)]


def test_a_disagreement_waits_for_whoever_has_not_said_what_they_stand_for():
    owed = [Owed("yjs", "escalation.open", day(0), day(2)), Owed("police", "escalation.open", day(0), day(5))]
    life = Life(day(0), [on(0, ESCALATED)], owed=owed)
    held = [("yjs", "escalation.open", 2), ("police", "escalation.open", 3), ("yjs", "panel.escalated", 1)]
    assert owners(life, 6) == held


def test_days_before_the_referral_are_the_polices_by_what_they_told():
    told = Dates([day(0), day(-3)], [day(4)], "bail", bail_date=day(6), rui_since=day(20))
    life = Life(day(30), [on(30, RECEIVED)], before_referral(told), begins_on=begins_on(told))
    assert owners(life, 31) == [
        ("police", "police.before_arrest", 7),
        ("police", "police.investigation", 2),
        ("police", "police.bail", 14),
        ("police", "police.rui", 10),
        ("yjs", "panel.received", 1),
    ]


@pytest.mark.parametrize("status", ["bail", "rui", "voluntary"])
def test_a_status_whose_day_nobody_told_counts_from_the_arrest_and_is_never_guessed_before(status):
    told = Dates([day(0)], [day(4)], status)
    assert before_referral(told) == [
        Event(day(0), "police.before_arrest"),
        Event(day(4), "police.investigation"),
        Event(day(4), f"police.{status}"),
    ]
    assert before_referral(Dates([day(0)], [], status)) == [Event(day(0), "police.before_arrest")]


def test_the_days_between_a_street_resolution_and_its_notice_are_shown_as_that():
    told = Dates([day(0)], [day(0)], "none", street_given_on=day(0))
    life = Life(day(40), [on(40, Step(MONDAY, "street_cr.received", ("yjs",)))], before_referral(told), (), day(0))
    assert owners(life, 40) == [("police", "police.street_notice", 40)]


def test_a_move_told_late_takes_effect_on_its_own_day():
    late = [on(0, RECEIVED), on(6, PREPARING), on(4, LISTED)]  # recorded last, and effective before
    assert owners(Life(day(0), late), 8) == [("yjs", "panel.received", 4), ("panel", "panel.listed", 4)]


def test_a_case_sent_today_has_no_day_yet_and_somebody_holds_it():
    life = Life(day(0), [on(0, RECEIVED)])
    assert segments(life, day(0)) == []
    assert held_on(life, day(0)) == Held("yjs", "panel.received")


# -- any history at all


PARTIES = ("police", "yjs", "panel", "agency", "family", "court", "cps")
DAYS = st.integers(-40, 60).map(day)
MAYBE = st.none() | DAYS
STEPS = st.builds(
    Step,
    DAYS,
    st.sampled_from(["a.one", "a.two", "b.three"]),
    st.lists(st.sampled_from(PARTIES), min_size=1, max_size=3, unique=True).map(tuple),
    st.just(False),
    st.sampled_from([frozenset(), frozenset({"g"})]),
)
OWED = st.builds(
    Owed, st.sampled_from(PARTIES), st.sampled_from(["x.y", "x.z"]), DAYS, MAYBE, st.sampled_from([None, "g"])
)
TOLD = st.builds(
    Dates,
    st.lists(MAYBE, max_size=3),
    st.lists(MAYBE, max_size=2),
    st.sampled_from([None, "none", "bail", "rui", "voluntary"]),
    *(MAYBE for _ in range(6)),
)


@st.composite
def lives(draw) -> Life:
    told = draw(TOLD)
    steps = draw(st.lists(STEPS, min_size=1, max_size=8))
    if draw(st.booleans()):
        steps.append(draw(STEPS)._replace(ends=True, waits_on=("nobody",)))
    return Life(draw(DAYS), steps, before_referral(told), draw(st.lists(OWED, max_size=5)), begins_on(told))


@settings(max_examples=250)
@given(lives(), DAYS)
def test_the_segments_of_any_history_add_up_to_its_length_without_gap_or_overlap(life, today):
    told = segments(life, today)
    first, last = life.first_day, life.last_day(today)
    assert sum(one.days for one in told) == (last - first).days
    assert all(one.days > 0 for one in told)
    assert all(one.until == two.since and one[:2] != two[:2] for one, two in pairwise(told))
    assert not told or (told[0].since, told[-1].until) == (first, last)


@settings(max_examples=80)
@given(lives(), DAYS)
def test_each_day_by_itself_says_the_same_as_the_segment_it_lies_in(life, today):
    for one in segments(life, today):
        for number in range(one.days):
            assert held_on(life, one.since + timedelta(days=number)) == (one.owner, one.reason)


@settings(max_examples=60)
@given(lives(), DAYS, st.lists(DAYS, min_size=1, max_size=3))
def test_offences_told_later_only_ever_make_a_case_longer_at_its_beginning(life, today, offences):
    told = Dates([*offences, life.first_day])
    longer = Life(life.opened_on, life.steps, before_referral(told), life.owed, begins_on(told))
    assert sum(one.days for one in segments(longer, today)) >= sum(one.days for one in segments(life, today))


# -- the real routes, walked at random and written down in any order, as an import writes them


@pytest.fixture(scope="module")
def workflows():
    use_policies_and_workflows(config.from_environment({"OOCD_ENV": "test"}))
    return workflow.loaded()


class Written(NamedTuple):
    recorded_at: datetime
    effective_on: date
    before: str | None
    after: str
    workflow: str
    process_id: int
    move: str


def walked(workflows, name: str, chance: random.Random, at: datetime, process: int = 1) -> list[Written]:
    """A history of a process: each move from where the last one led, with days that stand still or go on."""
    followed, now = workflows.in_force(name, MONDAY), MONDAY
    rows = [Written(at, now, None, followed.starts_as, name, process, "open")]
    while (moves := followed.moves_from(rows[-1].after)) and len(rows) < 25:
        now += timedelta(days=chance.choice([0, 0, 1, 2, 30]))
        made = chance.choice(moves)
        rows.append(Written(at, now, rows[-1].after, made.to, name, process, made.name))
    return rows


@pytest.mark.parametrize("route", ["panel", "street_cr", "turnaround", "past_case"])
def test_every_day_of_every_route_is_attributed_whatever_way_it_went(workflows, route):
    for seed in range(60):
        chance = random.Random(seed)
        at = datetime(2026, 3, 2, tzinfo=UTC)
        own = walked(workflows, route, chance, at)
        smaller = [
            walked(workflows, name, chance, at, process)
            for process, name in enumerate(("information_request", "assessment", "disposal", "intervention"), start=2)
        ]
        if chance.random() < 0.3 and route == "street_cr":  # it changed its route, and began again
            again = walked(workflows, "panel", chance, at)
            again[0] = again[0]._replace(move="begin_again")
            own += [row._replace(effective_on=max(row.effective_on, own[-1].effective_on)) for row in again]
        shuffled = chance.sample(own, len(own))
        ordered = in_order(shuffled)
        assert [row.after for row in ordered][-1] == own[-1].after
        steps = reading._steps(ordered)
        owed = [one for rows in smaller for one in owed_by_process(in_effect(reading._steps(in_order(rows))))]
        life = Life(MONDAY, steps, owed=owed, begins_on=MONDAY)
        told = segments(life, MONDAY + timedelta(days=900))
        assert sum(one.days for one in told) == (life.last_day(MONDAY + timedelta(days=900)) - MONDAY).days
        assert "nobody" not in {one.owner for one in told}
        assert all(isinstance(one, Segment) for one in told)


def test_moves_of_one_moment_are_put_in_the_order_in_which_they_join_up(workflows):
    for seed in range(80):
        chance = random.Random(seed)
        rows = walked(workflows, "panel", chance, datetime(2026, 3, 2, tzinfo=UTC))
        ordered = in_order(chance.sample(rows, len(rows)))
        assert sorted(map(str, ordered)) == sorted(map(str, rows))
        assert all(two.before == one.after for one, two in pairwise(ordered))
