"""The past of an imported case is written down as told: in bulk, unjudged, and with one entry in the log."""

import json
from datetime import date

import pytest
import sqlalchemy as sa

from oocd import workflow
from oocd.accounts.actor import SYSTEM
from oocd.audit.models import AuditEntry
from oocd.audit.queries import verify
from oocd.db import db, everywhere
from oocd.panels.models import PanelMeeting
from oocd.workflow import PastMove, registry
from oocd.workflow.errors import NotOpenNow, UnknownMove
from oocd.workflow.models import WorkflowMove
from tests.workflow.small import AREA, CHAIR

OPENED, SAT, ENDED = date(2024, 3, 1), date(2024, 3, 4), date(2024, 3, 5)
PAST = [PastMove("open_meeting", SAT), PastMove("end_meeting", ENDED)]


@pytest.fixture
def in_app(app):
    with app.app_context(), everywhere():
        yield


@pytest.fixture
def no_guard_may_be_asked(monkeypatch):
    def asked(_attempt):
        raise AssertionError("A past event is recorded, not judged.")

    for name, guard in registry.GUARDS.items():
        monkeypatch.setitem(registry.GUARDS, name, registry.RegisteredGuard(asked, guard.rule))


def adopted(past, **details):
    meeting = PanelMeeting(area=AREA, held_on=SAT)
    workflow.adopt(meeting, past, by=SYSTEM, opened_on=OPENED, **details)
    db.session.commit()
    return meeting


def test_a_whole_history_is_adopted_without_guards_and_with_one_entry(in_app, no_guard_may_be_asked):
    meeting = adopted(PAST, file="past.csv", line=7, row="ab12")
    db.session.expire_all()
    assert (meeting.state, meeting.state_since, meeting.version) == ("over", ENDED, 3)
    assert meeting.workflow_version == date(2023, 10, 1)
    steps = db.session.scalars(sa.select(WorkflowMove).order_by(WorkflowMove.effective_on))
    assert [(step.move, step.from_state, step.to_state, step.effective_on) for step in steps] == [
        ("open", None, "planned", OPENED),
        ("open_meeting", "planned", "sitting", SAT),
        ("end_meeting", "sitting", "over", ENDED),
    ]
    (entry,) = db.session.scalars(sa.select(AuditEntry))
    assert (entry.action, entry.subject) == ("imported", f"panel_meeting:{meeting.id}")
    assert json.loads(entry.details) == {"to": "over", "file": "past.csv", "line": 7, "row": "ab12"}
    assert verify() == (1, [])


def test_an_adopted_process_goes_on_from_where_its_history_ends(in_app):
    meeting = adopted(PAST[:1])
    workflow.move(meeting, "end_meeting", by=CHAIR)
    db.session.commit()
    assert (meeting.state, meeting.version) == ("over", 3)


def test_a_history_without_steps_stands_at_the_beginning_since_it_was_opened(in_app):
    meeting = adopted([])
    assert (meeting.state, meeting.state_since, meeting.version) == ("planned", OPENED, 1)


@pytest.mark.parametrize(
    ("past", "error"),
    [
        ([PastMove("end_meeting", ENDED)], NotOpenNow),
        ([*PAST, PastMove("open_meeting", ENDED)], NotOpenNow),
        ([PAST[0], PAST[0]], NotOpenNow),
        ([PastMove("adjourn", SAT)], UnknownMove),
    ],
)
def test_a_history_whose_steps_do_not_join_up_is_refused_whole(in_app, past, error):
    with pytest.raises(error):
        adopted(past)
    db.session.rollback()
    for model in (PanelMeeting, WorkflowMove, AuditEntry):
        assert not list(db.session.scalars(sa.select(model)))
