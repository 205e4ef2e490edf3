"""lists of work: a step given to a person by name, cover for leave, and overdue steps brought before managers"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = ("assignment", "overdue_step")


def upgrade() -> None:
    op.create_table(
        "assignment",
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("assigned_by", sa.Uuid(), nullable=True),
        sa.Column("assigned_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_assignment_to_id")),
        sa.ForeignKeyConstraint(["assigned_by"], ["person.id"], name=op.f("fk_assignment_assigned_by")),
        *of_case("assignment"),
    )
    op.create_table(
        "overdue_step",
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("case_version", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("owner_id", sa.Uuid(), nullable=True),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["owner_id"], ["person.id"], name=op.f("fk_overdue_step_owner_id")),
        sa.UniqueConstraint(
            *("referral_id", "reason", "case_version", "due_on"),
            name=op.f("uq_overdue_step_referral_id_reason_case_version_due_on"),
        ),
        *of_case("overdue_step"),
    )
    op.create_table(
        "cover",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("covered_by", sa.Uuid(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("to_date", sa.Date(), nullable=False),
        sa.Column("set_by", sa.Uuid(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_cover_person_id")),
        sa.ForeignKeyConstraint(["covered_by"], ["person.id"], name=op.f("fk_cover_covered_by")),
        sa.ForeignKeyConstraint(["set_by"], ["person.id"], name=op.f("fk_cover_set_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover")),
    )
    for table, columns in {
        "assignment": ("to_id", "referral_id", "area"),
        "overdue_step": ("referral_id", "area"),
        "cover": ("person_id", "covered_by", "area"),
    }.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    for table in ONLY_ADDED_TO:
        only_added_to(table)


def downgrade() -> None:
    for table in ("cover", *reversed(ONLY_ADDED_TO)):
        op.drop_table(table)


def of_case(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """The columns of every row of a case."""
    return (
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
        name = f"{table}_refuses_{event}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {refuse}")
