"""What a machine asks before it sends people here, and the files every page needs."""

from pathlib import Path

from flask import Blueprint, jsonify, send_from_directory
from flask.typing import ResponseReturnValue
from sqlalchemy import text

from oocd.db import db
from oocd.web.access import public

ASSETS = Path(__file__).parent / "static"

bp = Blueprint("web", __name__, template_folder="templates")


@bp.get("/healthz")
@public("for load balancers")
def healthz() -> ResponseReturnValue:
    """200 while the database answers."""
    db.session.connection().execute(text("SELECT 1"))
    return jsonify({"status": "ok"})


@bp.get("/assets/<path:name>")
@public("files every page needs")
def asset(name: str) -> ResponseReturnValue:
    return send_from_directory(ASSETS, name)
