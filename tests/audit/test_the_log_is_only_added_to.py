"""The database itself refuses to edit or delete what is only ever added to, whoever asks."""

import importlib.util
from pathlib import Path

import pytest
import sqlalchemy as sa

from oocd import clock
from oocd.audit import service
from oocd.config import ROOT
from oocd.db import Base, db, everywhere
from tests.audit.database import read
from tests.audit.life import WholeLife
from tests.exchange.sheets import as_if_imported
from tests.screening.copies import loaded
from tests.story import Case, child, nothing_written
from tests.tasks.desk import given_by_name_and_covered
from tests.timing.timed import as_if_timed


def only_added_to() -> tuple[str, ...]:
    """Every table some migration names so."""
    return tuple(table for path in sorted(ROOT.glob("migrations/versions/*.py")) for table in named_in(path))


def named_in(path: Path) -> tuple[str, ...]:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    migration = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(migration)
    return getattr(migration, "ONLY_ADDED_TO", ())


def test_the_database_refuses_to_edit_or_delete_what_was_written(app, people):
    case = WholeLife(people).closed("youth_conditional_caution")
    as_if_imported(case)
    as_if_timed(case)
    given_by_name_and_covered(Case(people).on_the_street("screen", of=child(child_ref="C-2")))
    listed = {"area": "buckinghamshire", "period_from": "2026-01-01", "period_to": str(clock.today()), "listed": []}
    people.manager.post("/street-reconciliations", listed).ok()
    loaded(app)
    with app.app_context(), everywhere():
        service.anchor(clock.today())
        db.session.commit()
    with nothing_written(people):
        for table in only_added_to():
            assert read(app, f"SELECT * FROM {table}"), f"The case left nothing in {table}, so nothing is proved."
            column = Base.metadata.tables[table].columns.keys()[-1]
            for statement in (f"UPDATE {table} SET {column} = {column}", f"DELETE FROM {table}"):
                refuses(app, statement, f"{table} is only ever added to")


def refuses(app, statement, words):
    with (
        app.app_context(),
        pytest.raises(sa.exc.DatabaseError, match=words),
        db.engine.begin() as connection,
    ):
        connection.execute(sa.text(statement))


def test_everything_the_design_calls_signed_or_logged_is_on_that_list():
    promised = {"audit_entry", "access_entry", "audit_anchor", "workflow_move", "vote", "recommendation", "decision"}
    assert promised <= set(only_added_to())
