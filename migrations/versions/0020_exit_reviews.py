"""exit reviews: the day each is planned for, the panel that holds it, and the answer for indicator 6"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = ("exit_review_day",)


def upgrade() -> None:
    op.add_column("panel_meeting", sa.Column("kind", sa.String(), nullable=False, server_default="decision"))
    op.add_column("exit_review", sa.Column("meeting_id", sa.Uuid(), nullable=True))
    op.add_column("exit_review", sa.Column("kpi_6", sa.JSON(), nullable=True))
    with op.batch_alter_table("exit_review") as table:
        table.create_foreign_key(op.f("fk_exit_review_meeting_id"), "panel_meeting", ["meeting_id"], ["id"])
    op.create_table(
        "exit_review_day",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("work_ends_on", sa.Date(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *of_case("exit_review_day"),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_exit_review_day_recorded_by")),
        sa.UniqueConstraint("referral_id", "number", name=op.f("uq_exit_review_day_referral_id_number")),
    )
    op.create_table(
        "review_listing",
        sa.Column("exit_review_id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("listed_by", sa.Uuid(), nullable=True),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("taken_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_off_because", sa.String(), nullable=True),
        *of_case("review_listing"),
        sa.ForeignKeyConstraint(["exit_review_id"], ["exit_review.id"], name=op.f("fk_review_listing_exit_review_id")),
        sa.ForeignKeyConstraint(["meeting_id"], ["panel_meeting.id"], name=op.f("fk_review_listing_meeting_id")),
        sa.ForeignKeyConstraint(["listed_by"], ["person.id"], name=op.f("fk_review_listing_listed_by")),
        sa.UniqueConstraint("meeting_id", "place", name=op.f("uq_review_listing_meeting_id_place")),
    )
    for table, columns in {
        "exit_review_day": ("referral_id", "area"),
        "review_listing": ("referral_id", "area", "exit_review_id", "meeting_id"),
    }.items():
        for column in columns:
            op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    for table in ONLY_ADDED_TO:
        only_added_to(table)


def downgrade() -> None:
    op.drop_table("review_listing")
    op.drop_table("exit_review_day")
    with op.batch_alter_table("exit_review") as table:
        table.drop_constraint(op.f("fk_exit_review_meeting_id"), type_="foreignkey")
        table.drop_column("meeting_id")
        table.drop_column("kpi_6")
    op.execute("ALTER TABLE panel_meeting DROP COLUMN kind")


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
