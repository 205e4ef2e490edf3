"""`flask accounts end-membership`: somebody leaves, and nobody's case is left with them."""

from datetime import date, datetime

import click
from flask.cli import with_appcontext

from oocd import clock
from oocd.accounts.actor import SYSTEM
from oocd.db import db, everywhere
from oocd.tasks import service


@click.command("end-membership")
@click.argument("email")
@click.option("--area", required=True, help="Folder name of the area, such as buckinghamshire.")
@click.option("--on", "last_day", type=click.DateTime(["%Y-%m-%d"]), help="Their last day there. Default: today.")
@click.option("--hand-over-to", help="E-mail address of whoever takes over their open cases.")
@with_appcontext
def end_membership(email: str, area: str, last_day: datetime | None, hand_over_to: str | None) -> None:
    """End a person's place in one area. Refused while open cases are theirs, unless somebody takes them over."""
    on: date = last_day.date() if last_day else clock.today()
    with everywhere():
        handed = service.end_membership(email, area=area, on=on, by=SYSTEM, hand_over_to=hand_over_to)
        db.session.commit()
    for reference in handed:
        click.echo(f"{reference} is now with {hand_over_to}.")
    click.echo(f"{email} works in {area} until {on}.")
