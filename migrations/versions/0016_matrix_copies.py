"""matrix copies: the official scores of a police force's own copy, entered by one person and read by a second"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = ("matrix_copy", "matrix_score", "matrix_check")


def upgrade() -> None:
    op.create_table(
        "matrix_copy",
        sa.Column("force", sa.String(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("file_hash", sa.String(), nullable=False),
        sa.Column("entered_by", sa.Uuid(), nullable=True),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["entered_by"], ["person.id"], name=op.f("fk_matrix_copy_entered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matrix_copy")),
        sa.UniqueConstraint("force", "edition", "number", name=op.f("uq_matrix_copy_force_edition_number")),
    )
    op.create_table(
        "matrix_score",
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("offence_id", sa.String(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["copy_id"], ["matrix_copy.id"], name=op.f("fk_matrix_score_copy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matrix_score")),
        sa.UniqueConstraint("copy_id", "offence_id", name=op.f("uq_matrix_score_copy_id_offence_id")),
    )
    op.create_table(
        "matrix_check",
        sa.Column("copy_id", sa.Uuid(), nullable=False),
        sa.Column("file_hash", sa.String(), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["checked_by"], ["person.id"], name=op.f("fk_matrix_check_checked_by")),
        sa.ForeignKeyConstraint(["copy_id"], ["matrix_copy.id"], name=op.f("fk_matrix_check_copy_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matrix_check")),
        sa.UniqueConstraint("copy_id", name=op.f("uq_matrix_check_copy_id")),
    )
    op.add_column("gravity_score", sa.Column("copy_number", sa.Integer(), nullable=True))
    for table in ONLY_ADDED_TO:
        only_added_to(table)


def downgrade() -> None:
    # By hand: the way round through a new table would drop a table that signed rows refer to.
    op.execute("ALTER TABLE gravity_score DROP COLUMN copy_number")
    for table in reversed(ONLY_ADDED_TO):
        op.drop_table(table)


def only_added_to(table: str) -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    refuse = "EXECUTE FUNCTION refuse_change()"
    if not postgresql:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
    for event in ("update", "delete"):
        name = f"{table}_refuses_{event}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {refuse}")
