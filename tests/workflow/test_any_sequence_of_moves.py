"""Whatever is tried, and in whatever order, a process only ever goes along the arrows of its own file."""

from datetime import date
from itertools import pairwise

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from oocd import workflow
from oocd.audit.models import AuditEntry
from oocd.db import db, everywhere
from oocd.errors import OocdError
from oocd.panels.models import PanelMeeting
from oocd.workflow.definitions import Move, State
from oocd.workflow.models import WorkflowMove
from tests.workflow.small import CHAIR, flow, meeting_started, only

MOVES = [f"move_{number}" for number in range(6)]
MINE, SOMEBODY_ELSES = "panel.chair", "audit.read"
BEGAN = date(2023, 10, 1)


@st.composite
def workflows(draw):
    states = [f"state_{number}" for number in range(draw(st.integers(2, 5)))]
    any_state = st.sampled_from(states)
    moves = {}
    for name in draw(st.lists(st.sampled_from(MOVES), min_size=1, unique=True)):
        before = draw(st.lists(any_state, min_size=1, unique=True))
        by = draw(st.sampled_from([MINE, MINE, MINE, SOMEBODY_ELSES]))
        needs = draw(st.sampled_from([(), (), ("reason",)]))
        moves[name] = Move(name, name, name, tuple(before), draw(any_state), by, needs=needs)
    return flow({name: State(name, name) for name in states}, moves, starts_as=states[0], version=BEGAN)


ATTEMPTS = st.lists(
    st.tuples(st.sampled_from([*MOVES, "no_such_move"]), st.sampled_from([{}, {"reason": "Because."}])), max_size=12
)


@pytest.fixture
def in_app(app, put_back):
    with app.app_context(), everywhere():
        yield


# The database is not emptied between examples: each looks only at its own meeting.
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(workflows(), ATTEMPTS)
def test_a_process_only_ever_goes_along_the_arrows_and_tells_each_step(in_app, drawn, attempts):
    workflow.use(only(drawn))
    meeting = meeting_started()
    path = [drawn.starts_as]
    for name, given_ in attempts:
        arrow = drawn.moves.get(name)
        may = (
            arrow is not None
            and arrow.by == MINE
            and path[-1] in arrow.from_states
            and all(need in given_ for need in arrow.needs)
        )
        try:
            workflow.move(meeting, name, by=CHAIR, given=given_)
        except OocdError:
            assert not may
            db.session.rollback()
        else:
            assert may
            db.session.commit()
            path.append(arrow.to)
        assert db.session.get_one(PanelMeeting, meeting.id).state == path[-1]
    assert told(meeting) == [(None, path[0]), *pairwise(path)]
    assert meeting.version == len(path) == entries_about(meeting)


def told(meeting):
    of_meeting = sa.select(WorkflowMove).where(WorkflowMove.process_id == meeting.id)
    steps = db.session.scalars(of_meeting.order_by(WorkflowMove.recorded_at))
    return [(step.from_state, step.to_state) for step in steps]


def entries_about(meeting):
    about = AuditEntry.subject == f"panel_meeting:{meeting.id}"
    return db.session.scalars(sa.select(sa.func.count(AuditEntry.number)).where(about)).one()
