"""declared history as rows, and children of whom little is known"""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

COUNTED = {"previous_youth_cautions": "youth_caution", "previous_conditional_cautions": "youth_conditional_caution"}
MAY_BE_MISSING = {"date_of_birth": sa.Date(), "sex": sa.String(), "ethnicity": sa.String()} | {
    "care_status": sa.String(),
    "send": sa.String(),
}
child = sa.table(
    "child",
    sa.column("id", sa.Uuid()),
    sa.column("area", sa.String()),
    sa.column("history_declared", sa.Boolean()),
    *(sa.column(name, sa.Integer()) for name in COUNTED),
)
previous_disposal = sa.table(
    "previous_disposal",
    sa.column("id", sa.Uuid()),
    sa.column("area", sa.String()),
    sa.column("child_id", sa.Uuid()),
    sa.column("outcome", sa.String()),
    sa.column("source", sa.String()),
)


def upgrade() -> None:
    op.create_table(
        "previous_disposal",
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("given_in", sa.String(), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_previous_disposal_child_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_previous_disposal")),
    )
    with op.batch_alter_table("previous_disposal") as batch_op:
        batch_op.create_index(batch_op.f("ix_previous_disposal_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_previous_disposal_child_id"), ["child_id"], unique=False)
    with op.batch_alter_table("child") as batch_op:
        batch_op.add_column(sa.Column("history_declared", sa.Boolean(), nullable=True))
        for name, kind in MAY_BE_MISSING.items():
            batch_op.alter_column(name, existing_type=kind, nullable=True)
    _counts_become_rows()
    with op.batch_alter_table("child") as batch_op:
        for name in COUNTED:
            batch_op.drop_column(name)


def downgrade() -> None:
    with op.batch_alter_table("child") as batch_op:
        for name in COUNTED:
            batch_op.add_column(sa.Column(name, sa.Integer(), nullable=True))
    _rows_become_counts()
    with op.batch_alter_table("child") as batch_op:
        for name, kind in MAY_BE_MISSING.items():
            batch_op.alter_column(name, existing_type=kind, nullable=False)
        batch_op.drop_column("history_declared")
    op.drop_table("previous_disposal")


def _counts_become_rows() -> None:
    """A count is as many rows without a day; a history of which only half was known stays not declared."""
    connection = op.get_bind()
    both_known = sa.and_(*(child.c[name].is_not(None) for name in COUNTED))
    connection.execute(sa.update(child).where(both_known).values(history_declared=True))
    rows = [row for known in connection.execute(sa.select(child)).mappings().all() for row in _rows_of(known)]
    if rows:
        connection.execute(sa.insert(previous_disposal), rows)


def _rows_of(known: Any) -> Iterator[dict[str, Any]]:
    for name, outcome in COUNTED.items():
        for _ in range(known[name] or 0):
            yield {
                "id": uuid4(),
                "area": known["area"],
                "child_id": known["id"],
                "outcome": outcome,
                "source": "police",
            }


def _rows_become_counts() -> None:
    for name, outcome in COUNTED.items():
        of_child = sa.and_(previous_disposal.c.child_id == child.c.id, previous_disposal.c.outcome == outcome)
        count = sa.select(sa.func.count()).select_from(previous_disposal).where(of_child).scalar_subquery()
        known = sa.or_(child.c.history_declared, count > 0)
        op.execute(sa.update(child).where(known).values({name: count}))
