"""Throwaway databases that wait for the disk, and the service on each."""

import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from functools import partial
from typing import Any, NamedTuple

import psycopg
from flask import Flask
from sqlalchemy import URL, Engine, event, make_url

from oocd import config, schema
from oocd.accounts.actor import Actor
from oocd.db import db, everywhere, set_up_sqlite
from oocd.demo import people
from oocd.factory import create_app
from tests.postgres import throwaway_postgres

DISK = "/var/tmp"  # /tmp may be memory, where a commit costs nothing


@contextmanager
def throwaway_sqlite() -> Iterator[str]:
    """Yield the SQLAlchemy URL of a file that does not exist yet, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="oocd-sqlite-", dir=DISK) as folder:
        yield f"sqlite:///{folder}/oocd.db"


Throwaway = Callable[[], AbstractContextManager[str]]

DURABLE: Mapping[str, Throwaway] = {
    "SQLite": throwaway_sqlite,
    "PostgreSQL": partial(throwaway_postgres, durable=True),
}
CARELESS: Mapping[str, Throwaway] = {"SQLite": throwaway_sqlite, "PostgreSQL": throwaway_postgres}
"""For what only reads: nobody waits for the disk while a million rows are put in."""


@contextmanager
def service_on(url: str, *, scheduler: str = "embedded") -> Iterator[Flask]:
    """The service on an empty, migrated database."""
    environ = {"OOCD_DATABASE_URL": url, "OOCD_ENV": "test", "OOCD_SECRET_KEY": "a benchmark's secret"}
    app = create_app(config.from_environment({**environ, "OOCD_SCHEDULER": scheduler}))
    with app.app_context():
        schema.upgrade()
    try:
        yield app
    finally:
        with app.app_context():
            db.engine.dispose()


def make_people() -> dict[str, Actor]:
    """The demonstration's accounts, as services are told of them; needs an app context, as most here."""
    with everywhere():
        made = people.create_accounts()
        db.session.commit()
    return made


@contextmanager
def raw_connection(url: str) -> Iterator[Any]:
    """The driver alone, on the same database with the same settings: the floor of everything here."""
    parsed = make_url(url)
    connection: Any = psycopg.connect(_libpq(parsed)) if parsed.drivername.startswith("postgresql") else _sqlite(parsed)
    try:
        yield connection
    finally:
        connection.close()


def is_sqlite(raw: Any) -> bool:
    return isinstance(raw, sqlite3.Connection)


def _sqlite(url: URL) -> Any:
    connection = sqlite3.connect(url.database or "")
    set_up_sqlite(connection, None)
    return connection


def _libpq(url: URL) -> str:
    return url.set(drivername="postgresql").render_as_string(hide_password=False)


class Statement(NamedTuple):
    """What one cursor was given; `many` if its values are a list of rows."""

    text: str
    values: Any
    many: bool


@contextmanager
def heard(engine: Engine) -> Iterator[list[Statement]]:
    """Every statement that goes through the engine while inside."""
    sent: list[Statement] = []

    def note(_connection: Any, _cursor: Any, text: str, values: Any, _context: Any, many: bool) -> None:
        sent.append(Statement(text, values, many))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
