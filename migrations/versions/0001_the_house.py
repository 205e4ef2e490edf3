"""the house: accounts, log, cases from referral to exit review"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "access_entry",
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("chain", "number", name=op.f("pk_access_entry")),
    )
    with op.batch_alter_table("access_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_entry_area"), ["area"], unique=False)
        batch_op.create_index("ix_access_entry_subject", ["subject"], unique=False)

    op.create_table(
        "audit_anchor",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heads", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_audit_anchor")),
    )
    op.create_table(
        "audit_chain",
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("length", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("chain", name=op.f("pk_audit_chain")),
    )
    op.create_table(
        "audit_entry",
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.String(), nullable=False),
        sa.Column("actor_name", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("details", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("chain", "number", name=op.f("pk_audit_entry")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_area"), ["area"], unique=False)

    op.create_table(
        "child",
        sa.Column("child_ref", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=True),
        sa.Column("date_of_birth", sa.Date(), nullable=False),
        sa.Column("sex", sa.String(), nullable=False),
        sa.Column("ethnicity", sa.String(), nullable=False),
        sa.Column("care_status", sa.String(), nullable=False),
        sa.Column("send", sa.String(), nullable=False),
        sa.Column("previous_youth_cautions", sa.Integer(), nullable=True),
        sa.Column("previous_conditional_cautions", sa.Integer(), nullable=True),
        sa.Column("synthetic", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_child")),
        sa.UniqueConstraint("area", "child_ref", name=op.f("uq_child_area_child_ref")),
    )
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_child_area"), ["area"], unique=False)

    op.create_table(
        "panel_meeting",
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workflow_version", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_meeting")),
    )
    with op.batch_alter_table("panel_meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_meeting_area"), ["area"], unique=False)

    op.create_table(
        "person",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("password_hash", sa.String(), nullable=False),
        sa.Column("session_epoch", sa.Integer(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("email", name=op.f("uq_person_email")),
    )
    op.create_table(
        "policy_edition",
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("first_used_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_policy_edition")),
    )
    op.create_table(
        "api_token",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_api_token_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_api_token_digest")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_person_id"), ["person_id"], unique=False)

    op.create_table(
        "attendance",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("votes", sa.Boolean(), nullable=False),
        sa.Column("decides", sa.Boolean(), nullable=False),
        sa.Column("came_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["panel_meeting.id"], name=op.f("fk_attendance_meeting_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_attendance_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attendance")),
    )
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_attendance_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_attendance_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(
            "uq_attendance_present",
            ["meeting_id", "person_id"],
            unique=True,
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )

    op.create_table(
        "kept_reply",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("fingerprint", sa.String(), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_kept_reply_person_id")),
        sa.PrimaryKeyConstraint("person_id", "key", name=op.f("pk_kept_reply")),
    )
    op.create_table(
        "membership",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("from_date", sa.Date(), nullable=False),
        sa.Column("to_date", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("person_id", "area", "from_date", name=op.f("uq_membership_person_id_area_from_date")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_person_id"), ["person_id"], unique=False)

    op.create_table(
        "referral",
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("child_id", sa.Uuid(), nullable=False),
        sa.Column("route", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("referral_date", sa.Date(), nullable=False),
        sa.Column("investigation_status", sa.String(), nullable=True),
        sa.Column("bail_date", sa.Date(), nullable=True),
        sa.Column("officer_in_case", sa.String(), nullable=True),
        sa.Column("victim_identified", sa.Boolean(), nullable=True),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("case_worker_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workflow_version", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["case_worker_id"], ["person.id"], name=op.f("fk_referral_case_worker_id")),
        sa.ForeignKeyConstraint(["child_id"], ["child.id"], name=op.f("fk_referral_child_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_referral_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_referral")),
        sa.UniqueConstraint("area", "reference", name=op.f("uq_referral_area_reference")),
    )
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_referral_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_case_worker_id"), ["case_worker_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_referral_child_id"), ["child_id"], unique=False)

    op.create_table(
        "assessment",
        sa.Column("countersigned_by", sa.Uuid(), nullable=True),
        sa.Column("countersigned_version", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workflow_version", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["countersigned_by"], ["person.id"], name=op.f("fk_assessment_countersigned_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_assessment_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "exit_review",
        sa.Column("held_on", sa.Date(), nullable=True),
        sa.Column("plan_result", sa.String(), nullable=True),
        sa.Column("exit_decision", sa.String(), nullable=True),
        sa.Column("what_worked", sa.String(), nullable=True),
        sa.Column("child_feedback", sa.String(), nullable=True),
        sa.Column("family_feedback", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workflow_version", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_exit_review_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exit_review")),
    )
    with op.batch_alter_table("exit_review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_exit_review_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_exit_review_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "heard_view",
        sa.Column("whose", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=True),
        sa.Column("given_how", sa.String(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("reason_for_none", sa.String(), nullable=True),
        sa.Column("agreed_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["agreed_by"], ["person.id"], name=op.f("fk_heard_view_agreed_by")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_heard_view_recorded_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_heard_view_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heard_view")),
    )
    with op.batch_alter_table("heard_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_heard_view_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_heard_view_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "information_request",
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=True),
        sa.Column("information", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workflow_version", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_information_request_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_information_request")),
    )
    with op.batch_alter_table("information_request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_information_request_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_information_request_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "intervention",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("objective", sa.String(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("end_reason", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workflow_version", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_intervention_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_intervention")),
    )
    with op.batch_alter_table("intervention", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_intervention_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_intervention_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "offence",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("offence_id", sa.String(), nullable=False),
        sa.Column("offence_class", sa.String(), nullable=False),
        sa.Column("offence_date", sa.Date(), nullable=True),
        sa.Column("crime_number", sa.String(), nullable=True),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("admission", sa.String(), nullable=True),
        sa.Column("adult_present_at_acceptance", sa.Boolean(), nullable=True),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_offence_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_offence")),
        sa.UniqueConstraint("referral_id", "number", name=op.f("uq_offence_referral_id_number")),
    )
    with op.batch_alter_table("offence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_offence_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_offence_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "panel_item",
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("revealed_rounds", sa.Integer(), nullable=False),
        sa.Column("closed_early", sa.String(), nullable=True),
        sa.Column("deferral_reason", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workflow_version", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["meeting_id"], ["panel_meeting.id"], name=op.f("fk_panel_item_meeting_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_panel_item_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_item")),
        sa.UniqueConstraint("meeting_id", "place", name=op.f("uq_panel_item_meeting_id_place")),
    )
    with op.batch_alter_table("panel_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_item_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_panel_item_meeting_id"), ["meeting_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_panel_item_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "police_message",
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("sent_by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_police_message_referral_id")),
        sa.ForeignKeyConstraint(["sent_by"], ["person.id"], name=op.f("fk_police_message_sent_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_police_message")),
    )
    with op.batch_alter_table("police_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_police_message_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_police_message_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "victim",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("contact_consent", sa.String(), nullable=False),
        sa.Column("asked_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_victim_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_victim")),
        sa.UniqueConstraint("referral_id", "number", name=op.f("uq_victim_referral_id_number")),
    )
    with op.batch_alter_table("victim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_victim_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_victim_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "workflow_move",
        sa.Column("referral_id", sa.Uuid(), nullable=True),
        sa.Column("workflow", sa.String(), nullable=False),
        sa.Column("process_id", sa.Uuid(), nullable=False),
        sa.Column("move", sa.String(), nullable=False),
        sa.Column("from_state", sa.String(), nullable=True),
        sa.Column("to_state", sa.String(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["person.id"], name=op.f("fk_workflow_move_made_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_workflow_move_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workflow_move")),
    )
    with op.batch_alter_table("workflow_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_workflow_move_area"), ["area"], unique=False)
        batch_op.create_index("ix_workflow_move_process", ["process_id", "recorded_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_workflow_move_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "assessment_version",
        sa.Column("assessment_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("tool", sa.String(), nullable=False),
        sa.Column("sections", sa.JSON(), nullable=False),
        sa.Column("safety_of_child", sa.String(), nullable=False),
        sa.Column("safety_of_others", sa.String(), nullable=False),
        sa.Column("recommendation", sa.String(), nullable=False),
        sa.Column("written_by", sa.Uuid(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", sa.JSON(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_assessment_version_assessment_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_assessment_version_referral_id")),
        sa.ForeignKeyConstraint(["written_by"], ["person.id"], name=op.f("fk_assessment_version_written_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment_version")),
        sa.UniqueConstraint("assessment_id", "number", name=op.f("uq_assessment_version_assessment_id_number")),
    )
    with op.batch_alter_table("assessment_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_version_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_version_assessment_id"), ["assessment_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_version_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "gravity_score",
        sa.Column("offence_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(), nullable=False),
        sa.Column("illustrative", sa.Boolean(), nullable=False),
        sa.Column("base", sa.Integer(), nullable=False),
        sa.Column("adjustment", sa.Integer(), nullable=False),
        sa.Column("final", sa.Integer(), nullable=False),
        sa.Column("factors", sa.JSON(), nullable=False),
        sa.Column("starting_points", sa.JSON(), nullable=False),
        sa.Column("rationale", sa.String(), nullable=False),
        sa.Column("scored_by", sa.Uuid(), nullable=False),
        sa.Column("scored_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["offence_id"], ["offence.id"], name=op.f("fk_gravity_score_offence_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_gravity_score_referral_id")),
        sa.ForeignKeyConstraint(["scored_by"], ["person.id"], name=op.f("fk_gravity_score_scored_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gravity_score")),
        sa.UniqueConstraint("offence_id", "number", name=op.f("uq_gravity_score_offence_id_number")),
    )
    with op.batch_alter_table("gravity_score", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_gravity_score_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_gravity_score_offence_id"), ["offence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_gravity_score_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "recommendation",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("offence_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("dissents", sa.JSON(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("rule_reasons", sa.JSON(), nullable=False),
        sa.Column("acknowledged", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("edition_hash", sa.String(), nullable=False),
        sa.Column("assessment_version", sa.Integer(), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["edition_hash"], ["policy_edition.hash"], name=op.f("fk_recommendation_edition_hash")),
        sa.ForeignKeyConstraint(["item_id"], ["panel_item.id"], name=op.f("fk_recommendation_item_id")),
        sa.ForeignKeyConstraint(["offence_id"], ["offence.id"], name=op.f("fk_recommendation_offence_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_recommendation_recorded_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_recommendation_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
    )
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_recommendation_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_recommendation_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "victim_view",
        sa.Column("victim_id", sa.Uuid(), nullable=False),
        sa.Column("needs_and_wishes", sa.String(), nullable=True),
        sa.Column("reason_for_none", sa.String(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_victim_view_recorded_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_victim_view_referral_id")),
        sa.ForeignKeyConstraint(["victim_id"], ["victim.id"], name=op.f("fk_victim_view_victim_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_victim_view")),
    )
    with op.batch_alter_table("victim_view", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_victim_view_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_victim_view_referral_id"), ["referral_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_victim_view_victim_id"), ["victim_id"], unique=False)

    op.create_table(
        "vote",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("offence_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("agency", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=True),
        sa.Column("reasons", sa.String(), nullable=False),
        sa.Column("cast_by", sa.Uuid(), nullable=False),
        sa.Column("cast_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["cast_by"], ["person.id"], name=op.f("fk_vote_cast_by")),
        sa.ForeignKeyConstraint(["item_id"], ["panel_item.id"], name=op.f("fk_vote_item_id")),
        sa.ForeignKeyConstraint(["offence_id"], ["offence.id"], name=op.f("fk_vote_offence_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_vote_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_vote")),
        sa.UniqueConstraint(
            "item_id", "offence_id", "round", "agency", name=op.f("uq_vote_item_id_offence_id_round_agency")
        ),
    )
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_vote_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_vote_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "work_session",
        sa.Column("intervention_id", sa.Uuid(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("attended", sa.Boolean(), nullable=False),
        sa.Column("before_outcome", sa.Boolean(), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["intervention_id"], ["intervention.id"], name=op.f("fk_work_session_intervention_id")),
        sa.ForeignKeyConstraint(["recorded_by"], ["person.id"], name=op.f("fk_work_session_recorded_by")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_work_session_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_work_session")),
    )
    with op.batch_alter_table("work_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_work_session_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_work_session_intervention_id"), ["intervention_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_work_session_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("offence_id", sa.Uuid(), nullable=False),
        sa.Column("recommendation_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("officer", sa.String(), nullable=False),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("deviation_reason", sa.String(), nullable=True),
        sa.Column("differs_because", sa.String(), nullable=True),
        sa.Column("rule_reasons", sa.JSON(), nullable=False),
        sa.Column("acknowledged", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("edition_hash", sa.String(), nullable=False),
        sa.Column("decided_on", sa.Date(), nullable=False),
        sa.Column("signed_by", sa.Uuid(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["edition_hash"], ["policy_edition.hash"], name=op.f("fk_decision_edition_hash")),
        sa.ForeignKeyConstraint(["offence_id"], ["offence.id"], name=op.f("fk_decision_offence_id")),
        sa.ForeignKeyConstraint(
            ["recommendation_id"], ["recommendation.id"], name=op.f("fk_decision_recommendation_id")
        ),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_decision_referral_id")),
        sa.ForeignKeyConstraint(["signed_by"], ["person.id"], name=op.f("fk_decision_signed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("offence_id", name=op.f("uq_decision_offence_id")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_decision_referral_id"), ["referral_id"], unique=False)

    op.create_table(
        "disposal",
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("offence_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("explained_how", sa.String(), nullable=True),
        sa.Column("explained_on", sa.Date(), nullable=True),
        sa.Column("agreed", sa.Boolean(), nullable=True),
        sa.Column("adult_role", sa.String(), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=True),
        sa.Column("given_by", sa.String(), nullable=True),
        sa.Column("given_by_constable", sa.Boolean(), nullable=True),
        sa.Column("rule_reasons", sa.JSON(), nullable=True),
        sa.Column("acknowledged", sa.JSON(), nullable=True),
        sa.Column("facts", sa.JSON(), nullable=True),
        sa.Column("answers", sa.JSON(), nullable=True),
        sa.Column("edition_hash", sa.String(), nullable=True),
        sa.Column("yjs_told_on", sa.Date(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("state_since", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("workflow_version", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("referral_id", sa.Uuid(), nullable=False),
        sa.Column("area", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_disposal_decision_id")),
        sa.ForeignKeyConstraint(["edition_hash"], ["policy_edition.hash"], name=op.f("fk_disposal_edition_hash")),
        sa.ForeignKeyConstraint(["offence_id"], ["offence.id"], name=op.f("fk_disposal_offence_id")),
        sa.ForeignKeyConstraint(["referral_id"], ["referral.id"], name=op.f("fk_disposal_referral_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disposal")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_disposal_decision_id")),
    )
    with op.batch_alter_table("disposal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_disposal_area"), ["area"], unique=False)
        batch_op.create_index(batch_op.f("ix_disposal_referral_id"), ["referral_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("disposal", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_disposal_referral_id"))
        batch_op.drop_index(batch_op.f("ix_disposal_area"))

    op.drop_table("disposal")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_referral_id"))
        batch_op.drop_index(batch_op.f("ix_decision_area"))

    op.drop_table("decision")
    with op.batch_alter_table("work_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_work_session_referral_id"))
        batch_op.drop_index(batch_op.f("ix_work_session_intervention_id"))
        batch_op.drop_index(batch_op.f("ix_work_session_area"))

    op.drop_table("work_session")
    with op.batch_alter_table("vote", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_vote_referral_id"))
        batch_op.drop_index(batch_op.f("ix_vote_item_id"))
        batch_op.drop_index(batch_op.f("ix_vote_area"))

    op.drop_table("vote")
    with op.batch_alter_table("victim_view", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_victim_view_victim_id"))
        batch_op.drop_index(batch_op.f("ix_victim_view_referral_id"))
        batch_op.drop_index(batch_op.f("ix_victim_view_area"))

    op.drop_table("victim_view")
    with op.batch_alter_table("recommendation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_recommendation_referral_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_item_id"))
        batch_op.drop_index(batch_op.f("ix_recommendation_area"))

    op.drop_table("recommendation")
    with op.batch_alter_table("gravity_score", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_gravity_score_referral_id"))
        batch_op.drop_index(batch_op.f("ix_gravity_score_offence_id"))
        batch_op.drop_index(batch_op.f("ix_gravity_score_area"))

    op.drop_table("gravity_score")
    with op.batch_alter_table("assessment_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_version_referral_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_version_assessment_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_version_area"))

    op.drop_table("assessment_version")
    with op.batch_alter_table("workflow_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_workflow_move_referral_id"))
        batch_op.drop_index("ix_workflow_move_process")
        batch_op.drop_index(batch_op.f("ix_workflow_move_area"))

    op.drop_table("workflow_move")
    with op.batch_alter_table("victim", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_victim_referral_id"))
        batch_op.drop_index(batch_op.f("ix_victim_area"))

    op.drop_table("victim")
    with op.batch_alter_table("police_message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_police_message_referral_id"))
        batch_op.drop_index(batch_op.f("ix_police_message_area"))

    op.drop_table("police_message")
    with op.batch_alter_table("panel_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_item_referral_id"))
        batch_op.drop_index(batch_op.f("ix_panel_item_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_panel_item_area"))

    op.drop_table("panel_item")
    with op.batch_alter_table("offence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_offence_referral_id"))
        batch_op.drop_index(batch_op.f("ix_offence_area"))

    op.drop_table("offence")
    with op.batch_alter_table("intervention", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_intervention_referral_id"))
        batch_op.drop_index(batch_op.f("ix_intervention_area"))

    op.drop_table("intervention")
    with op.batch_alter_table("information_request", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_information_request_referral_id"))
        batch_op.drop_index(batch_op.f("ix_information_request_area"))

    op.drop_table("information_request")
    with op.batch_alter_table("heard_view", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_heard_view_referral_id"))
        batch_op.drop_index(batch_op.f("ix_heard_view_area"))

    op.drop_table("heard_view")
    with op.batch_alter_table("exit_review", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_exit_review_referral_id"))
        batch_op.drop_index(batch_op.f("ix_exit_review_area"))

    op.drop_table("exit_review")
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_referral_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_area"))

    op.drop_table("assessment")
    with op.batch_alter_table("referral", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_referral_child_id"))
        batch_op.drop_index(batch_op.f("ix_referral_case_worker_id"))
        batch_op.drop_index(batch_op.f("ix_referral_area"))

    op.drop_table("referral")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_person_id"))
        batch_op.drop_index(batch_op.f("ix_membership_area"))

    op.drop_table("membership")
    op.drop_table("kept_reply")
    with op.batch_alter_table("attendance", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_attendance_present",
            sqlite_where=sa.text("left_at IS NULL"),
            postgresql_where=sa.text("left_at IS NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_attendance_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_attendance_area"))

    op.drop_table("attendance")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_person_id"))

    op.drop_table("api_token")
    op.drop_table("policy_edition")
    op.drop_table("person")
    with op.batch_alter_table("panel_meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_meeting_area"))

    op.drop_table("panel_meeting")
    with op.batch_alter_table("child", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_child_area"))

    op.drop_table("child")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_area"))

    op.drop_table("audit_entry")
    op.drop_table("audit_chain")
    op.drop_table("audit_anchor")
    with op.batch_alter_table("access_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_access_entry_subject")
        batch_op.drop_index(batch_op.f("ix_access_entry_area"))

    op.drop_table("access_entry")
