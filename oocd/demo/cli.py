"""`flask demo load`: synthetic cases to try the service with, a handful or a whole made-up year."""

import os
import sys
from datetime import date, datetime, timedelta

import click
import sqlalchemy as sa
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import joinedload

from oocd import clock
from oocd.accounts.models import Membership, Person
from oocd.db import db, everywhere
from oocd.demo import cohort, people
from oocd.demo.lives import cohort as lives
from oocd.panels import jobs as panel_jobs
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.reviews import jobs as review_jobs
from oocd.schema import DatabaseCommands

ALL = "all"
USUAL = 30  # children, where only an area is named

cli = DatabaseCommands("demo", help="Made-up people and cases to try the service with.")


@cli.command("load")
@click.option("--area", help=f"Folder name of an area, or {ALL}; {people.AREA} where only a number is given.")
@click.option("--children", type=int, help=f"How many made-up children; {USUAL} where only an area is named.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed and day tell the same stories.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day of the stories; today if left out.")
@click.option("--if-empty", is_flag=True, help="Load nothing into a database that holds people already.")
@with_appcontext
def load(area: str | None, children: int | None, seed: int, until: datetime | None, if_empty: bool) -> None:
    """Make the demonstration accounts and cases, and print how to get in.

    Without an area or a number, six cases, each at another point of its life. With one, as many children, drawn with
    the shares that inspections printed, who live through more than a year.
    """
    if current_app.config["OOCD"].production:
        raise click.ClickException("Production never holds demonstration data. Use another database.")
    with everywhere():
        held = db.session.scalars(sa.select(Person).limit(1)).first()
        if held is None:
            _tell(area, children, seed, _last_day(until))
            db.session.commit()
        elif not if_empty:
            raise click.ClickException("This database holds people already. Load into an empty one.")
        _print_way_in()


def _tell(area: str | None, children: int | None, seed: int, last: date) -> None:
    if area is None and children is None:
        cohort.tell_all(people.create_accounts(), last)
        return
    areas = sorted(policy.loaded().areas) if area == ALL else [policy.loaded().check_area(area or people.AREA)]
    wanted = USUAL if children is None else children
    if wanted < len(areas):
        raise click.ClickException(f"{wanted} children are too few. Ask for {len(areas)} or more.")
    if people.AREA in areas:
        people.create_accounts()
    drawn = lives.draw(areas, children=wanted, seed=seed, until=last)
    days = drawn.days(each_day=overnight)
    in_a_pipe = not sys.stderr.isatty()
    label = "Living through it"
    with click.progressbar(days, length=lives.DAYS, label=label, file=sys.stderr, hidden=in_a_pipe) as bar:
        for _ in bar:
            pass
    for error in drawn.calendar.unforeseen:
        click.echo(f"A case stays where it is, as nobody had an answer to this: {error.detail}", err=True)


def _last_day(until: datetime | None) -> date:
    """Raises ClickException for a day that is yet to come, or so early that the accounts had not begun."""
    last = until.date() if until else clock.today()
    earliest = people.FIRST_DAY + timedelta(days=lives.DAYS)
    if not earliest <= last <= clock.today():
        raise click.ClickException(f"The stories cannot end on {last}. Choose a day from {earliest} to today.")
    return last


def overnight(_day: date) -> None:
    """What the service does by itself, night after night: disagreements go up, and reviews come before their panel."""
    panel_jobs.meet_deadlines()
    review_jobs.schedule_exit_reviews()


def _print_way_in() -> None:
    """Who can sign in, where anybody made up can, and how many cases there are."""
    places = sa.select(Membership).join(Membership.person).where(Person.demonstration)
    accounts = db.session.scalars(places.options(joinedload(Membership.person)).order_by(Membership.area, Person.email))
    lines = [f"  {place.person.email:<40}{place.person.name} ({place.area})" for place in accounts]
    if not lines:
        return
    cases = db.session.scalar(sa.select(sa.func.count(Referral.id)))
    click.echo(f"\n  http://127.0.0.1:{os.environ.get('PORT', '5000')}/\n")
    click.echo(f"  Everybody's password is: {people.PASSWORD}\n")
    click.echo("\n".join(lines))
    click.echo(f"\n  {cases} cases. Every child, case and person in it is made up.\n")
