"""What the tests of the log do to the database behind the service's back, and how they read it."""

from typing import Any

import sqlalchemy as sa
from flask import Flask

from oocd.db import db


def read(app: Flask, query: str, **values: Any) -> list[Any]:
    """Rows as the database holds them, past every model and criterion."""
    with app.app_context(), db.engine.connect() as connection:
        return list(connection.execute(sa.text(query), values))


OF_THE_LOG = ("access_entry", "audit_anchor", "audit_entry")


def change_by_hand(app: Flask, *statements: str, touching: tuple[str, ...] = OF_THE_LOG, **values: Any) -> None:
    """As a database administrator: these tables' triggers switched off, the statements run, and all put back."""
    with app.app_context(), db.engine.begin() as connection:
        on_again = []
        for table in touching:
            if connection.dialect.name == "postgresql":
                connection.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
                on_again.append(f"ALTER TABLE {table} ENABLE TRIGGER USER")
                continue
            of_table = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
            for name, written in connection.execute(of_table, {"table": table}).all():
                connection.execute(sa.text(f"DROP TRIGGER {name}"))
                on_again.append(written)
        for statement in statements:
            changed = connection.execute(sa.text(statement), values)
            assert changed.rowcount, f"It changed nothing: {statement}"
        for statement in on_again:
            connection.exec_driver_sql(statement)
