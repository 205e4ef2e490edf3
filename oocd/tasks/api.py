"""My work, the team's work, and who takes whose."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from flask_smorest import Blueprint

from oocd import clock
from oocd.referrals.models import Referral
from oocd.referrals.schemas import ReferralSchema
from oocd.tasks import queries, service
from oocd.tasks.models import Cover
from oocd.tasks.queries import Desk, Key, Task
from oocd.tasks.rules import Part
from oocd.tasks.schemas import (
    CoveredSchema,
    CoverSchema,
    HandedOverSchema,
    HandOverSchema,
    MyWorkSchema,
    ReassignSchema,
    TeamWorkSchema,
)
from oocd.web import commits, current_actor, load, requires

bp = Blueprint("tasks", __name__, url_prefix="/api/v1")


@bp.route("/my-work", methods=["GET"])
@requires("case.read")
@bp.response(200, MyWorkSchema)
def my_work() -> dict[str, Any]:
    """Your list: what is overdue, what is due soon, the rest, and what waits on others; and what was raised to you"""
    desk, me, today = Desk(), current_actor(), clock.today()
    tasks = list(queries.open_tasks(desk))
    known = queries.raised()
    mine = [task for task in tasks if queries.is_mine(task, me)]
    others = [task for task in tasks if task.key in known and not queries.is_mine(task, me)]
    above = [task for task in others if task.late(today) and queries.may_see_overdue(task, me)]
    return _list(mine, desk, known, today) | {"raised": _shown(above, desk, known)}


@bp.route("/team-work", methods=["GET"])
@requires("work.oversee")
@bp.response(200, TeamWorkSchema)
def team_work() -> dict[str, Any]:
    """Everybody's list in your areas, each open case on one of them"""
    desk, today = Desk(), clock.today()
    tasks = list(queries.open_tasks(desk))
    known = queries.raised()
    lists: defaultdict[Any, list[Task]] = defaultdict(list)
    for task in tasks:
        lists[(task.area, task.person_id) if task.person_id else task.queue].append(task)
    owners = [_owner(some[0], desk) | _list(some, desk, known, today) for some in lists.values()]
    return {"owners": sorted(owners, key=_worst_first), "open": len(tasks)}


@bp.route("/referrals/<uuid:referral_id>/reassign", methods=["POST"])
@requires("work.reassign")
@commits
@bp.arguments(ReassignSchema)
@bp.response(200, ReferralSchema)
def reassign(sent: dict[str, Any], referral_id: UUID) -> Referral:
    """Give the next step of a case to somebody; where it is the case worker's, give them the case"""
    referral = load(Referral, referral_id)
    service.reassign(referral, **sent, by=current_actor())
    return referral


@bp.route("/people/<uuid:person_id>/cover", methods=["POST"])
@requires("work.cover")
@commits
@bp.arguments(CoverSchema)
@bp.response(201, CoveredSchema)
def cover(sent: dict[str, Any], person_id: UUID) -> Cover:
    """Say who has somebody's list while they are away"""
    return service.cover(person_id, **sent, by=current_actor())


@bp.route("/covers/<uuid:cover_id>/end-cover", methods=["POST"])
@requires("work.cover")
@commits
@bp.response(200, CoveredSchema)
def end_cover(cover_id: UUID) -> Cover:
    """Say that somebody is back before the last day of their cover"""
    row = load(Cover, cover_id)
    service.end_cover(row, by=current_actor())
    return row


@bp.route("/people/<uuid:person_id>/hand-over", methods=["POST"])
@requires("work.reassign")
@commits
@bp.arguments(HandOverSchema)
@bp.response(200, HandedOverSchema)
def hand_over(sent: dict[str, Any], person_id: UUID) -> dict[str, Any]:
    """Give everything on somebody's own list to one colleague, all or nothing"""
    return {"cases": service.hand_over(person_id, **sent, by=current_actor())}


def _list(tasks: Iterable[Task], desk: Desk, known: Mapping[Key, date], today: date) -> dict[str, Any]:
    parts: dict[str, list[Task]] = {part.value: [] for part in Part}
    for task in tasks:
        parts[task.part(today).value].append(task)
    shown: dict[str, Any] = {part: _shown(some, desk, known) for part, some in parts.items()}
    return shown | {"counts": {part: len(some) for part, some in parts.items()}}


def _shown(tasks: Iterable[Task], desk: Desk, known: Mapping[Key, date]) -> list[dict[str, Any]]:
    in_order = sorted(tasks, key=lambda task: (task.due_on or date.max, task.reference))
    return [
        {
            "referral_id": task.referral_id,
            "reference": task.reference,
            "area": task.area,
            "waits_on": task.party,
            "says": task.says,
            "next": task.next.says,
            "queue": task.queue,
            "person": desk.names.get(task.person_id) if task.person_id else None,
            "due_on": task.due_on,
            "raised_on": known.get(task.key),
        }
        for task in in_order
    ]


def _owner(task: Task, desk: Desk) -> dict[str, Any]:
    person = task.person_id
    return {
        "person_id": person,
        "person": desk.names.get(person) if person else None,
        "area": task.area,
        "queue": None if person else task.queue,
    }


def _worst_first(owner: Mapping[str, Any]) -> tuple[int, int, str]:
    counts = owner["counts"]
    return -counts["overdue"], -counts["due_soon"], owner["person"] or ""
