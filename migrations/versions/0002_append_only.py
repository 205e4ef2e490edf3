"""refuse edits and deletions of what is only ever added to"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = (
    "access_entry",
    "audit_anchor",
    "audit_entry",
    "decision",
    "heard_view",
    "police_message",
    "policy_edition",
    "recommendation",
    "victim_view",
    "vote",
    "workflow_move",
)


def upgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    if postgresql:
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$"
            " BEGIN RAISE EXCEPTION '% is only ever added to', TG_TABLE_NAME; END $$"
        )
    for table in ONLY_ADDED_TO:
        for event in ("UPDATE", "DELETE"):
            name = f"{table}_refuses_{event.lower()}"
            action = (
                "EXECUTE FUNCTION refuse_change()"
                if postgresql
                else f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
            )
            op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {action}")


def downgrade() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in ONLY_ADDED_TO:
        for event in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_refuses_{event}" + (f" ON {table}" if postgresql else ""))
    if postgresql:
        op.execute("DROP FUNCTION refuse_change()")
