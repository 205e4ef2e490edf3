"""`flask audit`: prove that nothing in the log was touched."""

import sys

import click

from oocd import clock
from oocd.audit import queries, service
from oocd.db import db, everywhere, read_one_moment
from oocd.schema import DatabaseCommands

cli = DatabaseCommands("audit", help="The log of who did what, and its proof.")


@cli.command("verify")
def verify() -> None:
    """Find any altered, removed, inserted or reordered entry, and name it. Exits 1 if there is one."""
    with everywhere():
        read_one_moment()
        count, findings = queries.verify()
    for finding in findings:
        click.echo(f"{finding.chain}, entry {finding.number}: {finding.problem}", err=True)
    click.echo(f"{count} entries checked, {len(findings)} findings.")
    sys.exit(1 if findings else 0)


@cli.command("anchor")
def anchor() -> None:
    """Fix what every chain has grown to today. Keep the line it prints outside the database."""
    with everywhere():
        made = service.anchor(clock.today())
        db.session.commit()
        click.echo(f"{made.day} {made.hash}" if made else f"{clock.today()} has its anchor already.")
