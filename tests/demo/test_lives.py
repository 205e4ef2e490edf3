"""A made-up cohort: what its lives show, that they are told the same again, and that all of it is made up."""

import hashlib
import json
from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa

from oocd import clock
from oocd.clock import london_date
from oocd.db import Base, db, everywhere
from oocd.demo import people
from oocd.demo.cli import overnight
from oocd.demo.lives import cohort, preparing
from oocd.errors import OocdError
from oocd.policy import service as policy
from tests.conftest import empty
from tests.demo.test_demonstration import run

LAST = date(2026, 10, 30)
CHILDREN = 38

# What a cohort of this size must hold, by the moves people made. By workflow.
PROMISED = {
    "panel": {
        *("ask_for_information", "supply_information", "accept", "make_ready", "list_for_panel", "defer", "escalate"),
        *("settle", "recommend", "decide", "give", "begin_work", "end_work", "review_without_work", "close"),
        *("reconsider", "resume_work", "withdraw", "transfer", "send_back", "charge", "change_route"),
    },
    "panel_item": {"vote_again", "defer", "escalate", "take_back", "settle"},
    "escalation": {"give_view", "go_up", "settle", "withdraw"},
    "disposal": {"begin", "complete", "report_failure", "excuse", "not_excused", "revive", "return_to_police"},
    "street_cr": {"screen", "offer_support", "accept_support", "decline", "begin_work", "close", "send_to_panel"},
    "turnaround": {"offer_turnaround", "take_up", "decline_turnaround", "begin_support", "end_work", "close"},
    "exit_review": {"hold", "extend"},
    "non_engagement": {"send_back", "agree"},
}
OUTCOMES = {
    *("nfa", "outcome_22", "outcome_23", "community_resolution", "youth_caution", "youth_conditional_caution"),
    "charge",
}
OVER = {"closed", "withdrawn", "transferred", "charged", "returned", "declined", "not_eligible"}
# Rules that stood in somebody's way and were answered: of arrival, quorum, consent, a plan, and a panel's split.
MET = {"RF-01", "QRM-02", "TA-03", "KNF-03", "PNL-02"}


def tell(app, children: int, *areas: str, seed: int = 1, each_day=None) -> cohort.Cohort:
    """The lives of so many children; each refusal that no life answers is a mistake."""
    empty(app)
    with app.app_context(), everywhere():
        named = areas or sorted(policy.loaded().areas)
        drawn = cohort.draw(named, children=children, seed=seed, until=LAST, strict=True)
        for _ in drawn.days(each_day=each_day):
            pass
    return drawn


def rows(app, table: str, **like: Any) -> list[Any]:
    columns = Base.metadata.tables[table].c
    with app.app_context(), db.engine.connect() as connection:
        return list(connection.execute(sa.select(columns).filter_by(**like)))


def test_a_cohort_holds_everything_promised(sqlite_app):
    app = sqlite_app
    drawn = tell(app, CHILDREN, each_day=overnight)
    made = {(row.workflow, row.move) for row in rows(app, "workflow_move")}
    assert {(name, move) for name, promised in PROMISED.items() for move in promised} - made == set()
    assert {row.outcome for row in rows(app, "decision")} >= OUTCOMES
    completed = {row.outcome for row in rows(app, "disposal", state="completed")}
    assert completed >= {"youth_conditional_caution", "outcome_22", "outcome_23"}
    cases = rows(app, "referral")
    areas = policy.loaded().areas
    assert {(row.area, row.route) for row in cases} >= {(area, "panel") for area in areas}
    assert {row.route for row in cases} == {"panel", "turnaround", "street_cr"}
    assert len({row.state for row in cases} - OVER) >= 4, "open cases do not stand at different stages"
    met = set().union(*(place.met for place in drawn.places))
    assert met >= MET
    assert "NotOpenNow" not in met, "somebody tries again and again what is done already"
    lapsed = [row for row in rows(app, "workflow_move", workflow="escalation", move="go_up") if row.made_by is None]
    assert lapsed, "no disagreement was left until its time was over"
    assert any(row.dissents for row in rows(app, "recommendation"))
    assert any(london_date(row.recorded_at) > row.held_on for row in rows(app, "session_record")), "none told late"
    assert any(row.recorded_at.date() > row.effective_on for row in rows(app, "workflow_move", move="open"))
    assert rows(app, "audit_entry", action="referral.correct")
    assert any(row.meeting_id for row in rows(app, "exit_review")), "no review panel held a review"
    assert {row.exit_decision for row in rows(app, "exit_review")} >= {"close", "return_to_police"}


