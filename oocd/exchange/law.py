"""What an area's policies say that no row of a spreadsheet does, also of what is no longer in force."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from oocd import clock
from oocd.policy import service as policy
from oocd.policy.store import Policies

NO_COURSE = "none"


class Law(NamedTuple):
    """The class of each offence, the course each outcome runs, and each gravity edition."""

    classes: Mapping[str, str]
    courses: Mapping[str, str]
    matrices: Mapping[str, Mapping[str, Any]]

    def runs_a_course(self, outcome: str) -> bool:
        return self.courses[outcome] != NO_COURSE


def law_of(area: str) -> Law:
    return _law_of(policy.loaded(), area)


@lru_cache(maxsize=64)
def _law_of(policies: Policies, area: str) -> Law:
    """What was said last counts, so that a code that has gone keeps what it meant."""
    classes: dict[str, str] = {}
    courses: dict[str, str] = {}
    matrices: dict[str, Mapping[str, Any]] = {}
    for edition in reversed(list(policies.ever(area, clock.today()))):
        classes |= {name: offence["class_"] for name, offence in edition.offences().items()}
        courses |= {name: outcome["course"] for name, outcome in edition.codes("outcomes").items()}
        matrices |= edition.gravity_editions()
    return Law(classes, courses, matrices)
