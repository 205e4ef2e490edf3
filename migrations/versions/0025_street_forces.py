"""street lists of a police force: one list held against the notices of several areas"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

COLUMNS = {"force": sa.String(), "list_id": sa.Uuid()}


def upgrade() -> None:
    for name, kind in COLUMNS.items():
        op.add_column("street_reconciliation", sa.Column(name, kind, nullable=True))


def downgrade() -> None:
    # By hand: the way round through a new table would drop a table that its rows refer to.
    for name in COLUMNS:
        op.execute(f"ALTER TABLE street_reconciliation DROP COLUMN {name}")
