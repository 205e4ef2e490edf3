"""What every JSON route shares: the OpenAPI document, the shape of a problem, and lists by cursor."""

import re
from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, render_template, request
from flask_smorest import Api
from marshmallow import Schema, fields
from sqlalchemy import Select

from oocd.db import db
from oocd.errors import BadInput, NotJson
from oocd.web.access import public

Row = TypeVar("Row")

PAGE = 50
LARGEST_NUMBER = 2**31 - 1
SURROGATE = re.compile("[\ud800-\udfff]")


class RefusalSchema(Schema):
    rule = fields.Str(metadata={"description": "The id of the rule that refused"})
    sentence = fields.Str()
    source = fields.Str(metadata={"description": "Who says so"})
    passed_by = fields.Str(
        allow_none=True,
        metadata={"description": "reason: say why in `rule_reasons`; acknowledgement: name the rule in `acknowledged`"},
    )


class ProblemSchema(Schema):
    """RFC 9457 problem details, with the rule and its source where a rule refused."""

    type = fields.Str()
    title = fields.Str()
    status = fields.Int()
    detail = fields.Str(metadata={"description": "What happened and what to do next"})
    rule = fields.Str()
    source = fields.Str()
    unmet = fields.List(fields.Nested(RefusalSchema))
    errors = fields.Dict(metadata={"description": "Sentences for each field that needs correcting"})


class ProblemApi(Api):
    """flask-smorest for the OpenAPI document only: `oocd.web.problems` answers every error of the app."""

    ERROR_SCHEMA = ProblemSchema

    def _register_error_handlers(self) -> None:
        """None here: its handler would answer pages in JSON."""


class CannotBeKept(BadInput):
    def __init__(self, what: str) -> None:
        super().__init__(f"The body holds {what}. Take it out and send it again.")


def refuse_what_cannot_be_kept() -> None:
    """Before a JSON body reaches a schema: what no database column holds is refused on every database alike."""
    if request.method != "POST" or not request.path.startswith("/api/") or not request.content_length:
        return
    if not request.is_json:
        raise NotJson
    try:
        _check_value(request.get_json(silent=True))
    except RecursionError:
        raise CannotBeKept("lists or objects nested too deep to read") from None


def _check_value(value: Any) -> None:
    if isinstance(value, str) and ("\0" in value or SURROGATE.search(value)):
        raise CannotBeKept("a character that is no text")
    if isinstance(value, int) and abs(value) > LARGEST_NUMBER:
        raise CannotBeKept("a number too large to be meant")
    for inner in (*value, *value.values()) if isinstance(value, dict) else value if isinstance(value, list) else ():
        _check_value(inner)


class CursorSchema(Schema):
    after = fields.UUID(metadata={"description": "`next` of the page before"})


def page_of(query: Select[Row], after: UUID | None, key: Any) -> tuple[list[Row], UUID | None]:
    """One page by key, never by offset: the rows, and the cursor of the next page if there is one."""
    if after:
        query = query.where(key > after)
    rows: list[Any] = list(db.session.scalars(query.order_by(key).limit(PAGE + 1)))
    return rows[:PAGE], rows[PAGE - 1].id if len(rows) > PAGE else None


def init_app(app: Flask) -> ProblemApi:
    app.config.update(
        API_TITLE="oocd",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="openapi.json",
        API_SPEC_OPTIONS={
            "info": {"description": "Out-of-court disposals for children: from the police's message to exit review."},
            "security": [{"token": []}, {"session": []}],
            "components": {
                "securitySchemes": {
                    "token": {"type": "http", "scheme": "bearer"},
                    "session": {"type": "apiKey", "in": "cookie", "name": "session"},
                }
            },
        },
    )
    app.before_request(refuse_what_cannot_be_kept)
    api = ProblemApi(app)
    endpoint = "api-docs.openapi_json"
    app.view_functions[endpoint] = public("the API's description")(_plain(app.view_functions[endpoint]))
    app.add_url_rule("/api/docs", "api_docs", public("the API's description")(_docs_page(api)))
    return api


def _plain(view: Callable[..., Any]) -> Callable[..., Any]:
    def serve(**kwargs: Any) -> Any:
        return view(**kwargs)

    return serve


def _docs_page(api: ProblemApi) -> Callable[[], str]:
    def docs() -> str:
        return render_template("web/docs.html", spec=api.spec.to_dict())

    return docs
