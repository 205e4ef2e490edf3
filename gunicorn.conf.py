"""How the service is served: one process answers requests and runs the timed jobs."""

from __future__ import annotations

import os
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gunicorn.arbiter import Arbiter
    from gunicorn.workers.base import Worker

# Only this machine can connect until someone decides otherwise: a proxy with TLS belongs in front.
bind = f"{os.environ.get('OOCD_BIND', '127.0.0.1')}:{os.environ.get('PORT', '5000')}"

# A second worker would start a second scheduler; threads share the one.
workers = 1
worker_class = "gthread"
threads = 8

# A worker shows it is alive by touching a file; on a slow disk that can stall long enough to be killed.
if Path("/dev/shm").is_dir():
    worker_tmp_dir = "/dev/shm"

# The control socket would be a file in the home of whoever serves; nothing here uses it.
control_socket_disable = True

# Who did what is in the audit log; a list of addresses requested would be personal data kept for nothing.
accesslog = None
loglevel = "warning"


jobs = ExitStack()


def post_worker_init(worker: Worker) -> None:
    """Refuse what must not be served, then run the jobs in the process that serves, unless workers do."""
    from oocd import factory, scheduler

    factory.check_before_serving(worker.wsgi)
    jobs.enter_context(scheduler.beside_the_server(worker.wsgi))


def worker_exit(_server: Arbiter, _worker: Worker) -> None:
    """Let what runs finish, and say that nothing runs any more."""
    jobs.close()
