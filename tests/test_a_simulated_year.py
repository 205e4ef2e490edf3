"""A year in which everybody lives and the jobs run by themselves, and after it nothing to find fault with."""

import pytest
from flask import Flask

from tests import year

CHILDREN, NIGHTS = 12, 14  # what a test can wait for; `python -m bench living` has 500, and every night


@pytest.mark.parametrize("app", ["sqlite"], indirect=True)  # the jobs' own tests run on both databases
def test_after_a_year_no_day_is_silent_everything_fired_once_and_the_log_alone_tells_the_same(app: Flask):
    days = sum(1 for _ in year.lived(app, children=CHILDREN, nights=NIGHTS))
    assert days > 365
    assert year.faults(app, nights=NIGHTS) == {}
