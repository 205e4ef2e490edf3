"""A simulated year of 500 children over all areas with every job run each night, and what is found wrong after it."""

import logging
import time
from collections.abc import Iterator

from bench.databases import CARELESS, service_on
from bench.figures import Row
from tests import year

CHILDREN = 500


def measure() -> Iterator[Row]:
    """How long it took says little, as the year is lived by one process; what counts is that nothing is left."""
    logging.getLogger("oocd").setLevel(logging.ERROR)
    for name, throwaway in CARELESS.items():
        with throwaway() as url, service_on(url) as app:
            began = time.perf_counter()
            days = sum(1 for _ in year.lived(app, children=CHILDREN))
            took = time.perf_counter() - began
            found = year.faults(app)
        told = ", ".join(f"{count} x {what}" for what, count in sorted(found.items())) or "nothing found"
        yield Row(f"{name}: a year of {CHILDREN} children", f"{days} days lived in {took:.0f} s: {told}", met=not found)
