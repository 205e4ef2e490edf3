"""A workflow that could not work stops the service from starting, by file and line."""

import shutil
from dataclasses import replace

import pytest

from oocd.config import ROOT
from oocd.factory import create_app
from oocd.policy.loader import FileMistake
from oocd.workflow.definitions import Carried
from tests.conftest import settings_for
from tests.workflow.small import written

GOOD = """\
about: Made up.
starts_as: planned
states:
  planned: {says: Planned, waits_on: [yjs], due_in: soon}
  sitting: {says: In session, waits_on: [panel, family], opens: [assessment]}
  over: {says: Over, ends: true, tells: {tea_is_ready: whoever_is_thirsty}}
moves:
  open_it:
    says: Open
    done: Opened
    from: planned
    to: sitting
    by: panel.chair
    if: [always_ok]
    carries: [{move: go_on, once: one}]
  end_it: {says: End, done: Ended, from: [planned, sitting], to: over, by: panel.chair, needs: [reason]}
"""
ROUTE = """\
about: Made up.
starts_as: here
states: {here: {says: Here}, there: {says: There, ends: true}}
moves: {go_on: {says: Go, done: Gone, from: here, to: there, by: panel.chair}}
"""
FILE = "made_up/2023-10-01.yaml"
AROUND = {"assessment/2023-10-01.yaml": ROUTE, "made_up_route/2023-10-01.yaml": ROUTE}


def test_a_workflow_is_read_as_it_is_written(tmp_path):
    (flow,) = [flow for flow in written(tmp_path, AROUND | {FILE: GOOD}) if flow.name == "made_up"]
    assert (flow.name, str(flow.version), flow.starts_as) == ("made_up", "2023-10-01", "planned")
    assert flow.states["sitting"].waits_on == ("panel", "family")
    assert flow.states["sitting"].opens == ("assessment",)
    assert flow.states["planned"].due_in == "soon"
    assert flow.states["over"].tells == {"tea_is_ready": "whoever_is_thirsty"}
    assert [state.name for state in flow.states.values() if state.ends] == ["over"]
    assert flow.moves["open_it"].guards == ("always_ok",)
    assert flow.moves["open_it"].carries == (Carried("go_on", "one"),)
    assert flow.moves["end_it"].from_states == ("planned", "sitting")
    assert flow.moves["end_it"].needs == ("reason",)


@pytest.mark.parametrize(
    ("old", "new", "at", "words"),
    [
        ("if: [always_ok]", "if: [alway_ok]", "if:", "There is no guard called alway_ok."),
        ("tea_is_ready", "gossip", "gossip", "There is no kind of notice called gossip."),
        ("whoever_is_thirsty", "everybody", "tea_is_ready", "Nobody is called everybody."),
        ("once: one", "once: two", "carries:", "There is no guard called two."),
        ("move: go_on", "move: go", "carries:", "The case's workflow made_up_route has no move called go."),
        ("move: go_on", "of: tea, move: go_on", "carries:", "There is no workflow called tea."),
        ("move: go_on", "of: made_up, move: go_on", "carries:", "The workflow made_up has no move called go_on."),
        ("by: panel.chair\n    if", "by: panel.char\n    if", "by: panel.char", "No role grants panel.char."),
        ("due_in: soon", "due_in: sooner", "planned:", "There is no time standard called sooner."),
        ("opens: [assessment]", "opens: [tea]", "sitting:", "No room opens a process called tea."),
        ("opens: [assessment]", "opens: [tea_break]", "sitting:", "There is no workflow called tea_break."),
        ("starts_as: planned", "starts_as: plan", "starts_as:", "There is no state called plan."),
        ("to: sitting", "to: seated", "to: seated", "There is no state called seated."),
        ("[planned, sitting]", "[planned, seated]", "end_it:", "There is no state called seated."),
        ("moves:", "  lost: {says: Lost, ends: true}\nmoves:", "lost:", "No move ever leads to lost."),
        (", ends: true", "", "over:", "Nothing leads out of over."),
        ("waits_on: [panel, family]", "ends: true", "sitting:", "sitting ends, yet a move leads out of it."),
        ("waits_on: [yjs]", "waits_on: [parents]", "planned:", "Write one of: police, yjs, panel, agency, family"),
        ("says: Planned", "says: ''", "planned:", "states.planned.says: Write something here."),
        ("    done: Opened\n", "", "open_it:", "moves.open_it.done: Missing data for required field."),
        ("needs: [reason]", "need: [reason]", "end_it:", "moves.end_it.need: Unknown field."),
        ("moves:", "  planned: {says: Again}\nmoves:", "planned: {says: Again}", "planned is written twice."),
        ("about: Made up.", "about: [Made up.", "states:", "This is not YAML"),
    ],
)  # fmt: skip
def test_what_could_not_work_is_refused_by_file_and_line(tmp_path, old, new, at, words):
    assert old in GOOD
    content = GOOD.replace(old, new, 1)
    with pytest.raises(FileMistake) as refused:
        written(tmp_path, AROUND | {FILE: content})
    assert words in str(refused.value)
    line = next(number for number, text in enumerate(content.splitlines(), start=1) if at in text)
    assert str(refused.value).startswith(f"{tmp_path / FILE}, line ")
    assert abs(int(str(refused.value).split(", line ")[1].split(":")[0]) - line) <= ("YAML" in words)


def test_a_file_is_named_for_the_day_it_applies_from(tmp_path):
    with pytest.raises(FileMistake, match=r"made_up/first\.yaml, line 1: Name the file for the day"):
        written(tmp_path, {"made_up/first.yaml": GOOD})


def test_the_service_does_not_start_on_a_workflow_that_could_not_work(sqlite_app, put_back, tmp_path):
    folder = shutil.copytree(ROOT / "workflows", tmp_path / "workflows")
    (path,) = (folder / "panel").glob("*.yaml")
    path.write_text(path.read_text().replace("minimum_data_sent", "minimum_data_snt"))
    settings = replace(settings_for(f"sqlite:///{tmp_path / 'oocd.db'}"), workflows=folder)
    with pytest.raises(FileMistake, match=f"{path}, line .*There is no guard called minimum_data_snt"):
        create_app(settings)


def test_a_newer_file_of_a_route_keeps_every_move_that_is_carried_to_it(tmp_path):
    newer = {"made_up_route/2024-10-01.yaml": ROUTE.replace("go_on", "go_further")}
    with pytest.raises(FileMistake, match=f"{tmp_path / FILE}, line .* has no move called go_on"):
        written(tmp_path, AROUND | {FILE: GOOD} | newer)
