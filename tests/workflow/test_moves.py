"""One move at a time: who may make it, from where, with what, past which guards; and what it leaves behind."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from oocd import clock, workflow
from oocd.audit.models import AuditEntry
from oocd.db import db, everywhere
from oocd.panels.models import PanelMeeting
from oocd.policy import service as policy
from oocd.workflow import registry
from oocd.workflow.errors import MayNotMove, MoveNeeds, MoveRefused, NotOpenNow, UnknownMove
from oocd.workflow.loader import Workflows
from oocd.workflow.models import WorkflowMove
from tests.story import Case
from tests.workflow.small import AREA, CHAIR, meeting_started, person, written

FILE = "panel_meeting/2023-10-01.yaml"
MEETING = """\
about: Made up.
starts_as: planned
states:
  planned: {says: Planned}
  sitting: {says: In session}
  over: {says: Over, ends: true}
moves:
  open_it: {says: Open, done: Opened, from: planned, to: sitting, by: panel.chair, needs: [reason, room]}
  end_it: {says: End, done: Ended, from: sitting, to: over, by: panel.chair}
"""


@pytest.fixture
def in_app(app, put_back):
    with app.app_context(), everywhere():
        yield


@pytest.fixture
def made_up(in_app, tmp_path):
    workflow.use(written(tmp_path, {FILE: MEETING}))


@pytest.fixture
def guarded(in_app, tmp_path, monkeypatch):
    """A move with three guards: one refuses with words of its own, one twice, and one not at all."""

    def register(name, rule, *unmet):
        monkeypatch.setitem(registry.GUARDS, name, registry.RegisteredGuard(lambda _attempt: list(unmet), rule))

    register("one", "PNL-01", "The door is locked.")
    register("another", "PNL-05", "", registry.Refusal("Bring the minutes.", "X-1", "Somebody"))
    register("always_ok", "PNL-04")
    asking = MEETING.replace("needs: [reason, room]", "if: [one, another, always_ok]")
    workflow.use(written(tmp_path, {FILE: asking}))


def history(meeting):
    """In the order it was made."""
    of_meeting = sa.select(WorkflowMove).where(WorkflowMove.process_id == meeting.id)
    return list(db.session.scalars(of_meeting.order_by(WorkflowMove.recorded_at)))


def entries(meeting):
    about = AuditEntry.subject == f"panel_meeting:{meeting.id}"
    return list(db.session.scalars(sa.select(AuditEntry).where(about).order_by(AuditEntry.number)))


def left_behind(meeting):
    db.session.rollback()
    row = db.session.get_one(PanelMeeting, meeting.id)
    return row.state, row.version, len(history(row)), len(entries(row))


def test_a_move_leaves_the_state_its_day_one_row_of_history_and_one_entry(made_up):
    meeting = meeting_started(effective_on=clock.today() - timedelta(days=3))
    yesterday = clock.today() - timedelta(days=1)
    given = {"reason": "All are here.", "room": "2"}
    workflow.move(meeting, "open_it", by=CHAIR, given=given, effective_on=yesterday, round=7)
    db.session.commit()
    assert (meeting.state, meeting.state_since, meeting.version) == ("sitting", yesterday, 2)
    opened, moved = history(meeting)
    assert (opened.move, opened.from_state, opened.to_state) == ("open", None, "planned")
    assert (moved.move, moved.from_state, moved.to_state) == ("open_it", "planned", "sitting")
    assert (moved.effective_on, moved.reason, moved.area) == (yesterday, "All are here.", AREA)
    assert moved.recorded_at.utcoffset() == timedelta(0)
    _, told = entries(meeting)
    assert (told.action, told.actor_name) == ("panel_meeting.open_it", "A made-up person")
    assert json.loads(told.details) == {
        "from": "planned",
        "to": "sitting",
        "effective_on": str(yesterday),
        "round": 7,
    }


@pytest.mark.parametrize(
    ("name", "by", "given", "error", "words"),
    [
        ("end_it", person("practitioner"), {}, MayNotMove, "“End” needs the permission panel.chair"),
        ("end_it", CHAIR, {}, NotOpenNow, "“End” cannot be done now. It stands at: Planned."),
        ("dance", CHAIR, {}, UnknownMove, "There is no move called dance here."),
        ("open_it", CHAIR, {"reason": " \n", "room": None}, MoveNeeds, "“Open” needs: reason, room."),
        ("open_it", CHAIR, {"reason": "All are here."}, MoveNeeds, "“Open” needs: room."),
    ],
)
def test_a_move_that_cannot_be_made_says_why_and_leaves_nothing(made_up, name, by, given, error, words):
    meeting = meeting_started()
    before = left_behind(meeting)
    with pytest.raises(error, match=words):
        workflow.move(meeting, name, by=by, given=given)
    assert left_behind(meeting) == before == ("planned", 1, 1, 1)


def test_a_refused_move_names_every_unmet_guard_with_its_rule_and_source(guarded):
    meeting = meeting_started()
    with pytest.raises(MoveRefused) as refused:
        workflow.move(meeting, "open_it", by=CHAIR)
    rules = [policy.on(clock.today(), AREA).guard_rule(rule) for rule in ("PNL-01", "PNL-05")]
    assert refused.value.refusals == [
        registry.Refusal(f"{rules[0].says} The door is locked.", "PNL-01", rules[0].source),
        registry.Refusal(rules[1].says, "PNL-05", rules[1].source),
        registry.Refusal("Bring the minutes.", "X-1", "Somebody"),
    ]
    assert left_behind(meeting) == ("planned", 1, 1, 1)
    (shown,) = workflow.moves_open_to(db.session.get_one(PanelMeeting, meeting.id), CHAIR)
    assert (shown.name, list(shown.unmet)) == ("open_it", refused.value.refusals)


def test_a_person_is_shown_only_the_moves_their_roles_allow_with_what_each_needs(made_up):
    meeting = meeting_started()
    assert workflow.moves_open_to(meeting, person("practitioner")) == []
    (shown,) = workflow.moves_open_to(meeting, CHAIR)
    assert (shown.name, shown.says, shown.needs, list(shown.unmet)) == ("open_it", "Open", ("reason", "room"), [])


def test_a_case_shows_every_obstacle_in_words_before_anybody_tries(app, people):
    case = Case(people).accepted(victim_identified=True)
    unmet = {}
    for shown in case.people.worker.get(f"/referrals/{case.id}").ok()["moves"]:
        if shown["name"] == "make_ready":
            unmet = {refusal["rule"]: refusal for refusal in shown["unmet"]}
    edition = policy.on(clock.today(), AREA)
    assert unmet.keys() == {"CHK-01", "VIC-00", "AS-02", "SCR-01", "AS-01"}
    for rule, refusal in unmet.items():
        assert refusal["sentence"].startswith(edition.guard_rule(rule).says)
        assert refusal["source"] == edition.guard_rule(rule).source
    assert unmet["AS-02"]["sentence"].endswith("Not heard yet: the child and a parent or carer.")
    assert case.at("worker", "make-ready").refused(*unmet).rules == unmet.keys()


def test_a_move_carried_by_another_stands_or_falls_with_it(app, people, put_back):
    """Beginning an item carries the case to the panel: where the case may not move, the item does not either."""
    case = Case(people).listed()
    case.of_meeting("manager", "open-meeting").ok()
    as_shipped = workflow.loaded()
    workflow.use(Workflows({flow.name: [for_auditors_to_begin(flow)] for flow in as_shipped}))
    case.of_item("manager", "begin").refused(status=403)
    assert case.state == "listed"
    assert [item["item"]["state"] for item in case.file["panel"]] == ["listed"]
    workflow.use(as_shipped)
    case.of_item("manager", "begin").ok()
    assert case.state == "at_panel"


def for_auditors_to_begin(flow):
    if flow.name != "panel":
        return flow
    return replace(
        flow, moves={**flow.moves, "begin_discussion": replace(flow.moves["begin_discussion"], by="audit.read")}
    )
