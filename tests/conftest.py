"""Every test that needs a database runs on both, each on a database of its own that is emptied before it."""

import gc
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import settings

from oocd import config, schema
from oocd.accounts import service as accounts
from oocd.db import Base, db, everywhere
from oocd.demo import people as demo_people
from oocd.factory import create_app
from tests.people import People
from tests.postgres import throwaway_postgres

# A property may take the time it needs: a busy machine is not a finding.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")

# Far quicker than a TRUNCATE of every table. Replicas ask no trigger and no foreign key, so that order is nothing.
EMPTY_WHAT_WAS_FILLED = sa.text("""
    DO $$ DECLARE held text; filled boolean; BEGIN
        SET LOCAL session_replication_role = replica;
        FOR held IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version' LOOP
            EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I)', held) INTO filled;
            IF filled THEN EXECUTE format('DELETE FROM %I', held); END IF;
        END LOOP;
    END $$
""")


ASK_NO_TRIGGER = "SET LOCAL session_replication_role = replica"


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """argon2 is slow on purpose; the tests prove that it is asked, not how long it takes."""
    with pytest.MonkeyPatch.context() as patch:
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        patch.setattr(accounts, "hasher", quick)
        yield


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    with throwaway_postgres() as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    yield from _migrated_app(f"sqlite:///{tmp_path_factory.mktemp('sqlite') / 'oocd.db'}")


@pytest.fixture(scope="session")
def postgres_app(postgres_url: str) -> Iterator[Flask]:
    yield from _migrated_app(postgres_url)


@pytest.fixture(params=["sqlite", "postgresql"])
def app(request: pytest.FixtureRequest) -> Flask:
    """The service on an empty database, of either kind."""
    name = {"sqlite": "sqlite_app", "postgresql": "postgres_app"}[request.param]
    made: Flask = request.getfixturevalue(name)
    empty(made)
    return made


@pytest.fixture(scope="session")
def accounts_of() -> dict[str, "MovedIn"]:
    """By database: the demonstration's accounts, made once. Making them anew was a third of what the suite cost."""
    return {}


@pytest.fixture(scope="session")
def empty_database() -> Callable[[Flask], None]:
    """For a test that chooses its database itself."""
    return empty


@pytest.fixture
def people(app: Flask, accounts_of: dict[str, "MovedIn"]) -> People:
    """The demonstration's accounts, each with a token; `people.manager.post(...)` acts as one of them."""
    url = _url_of(app)
    if url in accounts_of:
        accounts_of[url].put_back(app)
    else:
        accounts_of[url] = MovedIn(app)
    return People(app, accounts_of[url].tokens)


@pytest.fixture
def production(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Flask:
    """The same service and database, told that children's lives hang on it."""
    settings = config.from_environment(
        {
            "OOCD_ENV": "production",
            "OOCD_SECRET_KEY": "its own long secret",
            "OOCD_DATABASE_URL": app.config["OOCD"].database_url,
        }
    )
    monkeypatch.setitem(app.config, "OOCD", settings)
    return app


class MovedIn:
    """A database that holds the accounts and nothing else, kept so that it can be put back."""

    def __init__(self, app: Flask) -> None:
        with app.app_context(), everywhere():
            demo_people.create_accounts()
            self.tokens = {
                account.email.partition("@")[0]: accounts.issue_token(account.email, name="test")
                for account in demo_people.ACCOUNTS
            }
            db.session.commit()
            self._rows = self._keep()

    def put_back(self, app: Flask) -> None:
        """Into a database that was just emptied."""
        with app.app_context():
            if is_sqlite():
                _replace_file_by("people")
                return
            with db.engine.begin() as connection, _driver(connection).cursor() as cursor:
                cursor.execute(ASK_NO_TRIGGER)
                for table, rows in self._rows.items():
                    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                        copy.write(rows)

    def _keep(self) -> dict[str, bytes]:
        """On PostgreSQL the rows of every table that has any; SQLite keeps its whole file."""
        if is_sqlite():
            _keep_file_as("people")
            return {}
        kept = {}
        with db.engine.connect() as connection, _driver(connection).cursor() as cursor:
            for table in Base.metadata.tables:
                with cursor.copy(f"COPY {table} TO STDOUT") as copy:
                    kept[table] = b"".join(copy)
        return {table: rows for table, rows in kept.items() if rows}


def settings_for(url: str, env: str = "test") -> config.Settings:
    return config.from_environment({"OOCD_DATABASE_URL": url, "OOCD_ENV": env, "OOCD_SECRET_KEY": "a test's secret"})


def _migrated_app(url: str) -> Iterator[Flask]:
    app = create_app(settings_for(url))
    with app.app_context():
        schema.upgrade()
        if is_sqlite():
            _keep_file_as("empty")
    leave_the_service_out_of_garbage_collection()
    yield app
    with app.app_context():
        db.engine.dispose()


def leave_the_service_out_of_garbage_collection() -> None:
    """None of it ever becomes garbage, and looking through it again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000)


def empty(app: Flask) -> None:
    with app.app_context():
        if is_sqlite():
            _replace_file_by("empty")
        else:
            with db.engine.begin() as connection:
                connection.execute(EMPTY_WHAT_WAS_FILLED)


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


def _url_of(app: Flask) -> str:
    return str(app.config["SQLALCHEMY_ENGINES"]["default"])


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection


def _file() -> Path:
    return Path(str(db.engine.url.database))


def _keep_file_as(name: str) -> None:
    db.engine.dispose()  # the last connection to close leaves nothing beside the file
    shutil.copy(_file(), f"{_file()}.{name}")


def _replace_file_by(name: str) -> None:
    db.engine.dispose()
    for leftover in ("-wal", "-shm"):
        Path(f"{_file()}{leftover}").unlink(missing_ok=True)
    shutil.copy(f"{_file()}.{name}", _file())
