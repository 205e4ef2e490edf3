"""One list of every command group; each lives in its room. Here only what belongs to no room."""

import click
from flask import current_app
from flask.cli import with_appcontext

from oocd import schema
from oocd.accounts.cli import cli as accounts
from oocd.audit.cli import cli as audit
from oocd.casefile.cli import explain_rules
from oocd.demo.cli import cli as demo
from oocd.exchange.cli import cli as cases
from oocd.jobs.cli import cli as jobs
from oocd.notifications.cli import cli as notifications
from oocd.outcomes.cli import replay
from oocd.policy import service as policy
from oocd.policy.cli import cli as policies
from oocd.scheduler import run_for_ever
from oocd.screening.cli import import_matrix, matrix_template
from oocd.tasks.cli import end_membership
from oocd.timing.cli import cli as report
from oocd.workflow.cli import cli as workflows

database = schema.Commands("db", help="The shape of the database.")
areas = schema.Commands("areas", help="The areas that have a folder.")
scheduler = schema.DatabaseCommands("scheduler", help="The process that runs timed jobs.")

for command in (explain_rules, import_matrix, matrix_template, replay):
    policies.add_command(command)  # of rooms above, which the policies know nothing of

accounts.add_command(end_membership)  # it asks what is still on their list

COMMANDS = (accounts, areas, audit, cases, database, demo, jobs, notifications, policies, report, scheduler, workflows)


@database.command("upgrade")
@with_appcontext
def upgrade() -> None:
    """Bring the database up to date."""
    schema.upgrade()
    click.echo("The database is up to date.")


@areas.command("list")
def list_areas() -> None:
    """List the areas."""
    for area in sorted(policy.loaded().areas):
        click.echo(f"{area}: {policy.loaded().area(area)['yjs']}")


@scheduler.command("run")
@with_appcontext
def run_scheduler() -> None:
    """Run every job at its time, until stopped: the worker of OOCD_SCHEDULER=worker, as many as you like."""
    run_for_ever(current_app._get_current_object())  # type: ignore[attr-defined]
