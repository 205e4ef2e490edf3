"""victims: consent by purpose, identity apart, putting things right, what they were told"""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = ("restorative_step", "victim_consent", "victim_contact", "victim_told")
NEW = (*ONLY_ADDED_TO, "victim_identity", "victim_offence")

SHARED = {"id": sa.Uuid(), "area": sa.String(), "referral_id": sa.Uuid(), "victim_id": sa.Uuid()}
ADDED = {"victim_ref": sa.String(), "recorded_at": sa.DateTime(timezone=True)}
WAS = {"number": sa.Integer(), "contact_consent": sa.String(), "asked_on": sa.Date()}
ANSWER = {"number": sa.Integer(), "purpose": sa.String(), "state": sa.String(), "said_on": sa.Date()}


def _table(name: str, columns: dict[str, Any]) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, kind) for column, kind in columns.items()))


victim = _table("victim", {**{name: SHARED[name] for name in ("id", "area", "referral_id")}, **ADDED, **WAS})
offence = _table("offence", {"id": sa.Uuid(), "referral_id": sa.Uuid()})
referral = _table("referral", {"id": sa.Uuid(), "reference": sa.String()})
consent = _table("victim_consent", {**SHARED, **ANSWER, "recorded_at": sa.DateTime(timezone=True)})
link = _table("victim_offence", {**SHARED, "offence_id": sa.Uuid()})


