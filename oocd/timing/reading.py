"""What the rules of this room are asked of, read for many cases at once: a few statements for a thousand of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from oocd import clock
from oocd.assessment.models import AbsenceAgreement, HeardView
from oocd.assessment.queries import CHILD
from oocd.db import db
from oocd.outcomes.models import Decision, Disposal
from oocd.panels.models import EscalationLevel, EscalationView
from oocd.policy import service as policy
from oocd.referrals.models import Child, Offence, Referral
from oocd.reviews.models import InterimReview
from oocd.street.models import StreetNotice
from oocd.timing.rules import FAMILY, Dates, Life, Owed, Step, before_referral, begins_on, owed_by_process
from oocd.timing.rules.clocks import Passage
from oocd.timing.rules.histories import in_order
from oocd.victims.models import RestorativeStep, Victim, VictimConsent
from oocd.workflow import loaded
from oocd.workflow.models import WorkflowMove

AT_ONCE = 1000
ESCALATION = "escalation"
Parts = Sequence[tuple[Any, Callable[["CaseRead", Sequence[Any]], None]]]
Which = Callable[[Any], sa.ColumnElement[bool]]
"""Which cases, said of whatever column holds the id of the case."""

VIEWS = "views_recorded"  # the guard that asks for the child's and the family's own words

CASES = (
    *(Referral.id, Referral.area, Referral.reference, Referral.route, Referral.follows, Referral.referral_date),
    *(Referral.investigation_status, Referral.bail_date, Referral.bail_expires_on, Referral.rui_since),
    *(Referral.voluntary_interview_date, Referral.interview_date, Referral.returned_on, Referral.case_worker_id),
    *(Referral.state, Referral.qualifying_event_on, Child.date_of_birth, Child.ethnicity),
)


class Row(NamedTuple):
    """A move, as the database keeps it."""

    recorded_at: datetime
    effective_on: date
    before: str | None
    after: str
    workflow: str
    process_id: UUID
    move: str


class Charged(NamedTuple):
    """One offence, as far as days hang on it."""

    offence_id: str
    offence_class: str
    offence_date: date | None
    arrest_or_interview_date: date | None


class Heard(NamedTuple):
    """The child's or one adult's own words, or why there are none and when a manager agreed."""

    whose: str
    given_on: date | None
    reason_for_none: str | None
    recorded_at: datetime
    agreed_at: datetime | None


class Given(NamedTuple):
    """One outcome of a case: when it was given, and when the service was told of it, where that is asked."""

    id: UUID
    offence_id: UUID
    outcome: str
    given_on: date | None
    yjs_told_on: date | None
    decided_on: date | None


class Harmed(NamedTuple):
    """Somebody who was harmed: what they are to be told and asked hangs on when they were put on record."""

    id: UUID
    recorded_at: datetime
    kind: str
    enhanced_because: str | None


class Offered(NamedTuple):
    """One step of restorative justice with a victim."""

    victim_id: UUID
    step: str
    result: str
    happened_on: date | None


class Asked(NamedTuple):
    """What a victim said for one purpose, or that they were asked in vain."""

    victim_id: UUID
    purpose: str
    state: str
    said_on: date | None
    recorded_at: datetime


@dataclass
class CaseRead:
    """One case with everything this room asks of it, as plain values."""

    row: Any
    moves: list[Row] = field(default_factory=list)
    offences: list[Charged] = field(default_factory=list)
    views: list[Heard] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)
    reviews: list[date] = field(default_factory=list)
    levels: list[Any] = field(default_factory=list)
    level_views: list[Any] = field(default_factory=list)
    harmed: list[Harmed] = field(default_factory=list)
    offered: list[Offered] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    street_given_on: date | None = None

    @property
    def id(self) -> UUID:
        case_id: UUID = self.row.id
        return case_id

    @property
    def area(self) -> str:
        area: str = self.row.area
        return area

    def passages(self) -> tuple[Passage, list[Passage]]:
        """The case's own way, and that of each smaller process."""
        by_process: dict[UUID, list[Row]] = defaultdict(list)
        for move in self.moves:
            by_process[move.process_id].append(move)
        told = [Passage(rows[-1].workflow, process, _steps(in_order(rows))) for process, rows in by_process.items()]
        own = next(passage for passage in told if passage.id == self.id)
        return own, [passage for passage in told if passage is not own]

    def life(self, own: Passage, smaller: Iterable[Passage]) -> Life:
        dates = self.dates()
        owed = [owed for passage in smaller if passage.kind != ESCALATION for owed in owed_by_process(passage.standing)]
        opened_on = self.row.referral_date or own.steps[0].on
        return Life(
            opened_on=opened_on,
            steps=own.steps,
            before=before_referral(dates),
            owed=[*owed, *self._owed_on_the_ladder(), *self._owed_by_family(opened_on)],
            begins_on=begins_on(dates),
        )

    def dates(self) -> Dates:
        row = self.row
        return Dates(
            offences=[offence.offence_date for offence in self.offences],
            arrests=[offence.arrest_or_interview_date for offence in self.offences],
            investigation_status=row.investigation_status,
            bail_date=row.bail_date,
            rui_since=row.rui_since,
            voluntary_interview_date=row.voluntary_interview_date,
            interview_date=row.interview_date,
            returned_on=row.returned_on,
            street_given_on=self.street_given_on,
        )

    def _owed_by_family(self, since: date) -> Iterator[Owed]:
        """Until the child and somebody of the family were heard, or a manager agreed why not."""
        heard: dict[bool, list[date]] = {True: [], False: []}
        for view in self.views:
            day: date | None = view.given_on or clock.london_date(view.recorded_at)
            if view.reason_for_none is not None:
                day = clock.london_date(view.agreed_at) if view.agreed_at else None
            if day:
                heard[view.whose == CHILD].append(day)
        until = max(min(heard[True]), min(heard[False])) if heard[True] and heard[False] else None
        yield Owed(FAMILY, "family.views", since, until, asked_by=VIEWS)

    def _owed_on_the_ladder(self) -> Iterator[Owed]:
        """Each of the two at the table owes its view at a level, until it gave one there or the level ended."""
        for level in self.levels:
            for party in ("yjs", "police"):
                mine = [
                    clock.london_date(view.given_at)
                    for view in self.level_views
                    if (view.escalation_id, view.level, view.agency) == (level.escalation_id, level.level, party)
                ]
                until = min([*mine, *([level.ended_on] if level.ended_on else [])], default=None)
                yield Owed(party, "escalation.open", level.began_on, until)


