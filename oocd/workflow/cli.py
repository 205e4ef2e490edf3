"""`flask workflows`: check and draw the order of work."""

import click

from oocd.schema import Commands
from oocd.workflow import loaded
from oocd.workflow.drawing import draw as drawn

cli = Commands("workflows", help="The order of work, as its files say.")


@cli.command("check")
def check() -> None:
    """Check every file. They are checked at every start: this says what was found to be right."""
    for workflow in loaded():
        click.echo(f"{workflow.name} {workflow.version}: {len(workflow.states)} states, {len(workflow.moves)} moves")


@cli.command("draw")
def draw() -> None:
    """Print every workflow as Mermaid in Markdown: `... draw > docs/workflows.md`."""
    click.echo(drawn(loaded()), nl=False)
