"""the assessment whole: kinds, judgements, contributors, comments, copies for the child, managers' oversight"""

from typing import Any
from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ONLY_ADDED_TO = (
    "assessment_version",
    "contributor",
    "oversight_record",
    "return_comment",
    "shared_copy",
    "version_reading",
)
EVENTS = ("UPDATE", "DELETE")
LEVELS = ("safety_of_child", "safety_of_others")

version = sa.table(
    "assessment_version",
    *(sa.column(name, sa.Uuid()) for name in ("id", "assessment_id", "referral_id", "written_by")),
    *(sa.column(name, sa.String()) for name in ("area", "tool", "recommendation", *LEVELS)),
    *(sa.column(name, sa.JSON()) for name in ("sections", "content", "opened_by")),
    sa.column("number", sa.Integer()),
    sa.column("written_at", sa.DateTime(timezone=True)),
)
reading = sa.table(
    "version_reading",
    *(sa.column(name, sa.Uuid()) for name in ("id", "version_id", "referral_id", "read_by")),
    sa.column("area", sa.String()),
    sa.column("read_at", sa.DateTime(timezone=True)),
)


def upgrade() -> None:
    _assessments_get_kinds()
    _make_tables()
    _versions_get_content()
    for table in ONLY_ADDED_TO:
        _add_triggers(table)


def downgrade() -> None:
    for table in ONLY_ADDED_TO:
        _drop_triggers(table)
    _content_becomes_columns()
    for table in ("oversight_action", "oversight_record", "shared_copy", "return_comment", "contributor"):
        op.drop_table(table)
    for table in ("kind_choice", "version_reading"):
        op.drop_table(table)
    with op.batch_alter_table("assessment") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_assessment_referral_id_number"), type_="unique")
        batch_op.drop_constraint(batch_op.f("fk_assessment_assetplus_asked_by"), type_="foreignkey")
        for name in (
            "number",
            "kind",
            "opened_on",
            "opened_because",
            "submitted_version",
            "assetplus_asked_by",
            "assetplus_reason",
        ):
            batch_op.drop_column(name)