_states: dict[tuple[str, str, date], Step] = {}


def forget_states() -> None:
    """After other workflows were loaded."""
    _states.clear()


def _steps(rows: Sequence[Row]) -> list[Step]:
    """The rows with what each state means in the version that was followed then."""
    steps, version = [], date.min
    for row in rows:
        if row.before is None:
            version = loaded().in_force(row.workflow, row.effective_on).version
        _, *means = _state(row.workflow, row.after, version)
        steps.append(Step._make((row.effective_on, *means)))
    return steps


def _state(workflow: str, name: str, version: date) -> Step:
    key = workflow, name, version
    if key not in _states:
        definition = loaded().in_force(workflow, version)
        state = definition.states[name]
        asks = frozenset(guard for move in definition.moves_from(name) for guard in move.guards)
        _states[key] = Step(version, f"{workflow}.{name}", state.waits_on, state.ends, asks, state.due_in)
    return _states[key]


def of_route(workflow: str, day: date) -> frozenset[str]:
    """Every standard that the states of a workflow name."""
    states = loaded().in_force(workflow, day).states.values()
    return frozenset(state.due_in for state in states if state.due_in)


def read_open_cases(*, only_steps: bool = False) -> Iterator[CaseRead]:
    """Every case in sight that has not come to an end, some at a time.

    `only_steps` leaves out what no step of the work hangs on: of whose days were before it nothing can be told then.
    """
    return _by_pages(_OF_STEPS if only_steps else _PARTS, Referral.state.not_in(_ended()))


def read_ended_cases(since: date, *, only_steps: bool = False) -> Iterator[CaseRead]:
    """The same of every case in sight that came to its end on this day or after."""
    return _by_pages(_OF_STEPS if only_steps else _PARTS, Referral.state.in_(_ended()), Referral.state_since >= since)


def _ended() -> set[str]:
    """The states in which a case is over; no route calls one so that goes on in another."""
    return {state.name for workflow in _routes() for state in workflow.states.values() if state.ends}


def _by_pages(parts: Parts, *which: sa.ColumnElement[bool]) -> Iterator[CaseRead]:
    """Some at a time. What belongs to a page is asked for by where it begins and ends: many ids are dear to send."""
    after = None
    while True:
        begin = (*which, Referral.id > after) if after else which
        page = list(db.session.scalars(sa.select(Referral.id).where(*begin).order_by(Referral.id).limit(AT_ONCE)))
        if not page:
            return
        after = page[-1]
        yield from _read(_among(sa.select(Referral.id).where(*begin, Referral.id <= after)), parts)


