"""The lines a newcomer copies from README, run by a shell against the service as `make run` serves it."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from oocd.config import ROOT

BIN = Path(sys.executable).parent
CURL = Path(__file__).parent / "curl"  # stands in on a machine that has none


@pytest.fixture
def door() -> Iterator[socket.socket]:
    """A listening socket that the server is handed: who calls before it is up waits, and nobody has to poll."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        yield listening


@pytest.fixture
def served(tmp_path: Path, door: socket.socket) -> Iterator[dict[str, str]]:
    """The service as the recipe of `make run` starts it, on a database of its own; yields the environment it has."""
    tools = tmp_path / "bin"
    tools.mkdir()
    (tools / "python3").symlink_to(sys.executable)
    if shutil.which("curl") is None:
        (tools / "curl").symlink_to(CURL)
    environment = {
        "PATH": f"{tools}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "PORT": str(door.getsockname()[1]),
        "OOCD_DATABASE_URL": f"sqlite:///{tmp_path / 'story.db'}",
    }
    for command in (["db", "upgrade"], ["demo", "load", "--if-empty"]):
        subprocess.run([BIN / "flask", "--app", "app", *command], cwd=ROOT, env=environment, check=True)
    serve = [BIN / "gunicorn", "-c", "gunicorn.conf.py", "--bind", f"fd://{door.fileno()}", "app:app"]
    server = subprocess.Popen(serve, cwd=ROOT, env=environment, pass_fds=[door.fileno()], start_new_session=True)
    yield environment
    os.killpg(server.pid, signal.SIGTERM)
    server.wait(20)


def test_the_story_in_readme_carries_a_case_to_its_end(served: dict[str, str]):
    story = "\n".join(re.findall(r"```bash\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL))
    story = story.replace(":5000/", f":{served['PORT']}/").replace(".venv/bin/", f"{BIN}/")
    told = subprocess.run(
        ["/bin/bash", "-euo", "pipefail", "-c", story],
        cwd=ROOT,
        env=served,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout[-2000:] + told.stderr
    assert re.search(r'"says": "Sent the referral".*"says": "Closed the case"', told.stdout, re.DOTALL)
    assert "0 findings" in told.stdout
