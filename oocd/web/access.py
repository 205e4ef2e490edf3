"""Who may come in, and what is logged of it. A route without a declaration answers nobody."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

from flask import Flask, Response, current_app, g, request
from flask_login import LoginManager, UserMixin, current_user
from flask_wtf.csrf import CSRFProtect

from oocd import audit
from oocd.accounts import service as accounts
from oocd.accounts.actor import Actor
from oocd.accounts.errors import WrongToken
from oocd.accounts.models import Person
from oocd.db import db, everywhere, only_read, see_areas
from oocd.errors import NotAllowed, NotFound, NotSignedIn, PreconditionFailed

View = TypeVar("View", bound=Callable[..., Any])
Row = TypeVar("Row", bound=Any)

SAFE = {"GET", "HEAD", "OPTIONS"}
DENIED = {401, 403, 404}
NO_AREA = "-"
NOBODY = Actor(person_id=None, name="somebody not signed in", standings={})

login = LoginManager()
csrf = CSRFProtect()


class SignedIn(UserMixin):
    """The person of this request, for Flask-Login."""

    def __init__(self, actor: Actor, epoch: int = 0, *, by_token: bool = False) -> None:
        self.actor = actor
        self.by_token = by_token
        self._epoch = epoch

    def get_id(self) -> str:
        return f"{self.actor.person_id}:{self._epoch}"


def requires(permission: str) -> Callable[[View], View]:
    """The permission a person needs to use this route. It sees only the areas in which they have it."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return declare


def public(why: str) -> Callable[[View], View]:
    """A route for people who are not signed in; `why` says for what."""

    def declare(view: View) -> View:
        view.public = why  # type: ignore[attr-defined]
        return view

    return declare


def current_actor() -> Actor:
    """The person acting in this request."""
    actor: Actor = current_user.actor
    return actor


def load(model: type[Row], row_id: UUID, *, addressed: bool = True) -> Row:
    """The row, or NotFound when it does not exist or is not this person's to see.

    Notes the case for the access log and, for the row the address names, holds a change against If-Match.
    """
    row = db.session.get(model, row_id)
    if row is None:
        _note_whose(model, row_id)
        raise NotFound
    _note(row)
    if addressed and (version := getattr(row, "version", None)):
        g.etag = str(version)
        if request.method not in SAFE and request.if_match and not request.if_match.contains(g.etag):
            raise PreconditionFailed
    return row


def _note(row: Any) -> None:
    g.subject = f"referral:{row.referral_id}" if getattr(row, "referral_id", None) else f"{row.__tablename__}:{row.id}"
    g.area = row.area


def _note_whose(model: type[Row], row_id: UUID) -> None:
    """A denial is logged where the row belongs, so that the area asked about can see who asked."""
    with everywhere():
        row = db.session.get(model, row_id)
        if row is not None:
            _note(row)
            db.session.expunge(row)  # or a later look-up by id would find it in the session, unasked


def init_app(app: Flask) -> None:
    """Sign-in, CSRF, the permission of every route, and the access log."""
    login.init_app(app)
    csrf.init_app(app)
    app.before_request(let_in)
    app.after_request(set_headers_of_reading)
    app.after_request(log_access)


@login.user_loader
def person_of_session(session_id: str) -> SignedIn | None:
    person_id, _, epoch = session_id.partition(":")
    with everywhere():
        person = db.session.get(Person, UUID(person_id))
    if person is None or str(person.session_epoch) != epoch:
        return None
    return SignedIn(accounts.actor(person.id), person.session_epoch)


@login.request_loader
def person_of_token(_request: object) -> SignedIn | None:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    try:
        return SignedIn(accounts.actor_with_token(token), by_token=True)
    except WrongToken as wrong:
        g.wrong_token = wrong  # raised by let_in: whoever else asks who this is gets "nobody"
        return None


def let_in() -> None:
    """Before every request: nobody comes in by a route that does not say who may."""
    if request.endpoint is None:
        return  # no such address: the router answers 404
    view = view_of_request()
    if request.method in SAFE:
        only_read()
    if hasattr(view, "public"):
        return
    if not current_user.is_authenticated:
        raise g.get("wrong_token") or NotSignedIn()
    if request.method not in SAFE and not current_user.by_token:
        csrf.protect()
    if referral_id := (request.view_args or {}).get("referral_id"):
        g.subject = f"referral:{referral_id}"
    if not hasattr(view, "permission"):
        raise NotAllowed("This route does not say who may use it, so nobody may.")
    actor = current_actor()
    areas = actor.areas_where(view.permission)
    if not areas:
        raise NotAllowed(f"This needs the permission {view.permission}, which your roles do not give.")
    see_areas(areas, but_cases=actor.recused_from)


def view_of_request() -> Any:
    return current_app.view_functions[request.endpoint or ""]


def set_headers_of_reading(response: Response) -> Response:
    if request.method == "GET" and response.status_code == 200 and "etag" in g:
        response.set_etag(g.etag)
    if request.endpoint and not hasattr(view_of_request(), "public"):
        # On a shared machine a case must not outlive its reader's session in the browser.
        response.headers["Cache-Control"] = "no-store"
    return response


def log_access(response: Response) -> Response:
    """One access entry for each reading, list view and denial, committed before the answer leaves."""
    if request.endpoint is None or hasattr(view_of_request(), "public"):
        return response
    denied = response.status_code in DENIED or "sent_to_sign_in" in g
    if not denied and (request.method not in SAFE or response.status_code >= 400):
        return response
    db.session.rollback()  # what was only read, or refused, holds nothing
    actor = current_user.actor if current_user.is_authenticated else NOBODY
    action = "denied" if denied else "read" if "subject" in g else "listed"
    details = {"route": request.endpoint, "path": request.path, "status": response.status_code}
    for area in [g.area] if "area" in g else sorted(actor.areas) or [NO_AREA]:
        audit.record_access(action, area=area, subject=g.get("subject", "-"), by=actor, details=details)
    db.session.commit()
    return response