def _among(cases: Any) -> Which:
    return lambda case_id: case_id.in_(cases)


def _routes() -> Iterator[Any]:
    routes = {*policy.loaded().routes, "past_case"}
    return (workflow for workflow in loaded() if workflow.name in routes)


def read_cases(ids: Sequence[UUID]) -> Iterator[CaseRead]:
    """These cases, in no order; one that is out of sight is left out."""
    return _read(lambda case_id: case_id.in_(ids), _PARTS)


def _read(which: Which, parts: Parts) -> Iterator[CaseRead]:
    cases = sa.select(*CASES).join(Child, Child.id == Referral.child_id).where(which(Referral.id))
    read = {row.id: CaseRead(row) for row in db.session.execute(cases)}
    for statement, keep in parts:
        for case_id, *rest in db.session.execute(statement.where(which(statement.selected_columns[0]))):
            keep(read[case_id], rest)
    escalated = [case.id for case in read.values() if any(move.workflow == ESCALATION for move in case.moves)]
    of_ladder: tuple[tuple[Any, str], ...] = (EscalationLevel, "levels"), (EscalationView, "level_views")
    for model, name in of_ladder if escalated else ():
        for found in db.session.scalars(sa.select(model).where(model.referral_id.in_(escalated))):
            getattr(read[found.referral_id], name).append(found)
    return iter(read.values())


def _keep_street(case: CaseRead, rest: Sequence[Any]) -> None:
    (case.street_given_on,) = rest


# What belongs to a case, its id first, and where it is kept. Moments are only compared: they are not made aware.
_OF_STEPS: Parts = (
    (
        sa.select(
            WorkflowMove.referral_id,
            sa.type_coerce(WorkflowMove.recorded_at, sa.DateTime(timezone=True)),
            *(WorkflowMove.effective_on, WorkflowMove.from_state, WorkflowMove.to_state),
            *(WorkflowMove.workflow, WorkflowMove.process_id, WorkflowMove.move),
        ),
        lambda case, rest: case.moves.append(Row._make(rest)),
    ),
    (
        sa.select(InterimReview.referral_id, InterimReview.held_on),
        lambda case, rest: case.reviews.append(rest[0]),
    ),
    (
        sa.select(
            *(Disposal.referral_id, Disposal.id, Disposal.offence_id, Disposal.outcome, Disposal.given_on),
            *(Disposal.yjs_told_on, Decision.decided_on),
        )
        .join(Decision, Decision.id == Disposal.decision_id)
        .order_by(Decision.number),
        lambda case, rest: case.given.append(Given._make(rest)),
    ),
)
_PARTS: Parts = (
    *_OF_STEPS,
    (
        sa.select(
            *(Offence.referral_id, Offence.offence_id, Offence.offence_class, Offence.offence_date),
            Offence.arrest_or_interview_date,
        ),
        lambda case, rest: case.offences.append(Charged._make(rest)),
    ),
    (sa.select(StreetNotice.referral_id, StreetNotice.given_on), _keep_street),
    (
        sa.select(
            *(HeardView.referral_id, HeardView.whose, HeardView.given_on, HeardView.reason_for_none),
            *(HeardView.recorded_at, AbsenceAgreement.agreed_at),
        ).outerjoin(AbsenceAgreement, AbsenceAgreement.view_id == HeardView.id),
        lambda case, rest: case.views.append(Heard._make(rest)),
    ),
    (
        sa.select(Victim.referral_id, Victim.id, Victim.recorded_at, Victim.kind, Victim.enhanced_because),
        lambda case, rest: case.harmed.append(Harmed._make(rest)),
    ),
    (
        sa.select(
            *(RestorativeStep.referral_id, RestorativeStep.victim_id, RestorativeStep.step, RestorativeStep.result),
            RestorativeStep.happened_on,
        ),
        lambda case, rest: case.offered.append(Offered._make(rest)),
    ),
    (
        sa.select(
            *(VictimConsent.referral_id, VictimConsent.victim_id, VictimConsent.purpose, VictimConsent.state),
            *(VictimConsent.said_on, VictimConsent.recorded_at),
        ),
        lambda case, rest: case.asked.append(Asked._make(rest)),
    ),
)
