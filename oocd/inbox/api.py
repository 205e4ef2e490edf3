"""What one person was told and how they want to be told, and the e-mails that could not be sent."""

from datetime import time
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd.inbox import composing
from oocd.inbox.schemas import (
    ChoicesSchema,
    ChooseSchema,
    DeadLetterSchema,
    DeadLettersSchema,
    NoticeSchema,
    NoticesQuerySchema,
    NoticesSchema,
    QuietHoursSchema,
)
from oocd.notifications import service
from oocd.notifications.models import Notice, OutgoingEmail
from oocd.notifications.queries import dead_emails
from oocd.web import CursorSchema, commits, current_actor, load, page_of, requires

bp = Blueprint("inbox", __name__, url_prefix="/api/v1")


@bp.route("/notices", methods=["GET"])
@requires("notice.read")
@bp.arguments(NoticesQuerySchema, location="query")
@bp.response(200, NoticesSchema)
def list_notices(query: dict[str, Any]) -> dict[str, Any]:
    """Read what you were told, the latest first, a page at a time"""
    return composing.page(current_actor().person_id, query.get("after"), only_unread=query["unread"])


@bp.route("/notices/<uuid:notice_id>/read", methods=["POST"])
@requires("notice.read")
@commits
@bp.response(200, NoticeSchema)
def mark_read(notice_id: UUID) -> dict[str, Any]:
    """Say that you have read a notice"""
    notice = load(Notice, notice_id)
    service.mark_read(notice, by=current_actor())
    return composing.said(notice)


@bp.route("/notice-choices", methods=["GET"])
@requires("notice.read")
@bp.response(200, ChoicesSchema)
def list_choices() -> dict[str, Any]:
    """Read how each kind of message comes to you"""
    return composing.choices(current_actor().person_id)


@bp.route("/notice-choices", methods=["POST"])
@requires("notice.read")
@commits
@bp.arguments(ChooseSchema)
@bp.response(200, ChoicesSchema)
def choose(sent: dict[str, str]) -> dict[str, Any]:
    """Choose how one kind of message comes to you: at once, in the daily digest, or in the service only"""
    service.choose(by=current_actor(), **sent)
    return composing.choices(current_actor().person_id)


@bp.route("/quiet-hours", methods=["POST"])
@requires("notice.read")
@commits
@bp.arguments(QuietHoursSchema)
@bp.response(200, ChoicesSchema)
def keep_quiet(sent: dict[str, time]) -> dict[str, Any]:
    """Choose the hours in which no e-mail comes to you, but for what is urgent"""
    service.keep_quiet(by=current_actor(), **sent)
    return composing.choices(current_actor().person_id)


@bp.route("/dead-letters", methods=["GET"])
@requires("delivery.repair")
@bp.arguments(CursorSchema, location="query")
@bp.response(200, DeadLettersSchema)
def list_dead_letters(query: dict[str, Any]) -> dict[str, Any]:
    """The e-mails of your areas that could not be sent, a page at a time"""
    rows, following = page_of(dead_emails(), query.get("after"), OutgoingEmail.id)
    return {"dead_letters": rows} | ({"next": following} if following else {})


@bp.route("/dead-letters/<uuid:email_id>/send-again", methods=["POST"])
@requires("delivery.repair")
@commits
@bp.response(200, DeadLetterSchema)
def send_again(email_id: UUID) -> OutgoingEmail:
    """Put an e-mail that could not be sent back among those that wait"""
    email = load(OutgoingEmail, email_id)
    service.send_again(email, by=current_actor())
    return email
