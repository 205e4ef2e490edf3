"""`flask policies explain`: what a rule or figure is, and what the rules say of one case."""

import sys
import textwrap
from datetime import date, datetime
from shutil import get_terminal_size

import click
import sqlalchemy as sa
from flask.cli import with_appcontext

from oocd import audit, clock
from oocd.accounts.actor import SYSTEM
from oocd.casefile import in_words
from oocd.casefile.explanation import explain
from oocd.db import db, everywhere
from oocd.errors import BadInput
from oocd.policy.cli import day_option, told_of
from oocd.referrals.models import Referral
from oocd.schema import require_current

INDENT = "  "


class NoSuchCase(BadInput):
    def __init__(self, reference: str) -> None:
        super().__init__(f"There is no case {reference!r}. Copy the reference from the case, such as BUC-7F3K9Q2.")


@click.command("explain")
@click.argument("name", required=False)
@click.option(
    "--area", help="The area whose rules are asked. A case has its own; say it where two areas have one reference."
)
@click.option("--case", "reference", help="Explain this case, by its reference: all rules, or only the one named.")
@click.option("--outcome", help="Of a case, only this outcome, by its code.")
@day_option
@with_appcontext
def explain_rules(
    name: str | None, area: str | None, reference: str | None, outcome: str | None, day: datetime | None
) -> None:
    """Say what NAME, a figure such as time/assessment or a rule such as ADM-01, was on a day, and who says so.

    With --case, say what the rules make of one case: for each outcome and moment whether it is open, and each rule
    with the facts it saw.
    """
    on = day.date() if day else clock.today()
    if reference:
        _tell_case(reference, area, on, name, outcome)
    elif name and area and outcome is None:
        click.echo(told_of(name, area, on))
    else:
        raise click.UsageError("Name a rule or figure and its --area, or a --case by its reference.")


def _tell_case(reference: str, area: str | None, day: date, name: str | None, outcome: str | None) -> None:
    """What is read of a case this way is on record like every other reading."""
    require_current()
    asked = []

    def wanted(code: str, rule: str) -> bool:
        asked.append(name in (None, rule) and outcome in (None, code))
        return asked[-1]

    with everywhere():
        for case in _cases(reference, area):
            for depth, words in in_words.explained(explain(case, day), wanted):
                click.echo(_laid_out(depth, words))
            details = {"route": "policies explain"}
            audit.record_access("read", area=case.area, subject=f"referral:{case.id}", by=SYSTEM, details=details)
        db.session.commit()
    if not any(asked):
        raise click.ClickException("No rule of that name is asked here of such an outcome. Leave out one or the other.")


def _cases(reference: str, area: str | None) -> list[Referral]:
    """Every case of this reference: children of one incident may share it. Raises NoSuchCase."""
    named = sa.select(Referral).where(Referral.reference == reference)
    cases = list(db.session.scalars(named.where(Referral.area == area) if area else named))
    if not cases:
        raise NoSuchCase(reference)
    return cases


def _laid_out(depth: int, words: str) -> str:
    """Wrapped and with its headings bold where somebody is watching; in a pipe, a line stays a line."""
    if not sys.stdout.isatty():
        return f"{INDENT * depth}{words}"
    wrapped = textwrap.fill(
        words,
        width=get_terminal_size().columns,
        initial_indent=INDENT * depth,
        subsequent_indent=INDENT * (depth + 1),
    )
    return click.style(wrapped, bold=depth < 3)
