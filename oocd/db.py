"""The database: one session, one clock type, and the one mechanism that confines every query to what a person may see.

A session sees nothing until somebody says whose eyes it sees with (`see_areas`, or `everywhere` for
sign-in, jobs and commands). From then on every ORM statement carries the area criterion by itself, and for
somebody with a declared conflict of interest another that leaves out every row of those cases; statements
that could escape them are refused.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache, wraps
from inspect import iscoroutinefunction
from typing import Any, ClassVar, Final, NamedTuple, ParamSpec, TypeVar, cast
from uuid import UUID, uuid4

import sqlalchemy as sa
from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import event, orm
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column

EVERYWHERE: Final = "everywhere"


class Base(orm.DeclarativeBase):
    metadata = sa.MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar = {dict[str, Any]: sa.JSON, dict[str, str]: sa.JSON, list[str]: sa.JSON}


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware UTC moment on both databases; a naive one is a mistake and is refused."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("A stored time must say its zone. Use clock.now().")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Identified:
    """A row with an id nobody can guess."""

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)


class CaseColumn(NamedTuple):
    """The column by which a row says what case it tells of, and what stands before the case's id there."""

    name: str
    prefix: str = ""


class AreaScoped:
    """A row that belongs to one area and does not exist for anyone outside it."""

    tells_of_case: ClassVar[CaseColumn | None] = None

    area: Mapped[str] = mapped_column(index=True)


class CaseBound(AreaScoped):
    """A row that is part of one case."""

    tells_of_case: ClassVar[CaseColumn | None] = CaseColumn("referral_id")

    referral_id: Mapped[UUID] = mapped_column(sa.ForeignKey("referral.id"), index=True)


def table_of(model: type[Base]) -> sa.Table:
    """The table behind a model, for the few statements that speak SQLAlchemy Core."""
    table: Any = model.__table__
    return cast("sa.Table", table)


class SightNotSet(RuntimeError):
    """A query ran before anybody said whose eyes it sees with."""


class SightEscape(RuntimeError):
    """A statement tried to pass by the area criterion, or to write into an area or a case out of sight."""


class Session(orm.Session):
    """Confined to `info["sight"]`: a frozenset of areas, or EVERYWHERE; but for the cases in `info["hidden"]`."""

    @property
    def sight(self) -> frozenset[str] | str:
        try:
            sight: frozenset[str] | str = self.info["sight"]
        except KeyError:
            raise SightNotSet("Say whose eyes to see with: db.see_areas(...) or db.everywhere().") from None
        return sight

    @property
    def hidden(self) -> frozenset[UUID]:
        hidden: frozenset[UUID] = self.info.get("hidden", frozenset())
        return hidden


class Database(SQLAlchemy):
    """None of our sessions is asynchronous, yet closing those made an event loop at the end of every request."""

    def init_app(self, app: Any) -> None:
        super().init_app(app)
        kept = [function for function in app.teardown_appcontext_funcs if not iscoroutinefunction(function)]
        app.teardown_appcontext_funcs = kept


db = Database(session_options={"class_": Session})


def cases_out_of_sight() -> frozenset[UUID]:
    """The cases whoever asks has stepped back from."""
    hidden: frozenset[UUID] = db.session.info.get("hidden", frozenset())
    return hidden


def see_areas(areas: frozenset[str], *, but_cases: frozenset[UUID] = frozenset()) -> None:
    """From here on this session sees the rows of these areas and no others, and nothing of `but_cases`."""
    db.session.info["sight"], db.session.info["hidden"] = areas, but_cases


@contextmanager
def everywhere() -> Iterator[None]:
    """For code that acts for nobody in particular: signing in, timed jobs, commands."""
    before = db.session.info.get("sight")
    db.session.info["sight"] = EVERYWHERE
    try:
        yield
    finally:
        if before is None:
            db.session.info.pop("sight", None)
        else:
            db.session.info["sight"] = before


Answer = TypeVar("Answer")
Asking = ParamSpec("Asking")

_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def reading() -> Iterator[None]:
    """A stretch that only reads: within it, `read_once` asks each question of the database once."""
    if _answers.get() is not None:
        yield
        return
    beginning = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(beginning)


