"""Every test that needs a database runs on both, each on a database of its own that is emptied before it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import settings

from oocd import config, schema
from oocd.accounts import service as accounts
from oocd.db import db, everywhere
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


@pytest.fixture
def people(app: Flask) -> People:
    """The demonstration's accounts, each with a token; `people.manager.post(...)` acts as one of them."""
    with app.app_context(), everywhere():
        demo_people.create_accounts()
        tokens = {
            account.email.partition("@")[0]: accounts.issue_token(account.email, name="test")
            for account in demo_people.ACCOUNTS
        }
        db.session.commit()
    return People(app, tokens)


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


def settings_for(url: str, env: str = "test") -> config.Settings:
    return config.from_environment({"OOCD_DATABASE_URL": url, "OOCD_ENV": env, "OOCD_SECRET_KEY": "a test's secret"})


def _migrated_app(url: str) -> Iterator[Flask]:
    app = create_app(settings_for(url))
    with app.app_context():
        schema.upgrade()
        if url.startswith("sqlite"):
            db.engine.dispose()
            shutil.copy(_file_of(url), f"{_file_of(url)}.empty")
    yield app
    with app.app_context():
        db.engine.dispose()


def empty(app: Flask) -> None:
    with app.app_context():
        url = str(app.config["SQLALCHEMY_ENGINES"]["default"])
        if url.startswith("sqlite"):
            db.engine.dispose()
            for leftover in ("-wal", "-shm"):
                Path(f"{_file_of(url)}{leftover}").unlink(missing_ok=True)
            shutil.copy(f"{_file_of(url)}.empty", _file_of(url))
        else:
            with db.engine.begin() as connection:
                connection.execute(EMPTY_WHAT_WAS_FILLED)


def _file_of(url: str) -> str:
    return url.removeprefix("sqlite:///")
