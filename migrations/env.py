"""Alembic's entry: works on the engine that the service hands over (oocd.schema)."""

from importlib import import_module

from alembic import context
from sqlalchemy import Connection

from oocd.db import Base

# Every room's models, so that autogenerate and the check compare the whole schema.
for room in (
    "accounts",
    "assessment",
    "audit",
    "exchange",
    "interventions",
    "jobs",
    "outcomes",
    "panels",
    "policy",
    "referrals",
):
    import_module(f"oocd.{room}.models")
for room in ("reviews", "screening", "street", "tasks", "timing", "turnaround", "victims", "web", "workflow"):
    import_module(f"oocd.{room}.models")


def is_ours(name: str | None, kind: str, _parents: object) -> bool:
    """The queue's tables are its library's: our models know nothing of them."""
    return not (kind == "table" and name and name.startswith("procrastinate_"))


def switch_foreign_keys(connection: Connection, to: str) -> None:
    """SQLite remakes a table to change it, and would refuse to drop the old one while rows point at it.

    The switch works only outside a transaction, so it goes past SQLAlchemy, which would begin one.
    """
    if connection.dialect.name == "sqlite":
        connection.connection.cursor().execute(f"PRAGMA foreign_keys={to}")


def check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite" and connection.exec_driver_sql("PRAGMA foreign_key_check").all():
        raise RuntimeError("A migration left rows that point at nothing. Nothing was changed.")


with context.config.attributes["engine"].connect() as connection:
    switch_foreign_keys(connection, "OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_name=is_ours,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
        on_version_apply=lambda **_: check_foreign_keys(connection),
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        switch_foreign_keys(connection, "ON")
