"""How long children wait: each worker's, the team's, and by what sets them apart. Who still waits is counted."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from oocd import clock, workflow
from oocd.db import db
from oocd.interventions.models import Intervention, SessionRecord, WorkSession
from oocd.interventions.rules import Session, StartDelay, start_delay
from oocd.outcomes.models import Decision, Disposal
from oocd.policy import service as policy
from oocd.policy.working_days import due_on
from oocd.referrals.models import Child, Offence, Referral
from oocd.timing.queries import CaseTiming, figure_of, words_of
from oocd.timing.reading import AT_ONCE, read_open_cases
from oocd.timing.rules.waiting import Summary, Wait, summary

BY: Mapping[str, str] = {
    "route": "the route of the case",
    "area": "the area",
    "investigation_status": "bail, release under investigation or voluntary interview",
    "ethnicity": "ethnicity, in the child's own word",
}
INTERVENTION_START = "intervention_start"
NO_PLAN = "none"  # of an outcome that asks for no work
OLDEST = 10
NOT_KNOWN = "not_known"
NOT_FOR_PUBLICATION = (
    "For managers of this area only. Small groups can point at a child, and nothing is held back here: "
    "do not publish these figures or send them on."
)


class Begun(NamedTuple):
    """One outcome that asks for work: whose it was, and how long the work took to begin, or has not begun yet."""

    referral_id: UUID
    reference: str
    child_ref: str
    area: str
    route: str
    investigation_status: str | None
    ethnicity: str | None
    offence: int
    outcome: str
    delay: StartDelay
    over: bool  # the case has come to its end
    until: date  # today, or the day that end came

    @property
    def still_waiting(self) -> bool:
        return self.delay.first_session_on is None and not self.over

    @property
    def days(self) -> int:
        """To the first session; where there was none, for as long as one was waited for."""
        given = self.delay.given_on or self.until
        return ((self.delay.first_session_on or max(self.until, given)) - given).days

    @property
    def due_on(self) -> date | None:
        given = self.delay.given_on
        standard = figure_of(INTERVENTION_START, given, self.area) if given else None
        return due_on(given, standard) if given and standard else None

    @property
    def late(self) -> bool:
        due = self.due_on
        return due is not None and (self.delay.first_session_on or self.until) > due


def caseload(worker_id: UUID) -> list[Begun]:
    """Each outcome of the cases that are this worker's and not over: who waits first, the longest first."""
    theirs = begun(Referral.case_worker_id == worker_id)
    return sorted((one for one in theirs if not one.over), key=lambda one: (not one.still_waiting, -one.days))


def delays(area: str | None, first: date, last: date, by: str) -> list[tuple[str, Summary]]:
    """Of the outcomes given from one day to another, how long work took to begin, group by group.

    In one area, or in all that are in sight.
    """
    groups: defaultdict[str, list[Wait]] = defaultdict(list)
    within = (Referral.area == area,) if area else ()
    for one in begun(*within, Disposal.given_on >= first, Disposal.given_on <= last):
        given = one.delay.given_on
        if given and first <= given <= last:
            over = one.delay.first_session_on is not None
            groups[getattr(one, by) or NOT_KNOWN].append(Wait(one.days, over=over))
    return [(name, summary(groups[name])) for name in sorted(groups)]


def begun(*which: sa.ColumnElement[bool]) -> Iterator[Begun]:
    """Every outcome given that asks for work, of the cases in sight that have one of this kind."""
    given = sa.select(Disposal.referral_id).join(Referral, Referral.id == Disposal.referral_id)
    chosen = list(db.session.scalars(given.where(Disposal.given_on.is_not(None), *which).distinct()))
    for place in range(0, len(chosen), AT_ONCE):
        yield from _begun(chosen[place : place + AT_ONCE])


