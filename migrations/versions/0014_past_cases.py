"""past cases from spreadsheets: what nobody told of them may be missing, and what no room keeps has a place"""

from collections.abc import Mapping

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

TEXT, ID, DAY = sa.String(), sa.Uuid(), sa.Date()
NOT_TOLD: Mapping[str, Mapping[str, sa.types.TypeEngine[object]]] = {
    "referral": {"source": TEXT, "referral_date": DAY, "sent_by": ID},
    "offence": {"summary": TEXT},
    "heard_view": {"recorded_by": ID},
    "recommendation": {"edition_hash": TEXT, "recorded_by": ID},
    "decision": {
        "recommendation_id": ID,
        "decided_by": TEXT,
        "officer": TEXT,
        "edition_hash": TEXT,
        "decided_on": DAY,
        "signed_by": ID,
    },
}
ONLY_ADDED_TO = ("imported_row", "told_fact", "follow_up")
REMADE = {"heard_view", "recommendation", "decision"}
ONE_CASE, ONE_CHILD = "uq_referral_area_reference", "uq_referral_area_reference_child_id"


def upgrade() -> None:
    _create("imported_row", [sa.Column("key", TEXT, primary_key=True), sa.Column("row", TEXT, nullable=False)])
    _create("told_fact", [sa.Column("column_name", TEXT, primary_key=True), sa.Column("value", TEXT, nullable=False)])
    answers = ("first_time_entrant", "substantive_outcome_within_12m")
    _create("follow_up", [sa.Column(name, sa.Boolean(), nullable=True) for name in answers])
    _not_told(nullable=True)
    with op.batch_alter_table("referral") as table:
        table.add_column(sa.Column("follows", TEXT, nullable=True))
        table.drop_constraint(ONE_CASE, type_="unique")
        table.create_unique_constraint(ONE_CHILD, ["area", "reference", "child_id"])


def downgrade() -> None:
    """Refused by the database itself while it holds an imported case: those columns may then not be empty."""
    with op.batch_alter_table("referral") as table:
        table.drop_constraint(ONE_CHILD, type_="unique")
        table.create_unique_constraint(ONE_CASE, ["area", "reference"])
        table.drop_column("follows")
    _not_told(nullable=False)
    for name in ONLY_ADDED_TO:
        op.drop_table(name)


def _create(name: str, columns: list[sa.Column[object]]) -> None:
    """A table of what was told of one offence."""
    by_offence = name != "imported_row"
    op.create_table(
        name,
        *columns,
        sa.Column("offence_id", ID, primary_key=by_offence, nullable=False),
        sa.Column("referral_id", ID, nullable=False),
        sa.Column("area", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["offence_id"], ["offence.id"], name=op.f(f"fk_{name}_offence_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f(f"fk_{name}_referral_id")),
    )
    with op.batch_alter_table(name) as table:
        for column in ("area", "referral_id", *(() if by_offence else ("offence_id",))):
            table.create_index(table.f(f"ix_{name}_{column}"), [column])
    _only_added_to(name)


def _not_told(*, nullable: bool) -> None:
    for name, columns in NOT_TOLD.items():
        with op.batch_alter_table(name) as table:
            for column, kind in columns.items():
                table.alter_column(column, existing_type=kind, nullable=nullable)
        if name in REMADE and op.get_bind().dialect.name == "sqlite":
            _only_added_to(name)  # SQLite builds a table anew to change it, and drops its triggers with the old one


def _only_added_to(table: str) -> None:
    refuse = "EXECUTE FUNCTION refuse_change()"
    if op.get_bind().dialect.name == "sqlite":
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
    for event in ("UPDATE", "DELETE"):
        name = f"{table}_refuses_{event.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {refuse}")
