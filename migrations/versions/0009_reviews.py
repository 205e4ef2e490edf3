"""what was tried before anybody speaks of non-engagement, and reviews on the way and at the end"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = ("adjustment", "contact_attempt", "interim_review", "onward_service")


def upgrade() -> None:
    op.create_table(
        "interim_review",
        sa.Column("next_review_by", sa.Date(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("chaired_by", sa.Uuid(), nullable=True),
        sa.Column("present", sa.JSON(), nullable=True),
        sa.Column("plan_result", sa.String(), nullable=True),
        sa.Column("work_results", sa.JSON(), nullable=True),
        sa.Column("needs", sa.JSON(), nullable=True),
        sa.Column("safety_of_child", sa.String(), nullable=True),
        sa.Column("safety_of_others", sa.String(), nullable=True),
        sa.Column("what_worked", sa.String(), nullable=True),
        sa.Column("child_feedback", sa.String(), nullable=True),
        sa.Column("no_child_feedback", sa.String(), nullable=True),
        sa.Column("family_feedback", sa.String(), nullable=True),
        sa.Column("no_family_feedback", sa.String(), nullable=True),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["chaired_by"], ["person.id"], name=op.f("fk_interim_review_chaired_by")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_interim_review_recorded_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_interim_review_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_interim_review")),
    )
    with op.batch_alter_table("interim_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_interim_review_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_interim_review_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "onward_service",
        sa.Column("exit_review_id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("service", sa.String(), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["exit_review_id"], ["exit_review.id"], name=op.f("fk_onward_service_exit_review_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_onward_service_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_onward_service")),
    )
    with op.batch_alter_table("onward_service", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_onward_service_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_onward_service_exit_review_id"), ["exit_review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_onward_service_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "adjustment",
        sa.Column("intervention_id", sa.Uuid(), nullable=True),
        sa.Column("adjustment", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("considered_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["intervention_id"], ["intervention.id"], name=op.f("fk_adjustment_intervention_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_adjustment_recorded_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_adjustment_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adjustment")),
    )
    with op.batch_alter_table("adjustment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_adjustment_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_adjustment_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "contact_attempt",
        sa.Column("intervention_id", sa.Uuid(), nullable=True),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("whom", sa.String(), nullable=False),
        sa.Column("method", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["intervention.id"], name=op.f("fk_contact_attempt_intervention_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_contact_attempt_made_by")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_contact_attempt_recorded_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_contact_attempt_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_attempt")),
    )
    with op.batch_alter_table("contact_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_attempt_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_contact_attempt_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "non_engagement",
        sa.Column("intervention_id", sa.Uuid(), nullable=False),
        sa.Column("barriers", sa.String(), nullable=False),
        sa.Column("child_says", sa.String(), nullable=True),
        sa.Column("fewer_because", sa.String(), nullable=True),
        sa.Column("no_carer_because", sa.String(), nullable=True),
        sa.Column("raised_by", sa.Uuid(), nullable=True),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.Column("outcomes", sa.JSON(), nullable=True),
        sa.Column("police_told_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workflow_version", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["intervention.id"], name=op.f("fk_non_engagement_intervention_id")
        ),
        sa.ForeignKeyConstraint(["raised_by"], ["person.id"], name=op.f("fk_non_engagement_raised_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_non_engagement_referral_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["person.id"], name=op.f("fk_non_engagement_settled_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_non_engagement")),
    )
    with op.batch_alter_table("non_engagement", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_non_engagement_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_non_engagement_intervention_id"), ["intervention_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_non_engagement_referral_id"), ["referral_id"], unique=False)

    with op.batch_alter_table("exit_review", schema=None) as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("restorative_result", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("victim_told_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("police_told_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("extended_to", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("chaired_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("present", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("work_results", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("needs", sa.JSON(), nullable=True))
        batch_op.add_column(sa.Column("safety_of_child", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("safety_of_others", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("no_child_feedback", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("no_family_feedback", sa.String(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_exit_review_chaired_by"), "person", ["chaired_by"], ["id"])
    with op.batch_alter_table("exit_review") as batch_op:
        batch_op.alter_column("number", existing_type=sa.Integer(), server_default=None)
    _refuse_changes()


def downgrade() -> None:
    _allow_changes()
    with op.batch_alter_table("exit_review", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_exit_review_chaired_by"), type_="foreignkey")
        batch_op.drop_column("no_family_feedback")
        batch_op.drop_column("no_child_feedback")
        batch_op.drop_column("safety_of_others")
        batch_op.drop_column("safety_of_child")
        batch_op.drop_column("needs")
        batch_op.drop_column("work_results")
        batch_op.drop_column("present")
        batch_op.drop_column("chaired_by")
        batch_op.drop_column("extended_to")
        batch_op.drop_column("police_told_on")
        batch_op.drop_column("victim_told_on")
        batch_op.drop_column("restorative_result")
        batch_op.drop_column("number")

    with op.batch_alter_table("non_engagement", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_non_engagement_referral_id"))
        batch_op.drop_index(batch_op.f("ix_non_engagement_intervention_id"))
        batch_op.drop_index(batch_op.f("ix_non_engagement_area"))

    op.drop_table("non_engagement")
    with op.batch_alter_table("contact_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_attempt_referral_id"))
        batch_op.drop_index(batch_op.f("ix_contact_attempt_area"))

    op.drop_table("contact_attempt")
    with op.batch_alter_table("adjustment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_adjustment_referral_id"))
        batch_op.drop_index(batch_op.f("ix_adjustment_area"))

    op.drop_table("adjustment")
    with op.batch_alter_table("onward_service", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_onward_service_referral_id"))
        batch_op.drop_index(batch_op.f("ix_onward_service_exit_review_id"))
        batch_op.drop_index(batch_op.f("ix_onward_service_area"))

    op.drop_table("onward_service")
    with op.batch_alter_table("interim_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_interim_review_referral_id"))
        batch_op.drop_index(batch_op.f("ix_interim_review_area"))

    op.drop_table("interim_review")


def _refuse_changes() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in ONLY_ADDED_TO:
        for event in ("UPDATE", "DELETE"):
            action = (
                "EXECUTE FUNCTION refuse_change()"
                if postgresql
                else f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
            )
            name = f"{table}_refuses_{event.lower()}"
            op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {action}")


def _allow_changes() -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in ONLY_ADDED_TO:
        for event in ("update", "delete"):
            op.execute(f"DROP TRIGGER {table}_refuses_{event}" + (f" ON {table}" if postgresql else ""))
