"""Jobs for servers on many machines: Procrastinate over the same PostgreSQL, any number of workers.

Procrastinate hands each piece of work to one worker, at once when it is asked for in a transaction. What is due, and
whether it was done, stays in our own rows: its periodic task only looks at them each minute, so that London's clock,
catching up and taking over are the same as beside the server.
"""

import asyncio
import logging
import signal
from contextlib import suppress
from datetime import timedelta

import sqlalchemy as sa
from flask import Flask
from procrastinate import App, PsycopgConnector, RetryStrategy
from procrastinate.exceptions import AlreadyEnqueued
from sqlalchemy import make_url

from oocd.db import db, everywhere
from oocd.jobs.errors import RunsAlready
from oocd.jobs.listing import job_called
from oocd.jobs.rules import BEAT, LOST_AFTER
from oocd.jobs.running import Runner, runner
from oocd.jobs.waking import QUEUE, RUN, WAKE

NAME = "worker"
TIME = "time"
AT_ONCE = 4
RECONNECT_AFTER = 1.0
POLL = timedelta(seconds=1)  # for what was asked while nobody could be notified

SERVED_BY_THIS_RUN = sa.text(
    "DELETE FROM procrastinate_jobs WHERE task_name = :task AND lock = :name AND status = 'todo'"
)

log = logging.getLogger(__name__)


def serve(app: Flask) -> None:
    """Work until told to stop by SIGTERM or SIGINT, through restarts of the database too."""
    with runner(app, NAME) as running:
        asyncio.run(_Worker(app, running).serve())


class _Worker:
    """One process's share of the work."""

    def __init__(self, app: Flask, runner: Runner) -> None:
        self._app = app
        self._runner = runner
        url = make_url(app.config["OOCD"].database_url).set(drivername="postgresql")
        self._queue = App(connector=PsycopgConnector(conninfo=url.render_as_string(hide_password=False)))
        runs_now = RetryStrategy(max_attempts=60, wait=1, retry_exceptions={RunsAlready})
        self._run_task = self._queue.task(name=RUN, queue=QUEUE, retry=runs_now)(self._run)
        look = self._queue.task(name="look", queue=QUEUE)(self._look_on_time)
        self._queue.periodic(cron="* * * * *")(look)

    async def serve(self) -> None:
        stopping = asyncio.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, stopping.set)
        while not stopping.is_set():
            try:
                await asyncio.to_thread(self._runner.beat)  # while the database is away, this says so at once
                async with self._queue.open_async():  # not to be cancelled: it would go on connecting
                    await self._work_until(stopping)
            except Exception as error:
                log.warning("worker begins again after: %s", type(error).__name__)
            with suppress(TimeoutError):
                await asyncio.wait_for(stopping.wait(), RECONNECT_AFTER)

    async def _work_until(self, stopping: asyncio.Event) -> None:
        """Returns once told to stop, when what runs has finished, or when the worker has lost the database."""
        working, told = asyncio.create_task(self._work()), asyncio.create_task(stopping.wait())
        await asyncio.wait({working, told}, return_when=asyncio.FIRST_COMPLETED)
        for task in (working, told):
            task.cancel()
        ended, _ = await asyncio.gather(working, told, return_exceptions=True)
        if isinstance(ended, Exception):
            raise ended

    async def _work(self) -> None:
        await self._look()
        await self._queue.run_worker_async(
            queues=[QUEUE],
            concurrency=AT_ONCE,
            delete_jobs="always",
            install_signal_handlers=False,
            fetch_job_polling_interval=POLL.total_seconds(),
            update_heartbeat_interval=BEAT.total_seconds(),
            stalled_worker_timeout=LOST_AFTER.total_seconds(),
        )

    async def _look_on_time(self, timestamp: int) -> None:
        """Procrastinate says for which minute; what is due then, our own rows say."""
        await self._look()

    async def _look(self) -> None:
        """Take over what a dead worker held, and hand out what is due."""
        manager = self._queue.job_manager
        for stalled in await manager.get_stalled_jobs(seconds_since_heartbeat=LOST_AFTER.total_seconds()):
            await manager.retry_job(stalled)
        for job in await asyncio.to_thread(self._runner.due):
            with suppress(AlreadyEnqueued):
                await self._run_task.configure(lock=job.name, queueing_lock=job.name).defer_async(
                    name=job.name, cause=TIME
                )

    def _run(self, name: str, cause: str) -> None:
        """Whatever was asked before this run began, it serves; what is asked from here on gets a run of its own."""
        if cause == WAKE:
            with self._app.app_context(), everywhere():
                db.session.connection().execute(SERVED_BY_THIS_RUN, {"task": RUN, "name": name})
                db.session.commit()
            self._runner.run_asked(job_called(name), WAKE)
        else:
            self._runner.run_due(job_called(name))
