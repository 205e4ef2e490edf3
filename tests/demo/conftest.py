import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from oocd.config import ROOT
from oocd.policy import service as policy
from oocd.policy.store import Policies


@pytest.fixture
def anyshire(tmp_path: Path, sqlite_app) -> Iterator[str]:
    """An area nobody wrote a line of code or a figure for."""
    before = policy.loaded()
    folder = shutil.copytree(ROOT / "policies", tmp_path / "policies")
    shutil.copytree(folder / "areas/bexley", folder / "areas/anyshire")
    policy.use(Policies(folder))
    try:
        yield "anyshire"
    finally:
        policy.use(before)
