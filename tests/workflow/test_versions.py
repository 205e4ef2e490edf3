"""A process finishes on the version of its workflow that was in force when it started."""

import shutil
from dataclasses import replace
from datetime import date, timedelta

import pytest
import yaml

from oocd import clock, workflow
from oocd.config import ROOT
from oocd.db import db, everywhere
from oocd.factory import use_policies_and_workflows
from oocd.panels.models import PanelMeeting
from oocd.workflow.errors import UnknownMove
from tests.story import Case, child
from tests.workflow.small import CHAIR, meeting_started, written

OLD, NEW = date(2023, 10, 1), date(2025, 4, 1)
IN_ONE_STEP = """\
about: Made up.
starts_as: planned
states: {planned: {says: Planned}, over: {says: Over, ends: true}}
moves: {cancel: {says: Cancel, done: Cancelled, from: planned, to: over, by: panel.chair}}
"""
IN_TWO_STEPS = """\
about: Made up.
starts_as: announced
states: {announced: {says: Announced}, planned: {says: Planned}, over: {says: Over, ends: true}}
moves:
  plan: {says: Plan, done: Planned, from: announced, to: planned, by: panel.chair}
  end: {says: End, done: Ended, from: planned, to: over, by: panel.chair}
"""
OLD_FILE = {f"panel_meeting/{OLD}.yaml": IN_ONE_STEP}


@pytest.fixture
def in_app(app, put_back):
    with app.app_context(), everywhere():
        yield


def test_what_started_on_the_old_file_finishes_on_it_after_a_newer_one_came(in_app, tmp_path):
    workflow.use(written(tmp_path, OLD_FILE))
    old = meeting_started(
        effective_on=NEW + timedelta(days=30)
    )  # begun before the new file was there, whatever its day
    workflow.use(written(tmp_path, {**OLD_FILE, f"panel_meeting/{NEW}.yaml": IN_TWO_STEPS}))
    new = meeting_started()
    assert (old.workflow_version, old.state) == (OLD, "planned")
    assert (new.workflow_version, new.state) == (NEW, "announced")
    assert [move.name for move in workflow.moves_open_to(old, CHAIR)] == ["cancel"]
    assert [move.name for move in workflow.moves_open_to(new, CHAIR)] == ["plan"]
    with pytest.raises(UnknownMove):
        workflow.move(old, "end", by=CHAIR)  # the same state has this way out, but only in the newer file
    workflow.move(old, "cancel", by=CHAIR)
    workflow.move(new, "plan", by=CHAIR)
    db.session.commit()
    assert (old.state, new.state) == ("over", "planned")
    assert db.session.get_one(PanelMeeting, old.id).workflow_version == OLD


@pytest.mark.parametrize(
    ("day", "version"),
    [
        (OLD - timedelta(days=1), OLD),  # before the first file there is nothing else to follow
        (OLD, OLD),
        (NEW - timedelta(days=1), OLD),
        (NEW, NEW),
        (NEW + timedelta(days=400), NEW),
    ],
)
def test_the_day_a_process_starts_picks_the_file_it_follows(in_app, tmp_path, day, version):
    workflow.use(written(tmp_path, {**OLD_FILE, f"panel_meeting/{NEW}.yaml": IN_TWO_STEPS}))
    assert meeting_started(effective_on=day).workflow_version == version


def test_a_case_under_way_keeps_its_way_when_the_order_of_work_changes_tomorrow(app, people, put_back, tmp_path):
    folder = shutil.copytree(ROOT / "workflows", tmp_path / "workflows")
    (shipped,) = (folder / "panel").glob("*.yaml")
    changed = yaml.safe_load(shipped.read_text())
    del changed["moves"]["withdraw"], changed["states"]["withdrawn"]
    today = clock.today()
    (folder / "panel" / f"{today}.yaml").write_text(yaml.safe_dump(changed))
    old = Case(people).sent(referral_date=str(today - timedelta(days=1)))
    use_policies_and_workflows(replace(app.config["OOCD"], workflows=folder))
    new = Case(people).sent(of=child(child_ref="C-2"))
    reason = {"reason": "It was not this child."}
    assert new.at("referrer", "withdraw", reason).refused(status=409)["detail"].startswith("There is no move called")
    old.at("referrer", "withdraw", reason).ok()
    assert (old.state, new.state) == ("withdrawn", "received")
