"""The row of the spreadsheet, and what its dates tell: plain values in, plain values out.

A value is text as the export writes it; empty means not known.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple


class Row(NamedTuple):
    """One child's one offence, by the columns of the file in their order."""

    reference: str = ""
    area: str = ""
    child_ref: str = ""
    date_of_birth: str = ""
    sex: str = ""
    ethnicity: str = ""
    care_status: str = ""
    send: str = ""
    ward: str = ""
    route: str = ""
    referral_source: str = ""
    offence_no: str = ""
    offence_id: str = ""
    offence_date: str = ""
    arrest_or_interview_date: str = ""
    investigation_status: str = ""
    referral_date: str = ""
    gravity_base: str = ""
    gravity_final: str = ""
    gravity_edition: str = ""
    admission: str = ""
    previous_disposals: str = ""
    assessment_kind: str = ""
    assessment_completed_date: str = ""
    child_views_date: str = ""
    parent_views_date: str = ""
    victim: str = ""
    victim_ref: str = ""
    victim_contact_consent: str = ""
    victim_service_accepted: str = ""
    rj_indirect: str = ""
    rj_direct: str = ""
    victim_views_date: str = ""
    panel_date: str = ""
    panel_recommendation: str = ""
    decision_date: str = ""
    decision_maker: str = ""
    outcome: str = ""
    outcome_given_date: str = ""
    intervention_start_date: str = ""
    intervention_end_date: str = ""
    intervention_completed: str = ""
    exit_review_date: str = ""
    closed_date: str = ""
    first_time_entrant: str = ""
    substantive_outcome_within_12m: str = ""


KINDS: Mapping[str, str] = {
    **dict.fromkeys(("reference", "child_ref", "ward", "victim_ref"), "name"),
    "area": "area",
    "route": "route",
    "offence_id": "offence",
    "offence_no": "number",
    **dict.fromkeys(("gravity_base", "gravity_final"), "score"),
    "gravity_edition": "edition",
    "previous_disposals": "history",
    **dict.fromkeys(("sex", "ethnicity", "care_status", "send"), "code"),
    **dict.fromkeys(("referral_source", "investigation_status", "admission"), "code"),
    **dict.fromkeys(
        ("assessment_kind", "decision_maker", "victim_contact_consent", "panel_recommendation", "outcome"), "code"
    ),
    **dict.fromkeys(("victim", "victim_service_accepted", "rj_indirect", "rj_direct"), "flag"),
    **dict.fromkeys(("intervention_completed", "first_time_entrant", "substantive_outcome_within_12m"), "flag"),
    "date_of_birth": "date",
    **{name: "date" for name in Row._fields if name.endswith("_date")},
}
OPTIONAL = frozenset({"offence_no", "victim_ref"})
NEEDED = ("reference", "area", "child_ref", "route", "offence_id")
FLAGS = {"yes": True, "no": False}
NOTHING_BEFORE = "none"  # of what a child was given before: the police say there was nothing

OF_CHILD = ("date_of_birth", "sex", "ethnicity", "care_status", "send", "ward", "previous_disposals")
OF_OFFENCE = (
    *(
        "offence_no",
        "offence_id",
        "offence_date",
        "arrest_or_interview_date",
        "gravity_base",
        "gravity_final",
        "gravity_edition",
        "admission",
    ),
    *("panel_recommendation", "decision_date", "decision_maker", "outcome", "outcome_given_date"),
    *("intervention_start_date", "intervention_end_date", "intervention_completed"),
    *("first_time_entrant", "substantive_outcome_within_12m"),
)
OF_VICTIM = (
    *("victim", "victim_ref", "victim_contact_consent", "victim_service_accepted", "rj_indirect", "rj_direct"),
    "victim_views_date",
)
OF_CASE = tuple(name for name in Row._fields if name not in {*OF_OFFENCE, *OF_VICTIM})

