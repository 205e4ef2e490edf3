"""Jobs beside the server, in its own process: APScheduler is the clock, and looks each minute at what is due."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from flask import Flask

from oocd import clock
from oocd.jobs import waking
from oocd.jobs.errors import RunsAlready
from oocd.jobs.listing import job_called
from oocd.jobs.running import Runner, runner

NAME = "embedded"
ASK_AGAIN_AFTER = timedelta(seconds=1)

log = logging.getLogger(__name__)


class Embedded:
    """A thread looks at what is due, each due job has one, and what is asked for in between has one together."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        patient = {"coalesce": True, "misfire_grace_time": None}
        self._clock = BackgroundScheduler(timezone=clock.LONDON, job_defaults=patient)
        self._asked: set[str] = set()
        self._something_asked, self._stopping = threading.Event(), threading.Event()
        self._answering = threading.Thread(target=self._answer, name="woken jobs", daemon=True)

    def start(self) -> None:
        every_minute = CronTrigger.from_crontab("* * * * *", timezone=clock.LONDON)
        self._clock.add_job(self._look, every_minute, id="look", next_run_time=clock.now())
        self._clock.start()
        self._answering.start()
        waking.listen(self._ask)

    def stop(self) -> None:
        """Waits for what runs."""
        waking.stop_listening(self._ask)
        self._stopping.set()
        self._something_asked.set()
        self._answering.join()
        self._clock.shutdown()

    def _look(self) -> None:
        for job in self._runner.due():
            self._clock.add_job(self._runner.run_due, args=[job], id=job.name, replace_existing=True)

    def _ask(self, name: str) -> None:
        """Costs whoever asks next to nothing; asked ten times before it begins, a job runs once."""
        self._asked.add(name)
        self._something_asked.set()

    def _answer(self) -> None:
        while not self._stopping.is_set():
            self._something_asked.wait()
            self._something_asked.clear()
            while self._asked and not self._stopping.is_set():
                self._run_woken(self._asked.pop())

    def _run_woken(self, name: str) -> None:
        """One that runs already may have begun before there was something to do, and is asked again."""
        try:
            self._runner.run_asked(job_called(name), waking.WAKE)
        except RunsAlready:
            soon = clock.now() + ASK_AGAIN_AFTER
            self._clock.add_job(
                self._ask, "date", run_date=soon, args=[name], id=f"again {name}", replace_existing=True
            )
        except Exception as error:  # the database may be away for a while; the job's own time finds the work
            log.warning("woken job %s not run: %s", name, type(error).__name__)


@contextmanager
def beside(app: Flask) -> Iterator[None]:
    """Run every job in threads of this process for as long as the block lasts."""
    with runner(app, NAME) as running:
        embedded = Embedded(running)
        embedded.start()
        try:
            yield
        finally:
            embedded.stop()