def read_once(query: Callable[Asking, Answer]) -> Callable[Asking, Answer]:
    """For a query that many rooms put about the same thing. Its arguments are ids and rows, its answer nobody changes.

    Whose eyes it was asked with belongs to the question: nothing seen by others is ever the answer.
    """

    @wraps(query)
    def ask(*args: Asking.args, **kwargs: Asking.kwargs) -> Answer:
        answers = _answers.get()
        if answers is None:
            return query(*args, **kwargs)
        info = db.session.info
        question = (query, info.get("sight"), info.get("hidden"), args, tuple(kwargs.items()))
        if question not in answers:
            answers[question] = query(*args, **kwargs)
        answer: Answer = answers[question]
        return answer

    return ask


@lru_cache(maxsize=1024)
def _within(areas: frozenset[str]) -> Any:
    """The area criterion, built once for each set of areas: building it for every statement is dear."""
    seen = tuple(areas)
    return orm.with_loader_criteria(AreaScoped, lambda cls: cls.area.in_(seen), include_aliases=True)


@lru_cache(maxsize=1024)
def _but_for(cases: frozenset[UUID]) -> tuple[Any, ...]:
    """One criterion for each table that tells of a case; asked for only where somebody stepped back from one."""
    telling = [model.class_ for model in Base.registry.mappers if getattr(model.class_, "tells_of_case", None)]
    return tuple(orm.with_loader_criteria(model, _not_of(model, cases), include_aliases=True) for model in telling)


def _not_of(model: Any, cases: frozenset[UUID]) -> sa.ColumnElement[bool]:
    name, prefix = model.tells_of_case
    column = getattr(model, name)
    return sa.or_(column.is_(None), column.not_in([f"{prefix}{case}" if prefix else case for case in cases]))


@event.listens_for(Session, "do_orm_execute")
def confine_to_areas(state: orm.ORMExecuteState) -> None:
    session: Any = state.session
    if session.sight == EVERYWHERE or state.is_column_load or state.is_relationship_load:
        return  # a refresh or lazy load starts from a row already seen, and carries the criterion with it
    if not state.is_orm_statement:
        raise SightEscape("Only ORM statements carry the area criterion. Select models, not tables or text.")
    if state.is_select or state.is_update or state.is_delete:
        state.statement = state.statement.options(_within(session.sight))
        if session.hidden:
            state.statement = state.statement.options(*_but_for(session.hidden))


@event.listens_for(Session, "before_flush")
def refuse_rows_out_of_sight(session: Session, _context: object, _instances: object) -> None:
    if session.sight == EVERYWHERE:
        return
    for row in (*session.new, *session.dirty, *session.deleted):
        if isinstance(row, AreaScoped) and row.area not in session.sight:
            raise SightEscape(f"A {type(row).__name__} of {row.area} may not be written by someone who cannot see it.")
        if session.hidden and isinstance(row, AreaScoped) and _case_of(row) in session.hidden:
            raise SightEscape(f"A {type(row).__name__} may not be written by someone who stepped back from its case.")


def _case_of(row: Any) -> Any:
    return getattr(row, row.tells_of_case.name) if row.tells_of_case else None


@event.listens_for(sa.Engine, "connect")
def set_up_sqlite(connection: object, _record: object) -> None:
    """WAL with synchronous=FULL: readers never wait, and a confirmed decision survives power loss."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None  # SQLAlchemy's begin event below starts every transaction
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@event.listens_for(sa.Engine, "begin")
def begin_sqlite(connection: sa.Connection) -> None:
    """A writer takes its lock at once, so that two never deadlock half-way; a reader asks for none."""
    if connection.dialect.name == "sqlite":
        reads = connection.get_execution_options().get("only_reads", False)
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


def read_one_moment() -> None:
    """Start this session's transaction as a reader for whom time stands still, whoever writes meanwhile."""
    options = {"only_reads": True} if db.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    db.session.connection(execution_options=options)


def only_read() -> None:
    """Start this session's transaction as a reader. Call it before the first query."""
    db.session.connection(execution_options={"only_reads": True})
