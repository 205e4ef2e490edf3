"""The shape of the database: brought up to date by one command, and refused while it is old."""

from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from click import ClickException, Context
from flask.cli import AppGroup, ScriptInfo
from sqlalchemy import Engine

from oocd.config import ROOT
from oocd.db import db
from oocd.errors import OocdError

UPGRADE = "flask --app app db upgrade"


class OldSchema(ClickException):
    """The database is not at the newest migration; the message says what to type."""

    def __init__(self) -> None:
        super().__init__(f"The database is not up to date. Type: {UPGRADE}")


def alembic_config(engine: Engine) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["engine"] = engine
    return config


def upgrade(to: str = "head") -> None:
    command.upgrade(alembic_config(db.engine), to)


def downgrade(to: str) -> None:
    command.downgrade(alembic_config(db.engine), to)


def require_current() -> None:
    """Raises OldSchema."""
    newest = ScriptDirectory.from_config(alembic_config(db.engine)).get_current_head()
    with db.engine.connect() as connection:
        if MigrationContext.configure(connection).get_current_revision() != newest:
            raise OldSchema


class Commands(AppGroup):
    """Commands that answer a refusal in one line, not with a traceback."""

    def invoke(self, context: Context) -> Any:
        try:
            return super().invoke(context)
        except OocdError as error:
            raise ClickException(error.detail) from error


class DatabaseCommands(Commands):
    """Commands that work on the database, and refuse an old one with the command to type."""

    def invoke(self, context: Context) -> Any:
        with context.ensure_object(ScriptInfo).load_app().app_context():
            require_current()
        return super().invoke(context)
