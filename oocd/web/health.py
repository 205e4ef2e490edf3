"""What a machine asks before it sends people here."""

from flask import Blueprint, jsonify
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from oocd.db import db
from oocd.web.access import public

bp = Blueprint("web", __name__, template_folder="templates")


@bp.get("/healthz")
@public("for load balancers")
def healthz() -> ResponseReturnValue:
    """200 while the database answers."""
    db.session.connection().execute(text("SELECT 1"))
    return jsonify({"status": "ok"})
