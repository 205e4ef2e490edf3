"""`flask report`: what managers and boards ask for, on a terminal or into a file."""

import json
from datetime import datetime, timedelta

import click

from oocd import clock
from oocd.db import everywhere
from oocd.policy import service as policy
from oocd.schema import DatabaseCommands
from oocd.timing import delays as queries

cli = DatabaseCommands("report", help="Reports, as JSON or CSV.")

A_YEAR = timedelta(days=365)


@cli.command("delays")
@click.option("--area", help="Default: every area.")
@click.option("--from", "first", type=click.DateTime(["%Y-%m-%d"]), help="Given from this day. Default: a year ago.")
@click.option("--to", "last", type=click.DateTime(["%Y-%m-%d"]), help="And up to this day. Default: today.")
@click.option("--by", type=click.Choice(list(queries.BY)), default="route", show_default=True)
@click.option("--format", "written", type=click.Choice(["json", "csv"]), default="json", show_default=True)
def delays(area: str | None, first: datetime | None, last: datetime | None, by: str, written: str) -> None:
    """Say how long children waited from outcome to first session; those still waiting are counted."""
    if area:
        policy.loaded().check_area(area)
    until = last.date() if last else clock.today()
    since = first.date() if first else until - A_YEAR
    with everywhere():
        groups = queries.delays(area, since, until, by)
    if written == "csv":
        click.echo(queries.as_csv(by, groups), nl=False)
    else:
        click.echo(json.dumps(queries.as_json(by, groups), indent=2))
