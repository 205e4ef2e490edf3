"""timing: due dates as they were found, and warnings of those that would probably be missed"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = ("due_date", "breach_warning")


def upgrade() -> None:
    op.create_table(
        "due_date",
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("standard", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("starts", sa.String(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("because", sa.String(), nullable=False),
        *of_case("due_date"),
        sa.UniqueConstraint(
            "process_id", "standard", "place", "number", name=op.f("uq_due_date_process_id_standard_place_number")
        ),
    )
    op.create_table(
        "breach_warning",
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("standard", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("percent", sa.Integer(), nullable=False),
        sa.Column("working_days_left", sa.Integer(), nullable=False),
        sa.Column("warned_on", sa.Date(), nullable=False),
        *of_case("breach_warning"),
        sa.UniqueConstraint(
            "process_id", "standard", "due_on", name=op.f("uq_breach_warning_process_id_standard_due_on")
        ),
    )
    op.create_index("ix_workflow_move_recorded_at", "workflow_move", ["recorded_at"])
    for table in ONLY_ADDED_TO:
        for column in ("referral_id", "area"):
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
        only_added_to(table)


def downgrade() -> None:
    op.drop_index("ix_workflow_move_recorded_at", "workflow_move")
    for table in reversed(ONLY_ADDED_TO):
        op.drop_table(table)


def of_case(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    return (
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f(f"fk_{table}_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )


def only_added_to(table: str) -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    refuse = "EXECUTE FUNCTION refuse_change()"
    if not postgresql:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
    for event in ("update", "delete"):
        op.execute(f"CREATE TRIGGER {table}_refuses_{event} BEFORE {event} ON {table} FOR EACH ROW {refuse}")
