"""Turnaround is support: never asked for by an outcome, never held against a child, never reported as a failure."""

import json

import pytest
import sqlalchemy as sa

from oocd import clock
from oocd.db import Base, db
from tests.people import People
from tests.story import Case, child, condition
from tests.turnaround.support import Support


def whole_log(people: People) -> str:
    entries = sa.select(Base.metadata.tables["audit_entry"])
    with people.app.app_context(), db.engine.connect() as connection:
        return " ".join(str(tuple(row)) for row in connection.execute(entries))


def test_declining_is_recorded_neutrally_and_is_not_for_the_police(people: People):
    case = Support(people).offered()
    case.decline(reason="does_not_see_the_need").ok()
    own = case.file["turnaround"]["consents"]
    assert [(row["given"], row["reason"]) for row in own] == [(False, "does_not_see_the_need")]
    for police in (people.referrer, people.inspector):
        seen = police.get(f"/referrals/{case.id}").ok().body
        assert seen["turnaround"]["consents"] == []
        assert "does_not_see_the_need" not in json.dumps(seen)
    told = people.referrer.get(f"/referrals/{case.id}/what-became-of-it").ok()
    assert told["says"] == "Closed at the wish of the child or family, as support is voluntary"
    assert [step["reason"] for step in told["steps"]] == [None]
    assert "does_not_see_the_need" not in whole_log(people)


def test_nobody_has_to_say_why(people: People):
    case = Support(people).under_way()
    case.decline(whose="family").ok()
    assert case.state == "declined"


def test_declining_leaves_nothing_behind_that_counts_against_the_child(people: People):
    Support(people).offered().decline().ok()
    later = Case(people)
    later.sent()
    assert later.file["child"]["previous_disposals"] == []
    later.accept().ok()
    explained = later.people.manager.get(f"/referrals/{later.id}/explanation").ok().body
    assert "declin" not in json.dumps(explained["offences"])


@pytest.mark.parametrize("words", ["Take part in Turnaround.", "Meet the TURN-AROUND worker weekly.", "turn around"])
def test_no_condition_of_an_outcome_names_turnaround(people: People, words):
    case = Case(people)
    case.recommended("youth_conditional_caution")
    with_turnaround = {"conditions": [condition(words=words)]}
    case.decide("youth_conditional_caution", of_each=with_turnaround).refused("TA-05")
    case.decide("youth_conditional_caution").ok()


def test_nor_does_a_changed_list(people: People):
    case = Case(people)
    case.given("youth_conditional_caution")
    who = {"reason": "Made up.", "officer": "A made-up inspector", "officer_role": "sergeant_or_above"}
    changed = {**who, "conditions": [condition(words="Turnaround every week.")], "consent": True}
    case.of_disposal("vary", changed | {"acknowledged": ["TIME-01"]}).refused("TA-05")


def test_its_work_is_always_voluntary_and_nobody_is_told_of_a_child_who_stays_away(people: People):
    case = Support(people).under_way()
    assert case.plan_work(voluntary=False).ok()["voluntary"] is True
    case.hold_session().ok()
    case.raise_non_engagement().refused(status=409)
    case.complete_work("not_completed").ok()
    case.at("worker", "end-work").ok()
    told = {"plan_result": "not_completed", "police_told_on": str(clock.today())}
    assert "The police are not told" in case.hold_review(**told).refused()["detail"]
    case.hold_review(plan_result="not_completed").ok()


def test_not_even_of_a_case_without_any_work(people: People):
    case = Support(people).under_way()
    case.at("worker", "end-work").ok()
    case.hold_review(plan_result="not_completed", police_told_on=str(clock.today())).refused()


def test_it_is_no_earlier_disposal_that_any_rule_counts(people: People):
    before = [{"outcome": "turnaround", "given_on": "2024-01-02"}]
    case = Case(people)
    case.sent(of=child(previous_disposals=before))
    (offence,) = case.file["offences"]
    entrant = next(row for row in offence["computed"] if row["name"] == "first_time_entrant")
    assert entrant["inputs"] == {**entrant["inputs"], "previous_youth_cautions": 0, "previous_convictions": 0}
