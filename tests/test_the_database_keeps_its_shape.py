"""Migrations: they match the models, go up and down, and an old schema is refused with the command to type."""

from collections import Counter
from uuid import uuid4

import pytest
import sqlalchemy as sa
from alembic import command

from oocd import schema
from oocd.db import UtcDateTime, db
from oocd.factory import create_app
from tests.conftest import settings_for
from tests.postgres import throwaway_postgres


@pytest.fixture(params=["sqlite", "postgresql"])
def fresh_app(request, tmp_path):
    """The service on a database of its own that nobody has migrated."""
    if request.param == "sqlite":
        yield from closing(create_app(settings_for(f"sqlite:///{tmp_path / 'fresh.db'}")))
    else:
        with throwaway_postgres() as url:
            yield from closing(create_app(settings_for(url)))


def closing(app):
    yield app
    with app.app_context():
        db.engine.dispose()


def test_migrations_and_models_say_the_same(fresh_app):
    with fresh_app.app_context():
        schema.upgrade()
        command.check(schema.alembic_config(db.engine))


def test_migrations_go_up_and_down_and_up_again(fresh_app):
    with fresh_app.app_context():
        schema.upgrade()
        schema.downgrade("base")
        schema.upgrade()
        schema.require_current()


COUNTS = {"none known": (0, 0), "three": (2, 1), "nobody said": (None, None), "half known": (1, None)}


def test_counted_cautions_become_rows_and_counts_again(fresh_app):
    with fresh_app.app_context():
        schema.upgrade("0002")
        insert = (
            "INSERT INTO child (id, area, child_ref, date_of_birth, sex, ethnicity, care_status, send, synthetic,"
            " previous_youth_cautions, previous_conditional_cautions) VALUES"
            " (:id, 'bexley', :ref, '2011-05-04', 'female', 'B1', 'none', 'none', :synthetic, :cautions, :conditional)"
        )
        for ref, (cautions, conditional) in COUNTS.items():
            row = {"id": uuid4().hex, "ref": ref, "synthetic": True, "cautions": cautions, "conditional": conditional}
            ask(insert, **row)
        schema.upgrade("0003")
        declared = dict(ask("SELECT child_ref, history_declared FROM child"))
        assert {ref for ref, said in declared.items() if said} == {"none known", "three"}
        rows = ask("SELECT child_ref, outcome FROM previous_disposal JOIN child ON child.id = child_id")
        cautions, conditional = "youth_caution", "youth_conditional_caution"
        assert Counter(map(tuple, rows)) == {
            ("three", cautions): 2,
            ("three", conditional): 1,
            ("half known", cautions): 1,
        }
        schema.downgrade("0002")
        back = ask("SELECT child_ref, previous_youth_cautions, previous_conditional_cautions FROM child")
        assert {ref: (first, second) for ref, first, second in back} == COUNTS


IDS = {name: uuid4().hex for name in ("child", "person", "referral", "offence", "victim")}
BEFORE_0007 = (
    "INSERT INTO child (id, area, child_ref, synthetic) VALUES (:child, 'bexley', 'C-1', :no)",
    "INSERT INTO person (id, name, email, password_hash, session_epoch, demonstration, created_at)"
    " VALUES (:person, 'Made up', 'x@demo.example', '-', 0, :no, '2026-09-01 10:00:00')",
    "INSERT INTO referral (id, area, reference, child_id, route, source, referral_date, sent_by, state, state_since,"
    " version, workflow_version) VALUES (:referral, 'bexley', 'BEX-1', :child, 'panel', 'police', '2026-09-01',"
    " :person, 'received', '2026-09-01', 1, '2023-10-01')",
    "INSERT INTO offence (id, area, referral_id, number, offence_id, offence_class, summary)"
    " VALUES (:offence, 'bexley', :referral, 1, 'abh', 'either_way', 'Made up.')",
    "INSERT INTO victim (id, area, referral_id, number, kind, contact_consent, asked_on)"
    " VALUES (:victim, 'bexley', :referral, 2, 'person', 'withdrawn', '2026-08-31')",
)


