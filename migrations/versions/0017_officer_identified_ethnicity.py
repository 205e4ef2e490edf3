"""what an officer saw is kept apart from what the child says"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("child", sa.Column("officer_identified_ethnicity", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("child", "officer_identified_ethnicity")
