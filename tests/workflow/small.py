"""Workflows of a test's own, for a process that hangs on no case: the panel meeting."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from oocd import clock, workflow
from oocd.accounts.actor import Actor, Standing
from oocd.db import db
from oocd.panels.models import PanelMeeting
from oocd.workflow.definitions import Move, State, Workflow
from oocd.workflow.loader import Names, Workflows, load

AREA = "buckinghamshire"
NAMES = Names(
    guards={"one", "another", "always_ok"},
    permissions={"panel.chair"},
    time_standards={"soon"},
    openers={"assessment", "tea_break"},
    routes={"made_up_route"},
    notices={"tea_is_ready"},
    hearers={"whoever_is_thirsty"},
)


def person(*roles: str) -> Actor:
    """Somebody of the youth justice service with these roles in one area."""
    return Actor(None, "A made-up person", {AREA: Standing.of(AREA, "yjs", list(roles))})


CHAIR = person("manager")


def meeting_started(by: Actor = CHAIR, effective_on: date | None = None) -> PanelMeeting:
    meeting = PanelMeeting(area=AREA, held_on=clock.today())
    workflow.start(meeting, by=by, effective_on=effective_on)
    db.session.commit()
    return meeting


def flow(states: Mapping[str, State], moves: Mapping[str, Move], *, starts_as: str, version: date) -> Workflow:
    return Workflow("panel_meeting", version, "Made up.", starts_as, states, moves)


def only(*versions: Workflow) -> Workflows:
    return Workflows({"panel_meeting": sorted(versions, key=lambda version: version.version)})


def written(folder: Path, files: Mapping[str, str]) -> Workflows:
    """Load workflow files given by their path below the folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
    return load(folder, NAMES)
