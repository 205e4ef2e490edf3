"""What was told to one person, as they read it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from oocd.notifications import queries, rules
from oocd.notifications.kinds import AT_ONCE, KINDS, OF_A_KIND_THAT_IS_GONE, WAYS
from oocd.notifications.models import Notice


def page(person_id: UUID | None, after: UUID | None, *, only_unread: bool) -> dict[str, Any]:
    """A page of notices, how many wait unread in all, and the cursor of the next page if there is one."""
    rows = queries.page_of_notices(person_id, after, only_unread=only_unread)
    shown = rows[: queries.PAGE]
    following = {"next": shown[-1].id} if len(rows) > len(shown) else {}
    return {"notices": [said(row) for row in shown], "unread": queries.how_many_unread(person_id), **following}


def said(notice: Notice) -> dict[str, Any]:
    """A notice in words, and where it leads."""
    says = rules.worded(KINDS.get(notice.kind, OF_A_KIND_THAT_IS_GONE).says, notice.values)
    shown = ("id", "area", "kind", "path", "told_at", "read_at")
    return {"says": says, **{name: getattr(notice, name) for name in shown}}


def choices(person_id: UUID | None) -> dict[str, Any]:
    """How every kind of message comes to this person, and their quiet hours."""
    return {"choices": list(_choices(person_id)), "quiet_hours": queries.quiet_hours_of(person_id)}


def _choices(person_id: UUID | None) -> Iterator[dict[str, Any]]:
    chosen = queries.choices_of(person_id)
    for code, kind in KINDS.items():
        way = AT_ONCE if kind.never_silenced else chosen.get(code, kind.by_default)
        yield {
            "kind": code,
            "label": kind.label,
            "way": way,
            "says": WAYS[way],
            "never_silenced": kind.never_silenced,
        }
