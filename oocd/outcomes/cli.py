"""`flask policies replay`: ask again what was decided by rules, and see that the answers are the same."""

import sys
from collections import Counter

import click
from flask.cli import with_appcontext

from oocd.db import everywhere, read_one_moment
from oocd.outcomes import replaying
from oocd.schema import require_current

WORDS = {"recommendation": "recommendations", "decision": "decisions", "giving": "outcomes given"}
ROWS_BETWEEN_WORDS = 100


@click.command("replay")
@with_appcontext
def replay() -> None:
    """Ask the kept rules again about the kept facts of every decision. Exits 1 if any answers otherwise."""
    require_current()
    asked: Counter[str] = Counter()
    differing = 0
    with everywhere():
        read_one_moment()
        total = replaying.how_many()
        for number, again in enumerate(replaying.replay_all(), start=1):
            asked[again.kept.what] += 1
            differing += bool(again.differences)
            for difference in again.differences:
                _clear()
                click.echo(str(difference), err=True)
            if number % ROWS_BETWEEN_WORDS == 0:
                _say(number, total)
        left_out = replaying.without_facts()
    _clear()
    counted = ", ".join(f"{words} {asked[what]}" for what, words in WORDS.items())
    click.echo(f"Replayed: {counted}; {differing} differ.")
    if left_out:
        click.echo(f"Left out, because they keep no facts (imported, or from before any were kept): {left_out}.")
    sys.exit(1 if differing else 0)


def _say(number: int, total: int) -> None:
    """A bar where somebody is watching."""
    if sys.stderr.isatty():
        filled = 30 * number // total
        bar = f"[{'#' * filled}{' ' * (30 - filled)}]"
        click.echo(f"\r\033[K{bar} {number:,} of {total:,}", nl=False, err=True)


def _clear() -> None:
    if sys.stderr.isatty():
        click.echo("\r\033[K", nl=False, err=True)
