"""Alembic's entry: works on the engine that the service hands over (oocd.schema)."""

from importlib import import_module

from alembic import context

from oocd.db import Base

# Every room's models, so that autogenerate and the check compare the whole schema.
for room in ("accounts", "assessment", "audit", "interventions", "outcomes", "panels", "policy", "referrals"):
    import_module(f"oocd.{room}.models")
for room in ("reviews", "screening", "victims", "web", "workflow"):
    import_module(f"oocd.{room}.models")

with context.config.attributes["engine"].connect() as connection:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()
