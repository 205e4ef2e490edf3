"""chases of agencies, each person heard apart, absences agreed, safeguarding referrals"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = ("absence_agreement", "check_chase", "safeguarding_decision", "safeguarding_referral")
EVENTS = ("UPDATE", "DELETE")


def upgrade() -> None:
    _new_table(
        "check_chase",
        sa.Column("check_id", sa.Uuid(), nullable=False),
        sa.Column("chased_on", sa.Date(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        *_recorded(),
        of=("check_id", "information_request.id"),
    )
    _new_table(
        "absence_agreement",
        sa.Column("view_id", sa.Uuid(), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=False),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agreed_by"], ["person.id"], name=op.f("fk_absence_agreement_agreed_by")),
        sa.ForeignKeyConstraint(["view_id"], ["heard_view.id"], name=op.f("fk_absence_agreement_view_id")),
        sa.UniqueConstraint("view_id", name=op.f("uq_absence_agreement_view_id")),
    )
    _new_table(
        "safeguarding_referral",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("referred", sa.Boolean(), nullable=False),
        sa.Column("made_on", sa.Date(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("raised_at", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        *_recorded(),
    )
    _new_table(
        "safeguarding_decision",
        sa.Column("safeguarding_id", sa.Uuid(), nullable=False),
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        *_recorded(),
        of=("safeguarding_id", "safeguarding_referral.id"),
    )
    with op.batch_alter_table("information_request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("asked_on", sa.Date(), nullable=True))
    op.execute("UPDATE information_request SET asked_on = state_since")
    with op.batch_alter_table("information_request", schema=None) as batch_op:
        batch_op.alter_column("asked_on", existing_type=sa.Date(), nullable=False)
    _drop_triggers("heard_view")
    with op.batch_alter_table("heard_view", schema=None) as batch_op:
        for name in ("person_name", "communication_aid", "view_of_outcome", "disagrees_with_child"):
            batch_op.add_column(sa.Column(name, sa.String(), nullable=True))
        batch_op.add_column(sa.Column("lives_with_child", sa.Boolean(), nullable=True))
        batch_op.add_column(sa.Column("attempts", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("corrects_id", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_heard_view_corrects_id"), "heard_view", ["corrects_id"], ["id"])
    _keep_agreements()
    with op.batch_alter_table("heard_view", schema=None) as batch_op:
        batch_op.alter_column("attempts", existing_type=sa.JSON(), server_default=None)
        batch_op.drop_constraint("fk_heard_view_agreed_by", type_="foreignkey")
        batch_op.drop_column("agreed_by")
    for table in (*ONLY_ADDED_TO, "heard_view"):
        _add_triggers(table)


def downgrade() -> None:
    for table in (*ONLY_ADDED_TO, "heard_view"):
        _drop_triggers(table)
    with op.batch_alter_table("heard_view", schema=None) as batch_op:
        batch_op.add_column(sa.Column("agreed_by", sa.Uuid(), nullable=True))
        batch_op.create_foreign_key(batch_op.f("fk_heard_view_agreed_by"), "person", ["agreed_by"], ["id"])
        batch_op.drop_constraint("fk_heard_view_corrects_id", type_="foreignkey")
    op.execute(
        "UPDATE heard_view SET agreed_by ="
        " (SELECT agreed_by FROM absence_agreement WHERE absence_agreement.view_id = heard_view.id)"
    )
    with op.batch_alter_table("heard_view", schema=None) as batch_op:
        for name in ("person_name", "communication_aid", "view_of_outcome", "disagrees_with_child"):
            batch_op.drop_column(name)
        for name in ("lives_with_child", "attempts", "corrects_id"):
            batch_op.drop_column(name)
    _add_triggers("heard_view")
    with op.batch_alter_table("information_request", schema=None) as batch_op:
        batch_op.drop_column("asked_on")
    for table in ("safeguarding_decision", "safeguarding_referral", "absence_agreement", "check_chase"):
        op.drop_table(table)


def _recorded() -> tuple[sa.Column, ...]:
    return (
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    )


def _new_table(name: str, *columns: sa.Column | sa.Constraint, of: tuple[str, str] | None = None) -> None:
    """A table of rows of a case; `of` is the column that names the row each belongs to, and where that row is."""
    constraints = [
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f(f"fk_{name}_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    ]
    if any(column.name == "recorded_by" for column in columns):
        constraints.append(sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f(f"fk_{name}_recorded_by")))
    if of:
        constraints.append(sa.ForeignKeyConstraint([of[0]], [of[1]], name=op.f(f"fk_{name}_{of[0]}")))
    op.create_table(
        name,
        *columns,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        *constraints,
    )
    with op.batch_alter_table(name, schema=None) as batch_op:
        for column in ("area", "referral_id", *([of[0]] if of else [])):
            batch_op.create_index(batch_op.f(f"ix_{name}_{column}"), [column], unique=False)


def _keep_agreements() -> None:
    """A manager's agreement used to stand in the view itself: it becomes a row with the view's own id."""
    op.execute(
        "INSERT INTO absence_agreement (id, view_id, referral_id, area, agreed_by, agreed_at)"
        " SELECT id, id, referral_id, area, agreed_by, recorded_at FROM heard_view WHERE agreed_by IS NOT NULL"
    )


def _add_triggers(table: str) -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    action = (
        "EXECUTE FUNCTION refuse_change()"
        if postgresql
        else f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
    )
    for event in EVENTS:
        name = f"{table}_refuses_{event.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {action}")


def _drop_triggers(table: str) -> None:
    on = f" ON {table}" if op.get_bind().dialect.name == "postgresql" else ""
    for event in EVENTS:
        op.execute(f"DROP TRIGGER {table}_refuses_{event.lower()}{on}")
