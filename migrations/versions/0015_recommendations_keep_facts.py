"""a recommendation keeps the facts its rules saw, as a decision does, so that both can be asked again"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("recommendation", sa.Column("facts", sa.JSON(), nullable=True))


def downgrade() -> None:
    op.drop_column("recommendation", "facts")