def _assessments_get_kinds() -> None:
    """Until now a case had one assessment, and every one was full."""
    with op.batch_alter_table("assessment") as batch_op:
        batch_op.add_column(sa.Column("number", sa.Integer(), server_default="1", nullable=False))
        batch_op.add_column(sa.Column("kind", sa.String(), server_default="full", nullable=False))
        batch_op.add_column(sa.Column("opened_on", sa.Date(), nullable=True))
        batch_op.add_column(sa.Column("opened_because", sa.String(), nullable=True))
        batch_op.add_column(sa.Column("submitted_version", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("assetplus_asked_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("assetplus_reason", sa.String(), nullable=True))
    op.execute(
        "UPDATE assessment SET submitted_version ="
        " (SELECT max(number) FROM assessment_version WHERE assessment_version.assessment_id = assessment.id)"
        " WHERE state <> 'drafting'"
    )
    op.execute(
        "UPDATE assessment SET opened_on = coalesce((SELECT min(effective_on) FROM workflow_move"
        " WHERE workflow_move.process_id = assessment.id), state_since)"
    )
    with op.batch_alter_table("assessment") as batch_op:
        batch_op.alter_column("opened_on", existing_type=sa.Date(), nullable=False)
        batch_op.create_unique_constraint(batch_op.f("uq_assessment_referral_id_number"), ["referral_id", "number"])
        batch_op.create_foreign_key(
            batch_op.f("fk_assessment_assetplus_asked_by"), "person", ["assetplus_asked_by"], ["id"]
        )


def _make_tables() -> None:
    _new_table(
        "version_reading",
        of=("version_id", "assessment_version"),
        people=("read_by",),
        at="read_at",
        unique=("version_id", "read_by"),
    )
    _new_table(
        "kind_choice",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["agreed_by"], ["person.id"], name=op.f("fk_kind_choice_agreed_by")),
        of=("assessment_id", "assessment"),
        people=("chosen_by",),
        at="chosen_at",
    )
    _new_table(
        "contributor",
        of=("assessment_id", "assessment"),
        people=("person_id", "added_by"),
        at="added_at",
        unique=("assessment_id", "person_id"),
    )
    _new_table(
        "return_comment",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("section", sa.String(), nullable=True),
        sa.Column("comment", sa.String(), nullable=False),
        of=("assessment_id", "assessment"),
        people=("written_by",),
        at="written_at",
    )
    _new_table(
        "shared_copy",
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.Column("shared_on", sa.Date(), nullable=False),
        sa.Column("shared_how", sa.String(), nullable=False),
        of=("assessment_id", "assessment"),
        people=("recorded_by",),
        at="recorded_at",
    )
    _new_table(
        "oversight_record",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("finding", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=True),
        sa.Column("assessment_version", sa.Integer(), nullable=True),
        people=("recorded_by",),
        at="recorded_at",
    )
    _new_table(
        "oversight_action",
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("done_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["done_by"], ["person.id"], name=op.f("fk_oversight_action_done_by")),
        of=("record_id", "oversight_record"),
        people=("owner_id",),
    )


def _new_table(
    name: str,
    *columns: sa.Column | sa.Constraint,
    of: tuple[str, str] | None = None,
    people: tuple[str, ...] = (),
    at: str | None = None,
    unique: tuple[str, ...] = (),
) -> None:
    """A table of rows of a case: `of` names the row each belongs to, `people` who did it, `at` the moment."""
    points = {"referral_id": "referral", **dict([of] if of else []), **dict.fromkeys(people, "person")}
    constraints = [
        sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_{name}_{column}"))
        for column, table in points.items()
    ]
    if unique:
        constraints.append(sa.UniqueConstraint(*unique, name=op.f(f"uq_{name}_{'_'.join(unique)}")))
    op.create_table(
        name,
        *columns,
        *(sa.Column(column, sa.Uuid(), nullable=False) for column in points),
        *([sa.Column(at, sa.DateTime(timezone=True), nullable=False)] if at else []),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        *constraints,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
    )
    with op.batch_alter_table(name) as batch_op:
        for column in ("area", "referral_id", *([of[0]] if of else [])):
            batch_op.create_index(batch_op.f(f"ix_{name}_{column}"), [column], unique=False)


def _versions_get_content() -> None:
    """What a version said moves into its content, and who opened it into rows of their own."""
    with op.batch_alter_table("assessment_version") as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(), server_default="full", nullable=False))
        batch_op.add_column(sa.Column("content", sa.JSON(), server_default="{}", nullable=False))
    connection = op.get_bind()
    for row in connection.execute(sa.select(version)).mappings().all():
        connection.execute(sa.update(version).where(version.c.id == row["id"]).values(content=_content_of(row)))
        readers = [
            {
                "id": uuid4(),
                "version_id": row["id"],
                "referral_id": row["referral_id"],
                "area": row["area"],
                "read_by": UUID(person),
                "read_at": row["written_at"],
            }
            for person in row["opened_by"]
        ]
        if readers:
            connection.execute(sa.insert(reading), readers)
    with op.batch_alter_table("assessment_version") as batch_op:
        batch_op.alter_column("kind", existing_type=sa.String(), server_default=None)
        batch_op.alter_column("content", existing_type=sa.JSON(), server_default=None)
        batch_op.drop_constraint(batch_op.f("uq_assessment_version_assessment_id_number"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_assessment_version_referral_id_number"), ["referral_id", "number"]
        )
        for name in ("sections", "recommendation", "opened_by", *LEVELS):
            batch_op.drop_column(name)


def _content_of(row: Any) -> dict[str, Any]:
    """The six sections of old keep their names but for strengths, plan and recommendation, which had no fields yet."""
    judged = {level: {"professional_judgement": {"level": row[level], "reason": ""}} for level in LEVELS}
    kept_apart = {name: row["sections"].get(name, "") for name in ("diversity", "strengths", "plan")}
    sections = {name: text for name, text in row["sections"].items() if name not in kept_apart}
    noted = [text for text in (*kept_apart.values(), row["recommendation"]) if text]
    return {
        "sections": {**sections, **({"administration": "\n".join(noted)} if noted else {})},
        "judgements": judged,
    }


def _content_becomes_columns() -> None:
    with op.batch_alter_table("assessment_version") as batch_op:
        for name in ("sections", "opened_by"):
            batch_op.add_column(sa.Column(name, sa.JSON(), server_default="[]", nullable=False))
        for name in ("recommendation", *LEVELS):
            batch_op.add_column(sa.Column(name, sa.String(), server_default="", nullable=False))
    connection = op.get_bind()
    for row in connection.execute(sa.select(version)).mappings().all():
        readers = connection.scalars(sa.select(reading.c.read_by).where(reading.c.version_id == row["id"]))
        judged = row["content"].get("judgements", {})
        levels = {
            level: judged.get(level, {}).get("professional_judgement", {}).get("level", "not_assessed")
            for level in LEVELS
        }
        before = {"sections": row["content"].get("sections", {}), "opened_by": [str(person) for person in readers]}
        connection.execute(sa.update(version).where(version.c.id == row["id"]).values(**before, **levels))
    with op.batch_alter_table("assessment_version") as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_assessment_version_referral_id_number"), type_="unique")
        batch_op.create_unique_constraint(
            batch_op.f("uq_assessment_version_assessment_id_number"), ["assessment_id", "number"]
        )
        for name in ("sections", "opened_by", "recommendation", *LEVELS):
            batch_op.alter_column(name, server_default=None)
        for name in ("kind", "content"):
            batch_op.drop_column(name)


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
