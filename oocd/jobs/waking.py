"""How a job is asked for from inside the transaction that gives it something to do.

Where workers run the jobs, the asking is a row of theirs, written on the same connection: it is there when the
transaction commits and gone when it does not. Where jobs run beside the server, whoever listens in this process is
told once the transaction has ended. Either way the job's own time comes soon after, should the asking be lost.
"""

from collections.abc import Callable
from typing import Any

from procrastinate import App, SyncPsycopgConnector
from sqlalchemy import event
from sqlalchemy.orm import SessionTransaction

from oocd.db import Session

ENGINE_OPTION = "jobs_run_by"
BY_WORKERS = "worker"
QUEUE = "jobs"
RUN = "run"
WAKE = "wake"

Listener = Callable[[str], None]

_asking = App(connector=SyncPsycopgConnector())  # never opened: it only speaks on the connection it is handed
_listeners: list[Listener] = []


def ask(session: Any, name: str) -> None:
    """Once for each transaction, however often it is asked."""
    told: set[str] = session.info.setdefault(WAKE, set())
    if name in told:
        return
    told.add(name)
    connection = session.connection()
    if connection.get_execution_options().get(ENGINE_OPTION) == BY_WORKERS:
        asked: Any = connection.connection.driver_connection
        _asking.configure_task(RUN, queue=QUEUE, lock=name, connection=asked).defer(name=name, cause=WAKE)


def listen(listener: Listener) -> None:
    _listeners.append(listener)


def stop_listening(listener: Listener) -> None:
    _listeners.remove(listener)


@event.listens_for(Session, "after_transaction_end")
def tell_listeners(session: Session, transaction: SessionTransaction) -> None:
    """After a rollback too: a job that is woken for nothing finds nothing to do."""
    if transaction.parent is None and (told := session.info.pop(WAKE, None)):
        for listener in _listeners:
            for name in told:
                listener(name)


@event.listens_for(Session, "after_soft_rollback")
def forget_what_was_undone(session: Session, _transaction: SessionTransaction) -> None:
    """A savepoint took the asking back with it; whoever asks next must be heard."""
    if session.in_transaction() and WAKE in session.info:
        session.info[WAKE] = set()
