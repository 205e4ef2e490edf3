"""`flask accounts`: the first people come in by command; nobody can sign in before one is created."""

import click

from oocd.accounts import service
from oocd.accounts.actor import SYSTEM
from oocd.accounts.permissions import ROLES
from oocd.db import db, everywhere
from oocd.schema import DatabaseCommands

cli = DatabaseCommands("accounts", help="People, their places in areas, and API tokens.")


@cli.command("create")
@click.argument("email")
@click.option("--name", required=True, help="As others see it.")
@click.option("--area", required=True, help="Folder name of the area, such as buckinghamshire.")
@click.option("--agency", required=True, help="police, yjs, health, ...")
@click.option("--role", "roles", multiple=True, required=True, type=click.Choice(sorted(ROLES)))
@click.password_option()
def create(email: str, name: str, area: str, agency: str, roles: tuple[str, ...], password: str) -> None:
    """Create a person with a place in one area."""
    with everywhere():
        person = service.create_person(name, email, password)
        service.add_membership(person, area=area, agency=agency, roles=roles, by=SYSTEM)
        db.session.commit()
    click.echo(f"{email} can sign in for {agency} in {area}.")


@cli.command("token")
@click.argument("email")
@click.option("--name", default="command line", help="What the token is for.")
@click.option("--scope", "scopes", multiple=True, help="A permission the token may use; repeat. Default: all.")
@click.option("--days", default=90, show_default=True)
def token(email: str, name: str, scopes: tuple[str, ...], days: int) -> None:
    """Print a new API token for a person. It is not shown again."""
    with everywhere():
        issued = service.issue_token(email, name=name, scopes=scopes or None, days=days)
        db.session.commit()
    click.echo(issued)
