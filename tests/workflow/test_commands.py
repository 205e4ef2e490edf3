"""`flask workflows` checks and draws the order of work, and docs/workflows.md is that drawing."""

from dataclasses import replace

from oocd import workflow
from oocd.config import ROOT
from oocd.workflow.definitions import Carried, Move, State
from oocd.workflow.drawing import draw


def run(app, *words):
    result = app.test_cli_runner().invoke(args=["workflows", *words])
    assert result.exit_code == 0, result.output
    return result.output


def test_check_names_every_file_with_what_is_in_it(sqlite_app):
    lines = run(sqlite_app, "check").splitlines()
    files = {f"{path.parent.name} {path.stem}" for path in (ROOT / "workflows").glob("*/*.yaml")}
    assert {line.partition(":")[0] for line in lines} == files
    panel = next(flow for flow in workflow.loaded() if flow.name == "panel")
    assert f"panel {panel.version}: {len(panel.states)} states, {len(panel.moves)} moves" in lines


def test_a_drawing_shows_every_state_and_arrow_with_who_may_and_what_stands_in_the_way(sqlite_app):
    flow = next(flow for flow in workflow.loaded() if flow.name == "panel_item")
    states = {
        "listed": State("listed", "On the agenda"),
        "voting": State("voting", "Votes sealed"),
        "over": State("over", "Over", ends=True),
    }
    moves = {
        "begin": Move(
            "begin",
            "Begin",
            "Began",
            ("listed",),
            "voting",
            "panel.chair",
            guards=("open", "free"),
            carries=(Carried("go"), Carried("stop", "late")),
        ),
        "drop": Move("drop", "Drop", "Dropped", ("listed", "voting"), "over", "panel.plan"),
    }
    drawn = draw([replace(flow, about="Made up.", starts_as="listed", states=states, moves=moves)])
    assert (
        drawn.partition("## ")[2]
        == f"""\
Panel item, from {flow.version}

Made up.

```mermaid
stateDiagram-v2
    listed: On the agenda
    voting: Votes sealed
    over: Over
    [*] --> listed
    listed --> voting: begin (panel.chair) if open, free, carries go, carries stop
    listed --> over: drop (panel.plan)
    voting --> over: drop (panel.plan)
    over --> [*]
```
"""
    )


def test_the_drawing_in_the_documents_is_current(sqlite_app):
    kept = (ROOT / "docs" / "workflows.md").read_text()
    assert kept == run(sqlite_app, "draw"), "Type: flask --app app workflows draw > docs/workflows.md"
