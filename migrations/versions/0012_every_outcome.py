"""every outcome: several decisions for an offence, conditions and what was signed, and how a course goes"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from oocd.db import UtcDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = (
    "decision_addendum",
    "excuse_decision",
    "explanation",
    "failure",
    "outcome_condition",
    "progress_report",
    "signed_document",
    "variation",
)
CODES = {"community_resolution": "8", "youth_caution": "2"}
NEW_IN_DECISION = {
    "prosecutor": sa.String(),
    "cps_reference": sa.String(),
    "cps_consulted": sa.Boolean(),
    "officer_role": sa.String(),
    "child_information_form": sa.Boolean(),
    "form": sa.String(),
    "home_office_code": sa.String(),
    "failed_limb": sa.String(),
    "held_charge": sa.String(),
    "held_by": sa.String(),
    "held_on": sa.Date(),
    "planned_end": sa.Date(),
    "longer_course": sa.JSON(),
}
NEW_IN_DISPOSAL = {
    "giver_role": sa.String(),
    "planned_end": sa.Date(),
    "longer_course": sa.JSON(),
    "completed_on": sa.Date(),
    "home_office_code": sa.String(),
    "code_set_on": sa.Date(),
}
decision = sa.table(
    "decision",
    *(sa.column(name, sa.Uuid()) for name in ("id", "offence_id", "recommendation_id")),
    sa.column("number", sa.Integer()),
    sa.column("dissents", sa.JSON()),
)
recommendation = sa.table("recommendation", sa.column("id", sa.Uuid()), sa.column("dissents", sa.JSON()))
disposal = sa.table(
    "disposal",
    sa.column("decision_id", sa.Uuid()),
    *(sa.column(name, sa.String()) for name in ("outcome", "state", "home_office_code")),
    *(sa.column(name, sa.Date()) for name in ("given_on", "code_set_on")),
)


def upgrade() -> None:
    _change_decision()
    with op.batch_alter_table("disposal") as batch_op:
        for name, kind in NEW_IN_DISPOSAL.items():
            batch_op.add_column(sa.Column(name, kind, nullable=True))
    for outcome, code in CODES.items():
        given = sa.and_(disposal.c.state == "given", disposal.c.outcome == outcome)
        op.execute(sa.update(disposal).where(given).values(home_office_code=code, code_set_on=disposal.c.given_on))
    _create_tables()
    for table in ONLY_ADDED_TO:
        _refuse_changes(table)


def downgrade() -> None:
    for table in ONLY_ADDED_TO:
        _allow_changes(table)
    for table in ("excuse_decision", *(name for name in ONLY_ADDED_TO if name != "excuse_decision")):
        op.drop_table(table)
    _keep_latest_decisions()
    with op.batch_alter_table("disposal") as batch_op:
        for name in NEW_IN_DISPOSAL:
            batch_op.drop_column(name)
    with op.batch_alter_table("decision") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_decision_offence_id_number"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_decision_offence_id"), ["offence_id"])
        for name in ("number", "dissents", *NEW_IN_DECISION):
            batch_op.drop_column(name)
    _refuse_changes("decision")


def _change_decision() -> None:
    """Every decision so far is the first on its offence, beside the dissents of the panel it followed."""
    _allow_changes("decision")
    with op.batch_alter_table("decision") as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
        batch_op.add_column(sa.Column("dissents", sa.JSON(), nullable=True))
        for name, kind in NEW_IN_DECISION.items():
            batch_op.add_column(sa.Column(name, kind, nullable=True))
        batch_op.drop_constraint(batch_op.f("uq_decision_offence_id"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_decision_offence_id_number"), ["offence_id", "number"])
    of_panel = sa.select(recommendation.c.dissents).where(recommendation.c.id == decision.c.recommendation_id)
    op.execute(sa.update(decision).values(dissents=of_panel.scalar_subquery()))
    with op.batch_alter_table("decision") as batch_op:
        batch_op.alter_column("number", existing_type=sa.Integer(), server_default=None)
        batch_op.alter_column("dissents", existing_type=sa.JSON(), nullable=False)
    _refuse_changes("decision")


def _keep_latest_decisions() -> None:
    """The older shape has room for one decision on an offence: the one that counts."""
    _allow_changes("decision")
    later = decision.alias()
    newer = sa.exists().where(later.c.offence_id == decision.c.offence_id, later.c.number > decision.c.number)
    replaced = sa.select(decision.c.id).where(newer)
    op.execute(sa.delete(disposal).where(disposal.c.decision_id.in_(replaced)))
    op.execute(sa.delete(decision).where(decision.c.id.in_(replaced)))


def _create_tables() -> None:
    _of_case(
        "decision_addendum",
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("added_at", UtcDateTime(timezone=True), nullable=False),
        of="decision",
        by="added_by",
    )
    _of_case(
        "outcome_condition",
        sa.Column("list_number", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("hours", sa.Integer(), nullable=True),
        of="decision",
        unique=("decision_id", "list_number", "number"),
    )
    _of_case(
        "explanation",
        sa.Column("explained_to", sa.String(), nullable=False),
        sa.Column("how", sa.String(), nullable=False),
        sa.Column("explained_by", sa.String(), nullable=True),
        sa.Column("understood", sa.Boolean(), nullable=True),
        sa.Column("legal_advice_offered", sa.Boolean(), nullable=True),
        sa.Column("explained_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(timezone=True), nullable=False),
        by="recorded_by",
    )
    _of_case(
        "signed_document",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("list_number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("content_hash", sa.String(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("authorised_person", sa.String(), nullable=False),
        sa.Column("adult_name", sa.String(), nullable=False),
        sa.Column("adult_role", sa.String(), nullable=False),
        sa.Column("recorded_at", UtcDateTime(timezone=True), nullable=False),
        by="recorded_by",
        unique=("disposal_id", "number"),
    )
    _of_case(
        "variation",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("list_number", sa.Integer(), nullable=True),
        sa.Column("planned_end", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("officer_role", sa.String(), nullable=False),
        sa.Column("varied_on", sa.Date(), nullable=False),
        by="recorded_by",
        unique=("disposal_id", "number"),
    )
    _of_case(
        "failure",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("failure_reason", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("reported_on", sa.Date(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        by="recorded_by",
        unique=("disposal_id", "number"),
    )
    _of_case(
        "progress_report",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("told_at", UtcDateTime(timezone=True), nullable=False),
        by="recorded_by",
    )
    _of_case(
        "excuse_decision",
        sa.Column("decision", sa.String(), nullable=False),
        sa.Column("follows", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("officer_role", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        of="failure",
        by="recorded_by",
        unique=("failure_id",),
    )


def _of_case(
    name: str, *columns: Any, of: str = "disposal", by: str | None = None, unique: tuple[str, ...] = ()
) -> None:
    """A table of a case that hangs on one row of another table, named for who recorded it."""
    people = [sa.Column(by, sa.Uuid(), sa.ForeignKey("person.id", name=op.f(f"fk_{name}_{by}")))] if by else []
    joined = "_".join(unique)
    once = [sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{joined}"))] if unique else []
    op.create_table(
        name,
        sa.Column(f"{of}_id", sa.Uuid(), sa.ForeignKey(f"{of}.id", name=op.f(f"fk_{name}_{of}_id")), nullable=False),
        *columns,
        *people,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "referral_id",
            sa.Uuid(),
            sa.ForeignKey("referral.id", name=op.f(f"fk_{name}_referral_id")),
            nullable=False,
        ),
        sa.Column("area", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        *once,
    )
    for column in ("area", "referral_id", *([] if unique == (f"{of}_id",) else [f"{of}_id"])):
        op.create_index(op.f(f"ix_{name}_{column}"), name, [column], unique=False)


def _refuse_changes(table: str) -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for event in ("UPDATE", "DELETE"):
        action = (
            "EXECUTE FUNCTION refuse_change()"
            if postgresql
            else f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
        )
        name = f"{table}_refuses_{event.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {action}")


def _allow_changes(table: str) -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    for event in ("update", "delete"):
        op.execute(f"DROP TRIGGER {table}_refuses_{event}" + (f" ON {table}" if postgresql else ""))
