"""How long the service takes to be there: warm, as a server would import it; and at first, from a clone.

The first page is measured apart, when asked for by name (`python -m bench first-page`), because it installs
everything from the package index: what it takes depends on the way there as much as on the service.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path
from statistics import median
from urllib.error import URLError
from urllib.request import urlopen

from bench.figures import Row, in_seconds, in_turn, ratio_of
from oocd.config import ROOT

ROUNDS = 5
WARM = "import app"
FLOOR = "import flask, sqlalchemy"
WARM_AT_MOST = 1.5  # seconds
FIRST_AT_MOST = 20.0
PATIENCE = 300.0


def measure() -> Iterator[Row]:
    """From starting Python to an app that could answer, with everything compiled already."""
    mine: list[list[float]] = []
    floor: list[list[float]] = []
    _python(WARM)
    in_turn(
        ROUNDS,
        lambda _number: mine.append([_python(WARM)]),
        lambda _number: floor.append([_python(FLOOR)]),
    )
    took, least = (median(seconds for (seconds,) in rounds) for rounds in (mine, floor))
    yield Row(
        "start of the app, warm",
        in_seconds(took),
        f"{in_seconds(least)} {FLOOR}",
        str(ratio_of(mine, floor)),
        f"< {WARM_AT_MOST:g} s",
        took < WARM_AT_MOST,
    )


def _python(code: str) -> float:
    with tempfile.TemporaryDirectory() as folder:
        environ = os.environ | {"OOCD_DATABASE_URL": f"sqlite:///{folder}/oocd.db", "OOCD_ENV": "demo"}
        began = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environ, check=True)
        return time.perf_counter() - began


def measure_first_page() -> Iterator[Row]:
    """`make run` in a fresh clone of what is committed, with an empty home and nothing else in the environment."""
    with tempfile.TemporaryDirectory(prefix="oocd-clone-", ignore_cleanup_errors=True) as folder:
        home, clone = Path(folder) / "home", Path(folder) / "oocd"
        home.mkdir()
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        took = _first_page(clone, home, Path(folder) / "log")
    what = "first page of `make run`, from a clone"
    yield Row(what, in_seconds(took), aim=f"< {FIRST_AT_MOST:g} s", met=took < FIRST_AT_MOST)


def _first_page(clone: Path, home: Path, log: Path) -> float:
    """Raises RuntimeError with the end of its log if the page never comes."""
    port = _free_port()
    environ = ["env", "-i", f"HOME={home}", "PATH=/usr/bin:/bin", f"PORT={port}"]
    began = time.perf_counter()
    with log.open("wb") as out:
        running = subprocess.Popen([*environ, "make", "run"], cwd=clone, stdout=out, stderr=out, start_new_session=True)
        try:
            for page in ("/healthz", "/sign-in"):
                _wait_for(f"http://127.0.0.1:{port}{page}", running, began, log)
            return time.perf_counter() - began
        finally:
            _end(running)


def _wait_for(address: str, running: subprocess.Popen[bytes], began: float, log: Path) -> None:
    while time.perf_counter() - began < PATIENCE and running.poll() is None:
        try:
            with urlopen(address, timeout=5) as answer:
                if answer.status == 200:
                    return
        except (URLError, HTTPException, OSError):
            time.sleep(0.05)
    raise RuntimeError(f"{address} never answered 200:\n{log.read_text(errors='replace')[-2000:]}")


def _end(running: subprocess.Popen[bytes]) -> None:
    """End the group that was started here, which is make and whatever it started, and nothing else."""
    for sign in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(running.pid, sign)
            running.wait(timeout=10)
        except ProcessLookupError:
            return
        except subprocess.TimeoutExpired:
            continue


def _free_port() -> int:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port: int = listening.getsockname()[1]
        return port
