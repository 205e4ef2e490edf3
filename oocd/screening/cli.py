"""`flask policies import-matrix`: the official scores come in from the partner's own copy, read by two people."""

import csv
import sys
from pathlib import Path

import click
from flask.cli import with_appcontext

from oocd import clock
from oocd.accounts import service as accounts
from oocd.accounts.actor import Actor
from oocd.accounts.errors import UnknownPerson
from oocd.db import db, everywhere
from oocd.policy import service as policy
from oocd.schema import require_current
from oocd.screening import service
from oocd.screening.queries import areas_of_force
from oocd.screening.reading import COLUMNS


@click.command("import-matrix")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--edition", required=True, help="Such as npcc_child_2023.")
@click.option("--entered-by", metavar="EMAIL", help="Who read these scores first.")
@click.option("--checked-by", metavar="EMAIL", help="Who read them second; the two must agree in every line.")
@click.option("--force", help="Folder name of the police force, where the person has a place with several.")
@with_appcontext
def import_matrix(file: Path, edition: str, entered_by: str | None, checked_by: str | None, force: str | None) -> None:
    """Take in the scores of FILE, a CSV or a workbook with the columns offence_id and score.

    The first person enters what they read in the police force's copy; a second person brings what they read. Only when
    the two are the same do the scores count. A file with anything wrong is refused whole, by line, column and reason.
    """
    if bool(entered_by) == bool(checked_by):
        raise click.UsageError("Say who read the scores: --entered-by for the first, --checked-by for the second.")
    require_current()
    content = file.read_bytes()
    with everywhere():
        person = _person(entered_by or checked_by or "")
        if entered_by:
            copy = service.enter_copy(content, edition=edition, by=person, force=force)
            said = f"{len(copy.scores)} scores of {edition} for {copy.force}. They count once a second person brings"
            said += (
                f" the same: flask --app app policies import-matrix THEIR_FILE --edition {edition} --checked-by EMAIL"
            )
        else:
            copy = service.check_copy(content, edition=edition, by=person, force=force)
            said = f"Both read the same {len(copy.scores)} scores of {edition}. They count from now on in: "
            said += f"{', '.join(areas_of_force(copy.force))}."
        db.session.commit()
    click.echo(said)


@click.command("matrix-template")
def matrix_template() -> None:
    """Print a CSV of every offence, for somebody to write the scores of their copy into."""
    in_force = policy.on(clock.today(), min(policy.loaded().areas))
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows((code, "", row["label"]) for code, row in in_force.offences().items())


def _person(email: str) -> Actor:
    found = accounts.find_person(email)
    if found is None:
        raise UnknownPerson(email)
    return accounts.actor(found.id)
