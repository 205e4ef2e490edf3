import pytest

from tests.exchange.sheets import Sheets


@pytest.fixture
def sheets(app, tmp_path):
    return Sheets(app, tmp_path)