_AFTER_OFFENCE = (
    *("arrest_or_interview_date", "referral_date", "child_views_date", "parent_views_date", "victim_views_date"),
    *("panel_date", "decision_date", "outcome_given_date", "exit_review_date", "closed_date"),
)
_BEFORE_CLOSING = (
    *("referral_date", "panel_date", "decision_date", "outcome_given_date", "intervention_start_date"),
    *("intervention_end_date", "exit_review_date"),
)
ORDERED = (
    ("date_of_birth", "offence_date"),
    ("date_of_birth", "referral_date"),
    *(("offence_date", later) for later in _AFTER_OFFENCE),
    ("decision_date", "outcome_given_date"),
    ("intervention_start_date", "intervention_end_date"),
    *((earlier, "closed_date") for earlier in _BEFORE_CLOSING),
)
# On the street and by Turnaround, police may have decided before anybody else heard of the child.
ORDERED_BY_PANEL = (
    ("referral_date", "panel_date"),
    ("referral_date", "decision_date"),
    ("panel_date", "decision_date"),
)


def _places(pairs: Iterable[tuple[str, str]]) -> list[tuple[int, int]]:
    return [(Row._fields.index(earlier), Row._fields.index(later)) for earlier, later in pairs]


_ORDERED = _places(ORDERED)
_ORDERED_BY_PANEL = _places((*ORDERED, *ORDERED_BY_PANEL))


def out_of_order(row: Row) -> Iterator[tuple[str, str]]:
    """Each pair of columns, the earlier first, whose dates cannot both be right."""
    for earlier, later in _ORDERED_BY_PANEL if row.route == "panel" else _ORDERED:
        if row[later] and row[earlier] > row[later]:
            yield Row._fields[earlier], Row._fields[later]


def key_of(row: Row) -> str:
    """What makes a row this child's this offence, as a digest."""
    return _digest((row.area, row.reference, row.child_ref, row.offence_no, row.offence_id, row.offence_date))


def hash_of(row: Row) -> str:
    """Of everything the row says."""
    return _digest(row)


def _digest(values: Iterable[str]) -> str:
    return hashlib.blake2b("\x1f".join(values).encode(), digest_size=16).hexdigest()


# -- what the dates of a case tell

PAST_CASE = "past_case"
_PREPARING = ("assessment_completed_date", "child_views_date", "parent_views_date")
_EVENTS = (
    *("arrest_or_interview_date", *_PREPARING, "victim_views_date", "panel_date", "decision_date"),
    *("outcome_given_date", "intervention_start_date", "intervention_end_date", "exit_review_date", "closed_date"),
)


class Past(NamedTuple):
    """The history of one case as its rows tell it: the workflow, the day it began, each move with its day.

    A move whose day nobody told has the day of the next one that was told: by then it had happened.
    """

    workflow: str
    opened_on: str
    moves: list[tuple[str, str]]

    @property
    def last(self) -> str:
        return self.moves[-1][0] if self.moves else "open"

    def day_of(self, move: str) -> str:
        """The day of a move, or of the last one if it was not made."""
        days = dict(self.moves)
        return days.get(move) or (self.moves[-1][1] if self.moves else self.opened_on)

    def made(self, move: str) -> bool:
        return any(name == move for name, _ in self.moves)


def past_of(case: Row, offences: Sequence[Row], today: str) -> Past:
    """How far the last date of a case tells that it has come. `case` holds what its rows say together."""
    opened_on = case.referral_date or min(
        (day for row in (case, *offences) for name in _EVENTS if (day := getattr(row, name))),
        default=case.offence_date or today,
    )
    decided = all(row.outcome for row in offences)
    if case.route != "panel" or (case.closed_date and not decided):
        closing = [("close", max(case.closed_date, opened_on))] if case.closed_date else []
        return Past(PAST_CASE, opened_on, closing)
    return Past("panel", opened_on, _dated(_panel_moves(case, offences, decided=decided), opened_on))


