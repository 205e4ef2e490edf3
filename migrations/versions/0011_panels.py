"""meetings, recommendations with all their reasons, the chair's exception, and the ladder of escalation"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = ("chair_exception", "escalation_view", "proposed_condition", "recommendation_addendum", "settlement")
ADDED_TO_ATTENDANCE = (
    sa.Column("role", sa.String(), nullable=False, server_default="member"),
    sa.Column("counts", sa.Boolean(), nullable=False, server_default=sa.true()),
)
ADDED = {
    "attendance": ADDED_TO_ATTENDANCE,
    "panel_meeting": (sa.Column("papers_sent_on", sa.Date()),),
    "panel_item": (
        sa.Column("discussed_from", sa.DateTime(timezone=True)),
        sa.Column("discussed_until", sa.DateTime(timezone=True)),
        sa.Column("deferral_owner", sa.String()),
        sa.Column("deferral_due_on", sa.Date()),
    ),
    "recommendation": (
        sa.Column("gravity_final", sa.Integer()),
        sa.Column("deviation_reason", sa.String()),
        sa.Column("differs_from_worker", sa.Boolean()),
        sa.Column("differs_from_police", sa.Boolean()),
        sa.Column("differs_from_matrix", sa.Boolean()),
    ),
}
NEW = (
    "apology",
    "chair_exception",
    "escalation",
    "escalation_level",
    "escalation_view",
    "recommendation_addendum",
    "proposed_condition",
    "settlement",
)


def upgrade() -> None:
    add_tables()
    for table, columns in ADDED.items():
        for column in columns:
            op.add_column(table, column)
    for table in ONLY_ADDED_TO:
        only_added_to(table)


def downgrade() -> None:
    for table, columns in ADDED.items():
        for column in columns:
            # By hand: the way round through a new table would drop a table that signed rows refer to.
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column.name}")
    for table in reversed(NEW):
        op.drop_table(table)


def only_added_to(table: str) -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    refuse = "EXECUTE FUNCTION refuse_change()"
    if not postgresql:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
    for event in ("UPDATE", "DELETE"):
        name = f"{table}_refuses_{event.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {refuse}")


def add_tables() -> None:
    op.create_table(
        "apology",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["panel_meeting.id"], name=op.f("fk_apology_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_apology_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_apology_recorded_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_apology")),
        sa.UniqueConstraint("meeting_id", "person_id", name=op.f("uq_apology_meeting_id_person_id")),
    )
    with op.batch_alter_table("apology", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_apology_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_apology_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "chair_exception",
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("granted_by", sa.Uuid(), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["granted_by"], ["person.id"], name=op.f("fk_chair_exception_granted_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_chair_exception_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_chair_exception")),
    )
    with op.batch_alter_table("chair_exception", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_chair_exception_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_chair_exception_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "escalation",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("raised_by", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("raised_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("competing", sa.JSON(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workflow_version", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["panel_item.id"], name=op.f("fk_escalation_item_id")),
        sa.ForeignKeyConstraint(["raised_by"], ["person.id"], name=op.f("fk_escalation_raised_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_escalation_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation")),
    )
    with op.batch_alter_table("escalation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalation_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalation_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalation_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "escalation_level",
        sa.Column("escalation_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("began_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("overdue_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["escalation_id"], ["escalation.id"], name=op.f("fk_escalation_level_escalation_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_escalation_level_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_level")),
        sa.UniqueConstraint("escalation_id", "level", name=op.f("uq_escalation_level_escalation_id_level")),
    )
    with op.batch_alter_table("escalation_level", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalation_level_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalation_level_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "escalation_view",
        sa.Column("escalation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("offence_id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("given_by", sa.Uuid(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["escalation_id"], ["escalation.id"], name=op.f("fk_escalation_view_escalation_id")),
        sa.ForeignKeyConstraint(["given_by"], ["person.id"], name=op.f("fk_escalation_view_given_by")),
        sa.ForeignKeyConstraint(["offence_id"], ["offence.id"], name=op.f("fk_escalation_view_offence_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_escalation_view_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_escalation_view")),
        sa.UniqueConstraint("escalation_id", "number", name=op.f("uq_escalation_view_escalation_id_number")),
    )
    with op.batch_alter_table("escalation_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_escalation_view_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_escalation_view_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "proposed_condition",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_proposed_condition_recommendation_id")
        ),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_proposed_condition_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_condition")),
    )
    with op.batch_alter_table("proposed_condition", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_proposed_condition_area"), ["area"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_proposed_condition_recommendation_id"), ["recommendation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_proposed_condition_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "recommendation_addendum",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_recommendation_addendum_recommendation_id")
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_recommendation_addendum_recorded_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_recommendation_addendum_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation_addendum")),
    )
    with op.batch_alter_table("recommendation_addendum", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_addendum_area"), ["area"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_recommendation_addendum_recommendation_id"), ["recommendation_id"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_recommendation_addendum_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "settlement",
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("escalation_id", sa.Uuid(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("days_taken", sa.Integer(), nullable=False),
        sa.Column("competing", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["escalation_id"], ["escalation.id"], name=op.f("fk_settlement_escalation_id")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_settlement_recommendation_id")
        ),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_settlement_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settlement")),
        sa.UniqueConstraint("recommendation_id", name=op.f("uq_settlement_recommendation_id")),
    )
    with op.batch_alter_table("settlement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_settlement_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_settlement_escalation_id"), ["escalation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_settlement_referral_id"), ["referral_id"], unique=False)
