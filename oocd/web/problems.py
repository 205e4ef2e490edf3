"""One handler makes every error a problem document (RFC 9457) under /api, and a page everywhere else."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, g, jsonify, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError, IntegrityError
from werkzeug.exceptions import HTTPException

from oocd.db import db
from oocd.errors import BadInput, Conflict, NotFound, NotSignedIn, OocdError

ENDED_FOR_ANOTHER = {"40P01", "40001"}  # deadlock, serialization failure
# In place of the library's words, which say what is wrong and not what to do.
SAYS_WHAT_TO_DO = {
    "Missing data for required field.": "Fill this in.",
    "Field may not be null.": "Fill this in.",
    "Not a valid date.": "Write a real day, such as 27 3 2026.",
    "Not a valid integer.": "Write a whole number.",
    "Not a valid email address.": "Write an e-mail address, such as name@example.org.",
    "Not a valid UUID.": "Choose one of those on record.",
}
PASSED_ON = ("Allow", "Retry-After", "WWW-Authenticate")


def init_app(app: Flask) -> None:
    app.register_error_handler(OocdError, answer)
    app.register_error_handler(IntegrityError, answer_race)
    app.register_error_handler(DBAPIError, answer_database)
    app.register_error_handler(HTTPException, answer_http)


def answer(error: OocdError) -> ResponseReturnValue:
    db.session.rollback()
    if request.path.startswith("/api/"):
        return problem(error.status, error.title, error.detail, error.members())
    if isinstance(error, NotSignedIn):
        g.sent_to_sign_in = True
        return redirect(url_for("signing_in.sign_in", next=request.full_path.rstrip("?")))
    return render_template("web/problem.html", title=error.title, detail=error.detail), error.status


def answer_race(_error: DBAPIError) -> ResponseReturnValue:
    """Two people wrote what only one may write; the database let one through."""
    return answer(Conflict("Somebody else did this at the same moment. Look again, then decide if it is still needed."))


def answer_database(error: DBAPIError) -> ResponseReturnValue:
    """PostgreSQL ended one of two requests that waited for each other; anything else is a fault of ours."""
    if getattr(error.orig, "sqlstate", None) in ENDED_FOR_ANOTHER:
        return answer_race(error)
    raise error


def answer_http(error: HTTPException) -> ResponseReturnValue:
    data: Mapping[str, Any] = getattr(error, "data", None) or {}
    if "messages" in data:
        errors = by_field(data["messages"])
        first = next(iter(errors))
        return answer(BadInput(f"Correct {first}: {errors[first][0]}", errors))
    if error.code == HTTPStatus.NOT_FOUND:
        return answer(NotFound())
    if not request.path.startswith("/api/"):
        return render_template("web/problem.html", title=error.name, detail=error.description), error.code or 500
    response = problem(error.code or 500, error.name, error.description or "", {})
    response.headers.extend({key: value for key, value in error.get_headers() if key in PASSED_ON})
    return response


def problem(status: int, title: str, detail: str, members: Mapping[str, Any]) -> Response:
    response = jsonify({"type": "about:blank", "title": title, "status": status, "detail": detail, **members})
    response.status_code = status
    response.content_type = "application/problem+json"
    return response


def by_field(messages: Any) -> dict[str, list[str]]:
    """Validation messages flattened: `offences.0.offence_date` and its sentences."""
    flat: dict[str, list[str]] = {}
    for location in messages.values():
        _flatten(location, "", flat)
    return flat


def _flatten(messages: Any, path: str, flat: dict[str, list[str]]) -> None:
    if isinstance(messages, dict):
        for key, inner in messages.items():
            _flatten(inner, path if key == "_schema" else f"{path}.{key}".strip("."), flat)
    else:
        flat[path or "body"] = [SAYS_WHAT_TO_DO.get(str(sentence), str(sentence)) for sentence in messages]
