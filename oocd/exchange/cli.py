"""`flask cases`: a spreadsheet of past and open cases, in and out."""

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click
from flask import current_app
from flask.cli import with_appcontext

from oocd.db import everywhere
from oocd.exchange import service
from oocd.exchange.cells import protected
from oocd.exchange.errors import Finding
from oocd.exchange.rules import KINDS, Row
from oocd.schema import DatabaseCommands

cli = DatabaseCommands("cases", help="A spreadsheet of past and open cases, in and out.")
NAMES = [place for place, name in enumerate(Row._fields) if KINDS[name] == "name"]
ROWS_BETWEEN_WORDS = 1_000


@cli.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--errors", type=click.Path(path_type=Path), help="Write what is wrong to this CSV file, not to the screen."
)
@click.option("--demo", is_flag=True, help="Every child in the file is made up.")
@with_appcontext
def import_(file: Path, errors: Path | None, demo: bool) -> None:
    """Take in every good row of FILE and report every bad one, by line, column and reason. Exits 1 if there was one."""
    production = current_app.config["OOCD"].production
    if production and demo:
        raise click.ClickException("Production never holds made-up children. Use another database.")
    with everywhere(), _reporting(errors) as report:
        told = service.import_cases(file, made_up=demo, real=production, report=report, progress=_progress())
    _clear()
    click.echo(
        f"{told.read} rows: {told.taken} imported in {told.cases} new cases, {told.unchanged} unchanged, "
        f"{told.refused} refused."
    )
    if told.refused and errors:
        click.echo(f"What is wrong with them stands in {errors}.")
    sys.exit(1 if told.refused else 0)


@cli.command("export")
@click.option("--area", help="Folder name of the area; all areas if left out.")
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file; to the screen if left out.")
@with_appcontext
def export(area: str | None, output: Path | None) -> None:
    """Write every case as a CSV that can be imported again."""
    with everywhere(), _written(output) as out:
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(Row._fields)
        count = 0
        for row in service.export_cases(area):
            writer.writerow(_safe(row))
            count += 1
            if count % ROWS_BETWEEN_WORDS == 0:
                _say(f"{count:,} rows written")
        left_out = service.cases_without_a_row(area)
    _clear()
    click.echo(f"{count} rows exported.", err=True)
    if left_out:
        click.echo(f"{left_out} cases of support name no offence, and have no row.", err=True)


def _safe(row: Row) -> list[str]:
    cells = list(row)
    for place in NAMES:
        cells[place] = protected(cells[place])
    return cells


@contextmanager
def _written(path: Path | None) -> Iterator[TextIO]:
    """The screen, or a file that is there only once it is whole."""
    if path is None:
        yield sys.stdout
        return
    begun = path.with_name(f".{path.name}.part")
    try:
        with begun.open("w", encoding="utf-8", newline="") as out:
            begun.chmod(0o600)  # it is children's data, whatever the habits of the machine
            yield out
        begun.replace(path)
    finally:
        begun.unlink(missing_ok=True)


@contextmanager
def _reporting(path: Path | None) -> Iterator[Callable[[Finding], None]]:
    """To the screen, or to a file; its reasons repeat what stands in cells, so nobody else may read it."""
    if path is None:
        yield _print
        return
    with path.open("w", encoding="utf-8", newline="") as out:
        path.chmod(0o600)
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(Finding._fields)
        yield lambda finding: writer.writerow((finding.line, finding.column, protected(finding.reason)))


def _print(finding: Finding) -> None:
    _clear()
    where = f", column {finding.column}" if finding.column else ""
    click.echo(f"Line {finding.line}{where}: {finding.reason}", err=True)


def _progress() -> Callable[[service.Summary], None]:
    return lambda summary: _say(
        f"{summary.dealt_with:,} of {summary.read:,} rows dealt with"
        if summary.taken or summary.unchanged
        else f"{summary.read:,} rows read"
    )


def _say(words: str) -> None:
    """How far it is, where somebody is watching."""
    if sys.stderr.isatty():
        click.echo(f"\r\033[K{words}", nl=False, err=True)


def _clear() -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
