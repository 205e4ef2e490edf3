"""Whose days a case's days were, what is due by when, and how long children waited."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from flask import Response
from flask_smorest import Blueprint

from oocd import clock
from oocd.errors import NotFound
from oocd.referrals.models import Referral
from oocd.timing import delays, queries
from oocd.timing.rules.waiting import Summary
from oocd.timing.schemas import (
    AreaOfBoardSchema,
    BoardSchema,
    CaseloadSchema,
    DelaysQuerySchema,
    DelaysSchema,
    TimingSchema,
)
from oocd.web import current_actor, load, requires

A_YEAR = timedelta(days=365)
OVERSEE = "work.oversee"

bp = Blueprint("timing", __name__, url_prefix="/api/v1")


@bp.route("/referrals/<uuid:referral_id>/timing", methods=["GET"])
@requires("case.read")
@bp.response(200, TimingSchema)
def timing(referral_id: UUID) -> dict[str, Any]:
    """Read whose each day of a case was, what is due by when and was due before, and which limits run"""
    return queries.in_full(load(Referral, referral_id))


@bp.route("/my-start-delays", methods=["GET"])
@requires("case.read")
@bp.response(200, CaseloadSchema)
def my_start_delays() -> dict[str, Any]:
    """Read how long each child you work with waited, or waits, from the outcome to the first session"""
    me = current_actor().person_id
    return {"children": delays.caseload(me) if me else []}


@bp.route("/delays/board", methods=["GET"])
@requires(OVERSEE)
@bp.arguments(AreaOfBoardSchema, location="query")
@bp.response(200, BoardSchema)
def board(query: dict[str, Any]) -> dict[str, Any]:
    """Read who holds the open cases of an area, with the oldest ten of each"""
    return {"owners": delays.board(_mine(query["area"]))}


@bp.route("/delays", methods=["GET"])
@requires(OVERSEE)
@bp.arguments(DelaysQuerySchema, location="query")
@bp.response(200, DelaysSchema)
def list_delays(query: dict[str, Any]) -> dict[str, Any]:
    """Read how long children waited from outcome to first session, by what sets them apart"""
    return delays.as_json(query["by"], _groups(query))


@bp.route("/delays/sheet", methods=["GET"])
@requires(OVERSEE)
@bp.arguments(DelaysQuerySchema, location="query")
@bp.response(200, content_type="text/csv")
def delays_sheet(query: dict[str, Any]) -> Response:
    """Read the same as a spreadsheet (CSV)"""
    return Response(delays.as_csv(query["by"], _groups(query)), mimetype="text/csv")


def _groups(query: dict[str, Any]) -> list[tuple[str, Summary]]:
    last = query.get("last") or clock.today()
    area = _mine(query["area"]) if "area" in query else None
    return delays.delays(area, query.get("first") or last - A_YEAR, last, query["by"])


def _mine(area: str) -> str:
    """Raises NotFound for an area whose work this person does not oversee."""
    if not current_actor().may(OVERSEE, area):
        raise NotFound
    return area
