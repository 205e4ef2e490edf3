"""What a machine asks before it sends people here."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from flask_login import current_user

from oocd import clock
from oocd.db import everywhere
from oocd.jobs import queries as jobs
from oocd.web.access import current_actor, public

bp = Blueprint("web", __name__, template_folder="templates")


@bp.get("/healthz")
@public("for load balancers")
def healthz() -> ResponseReturnValue:
    """200 while the database answers and every job is run in time; 503 names the jobs that are late."""
    with everywhere():
        late = jobs.late(clock.now())
        if not late:
            return jsonify({"status": "ok"})
        seen = jobs.last_seen()
        return jsonify({"status": "late", "late": late, "scheduler_last_seen": seen.isoformat() if seen else None}), 503


def late_jobs() -> list[str]:
    """For whoever is to be told on every page: the jobs that are late."""
    if not current_user.is_authenticated:
        return []
    actor = current_actor()
    if not any(actor.may("jobs.watch", area) for area in actor.areas):
        return []
    with everywhere():
        return jobs.late(clock.now())