def test_a_victims_one_answer_becomes_that_for_contact_and_one_answer_again(fresh_app):
    with fresh_app.app_context():
        schema.upgrade("0006")
        with db.engine.begin() as connection:
            for statement in BEFORE_0007:
                connection.execute(sa.text(statement), {**IDS, "no": False})
        schema.upgrade("0007")
        assert ask("SELECT victim_ref FROM victim") == [("BEX-1-2",)]
        assert ask("SELECT purpose, state FROM victim_consent") == [("contact", "withdrawn")]
        assert len(ask("SELECT id FROM victim_offence")) == 1
        schema.downgrade("0006")
        ((state, asked_on),) = ask("SELECT contact_consent, asked_on FROM victim")
        assert (state, str(asked_on)) == ("withdrawn", "2026-08-31")


def ask(statement, **values):
    with db.engine.begin() as connection:
        answer = connection.execute(sa.text(statement), values)
        return answer.all() if answer.returns_rows else []


def test_an_old_schema_is_refused_with_the_command_to_type(fresh_app):
    for args in (["demo", "load"], ["audit", "verify"], ["scheduler", "run"]):
        refused = fresh_app.test_cli_runner().invoke(args=args)
        assert refused.exit_code == 1
        assert "flask --app app db upgrade" in refused.output


def test_sessions_and_what_was_agreed_move_to_their_own_rows_and_back(fresh_app):
    ids = {name: uuid4().hex for name in ("child", "person", "referral", "work", "came", "missed")}
    process = "'2026-11-02', 1, '2023-10-01'"
    with fresh_app.app_context():
        schema.upgrade("0004")
        ask(
            f"INSERT INTO child (id, area, child_ref, synthetic) VALUES ('{ids['child']}', 'bexley', 'C-1', :yes)",
            yes=True,
        )
        ask(
            "INSERT INTO person (id, name, email, password_hash, session_epoch, demonstration, created_at) VALUES"
            f" ('{ids['person']}', 'A', 'a@demo.example', '-', 0, :yes, '2026-11-01 09:00:00')",
            yes=True,
        )
        ask(
            "INSERT INTO referral (id, area, reference, child_id, route, source, referral_date, sent_by, state,"
            f" state_since, version, workflow_version) VALUES ('{ids['referral']}', 'bexley', 'R-1', '{ids['child']}',"
            f" 'panel', 'police', '2026-10-01', '{ids['person']}', 'in_intervention', {process})"
        )
        ask(
            "INSERT INTO intervention (id, area, referral_id, kind, objective, agency, agreed_on, state, state_since,"
            f" version, workflow_version) VALUES ('{ids['work']}', 'bexley', '{ids['referral']}', 'mentoring',"
            f" 'To talk.', 'yjs', '2026-11-02', 'under_way', {process})"
        )
        for name, day, attended in (("came", 3, True), ("missed", 4, False)):
            ask(
                "INSERT INTO work_session (id, area, referral_id, intervention_id, held_on, attended, before_outcome,"
                f" recorded_by) VALUES ('{ids[name]}', 'bexley', '{ids['referral']}', '{ids['work']}', :day, :attended,"
                f" :no, '{ids['person']}')",
                day=f"2026-11-0{day}",
                attended=attended,
                no=False,
            )
        schema.upgrade("0005")
        assert ask("SELECT objective, agency FROM intervention_version") == [("To talk.", "yjs")]
        told = sa.table("session_record", *map(sa.column, ("held_on", "result")), sa.column("recorded_at", UtcDateTime))
        with db.engine.begin() as connection:
            rows = connection.execute(sa.select(told).order_by(told.c.held_on)).all()
        assert [(str(row.held_on), row.result, row.recorded_at.day) for row in rows] == [
            ("2026-11-03", "attended", 3),
            ("2026-11-04", "missed", 4),
        ]
        schema.downgrade("0004")
        assert ask("SELECT objective, agency FROM intervention") == [("To talk.", "yjs")]
        back = ask("SELECT held_on, attended FROM work_session ORDER BY held_on")
        assert [(str(day), bool(attended)) for day, attended in back] == [("2026-11-03", True), ("2026-11-04", False)]
