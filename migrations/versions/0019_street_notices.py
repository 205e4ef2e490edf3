"""street notices: what the police gave a child before the youth justice service heard of it, and what followed"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = ("street_notice", "street_step", "street_reconciliation", "street_reconciliation_row")


def upgrade() -> None:
    op.add_column("decision", sa.Column("outside_panel", sa.String(), nullable=True))
    op.create_table(
        "street_notice",
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("notified_on", sa.Date(), nullable=False),
        sa.Column("given_by", sa.String(), nullable=False),
        sa.Column("giver_role", sa.String(), nullable=False),
        sa.Column("history_weighed", sa.Boolean(), nullable=True),
        sa.Column("authorised_by", sa.String(), nullable=True),
        sa.Column("authoriser_role", sa.String(), nullable=True),
        sa.Column("adult_role", sa.String(), nullable=True),
        sa.Column("child_agreed", sa.Boolean(), nullable=False),
        sa.Column("victim_view", sa.String(), nullable=True),
        sa.Column("no_victim_view", sa.String(), nullable=True),
        sa.Column("rationale", sa.String(), nullable=True),
        sa.Column("agreed", sa.String(), nullable=True),
        sa.Column("scheme", sa.String(), nullable=True),
        sa.Column("previous_street_crs", sa.Integer(), nullable=False),
        sa.Column("breaches", sa.JSON(), nullable=False),
        sa.Column("not_known", sa.JSON(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *of_case("street_notice"),
    )
    op.create_index(op.f("ix_street_notice_referral_id"), "street_notice", ["referral_id"])
    op.create_index(op.f("ix_street_notice_area"), "street_notice", ["area"])
    op.create_table(
        "street_step",
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *of_case("street_step"),
    )
    op.create_index(op.f("ix_street_step_referral_id"), "street_step", ["referral_id"])
    op.create_index(op.f("ix_street_step_area"), "street_step", ["area"])
    op.create_table(
        "street_reconciliation",
        sa.Column("period_from", sa.Date(), nullable=False),
        sa.Column("period_to", sa.Date(), nullable=False),
        sa.Column("listed", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_street_reconciliation_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_street_reconciliation")),
    )
    op.create_index(op.f("ix_street_reconciliation_area"), "street_reconciliation", ["area"])
    op.create_table(
        "street_reconciliation_row",
        sa.Column("reconciliation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("crime_number", sa.String(), nullable=True),
        sa.Column("child_ref", sa.String(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("found", sa.String(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reconciliation_id"],
            ["street_reconciliation.id"],
            name=op.f("fk_street_reconciliation_row_reconciliation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["referral_id"], ["referral.id"], name=op.f("fk_street_reconciliation_row_referral_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_street_reconciliation_row")),
    )
    for column in ("reconciliation_id", "referral_id", "area"):
        op.create_index(op.f(f"ix_street_reconciliation_row_{column}"), "street_reconciliation_row", [column])
    for table in ONLY_ADDED_TO:
        only_added_to(table)


def downgrade() -> None:
    for table in reversed(ONLY_ADDED_TO):
        op.drop_table(table)
    # By hand: the way round through a new table would drop a table that signed rows refer to.
    op.execute("ALTER TABLE decision DROP COLUMN outside_panel")


def of_case(table: str) -> tuple[sa.schema.SchemaItem, ...]:
    """The columns of every row of a case, and whoever recorded it."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f(f"fk_{table}_recorded_by")),
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