def _panel_moves(case: Row, offences: Sequence[Row], *, decided: bool) -> list[tuple[str, str]]:
    """Each move up to the last one told of, with its day where it was told."""
    given = decided and all(row.outcome_given_date for row in offences)
    recommended = bool(case.panel_date) and all(row.panel_recommendation for row in offences)
    prepared = [day for name in _PREPARING if (day := getattr(case, name))]
    began = [row for row in offences if row.intervention_start_date]
    ended = bool(began) and all(row.intervention_end_date for row in began)
    after = ["begin_work", "end_work"] if began else ["review_without_work"]
    path = [
        *("accept", "make_ready", "list_for_panel", "begin_discussion", "recommend", "decide", "give", *after),
        *("finish_review", "close"),
    ]
    reached = {
        "close": bool(case.closed_date),
        "finish_review": decided and bool(case.exit_review_date),
        "end_work": given and ended,
        "begin_work": given and bool(began),
        "give": given,
        "decide": decided,
        "recommend": recommended,
        "list_for_panel": bool(case.panel_date),
        "accept": bool(prepared),
    }
    days = {
        "accept": min(prepared, default=""),
        "list_for_panel": case.panel_date,
        "begin_discussion": case.panel_date,
        "recommend": case.panel_date,
        "decide": max(row.decision_date for row in offences),
        "give": max(row.outcome_given_date for row in offences),
        "begin_work": min((row.intervention_start_date for row in began), default=""),
        "end_work": max((row.intervention_end_date for row in began), default=""),
        "review_without_work": "",
        "finish_review": case.exit_review_date,
        "close": case.closed_date,
    }
    last = next((move for move in reversed(path) if reached.get(move)), None)
    return [(move, days.get(move, "")) for move in path[: path.index(last) + 1]] if last else []


def _dated(moves: Sequence[tuple[str, str]], opened_on: str) -> list[tuple[str, str]]:
    """Each move with a day: its own, else the next that was told, else the one before; and none before another."""
    known, ahead = [], ""
    for _, day in reversed(moves):
        ahead = day or ahead
        known.append(ahead)
    dated, latest = [], opened_on
    for (name, _), day in zip(moves, reversed(known), strict=True):
        latest = max(latest, day)
        dated.append((name, latest))
    return dated


# -- what a child was given before


def history_of(cell: str) -> list[tuple[str, str]]:
    """Each thing given, as its day (empty if not known) and its code."""
    told = (part.partition(":") for part in cell.split(";") if part and part != NOTHING_BEFORE)
    return [(day, code) for code, _, day in told]


def history_text(given: Iterable[tuple[str, str]]) -> str:
    """One spelling for each history that was declared."""
    return ";".join(f"{code}:{day}" if day else code for day, code in sorted(given)) or NOTHING_BEFORE


def histories_together(cells: Iterable[str]) -> str:
    """What several tellings say together: a thing told twice is one thing, and as many as were ever told at once."""
    told = [history_of(cell) for cell in cells if cell]
    record: list[tuple[str, str]] = []
    for history in told:
        record += (Counter(history) - Counter(record)).elements()
    return history_text(record) if told else ""


# -- rows that belong together


def together(rows: Sequence[Row], columns: Iterable[str] = OF_CASE) -> Row:
    """What rows say together: the first of them, with what it leaves out in these columns filled in by the others."""
    first, others = rows[0] if rows else Row(), rows[1:]
    told = {name: next((say for row in others if (say := getattr(row, name))), "") for name in columns}
    return first._replace(**{name: say for name, say in told.items() if say and not getattr(first, name)})


def victim_of(row: Row) -> str:
    """The reference of the victim a row is about: the one it names, else the case's own."""
    return row.victim_ref or row.reference


def differing(row: Row, case: Row, columns: Iterable[str]) -> list[str]:
    """The columns in which a row says something else than is said already; saying nothing is no difference."""
    return [name for name in columns if getattr(row, name) and getattr(case, name) not in ("", getattr(row, name))]
