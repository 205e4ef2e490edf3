"""`flask notifications`: the e-mails that could not be sent."""

from uuid import UUID

import click

from oocd.accounts.actor import SYSTEM
from oocd.db import db, everywhere
from oocd.notifications import service
from oocd.notifications.errors import NotDead
from oocd.notifications.models import OutgoingEmail
from oocd.notifications.queries import dead_emails
from oocd.schema import DatabaseCommands

cli = DatabaseCommands("notifications", help="E-mails that could not be sent.")


@cli.command("dead")
def dead() -> None:
    """List them: the id of each, its kind, what was wrong and after how many attempts."""
    with everywhere():
        for email in db.session.scalars(dead_emails().order_by(OutgoingEmail.ended_at)):
            click.echo(f"{email.id}: {email.kind} in {email.area}, {email.problem} after {email.attempts} attempts")


@cli.command("send-again")
@click.argument("email_id", type=click.UUID)
def send_again(email_id: UUID) -> None:
    """Put one of them back among those that wait to be sent."""
    with everywhere():
        email = db.session.get(OutgoingEmail, email_id)
        if email is None:
            raise NotDead
        service.send_again(email, by=SYSTEM)
        db.session.commit()
    click.echo("It waits to be sent.")
