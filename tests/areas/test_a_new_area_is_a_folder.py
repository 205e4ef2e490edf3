"""A youth justice service that nobody wrote a line of code for."""

import shutil
from pathlib import Path

from oocd.config import ROOT
from oocd.policy import service as policy
from oocd.policy.store import Policies
from tests.areas.local import move_in
from tests.people import People
from tests.story import Case, nothing_written


def test_anyshire_begins_when_its_folder_is_there(people: People, tmp_path: Path):
    before = policy.loaded()
    with nothing_written(people):
        Case(people).send(area="anyshire").refused(status=403)
    folder = shutil.copytree(ROOT / "policies", tmp_path / "policies")
    shutil.copytree(folder / "areas/buckinghamshire", folder / "areas/anyshire")
    file = folder / "areas/anyshire/area.yaml"
    file.write_text(file.read_text().replace("name: Buckinghamshire", "name: Anyshire").replace("Route B", "Way 2"))
    policy.use(Policies(folder))
    try:
        move_in(people, "anyshire")
        case = Case(people).accepted(area="anyshire")
        assert (case.file["area_name"], case.file["route_label"]) == ("Anyshire", "Way 2: joint decision panel")
        assert case.file["referral"]["reference"].startswith("ANY-")
        told = people.app.test_cli_runner().invoke(args=["policies", "diff", "buckinghamshire", "anyshire"]).output
        assert "route panel is called “Way 2: joint decision panel”, not “Route B: joint decision panel”" in told
    finally:
        policy.use(before)
