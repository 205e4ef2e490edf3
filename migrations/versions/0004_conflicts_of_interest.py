"""keep declared conflicts of interest, and let a colleague vote for somebody who stepped back"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = ("conflict_of_interest",)
BY_AGENCY = "uq_vote_item_id_offence_id_round_agency"
BY_PERSON = "uq_vote_item_id_offence_id_round_cast_by"
OF_ONE_VOTE = ["item_id", "offence_id", "round"]


def upgrade() -> None:
    op.create_table(
        "conflict_of_interest",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("ends", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["ends"], ["conflict_of_interest.id"], name=op.f("fk_conflict_of_interest_ends")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_conflict_of_interest_person_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_conflict_of_interest_recorded_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_conflict_of_interest_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_of_interest")),
        sa.UniqueConstraint("ends", name=op.f("uq_conflict_of_interest_ends")),
    )
    with op.batch_alter_table("conflict_of_interest") as table:
        for column in ("area", "person_id", "referral_id"):
            table.create_index(table.f(f"ix_conflict_of_interest_{column}"), [column])
    for name in ONLY_ADDED_TO:
        only_added_to(name)
    with op.batch_alter_table("vote") as table:
        table.drop_constraint(BY_AGENCY, type_="unique")
        table.create_unique_constraint(BY_PERSON, [*OF_ONE_VOTE, "cast_by"])
    put_back_triggers("vote")


def downgrade() -> None:
    with op.batch_alter_table("vote") as table:
        table.drop_constraint(BY_PERSON, type_="unique")
        table.create_unique_constraint(BY_AGENCY, [*OF_ONE_VOTE, "agency"])
    put_back_triggers("vote")
    op.drop_table("conflict_of_interest")


def put_back_triggers(table: str) -> None:
    """SQLite builds a table anew to change it, and drops its triggers with the old one."""
    if op.get_bind().dialect.name == "sqlite":
        only_added_to(table)


def only_added_to(table: str) -> None:
    postgresql = op.get_bind().dialect.name == "postgresql"
    refuse = "EXECUTE FUNCTION refuse_change()"
    if not postgresql:
        refuse = f"BEGIN SELECT RAISE(ABORT, '{table} is only ever added to'); END"
    for event in ("UPDATE", "DELETE"):
        name = f"{table}_refuses_{event.lower()}"
        op.execute(f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW {refuse}")
