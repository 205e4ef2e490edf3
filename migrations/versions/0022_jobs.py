"""timed jobs: every run and who runs them; and on PostgreSQL the tables of the queue that workers share"""

from importlib import resources

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

# The library's own changes up to the release that was pinned when this was written. A newer release with more of
# them needs a migration of ours that runs those after this one.
LAST_OF_THE_LIBRARY = "03.04.00_50_post_add_retry_failed_job_procedure.sql"


def upgrade() -> None:
    op.create_table(
        "scheduler_heartbeat",
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("beat_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduler_heartbeat")),
    )
    op.create_table(
        "job_run",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("cause", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heartbeat_id", sa.Uuid(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("counts", sa.JSON(), nullable=True),
        sa.Column("error", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["heartbeat_id"], ["scheduler_heartbeat.id"], name=op.f("fk_job_run_heartbeat_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_run")),
        sa.UniqueConstraint("name", "due_at", name=op.f("uq_job_run_name_due_at")),
    )
    not_finished = sa.text("finished_at IS NULL")
    op.create_index(
        "uq_job_run_running",
        "job_run",
        ["name"],
        unique=True,
        postgresql_where=not_finished,
        sqlite_where=not_finished,
    )
    if op.get_bind().dialect.name == "postgresql":
        for text in librarys_own():
            op.get_bind().exec_driver_sql(text)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(DROP_WHAT_IS_THE_LIBRARYS)
    op.drop_table("job_run")
    op.drop_table("scheduler_heartbeat")


def librarys_own() -> list[str]:
    files = resources.files("procrastinate.sql").joinpath("migrations").iterdir()
    wanted = sorted(file.name for file in files if file.name.endswith(".sql") and file.name <= LAST_OF_THE_LIBRARY)
    folder = resources.files("procrastinate.sql").joinpath("migrations")
    # the driver would take a % for a place to fill
    return [folder.joinpath(name).read_text().replace("%", "%%") for name in wanted]


DROP_WHAT_IS_THE_LIBRARYS = """
    DO $$ DECLARE named text; BEGIN
        FOR named IN SELECT tablename FROM pg_tables
            WHERE schemaname = 'public' AND tablename LIKE 'procrastinate_%' LOOP
            EXECUTE format('DROP TABLE IF EXISTS %I CASCADE', named);
        END LOOP;
        FOR named IN SELECT oid::regprocedure FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace AND proname LIKE 'procrastinate_%' LOOP
            EXECUTE 'DROP ROUTINE IF EXISTS ' || named || ' CASCADE';
        END LOOP;
        FOR named IN SELECT typname FROM pg_type
            WHERE typnamespace = 'public'::regnamespace AND typname LIKE 'procrastinate_%' LOOP
            EXECUTE format('DROP TYPE IF EXISTS %I CASCADE', named);
        END LOOP;
    END $$
"""
