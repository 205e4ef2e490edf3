"""Migrations: they match the models, go up and down, and an old schema is refused with the command to type."""

import pytest
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


def test_an_old_schema_is_refused_with_the_command_to_type(fresh_app):
    for args in (["demo", "load"], ["audit", "verify"], ["scheduler", "run"]):
        refused = fresh_app.test_cli_runner().invoke(args=args)
        assert refused.exit_code == 1
        assert "flask --app app db upgrade" in refused.output