def upgrade() -> None:
    _create_tables()
    with op.batch_alter_table("victim", schema=None) as batch_op:
        batch_op.add_column(sa.Column("victim_ref", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("enhanced_because", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("in_childs_home", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("recorded_by", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_victim_recorded_by"), "person", ["recorded_by"], ["id"])
    _carry_over()
    with op.batch_alter_table("victim", schema=None) as batch_op:
        batch_op.alter_column("victim_ref", existing_type=sa.String(), nullable=False)
        batch_op.alter_column("recorded_at", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_victim_referral_id_victim_ref"), ["referral_id", "victim_ref"])
        batch_op.drop_column("contact_consent")
        batch_op.drop_column("asked_on")
    _refuse_changes(False, "victim_view")  # SQLite writes the table anew, and its triggers would be lost
    with op.batch_alter_table("victim_view", schema=None) as batch_op:
        batch_op.add_column(sa.Column("given_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("given_how", sa.String(), nullable=True))
        batch_op.alter_column("recorded_by", existing_type=sa.Uuid(), nullable=True)
    _refuse_changes(True, "victim_view", *ONLY_ADDED_TO)


def downgrade() -> None:
    _refuse_changes(False, "victim_view", *ONLY_ADDED_TO)
    with op.batch_alter_table("victim_view", schema=None) as batch_op:
        batch_op.alter_column("recorded_by", existing_type=sa.Uuid(), nullable=False)
        batch_op.drop_column("given_how")
        batch_op.drop_column("given_on")
    _refuse_changes(True, "victim_view")
    with op.batch_alter_table("victim", schema=None) as batch_op:
        batch_op.add_column(sa.Column("contact_consent", sa.String(), nullable=False, server_default="not_asked"))
        batch_op.add_column(sa.Column("asked_on", sa.Date(), nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_victim_referral_id_victim_ref"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_victim_recorded_by"), type_="foreignkey")
        for column in ("recorded_by", "recorded_at", "in_childs_home", "enhanced_because", "victim_ref"):
            batch_op.drop_column(column)
    _carry_back()
    with op.batch_alter_table("victim", schema=None) as batch_op:
        batch_op.alter_column("contact_consent", existing_type=sa.String(), server_default=None)
    for table in NEW:
        op.drop_table(table)


def _carry_over() -> None:
    """What was on record of each victim: of all offences of the case, and the one answer as that for contact."""
    connection, now = op.get_bind(), datetime.now(UTC)
    of_case = sa.select(victim, referral.c.reference).join(referral, referral.c.id == victim.c.referral_id)
    for row in connection.execute(of_case).mappings().all():
        shared = {"area": row["area"], "referral_id": row["referral_id"], "victim_id": row["id"]}
        ref = row["reference"] if row["number"] == 1 else f"{row['reference']}-{row['number']}"
        connection.execute(sa.update(victim).where(victim.c.id == row["id"]).values(victim_ref=ref, recorded_at=now))
        answer = {"number": 1, "purpose": "contact", "state": row["contact_consent"], "said_on": row["asked_on"]}
        connection.execute(sa.insert(consent).values(id=uuid4(), **shared, **answer, recorded_at=now))
        offences = sa.select(offence.c.id).where(offence.c.referral_id == row["referral_id"])
        for offence_id in connection.scalars(offences).all():
            connection.execute(sa.insert(link).values(id=uuid4(), **shared, offence_id=offence_id))


def _carry_back() -> None:
    """The last answer for contact, as the one column knew it."""
    connection = op.get_bind()
    answers = sa.select(consent).where(consent.c.purpose == "contact", consent.c.state != "not_asked")
    for row in connection.execute(answers.order_by(consent.c.said_on, consent.c.number)).mappings().all():
        known = {"contact_consent": row["state"], "asked_on": row["said_on"]}
        connection.execute(sa.update(victim).where(victim.c.id == row["victim_id"]).values(known))


def _refuse_changes(refuse: bool, *tables: str) -> None:
    """As 0002 does: the database itself refuses to edit or delete what is only ever added to."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    for table in tables:
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


def _create_tables() -> None:
    op.create_table(
        "restorative_step",
        sa.Column("victim_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_restorative_step_recorded_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_restorative_step_referral_id")),
        sa.ForeignKeyConstraint(["victim_id"], ["victim.id"], name=op.f("fk_restorative_step_victim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_restorative_step")),
    )
    with op.batch_alter_table("restorative_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_restorative_step_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_restorative_step_referral_id"), ["referral_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_restorative_step_victim_id"), ["victim_id"], unique=False)

    op.create_table(
        "victim_consent",
        sa.Column("victim_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.String(), nullable=True),
        sa.Column("asked_agency", sa.String(), nullable=True),
        sa.Column("asked_how", sa.String(), nullable=True),
        sa.Column("script_version", sa.String(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_victim_consent_recorded_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_victim_consent_referral_id")),
        sa.ForeignKeyConstraint(["victim_id"], ["victim.id"], name=op.f("fk_victim_consent_victim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_victim_consent")),
        sa.UniqueConstraint("victim_id", "number", name=op.f("uq_victim_consent_victim_id_number")),
    )
    with op.batch_alter_table("victim_consent", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_victim_consent_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_victim_consent_referral_id"), ["referral_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_victim_consent_victim_id"), ["victim_id"], unique=False)

    op.create_table(
        "victim_contact",
        sa.Column("victim_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("contacted_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("reached", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_victim_contact_recorded_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_victim_contact_referral_id")),
        sa.ForeignKeyConstraint(["victim_id"], ["victim.id"], name=op.f("fk_victim_contact_victim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_victim_contact")),
    )
    with op.batch_alter_table("victim_contact", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_victim_contact_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_victim_contact_referral_id"), ["referral_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_victim_contact_victim_id"), ["victim_id"], unique=False)

    op.create_table(
        "victim_identity",
        sa.Column("victim_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("address", sa.String(), nullable=True),
        sa.Column("phone", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=True),
        sa.Column("safe_contact", sa.String(), nullable=True),
        sa.Column("named_contact", sa.String(), nullable=True),
        sa.Column("guardian_name", sa.String(), nullable=True),
        sa.Column("guardian_contact", sa.String(), nullable=True),
        sa.Column("guardian_not_involved_because", sa.String(), nullable=True),
        sa.Column("child_id", sa.Uuid(), nullable=True),
        sa.Column("written_by", sa.Uuid(), nullable=True),
        sa.Column("written_agency", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_victim_identity_child_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_victim_identity_referral_id")),
        sa.ForeignKeyConstraint(["victim_id"], ["victim.id"], name=op.f("fk_victim_identity_victim_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_victim_identity_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_victim_identity")),
        sa.UniqueConstraint("victim_id", name=op.f("uq_victim_identity_victim_id")),
    )
    with op.batch_alter_table("victim_identity", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_victim_identity_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_victim_identity_child_id"), ["child_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_victim_identity_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "victim_offence",
        sa.Column("victim_id", sa.Uuid(), nullable=False),
        sa.Column("offence_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["offence_id"], ["offence.id"], name=op.f("fk_victim_offence_offence_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_victim_offence_referral_id")),
        sa.ForeignKeyConstraint(["victim_id"], ["victim.id"], name=op.f("fk_victim_offence_victim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_victim_offence")),
        sa.UniqueConstraint("victim_id", "offence_id", name=op.f("uq_victim_offence_victim_id_offence_id")),
    )
    with op.batch_alter_table("victim_offence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_victim_offence_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_victim_offence_offence_id"), ["offence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_victim_offence_referral_id"), ["referral_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_victim_offence_victim_id"), ["victim_id"], unique=False)

    op.create_table(
        "victim_told",
        sa.Column("victim_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.Column("told_how", sa.String(), nullable=False),
        sa.Column("told_by", sa.String(), nullable=False),
        sa.Column("told_agency", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_victim_told_recorded_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_victim_told_referral_id")),
        sa.ForeignKeyConstraint(["victim_id"], ["victim.id"], name=op.f("fk_victim_told_victim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_victim_told")),
    )
    with op.batch_alter_table("victim_told", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_victim_told_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_victim_told_referral_id"), ["referral_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_victim_told_victim_id"), ["victim_id"], unique=False)
