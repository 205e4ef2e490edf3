"""Which due dates may be missed: learnt from how long the same steps took, and asked of every open case."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa

from oocd.db import db
from oocd.policy import service as policy
from oocd.policy.working_days import add_months, working_days_between
from oocd.timing.models import BreachWarning
from oocd.timing.queries import CaseTiming, Due
from oocd.timing.rules import Step
from oocd.timing.rules.clocks import ASSESSMENT, TOLD_TO_POLICE
from oocd.timing.rules.waiting import Key, Waits, learn, worth_a_warning

AT_ONCE = 1000

# Their work is done in the assessment, so how far that has come says more than the state of the case.
DONE_IN_THE_ASSESSMENT = frozenset({ASSESSMENT, TOLD_TO_POLICE})


class AtRisk(NamedTuple):
    """One due date still to be met, and where the process that is to meet it stands."""

    area: str
    referral_id: UUID
    case_worker_id: UUID | None
    workflow: str
    process_id: UUID
    standard: str
    due_on: date
    key: Key
    elapsed: int
    due_after: int
    days_left: int

    @property
    def warning(self) -> str:
        """What a warning of it is called in the log of a job."""
        return f"{self.standard} of {self.process_id}"


class Foreseen(NamedTuple):
    at_risk: AtRisk
    percent: int


@dataclass
class Forecast:
    """What was learnt, and what is asked: filled from one reading of the cases, then answered."""

    today: date
    waits: defaultdict[Key, Waits] = field(default_factory=lambda: defaultdict(Waits))
    usual_days: dict[str, int] = field(default_factory=dict)
    asked: list[AtRisk] = field(default_factory=list)

    def take_in(self, timing: CaseTiming) -> None:
        """Learn from every step of a case that some standard waited for, and ask of those that still wait."""
        for due in timing.due:
            steps = [*_steps_towards(due, timing)]
            end = due.clock.ended_on or self.today
            over = due.clock.ended_on is not None and due.clock.met
            for step in steps:
                key = timing.read.area, due.clock.standard, step.state
                self.waits[key].add(working_days_between(step.on, end), over=over)
            if steps:
                usual = working_days_between(due.clock.starts_on, due.due_on)
                self.usual_days[due.clock.standard] = max(1, usual)
            if steps and due.clock.ended_on is None and self.today <= due.due_on:
                self.asked.append(self._at_risk(due, steps[-1], timing))

    def _at_risk(self, due: Due, step: Step, timing: CaseTiming) -> AtRisk:
        clock, read = due.clock, timing.read
        return AtRisk(
            area=read.area,
            referral_id=read.id,
            case_worker_id=read.row.case_worker_id,
            workflow=clock.kind,
            process_id=clock.process_id,
            standard=clock.standard,
            due_on=due.due_on,
            key=(read.area, clock.standard, step.state),
            elapsed=working_days_between(step.on, self.today),
            due_after=working_days_between(step.on, due.due_on),
            days_left=working_days_between(self.today, due.due_on),
        )

    def foreseen(self) -> Iterator[Foreseen]:
        """Every due date of which somebody should be warned today, by what policy says in its area."""
        figures: dict[str, Mapping[str, int]] = {}
        for area in {one.area for one in self.asked}:
            figures[area] = figures_of(area, self.today)
        longest = max((one.due_after for one in self.asked), default=0)
        borrowed = min((each["breach_history_borrowed_cases"] for each in figures.values()), default=1)
        prospects = learn(self.waits, self.usual_days, as_many_as=borrowed, until=longest)
        for one in self.asked:
            chance = prospects[one.key].goes_on_beyond(one.due_after, elapsed=one.elapsed)
            said = figures[one.area]
            if worth_a_warning(
                chance * 100,
                one.days_left,
                in_good_time=said["breach_warning_working_days"],
                likely=said["breach_warning_chance"],
                almost_sure=said["breach_warning_chance_early"],
            ):
                yield Foreseen(one, round(chance * 100))


def _steps_towards(due: Due, timing: CaseTiming) -> Iterator[Step]:
    """The states, in their order, in which a process was while the clock ran."""
    clock = due.clock
    passages = [timing.own, *timing.smaller]
    passage = next((passage for passage in passages if passage.id == clock.process_id), None)
    if passage is None:
        return  # what a victim is owed is no process, and has no steps to learn from
    steps = passage.standing
    if clock.standard in DONE_IN_THE_ASSESSMENT and clock.process_id == timing.read.id:
        first = min(
            (one for one in timing.smaller if one.kind == ASSESSMENT), key=lambda one: one.steps[0].on, default=None
        )
        steps = [*steps, *first.standing] if first else steps
    of_state = clock.starts == "state_entered"
    for step in steps:
        within = step.on < clock.ended_on if clock.ended_on else not step.ends
        if within and (step.due_in == clock.standard if of_state else True):
            yield step


def figures_of(area: str, day: date) -> dict[str, int]:
    edition = policy.on(day, area)
    names = (
        *("breach_warning_working_days", "breach_warning_chance", "breach_warning_chance_early"),
        "breach_history_borrowed_cases",
    )
    return {name: int(edition.figure(f"figures/{name}").value) for name in names}


def history_begins(today: date) -> date:
    """The earliest day of which any area wants its forecast to learn."""
    loaded = policy.loaded()
    months = [int(loaded.on(today, area).figure("figures/breach_history_months").value) for area in loaded.areas]
    return add_months(today, -max(months))


def not_warned_yet(foreseen: Iterable[Foreseen]) -> list[Foreseen]:
    """Those of which nobody was warned before: once for each due date."""
    some = list(foreseen)
    warned: set[tuple[UUID, str, date]] = set()
    for begin in range(0, len(some), AT_ONCE):
        processes = [one.at_risk.process_id for one in some[begin : begin + AT_ONCE]]
        known = sa.select(BreachWarning.process_id, BreachWarning.standard, BreachWarning.due_on)
        for row in db.session.execute(known.where(BreachWarning.process_id.in_(processes))):
            warned.add((row.process_id, row.standard, row.due_on))
    return [one for one in some if (one.at_risk.process_id, one.at_risk.standard, one.at_risk.due_on) not in warned]
