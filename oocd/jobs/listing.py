"""The list of jobs. This room cannot know it, as the jobs live in rooms above: `oocd.scheduler` hands it down."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from oocd.errors import BadInput

Counts = Mapping[str, int]


class UnknownJob(BadInput):
    def __init__(self, name: str) -> None:
        super().__init__(f"There is no job called {name}. Choose one of: {', '.join(sorted(_listed))}.")


@dataclass(frozen=True)
class Job:
    """A function to run at the times a cron line names, in London. It may say what it did, in counts.

    It is run again after a failure or a crash, so what it has done once it must find done.
    """

    name: str
    cron: str
    run: Callable[[], Counts | None]


_listed: dict[str, Job] = {}


def use(jobs: Iterable[Job]) -> None:
    """These are the jobs from now on; the factory calls it once at start."""
    _listed.clear()
    _listed.update({job.name: job for job in jobs})


def listed() -> list[Job]:
    return list(_listed.values())


def job_called(name: str) -> Job:
    """Raises UnknownJob."""
    try:
        return _listed[name]
    except KeyError:
        raise UnknownJob(name) from None
