"""the police minimum data set, incidents, earlier cases and allocations"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

COLUMNS = {
    "child": {
        "address": sa.String(),
        "ward": sa.String(),
        "language": sa.String(),
        "interpreter": sa.Boolean(),
        "school": sa.String(),
        "social_worker": sa.String(),
        "placing_authority": sa.String(),
    },
    "offence": {
        "offence_time": sa.Time(),
        "place": sa.String(),
        "arrest_or_interview_date": sa.Date(),
        "co_accused": sa.Integer(),
    },
    "referral": {
        "other_source": sa.String(),
        "returned_from": sa.String(),
        "returned_on": sa.Date(),
        "earlier_id": sa.Uuid(),
        "incident_id": sa.Uuid(),
        "bail_expires_on": sa.Date(),
        "bail_conditions": sa.String(),
        "rui_since": sa.Date(),
        "voluntary_interview_date": sa.Date(),
        "interview_date": sa.Date(),
        "interview_adult_present": sa.Boolean(),
        "interview_solicitor": sa.Boolean(),
        "interview_representative": sa.Boolean(),
        "supervisor": sa.String(),
        "police_proposed_outcome": sa.String(),
        "victim_personal_statement": sa.Boolean(),
        "risk_flags": sa.JSON(),
        "alternatives_tried": sa.String(),
        "transferred_to": sa.String(),
        "charged_on": sa.Date(),
        "sent_by_agency": sa.String(),
    },
}
ONLY_ADDED_TO = ("allocation",)
POINTS_TO = {"earlier_id": "referral", "incident_id": "incident"}


def upgrade() -> None:
    op.create_table(
        "incident",
        sa.Column("police_reference", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("area", "police_reference", name=op.f("uq_incident_area_police_reference")),
    )
    op.create_table(
        "carer",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("relation", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("contact", sa.String(), nullable=True),
        sa.Column("parental_responsibility", sa.Boolean(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_carer_child_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_carer")),
    )
    op.create_table(
        "allocation",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=True),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("allocated_on", sa.Date(), nullable=False),
        sa.Column("allocated_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["from_id"], ["person.id"], name=op.f("fk_allocation_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_allocation_to_id")),
        sa.ForeignKeyConstraint(["allocated_by"], ["person.id"], name=op.f("fk_allocation_allocated_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_allocation_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation")),
        sa.UniqueConstraint("referral_id", "number", name=op.f("uq_allocation_referral_id_number")),
    )
    for table, column in (("carer", "child_id"), ("allocation", "referral_id")):
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    for table in ("incident", "carer", "allocation"):
        op.create_index(op.f(f"ix_{table}_area"), table, ["area"])
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as batch_op:
            for name, kind in columns.items():
                batch_op.add_column(sa.Column(name, kind, nullable=True))
    with op.batch_alter_table("referral") as batch_op:
        for name, target in POINTS_TO.items():
            batch_op.create_foreign_key(batch_op.f(f"fk_referral_{name}"), target, [name], ["id"])
            batch_op.create_index(batch_op.f(f"ix_referral_{name}"), [name])
    op.execute(
        "UPDATE referral SET sent_by_agency = (SELECT agency FROM membership WHERE membership.person_id = sent_by"
        " AND membership.area = referral.area ORDER BY from_date LIMIT 1)"
    )
    for table in ONLY_ADDED_TO:
        _refuse_changes(table)


def downgrade() -> None:
    with op.batch_alter_table("referral") as batch_op:
        for name in POINTS_TO:
            batch_op.drop_index(batch_op.f(f"ix_referral_{name}"))
            batch_op.drop_constraint(batch_op.f(f"fk_referral_{name}"), type_="foreignkey")
    for table, columns in COLUMNS.items():
        with op.batch_alter_table(table) as batch_op:
            for name in columns:
                batch_op.drop_column(name)
    for table in ("allocation", "carer", "incident"):
        op.drop_table(table)


def _refuse_changes(table: str) -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for event in ("UPDATE", "DELETE"):
        action = (
            "EXECUTE FUNCTION refuse_change()"
            if postgresql
            else f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
        )
        op.execute(f"CREATE TRIGGER {table}_refuses_{event.lower()} BEFORE {event} ON {table} FOR EACH ROW {action}")
