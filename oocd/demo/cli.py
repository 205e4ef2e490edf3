"""`flask demo load`: a small synthetic area to try the service with."""

import os

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext

from oocd import clock
from oocd.accounts.models import Person
from oocd.db import db, everywhere
from oocd.demo import cohort, people
from oocd.schema import DatabaseCommands

cli = DatabaseCommands("demo", help="Made-up people and cases to try the service with.")


@cli.command("load")
@click.option("--if-empty", is_flag=True, help="Load nothing into a database that holds people already.")
@with_appcontext
def load(if_empty: bool) -> None:
    """Make the demonstration accounts and cases, and print how to get in."""
    if current_app.config["OOCD"].production:
        raise click.ClickException("Production never holds demonstration data. Use another database.")
    with everywhere():
        held = db.session.scalars(sa.select(Person).limit(1)).first()
        if held is None:
            cohort.tell_all(people.create_accounts(), clock.today())
            db.session.commit()
        elif not if_empty:
            raise click.ClickException("This database holds people already. Load into an empty one.")
        demonstration = db.session.scalars(sa.select(Person).where(Person.demonstration)).first()
    if demonstration:
        _print_way_in()


def _print_way_in() -> None:
    click.echo(f"\n  http://127.0.0.1:{os.environ.get('PORT', '5000')}/\n")
    click.echo(f"  Everybody's password is: {people.PASSWORD}\n")
    for account in people.ACCOUNTS:
        click.echo(f"  {account.email:<28}{account.name} ({account.area})")
    click.echo("\n  Every child, case and person in it is made up.\n")
