"""gravity: factors ticked one by one, typed scores checked by a second person, scores only added to"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = ("gravity_check", "gravity_factor", "gravity_score")

score = sa.table(
    "gravity_score",
    *(sa.column(name, sa.Uuid()) for name in ("id", "entered_by", "scored_by")),
    sa.column("illustrative", sa.Boolean()),
    sa.column("factors", sa.JSON()),
    sa.column("rationale", sa.String()),
)


def upgrade() -> None:
    op.create_table(
        "gravity_check",
        sa.Column("score_id", sa.Uuid(), nullable=False),
        sa.Column("base_read", sa.Integer(), nullable=False),
        sa.Column("agrees", sa.Boolean(), nullable=False),
        sa.Column("checked_by", sa.Uuid(), nullable=True),
        sa.Column("checked_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["checked_by"], ["person.id"], name=op.f("fk_gravity_check_checked_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_gravity_check_referral_id")),
        sa.ForeignKeyConstraint(["score_id"], ["gravity_score.id"], name=op.f("fk_gravity_check_score_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gravity_check")),
        sa.UniqueConstraint("score_id", name=op.f("uq_gravity_check_score_id")),
    )
    with op.batch_alter_table("gravity_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gravity_check_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_gravity_check_referral_id"), ["referral_id"], unique=False)
    op.create_table(
        "gravity_factor",
        sa.Column("score_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("effect", sa.String(), nullable=False),
        sa.Column("ticked_by", sa.Uuid(), nullable=True),
        sa.Column("ticked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_gravity_factor_referral_id")),
        sa.ForeignKeyConstraint(["score_id"], ["gravity_score.id"], name=op.f("fk_gravity_factor_score_id")),
        sa.ForeignKeyConstraint(["ticked_by"], ["person.id"], name=op.f("fk_gravity_factor_ticked_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gravity_factor")),
        sa.UniqueConstraint("score_id", "code", name=op.f("uq_gravity_factor_score_id_code")),
    )
    with op.batch_alter_table("gravity_factor", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gravity_factor_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_gravity_factor_referral_id"), ["referral_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gravity_factor_score_id"), ["score_id"], unique=False)
    with op.batch_alter_table("gravity_score", schema=None) as batch_op:
        batch_op.add_column(sa.Column("entered_by", sa.Uuid(), nullable=True))
        batch_op.alter_column("scored_by", existing_type=sa.Uuid(), nullable=True)
        batch_op.alter_column("scored_on", existing_type=sa.Date(), nullable=True)
        batch_op.create_foreign_key(batch_op.f("fk_gravity_score_entered_by"), "person", ["entered_by"], ["id"])
    _keep_words_of_factors()
    with op.batch_alter_table("gravity_score", schema=None) as batch_op:
        batch_op.drop_column("factors")
    _refuse_changes(True)


def downgrade() -> None:
    _refuse_changes(False)
    with op.batch_alter_table("gravity_score", schema=None) as batch_op:
        batch_op.add_column(sa.Column("factors", sa.JSON(), nullable=False, server_default="[]"))
        batch_op.drop_constraint(batch_op.f("fk_gravity_score_entered_by"), type_="foreignkey")
        batch_op.alter_column("scored_on", existing_type=sa.Date(), nullable=False)
        batch_op.alter_column("scored_by", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("entered_by")
    with op.batch_alter_table("gravity_score", schema=None) as batch_op:
        batch_op.alter_column("factors", existing_type=sa.JSON(), server_default=None)
    op.drop_table("gravity_factor")
    op.drop_table("gravity_check")


def _keep_words_of_factors() -> None:
    """Factors were free words: they stay with the reasons. Who scored from a copy is who typed it."""
    connection = op.get_bind()
    connection.execute(sa.update(score).where(sa.not_(score.c.illustrative)).values(entered_by=score.c.scored_by))
    for row in connection.execute(sa.select(score.c.id, score.c.factors, score.c.rationale)).all():
        if row.factors:
            reasons = f"{row.rationale} Factors: {'; '.join(row.factors)}.".strip()
            connection.execute(sa.update(score).where(score.c.id == row.id).values(rationale=reasons))


def _refuse_changes(refuse: bool) -> None:
    """As 0002 does: the database itself refuses to edit or delete what is only ever added to."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in ONLY_ADDED_TO:
        for event in ("update", "delete"):
            name = f"{table}_refuses_{event}"
            action = (
                "EXECUTE FUNCTION refuse_change()"
                if postgresql
                else f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
            )
            if refuse:
                op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {action}")
            else:
                op.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if postgresql else ""))
