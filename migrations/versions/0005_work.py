"""the plan and its versions, each session offered and what came of it"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = ("intervention_version", "no_programme", "session_record", "work_plan", "work_session")
intervention = sa.table(
    "intervention", *(sa.column(name) for name in ("id", "referral_id", "area", "objective", "agency", "agreed_on"))
)
intervention_version = sa.table(
    "intervention_version",
    *(sa.column(name) for name in ("id", "referral_id", "area", "intervention_id", "number", "objective", "agency")),
    sa.column("written_at", sa.DateTime(timezone=True)),
)
work_session = sa.table(
    "work_session",
    *(sa.column(name) for name in ("id", "referral_id", "area", "held_on", "planned_on", "attended", "before_outcome")),
    *(sa.column(name) for name in ("recorded_by", "offered_by")),
    sa.column("offered_at", sa.DateTime(timezone=True)),
)
session_record = sa.table(
    "session_record",
    *(sa.column(name) for name in ("id", "referral_id", "area", "session_id", "number", "result", "held_on")),
    *(sa.column(name) for name in ("before_outcome", "recorded_by")),
    sa.column("recorded_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    op.create_table(
        "work_plan",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("what_helps", sa.String(), nullable=False),
        sa.Column("victim_safety", sa.String(), nullable=False),
        sa.Column("contingency", sa.String(), nullable=False),
        sa.Column("exit_route", sa.String(), nullable=False),
        sa.Column("agreed_with_child_on", sa.Date(), nullable=True),
        sa.Column("agreed_with_carer_on", sa.Date(), nullable=True),
        sa.Column("why_changed", sa.String(), nullable=True),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_work_plan_referral_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_work_plan_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_plan")),
        sa.UniqueConstraint("referral_id", "number", name=op.f("uq_work_plan_referral_id_number")),
    )
    with op.batch_alter_table("work_plan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_plan_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_work_plan_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "no_programme",
        sa.Column("offence_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["person.id"], name=op.f("fk_no_programme_decided_by")),
        sa.ForeignKeyConstraint(["offence_id"], ["offence.id"], name=op.f("fk_no_programme_offence_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_no_programme_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_no_programme")),
    )
    with op.batch_alter_table("no_programme", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_no_programme_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_no_programme_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "intervention_version",
        sa.Column("intervention_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("objective", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=True),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("worker_id", sa.Uuid(), nullable=True),
        sa.Column("start_by", sa.Date(), nullable=True),
        sa.Column("end_by", sa.Date(), nullable=True),
        sa.Column("sequence", sa.Integer(), nullable=True),
        sa.Column("why_changed", sa.String(), nullable=True),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["intervention_id"], ["intervention.id"], name=op.f("fk_intervention_version_intervention_id")
        ),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_intervention_version_referral_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["person.id"], name=op.f("fk_intervention_version_worker_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_intervention_version_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervention_version")),
        sa.UniqueConstraint("intervention_id", "number", name=op.f("uq_intervention_version_intervention_id_number")),
    )
    with op.batch_alter_table("intervention_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intervention_version_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_intervention_version_intervention_id"), ["intervention_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_intervention_version_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "session_record",
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("before_outcome", sa.Boolean(), nullable=False),
        sa.Column("corrected_because", sa.String(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_session_record_recorded_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_session_record_referral_id")),
        sa.ForeignKeyConstraint(["session_id"], ["work_session.id"], name=op.f("fk_session_record_session_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_record")),
        sa.UniqueConstraint("session_id", "number", name=op.f("uq_session_record_session_id_number")),
    )
    with op.batch_alter_table("session_record", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_record_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_record_referral_id"), ["referral_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_session_record_session_id"), ["session_id"], unique=False)

    _add_to_intervention_and_session()
    _what_was_agreed_becomes_a_version()
    _what_came_of_a_session_becomes_a_record()
    _drop_what_moved()
    _refuse_changes()


def downgrade() -> None:
    _allow_changes()
    _put_back_what_moved()
    with op.batch_alter_table("session_record", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_record_session_id"))
        batch_op.drop_index(batch_op.f("ix_session_record_referral_id"))
        batch_op.drop_index(batch_op.f("ix_session_record_area"))

    op.drop_table("session_record")
    with op.batch_alter_table("intervention_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intervention_version_referral_id"))
        batch_op.drop_index(batch_op.f("ix_intervention_version_intervention_id"))
        batch_op.drop_index(batch_op.f("ix_intervention_version_area"))

    op.drop_table("intervention_version")
    with op.batch_alter_table("no_programme", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_no_programme_referral_id"))
        batch_op.drop_index(batch_op.f("ix_no_programme_area"))

    op.drop_table("no_programme")
    with op.batch_alter_table("work_plan", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_plan_referral_id"))
        batch_op.drop_index(batch_op.f("ix_work_plan_area"))

    op.drop_table("work_plan")


def _add_to_intervention_and_session() -> None:
    with op.batch_alter_table("intervention") as batch_op:
        batch_op.add_column(sa.Column("offence_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("voluntary", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("result", sa.String(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_intervention_offence_id"), "offence", ["offence_id"], ["id"])
    with op.batch_alter_table("intervention") as batch_op:
        batch_op.alter_column("voluntary", existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("work_session") as batch_op:
        batch_op.add_column(sa.Column("planned_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("place", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("offered_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("offered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_work_session_offered_by"), "person", ["offered_by"], ["id"])


def _what_was_agreed_becomes_a_version() -> None:
    """The first version takes the id of its work: no database here makes one up."""
    kept = intervention.c
    columns = ["id", "referral_id", "area", "intervention_id", "number", "objective", "agency", "written_at"]
    rows = sa.select(
        kept.id,
        kept.referral_id,
        kept.area,
        kept.id,
        sa.literal(1),
        kept.objective,
        kept.agency,
        _moment(kept.agreed_on),
    )
    op.execute(sa.insert(intervention_version).from_select(columns, rows))


def _what_came_of_a_session_becomes_a_record() -> None:
    kept = work_session.c
    result = sa.case((kept.attended, "attended"), else_="missed")
    columns = ["id", "referral_id", "area", "session_id", "number", "result", "held_on", "before_outcome"]
    rows = sa.select(
        kept.id, kept.referral_id, kept.area, kept.id, sa.literal(1), result, kept.held_on, kept.before_outcome
    ).add_columns(kept.recorded_by, _moment(kept.held_on))
    op.execute(sa.insert(session_record).from_select([*columns, "recorded_by", "recorded_at"], rows))
    op.execute(
        sa.update(work_session).values(
            planned_on=kept.held_on, offered_by=kept.recorded_by, offered_at=_moment(kept.held_on)
        )
    )


def _moment(day: sa.ColumnClause[Any]) -> Any:
    """A day as a moment: SQLite keeps both as text and would not make one of the other."""
    sqlite = op.get_bind().dialect.name == "sqlite"
    return day.op("||")(" 00:00:00.000000") if sqlite else sa.cast(day, sa.DateTime(timezone=True))


def _drop_what_moved() -> None:
    with op.batch_alter_table("intervention") as batch_op:
        batch_op.drop_column("objective")
        batch_op.drop_column("agency")
    with op.batch_alter_table("work_session") as batch_op:
        batch_op.alter_column("planned_on", existing_type=sa.Date(), nullable=False)
        batch_op.alter_column("offered_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.drop_constraint(batch_op.f("fk_work_session_recorded_by"), type_="foreignkey")
        for name in ("held_on", "attended", "before_outcome", "recorded_by"):
            batch_op.drop_column(name)


def _put_back_what_moved() -> None:
    """What the last version and record say; a session of which nothing was recorded has no place in the old shape."""
    with op.batch_alter_table("intervention") as batch_op:
        batch_op.add_column(sa.Column("objective", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("agency", sa.String(), nullable=True))
    with op.batch_alter_table("work_session") as batch_op:
        batch_op.add_column(sa.Column("held_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("attended", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("before_outcome", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("recorded_by", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_work_session_recorded_by"), "person", ["recorded_by"], ["id"])
    said, record = intervention_version.c, session_record.c
    for name in ("objective", "agency"):
        last = sa.select(said[name]).where(said.intervention_id == intervention.c.id).order_by(said.number.desc())
        op.execute(sa.update(intervention).values({name: last.limit(1).scalar_subquery()}))
    recorded = sa.select(record.session_id)
    op.execute(sa.delete(work_session).where(work_session.c.id.not_in(recorded)))
    for name, kept in {
        "held_on": record.held_on,
        "attended": record.result == "attended",
        "before_outcome": record.before_outcome,
        "recorded_by": record.recorded_by,
    }.items():
        last = sa.select(kept).where(record.session_id == work_session.c.id).order_by(record.number.desc())
        op.execute(sa.update(work_session).values({name: last.limit(1).scalar_subquery()}))
    _close_the_old_shape()


def _close_the_old_shape() -> None:
    with op.batch_alter_table("intervention") as batch_op:
        for name in ("objective", "agency"):
            batch_op.alter_column(name, existing_type=sa.String(), nullable=False)
        batch_op.drop_constraint(batch_op.f("fk_intervention_offence_id"), type_="foreignkey")
        for name in ("offence_id", "voluntary", "result"):
            batch_op.drop_column(name)
    with op.batch_alter_table("work_session") as batch_op:
        batch_op.alter_column("held_on", existing_type=sa.Date(), nullable=False)
        for name in ("attended", "before_outcome"):
            batch_op.alter_column(name, existing_type=sa.Boolean(), nullable=False)
        batch_op.alter_column("recorded_by", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_constraint(batch_op.f("fk_work_session_offered_by"), type_="foreignkey")
        for name in ("planned_on", "place", "offered_by", "offered_at"):
            batch_op.drop_column(name)


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