def test_all_of_it_is_made_up_and_on_record(app):
    tell(app, 5)
    assert "0 findings" in run(app, "audit", "verify").output
    assert {row.synthetic for row in rows(app, "child")} == {True}
    assert {row.demonstration for row in rows(app, "person")} == {True}
    assert all(row.name.startswith("Made-up child ") for row in rows(app, "child"))
    assert all(row.words is None or row.words.startswith("Made up: ") for row in rows(app, "heard_view"))


def test_the_same_seed_tells_the_same_stories(sqlite_app):
    told = []
    for _ in range(2):
        tell(sqlite_app, 3, "bexley", seed=7)
        told.append(digest(sqlite_app))
    assert told[0] == told[1]


def digest(app) -> str:
    """All moves by child and day, with no id and no reference in them."""
    children = {row.id: row.child_ref for row in rows(app, "child")}
    cases = {row.id: children[row.child_id] for row in rows(app, "referral")}
    moves = sorted(
        (row.effective_on.isoformat(), cases.get(row.referral_id, ""), row.area, row.workflow, row.move, row.to_state)
        for row in rows(app, "workflow_move")
    )
    people_drawn = sorted(
        (row.area, row.child_ref, str(row.date_of_birth), row.sex, row.ethnicity, row.care_status, row.send)
        for row in rows(app, "child")
    )
    return hashlib.sha256(json.dumps([moves, people_drawn]).encode()).hexdigest()


def test_an_area_that_is_only_a_folder_is_told_of_too(sqlite_app, anyshire):
    empty(sqlite_app)
    told = run(sqlite_app, "demo", "load", "--area", anyshire, "--children", "3", "--until", str(LAST))
    assert told.exit_code == 0, told.output
    assert f"worker.{anyshire}@demo.example" in told.output
    assert {row.area for row in rows(sqlite_app, "referral")} == {anyshire}
    assert not any(words in told.output for words in ("%", "Living through it")), "a progress bar in a pipe"


def test_a_refusal_nobody_has_an_answer_to_leaves_one_case_where_it_is(sqlite_app, monkeypatch):
    def refuse(*_args: Any, **_said: Any) -> None:
        raise OocdError("Nobody foresaw this.")

    empty(sqlite_app)
    monkeypatch.setattr(preparing.screening, "score", refuse)
    told = run(sqlite_app, "demo", "load", "--area", "bexley", "--children", "2", "--until", str(LAST))
    assert told.exit_code == 0
    assert told.output.count("nobody had an answer to this: Nobody foresaw this.") == 2
    assert [row.state for row in rows(sqlite_app, "referral")] == ["preparing", "preparing"]
    assert not rows(sqlite_app, "gravity_score")
    assert "0 findings" in run(sqlite_app, "audit", "verify").output


def test_what_cannot_be_told_is_refused_in_words(app):
    for asked, words in (
        (["--area", "nowhere"], "There is no area called 'nowhere'. Use one of: bexley"),
        (["--children", "0"], "0 children are too few. Ask for 1 or more."),
        (["--area", "all", "--children", "2"], "2 children are too few. Ask for 4 or more."),
        (["--until", str(clock.today() + timedelta(days=1))], "The stories cannot end on"),
        (["--until", str(people.FIRST_DAY)], "The stories cannot end on"),
    ):
        refused = run(app, "demo", "load", *asked)
        assert refused.exit_code == 1
        assert words in refused.output
    assert not rows(app, "person")
