"""`flask jobs`: what ran, what comes next, and one of them now."""

import sys
from datetime import datetime

import click
from flask import current_app
from flask.cli import with_appcontext

from oocd import clock
from oocd.db import everywhere, only_read
from oocd.jobs import queries
from oocd.jobs.listing import Counts, job_called
from oocd.jobs.models import JobRun
from oocd.jobs.queries import COMMAND, Line
from oocd.jobs.running import runner
from oocd.schema import DatabaseCommands

cli = DatabaseCommands("jobs", help="Timed jobs.")

HEAD = ("job", "times", "last run", "late by", "took", "result", "next run")


@cli.command("list")
@with_appcontext
def list_jobs() -> None:
    """List every job: its last run, how late it began, how long it took, what came of it, and its next run."""
    with everywhere():
        only_read()
        rows = [_cells(line) for line in queries.in_list(clock.now())]
    click.echo("\n".join(_in_columns([HEAD, *rows]) if sys.stdout.isatty() else map("\t".join, [HEAD, *rows])))


@cli.command("run")
@click.argument("name")
@with_appcontext
def run_job(name: str) -> None:
    """Run one job now. Exits 1 if it fails, or runs already."""
    job = job_called(name)
    with runner(current_app._get_current_object(), COMMAND) as running:  # type: ignore[attr-defined]
        outcome = running.run_asked(job, COMMAND)
    if outcome is None or outcome.error:
        kind = outcome.error if outcome else "it was taken over"
        raise click.ClickException(f"{name} failed: {kind}. The line above says where; it is safe to run it again.")
    click.echo(f"{name} has run: {_in_words(outcome.counts)}.")


def _cells(line: Line) -> tuple[str, ...]:
    run = line.last
    times = (line.job.name, line.job.cron)
    return (*times, *(_of_run(run) if run else ("never", "", "", "")), _minute(line.next_due))


def _of_run(run: JobRun) -> tuple[str, ...]:
    late = run.started_at - run.due_at
    took = f"{(run.finished_at - run.started_at).total_seconds():.1f} s" if run.finished_at else ""
    return _minute(run.started_at), str(late).partition(".")[0], took, _result(run)


def _result(run: JobRun) -> str:
    if run.finished_at is None:
        return "running"
    why = run.error or _in_words(run.counts or {})
    return f"{run.result}: {why}"


def _in_words(counts: Counts) -> str:
    return ", ".join(f"{number} {what}" for what, number in sorted(counts.items())) or "nothing to do"


def _minute(moment: datetime) -> str:
    return f"{moment.astimezone(clock.LONDON):%Y-%m-%d %H:%M}"


def _in_columns(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