def _begun(cases: Sequence[UUID]) -> Iterator[Begun]:
    sessions = _sessions(cases)
    outcomes = (
        sa.select(
            *(Disposal.referral_id, Disposal.offence_id, Disposal.outcome, Disposal.given_on, Decision.decided_on),
            *(Offence.number, Referral.reference, Referral.area, Referral.route, Referral.investigation_status),
            *(Referral.state, Referral.state_since, Referral.follows, Referral.workflow_version),
            *(Child.child_ref, Child.ethnicity),
        )
        .join(Decision, Decision.id == Disposal.decision_id)
        .join(Offence, Offence.id == Disposal.offence_id)
        .join(Referral, Referral.id == Disposal.referral_id)
        .join(Child, Child.id == Referral.child_id)
        .where(Disposal.referral_id.in_(cases))
        .order_by(Decision.number.desc())
    )
    decided_again: dict[UUID, date | None] = {}
    for row in db.session.execute(outcomes):
        until, decided_again[row.offence_id] = decided_again.get(row.offence_id), row.decided_on
        if row.given_on is None or not _asks_for_work(row.outcome, row.given_on, row.area):
            continue
        mine = [
            session
            for offence_id, session in sessions[row.referral_id]
            if offence_id in (None, row.offence_id) and (until is None or session.held_on < until)
        ]
        followed = workflow.loaded().version(row.follows or row.route, row.workflow_version)
        over = followed.states[row.state].ends or until is not None
        yield Begun(
            referral_id=row.referral_id,
            reference=row.reference,
            child_ref=row.child_ref,
            area=row.area,
            route=row.route,
            investigation_status=row.investigation_status,
            ethnicity=row.ethnicity,
            offence=row.number,
            outcome=row.outcome,
            delay=start_delay(row.given_on, mine),
            over=over,
            until=(until or row.state_since) if over else clock.today(),
        )


def _asks_for_work(outcome: str, day: date, area: str) -> bool:
    known = policy.on_or_first(day, area).codes("outcomes")
    return outcome in known and known[outcome]["plan"] != NO_PLAN


def _sessions(cases: Sequence[UUID]) -> defaultdict[UUID, list[tuple[UUID | None, Session]]]:
    """Every session of these cases as it was last recorded, with the offence its work is for."""
    records = (
        sa.select(
            *(SessionRecord.referral_id, SessionRecord.session_id, SessionRecord.held_on, SessionRecord.result),
            *(SessionRecord.before_outcome, Intervention.voluntary, Intervention.offence_id),
        )
        .join(WorkSession, WorkSession.id == SessionRecord.session_id)
        .join(Intervention, Intervention.id == WorkSession.intervention_id)
        .where(SessionRecord.referral_id.in_(cases))
        .order_by(SessionRecord.number)
    )
    latest = {row.session_id: row for row in db.session.execute(records)}
    found: defaultdict[UUID, list[tuple[UUID | None, Session]]] = defaultdict(list)
    for row in latest.values():
        session = Session(row.held_on, row.result, row.before_outcome, row.voluntary)
        found[row.referral_id].append((row.offence_id, session))
    return found


def board(area: str) -> list[dict[str, Any]]:
    """The open cases of an area by whoever holds them today, with the oldest ten of each; the most first."""
    today = clock.today()
    held: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for read in read_open_cases():
        if read.area == area:
            timing = CaseTiming.of(read)
            now, told = timing.held_now(today), timing.segments(today)
            mine = told[-1] if told and (told[-1].owner, told[-1].reason) == now else None
            held[now.owner].append(
                {
                    "referral_id": read.id,
                    "reference": read.row.reference,
                    "reason": now.reason,
                    "says": words_of(now.reason),
                    "held_since": mine.since if mine else today,
                    "days_held": mine.days if mine else 0,
                    "days": (today - timing.life.first_day).days,
                }
            )
    rows = [
        {"owner": owner, "open": len(some), "oldest": sorted(some, key=lambda one: -one["days"])[:OLDEST]}
        for owner, some in held.items()
    ]
    return sorted(rows, key=lambda row: (-int(str(row["open"])), str(row["owner"])))


# -- as a spreadsheet

COLUMNS = ("by", "group", "count", "still_waiting", "median", "p90", "maximum")


def as_csv(by: str, groups: Iterable[tuple[str, Summary]]) -> str:
    """One row a group, after the words that these are for nobody else."""
    written = io.StringIO()
    sheet = csv.writer(written, lineterminator="\r\n")
    sheet.writerow([NOT_FOR_PUBLICATION])
    sheet.writerow(COLUMNS)
    for name, told in groups:
        figures = (getattr(told, column) for column in COLUMNS[2:])
        sheet.writerow([by, name, *("" if value is None else value for value in figures)])
    return written.getvalue()


def as_json(by: str, groups: Iterable[tuple[str, Summary]]) -> dict[str, Any]:
    return {
        "by": by,
        "note": NOT_FOR_PUBLICATION,
        "groups": [
            {"group": name, **vars(told), "curve": [row._asdict() for row in told.curve]} for name, told in groups
        ],
    }
