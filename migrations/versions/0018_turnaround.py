"""turnaround: what brings a child to voluntary support, the criteria it was held against, and who agreed to it"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = ("turnaround_look", "turnaround_consent")
OF_A_REFERRAL = {"qualifying_event": sa.String(), "qualifying_event_on": sa.Date(), "caretaking_for": sa.String()}


def upgrade() -> None:
    for name, kind in OF_A_REFERRAL.items():
        op.add_column("referral", sa.Column(name, kind, nullable=True))
    op.create_table(
        "turnaround_look",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("offered", sa.Boolean(), nullable=False),
        sa.Column("rule_set", sa.String(), nullable=True),
        sa.Column("qualifying_event", sa.String(), nullable=True),
        sa.Column("qualifying_event_on", sa.Date(), nullable=True),
        sa.Column("window_ends", sa.Date(), nullable=True),
        sa.Column("said_of_exclusions", sa.JSON(), nullable=False),
        sa.Column("other_help", sa.String(), nullable=True),
        sa.Column("rule_reasons", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("edition_hash", sa.String(), nullable=False),
        sa.Column("looked_on", sa.Date(), nullable=False),
        sa.Column("looked_by", sa.Uuid(), nullable=True),
        *of_a_case("turnaround_look"),
        sa.ForeignKeyConstraint(["looked_by"], ["person.id"], name=op.f("fk_turnaround_look_looked_by")),
        sa.UniqueConstraint("referral_id", "number", name=op.f("uq_turnaround_look_referral_id_number")),
    )
    op.create_table(
        "turnaround_consent",
        sa.Column("whose", sa.String(), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("person_name", sa.String(), nullable=True),
        sa.Column("relation", sa.String(), nullable=True),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *of_a_case("turnaround_consent"),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_turnaround_consent_recorded_by")),
    )
    for table in ONLY_ADDED_TO:
        op.create_index(op.f(f"ix_{table}_area"), table, ["area"], unique=False)
        op.create_index(op.f(f"ix_{table}_referral_id"), table, ["referral_id"], unique=False)
        only_added_to(table)


def downgrade() -> None:
    for table in reversed(ONLY_ADDED_TO):
        op.drop_table(table)
    for name in reversed(OF_A_REFERRAL):
        # By hand: the way round through a new table would drop a table that whole cases refer to.
        op.execute(f"ALTER TABLE referral DROP COLUMN {name}")


def of_a_case(table: str) -> tuple[sa.schema.SchemaItem, ...]:
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
