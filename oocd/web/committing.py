"""The edge of a transaction: services add and flush, a request that changes something commits once."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from flask import Response, current_app, make_response, request

from oocd.db import db
from oocd.errors import BadInput
from oocd.web.access import current_actor
from oocd.web.models import KeptReply

View = TypeVar("View", bound=Callable[..., Any])


class KeyUsedAgain(BadInput):
    def __init__(self, key: str) -> None:
        super().__init__(f"Idempotency-Key {key} was used for a different request. Send a new key with new content.")


def commits(view: View) -> View:
    """Commit what the view did, with its answer when an Idempotency-Key came along; the handlers roll back."""

    @wraps(view)
    def committed(*args: Any, **kwargs: Any) -> Response:
        key = request.headers.get("Idempotency-Key")
        if key and (earlier := _earlier_reply(key)):
            return earlier
        response = make_response(view(*args, **kwargs))
        if key:
            _keep_reply(key, response)
        db.session.commit()
        return response

    return committed  # type: ignore[return-value]


def _earlier_reply(key: str) -> Response | None:
    kept = db.session.get(KeptReply, (current_actor().person_id, key))
    if kept is None:
        return None
    if kept.fingerprint != _fingerprint():
        raise KeyUsedAgain(key)
    return current_app.response_class(kept.body, kept.status, mimetype="application/json")


def _keep_reply(key: str, response: Response) -> None:
    body = response.get_data(as_text=True)
    reply = KeptReply(
        person_id=current_actor().person_id,
        key=key,
        fingerprint=_fingerprint(),
        status=response.status_code,
        body=body,
    )
    db.session.add(reply)


def _fingerprint() -> str:
    return hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.get_data()).hexdigest()
