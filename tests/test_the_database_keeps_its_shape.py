"""Migrations: they match the models, go up and down, and an old schema is refused with the command to type."""

from collections import Counter
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic import command

from oocd import schema
from oocd.db import db
from oocd.factory import create_app
from tests.conftest import settings_for
from tests.postgres import throwaway_postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_app(request, tmp_path):
    """The service on a database of its own that nobody has migrated."""
    if request.param == "sqlite":
        yield from closing(create_app(settings_for(f"sqlite:///{tmp_path / 'fresh.db'}")))
    else:
        with throwaway_postgres() as url:
            yield from closing(create_app(settings_for(url)))


def closing(app):
    yield app
    with app.app_context():
        db.engine.dispose()


def test_migrations_and_models_say_the_same(fresh_app):
    with fresh_app.app_context():
        schema.upgrade()
        command.check(schema.alembic_config(db.engine))


def test_migrations_go_up_and_down_and_up_again(fresh_app):
    with fresh_app.app_context():
        schema.upgrade()
        schema.downgrade("base")
        schema.upgrade()
        schema.require_current()


COUNTS = {"none known": (0, 0), "three": (2, 1), "nobody said": (None, None), "half known": (1, None)}


def test_counted_cautions_become_rows_and_counts_again(fresh_app):
    with fresh_app.app_context():
        schema.upgrade("0002")
        insert = (
            "INSERT INTO child (id, area, child_ref, date_of_birth, sex, ethnicity, care_status, send, synthetic,"
            " previous_youth_cautions, previous_conditional_cautions) VALUES"
            " (:id, 'bexley', :ref, '2011-05-04', 'female', 'B1', 'none', 'none', :synthetic, :cautions, :conditional)"
        )
        for ref, (cautions, conditional) in COUNTS.items():
            row = {"id": uuid4().hex, "ref": ref, "synthetic": True, "cautions": cautions, "conditional": conditional}
            ask(insert, **row)
        schema.upgrade("0003")
        declared = dict(ask("SELECT child_ref, history_declared FROM child"))
        assert {ref for ref, said in declared.items() if said} == {"none known", "three"}
        rows = ask("SELECT child_ref, outcome FROM previous_disposal JOIN child ON child.id = child_id")
        cautions, conditional = "youth_caution", "youth_conditional_caution"
        assert Counter(map(tuple, rows)) == {
            ("three", cautions): 2,
            ("three", conditional): 1,
            ("half known", cautions): 1,
        }
        schema.downgrade("0002")
        back = ask("SELECT child_ref, previous_youth_cautions, previous_conditional_cautions FROM child")
        assert {ref: (first, second) for ref, first, second in back} == COUNTS


def ask(statement, **values):
    with db.engine.begin() as connection:
        answer = connection.execute(sa.text(statement), values)
        return answer.all() if answer.returns_rows else []


def test_an_old_schema_is_refused_with_the_command_to_type(fresh_app):
    for args in (["demo", "load"], ["audit", "verify"], ["scheduler", "run"]):
        refused = fresh_app.test_cli_runner().invoke(args=args)
        assert refused.exit_code == 1
        assert "flask --app app db upgrade" in refused.output
