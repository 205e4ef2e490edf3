"""The page of what one person was told."""

from uuid import UUID

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from oocd.errors import BadInput
from oocd.inbox import composing
from oocd.notifications import service
from oocd.notifications.models import Notice
from oocd.web import commits, current_actor, load, requires

bp = Blueprint("inbox_pages", __name__, template_folder="templates")


@bp.get("/notices")
@requires("notice.read")
def notices() -> str:
    """What you were told, the latest first."""
    shown = composing.page(current_actor().person_id, _cursor(request.args.get("after")), only_unread=False)
    return render_template("inbox/notices.html", **shown)


@bp.post("/notices/<uuid:notice_id>/read")
@requires("notice.read")
@commits
def mark_read(notice_id: UUID) -> ResponseReturnValue:
    """Say that you have read a notice, and go back to the others."""
    service.mark_read(load(Notice, notice_id), by=current_actor())
    return redirect(url_for("inbox_pages.notices"))


def _cursor(after: str | None) -> UUID | None:
    try:
        return UUID(after) if after else None
    except ValueError:
        raise BadInput("That is not a page of the list. Start again from the first page.") from None
