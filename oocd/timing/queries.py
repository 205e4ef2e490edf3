"""Whose the days of a case were, and what is due by when: computed from the history each time it is asked."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from oocd import clock
from oocd.db import db
from oocd.interventions.queries import start_delays, whole_work_of
from oocd.outcomes.models import Disposal
from oocd.outcomes.queries import RUNNING, disposals_of, end_of, waiting_for_decision
from oocd.policy import service as policy
from oocd.policy.rules import Figure
from oocd.policy.service import standard_on
from oocd.policy.working_days import due_on
from oocd.referrals.models import PoliceMessage, Referral
from oocd.referrals.queries import is_over, limits_of
from oocd.referrals.rules import Limit
from oocd.timing.models import BreachWarning, DueDate
from oocd.timing.reading import CaseRead, Harmed, of_route, read_cases
from oocd.timing.rules import NOBODY, Held, Life, Segment, held_on, segments
from oocd.timing.rules.clocks import Clock, Happened, Passage, clocks
from oocd.turnaround.queries import edition_of_referral, window_ends
from oocd.victims.rules import NOT_ASKED
from oocd.workflow import definition, loaded
from oocd.workflow.models import WorkflowMove

RJ, RJ_INFORMATION, CONSENT_ASKED = "rj_information", "victim_rj_information", "victim_consent_asked"
NOTICE, WEAPON, TURNAROUND = "street_cr_notice", "yjs_referral_after_weapon", "turnaround_referral"


class Due(NamedTuple):
    """A clock with what policy says of it: the standard as it was on the day it started, and the day it comes to."""

    clock: Clock
    standard: Figure
    due_on: date

    def late(self, today: date) -> bool:
        return (self.clock.ended_on or today) > self.due_on


@dataclass
class CaseTiming:
    """Everything this room works out of one case."""

    read: CaseRead
    own: Passage
    smaller: list[Passage]

    @classmethod
    def of(cls, read: CaseRead) -> "CaseTiming":
        return cls(read, *read.passages())

    @cached_property
    def life(self) -> Life:
        return self.read.life(self.own, self.smaller)

    def segments(self, today: date) -> list[Segment]:
        return segments(self.life, today)

    def held_now(self, today: date) -> Held:
        return held_on(self.life, max(today, self.life.first_day))

    def findings(self, today: date) -> list[str]:
        """What is wrong with the days of an open case; nothing, as it should be."""
        told, length = self.segments(today), (self.life.last_day(today) - self.life.first_day).days
        running = [due for due in self.due if due.clock.ended_on is None]
        state = self.own.standing[-1]
        found = {
            "days_do_not_add_up": sum(one.days for one in told) != length,
            "unattributed_days": any(one.owner == NOBODY for one in told),
            "held_by_nobody": self.held_now(today).owner == NOBODY,
            "history_differs_from_state": state.state != f"{self.own.kind}.{self.read.row.state}",
            "without_due_date": state.due_in is not None and not running,  # some states have none by design
        }
        return [name for name, wrong in found.items() if wrong]

    @cached_property
    def due(self) -> list[Due]:
        """Every due date of the case and of its smaller processes that has one."""
        area = self.read.area
        found = clocks(self.own, self.smaller, self._happened(), lambda name, day: starts_of(name, day, area))
        return [due for clock in found if (due := due_of(clock, area))]

    def _happened(self) -> Happened:
        row = self.read.row
        return Happened(
            referral_date=row.referral_date,
            bail_date=row.bail_date,
            reviews=self.read.reviews,
            given=[given.given_on for given in self.read.given if given.given_on],
            asked_of_route=of_route(row.follows or row.route, self.own.steps[0].on),
            from_events=list(self._from_events()),
        )

    def _from_events(self) -> Iterator[Clock]:
        """Standards that no state stands for: what the police owed, mostly kept or missed before the case came."""
        row, read = self.read.row, self.read
        kind, sent = self.own.kind, row.referral_date
        if read.street_given_on and sent:
            yield Clock(kind, read.id, NOTICE, 1, "street_cr_given", read.street_given_on, sent)
        for offence in read.offences:
            dealt = offence.arrest_or_interview_date
            if dealt and sent and _armed(offence.offence_id, dealt, read.area):
                yield Clock(kind, read.id, WEAPON, 1, "police_dealt_with_child", dealt, sent)
        if row.qualifying_event_on and sent and row.route == "turnaround":
            yield Clock(kind, read.id, TURNAROUND, 1, "qualifying_event", row.qualifying_event_on, sent)
        for given in read.given:
            standard = _told_within(given.outcome, given.given_on, read.area) if given.given_on else None
            if given.given_on and standard:
                yield Clock("disposal", given.id, standard, 1, "outcome_given", given.given_on, given.yjs_told_on)
        for victim in read.harmed:
            yield from self._of_victim(victim)

    def _of_victim(self, victim: Harmed) -> Iterator[Clock]:
        """To be offered information on restorative justice, and to be asked what the police are to ask."""
        read, since = self.read, clock.london_date(victim.recorded_at)
        edition = policy.on_or_first(since, read.area)
        kind, told = edition.codes("victim_kinds").get(victim.kind, {}), edition.codes("restorative_steps")[RJ]["told"]
        enhanced = victim.enhanced_because is not None or kind.get("enhanced_rights", False)
        offers = [
            one.happened_on or since
            for one in read.offered
            if (one.victim_id, one.step, one.result) == (victim.id, RJ, told)
        ]
        answers: dict[str, date] = {}
        for one in read.asked:
            if one.victim_id == victim.id and one.state != NOT_ASKED:
                day = one.said_on or clock.london_date(one.recorded_at)
                answers[one.purpose] = min(day, answers.get(one.purpose, day))
        theirs = [name for name, row in edition.codes("victim_consent_purposes").items() if row["police_ask"]]
        asked = max((answers[name] for name in theirs), default=None) if set(theirs) <= answers.keys() else None
        name = f"{RJ_INFORMATION}_enhanced" if enhanced else RJ_INFORMATION
        over = next((step.on for step in self.own.standing if step.ends), None)
        for standard, done in ((name, min(offers, default=None)), (CONSENT_ASKED, asked)):
            ended, met = done or over, bool(done) or not over
            yield Clock("victim", victim.id, standard, 1, "victim_recorded", since, ended, met)


@lru_cache(maxsize=65536)
def _figure(name: str, day: date, area: str, _policies: int) -> Figure | None:
    return standard_on(day, area, f"time/{name}")


@lru_cache(maxsize=65536)
def _due_on(name: str, day: date, area: str, _policies: int) -> date | None:
    standard = _figure(name, day, area, _policies)
    return due_on(day, standard) if standard and not standard.only_shown else None


def figure_of(name: str, day: date, area: str) -> Figure | None:
    """A time standard on the day its clock started. Asked for every clock of every case, so kept."""
    return _figure(name, day, area, id(policy.loaded()))


def starts_of(name: str, day: date, area: str) -> str | None:
    standard = figure_of(name, day, area)
    return (standard.starts or "state_entered") if standard else None


def due_of(clock: Clock, area: str) -> Due | None:
    standard = figure_of(clock.standard, clock.starts_on, area)
    day = _due_on(clock.standard, clock.starts_on, area, id(policy.loaded()))
    return Due(clock, standard, day) if standard and day else None


def forget_due_dates() -> None:
    """After the calendar or the policies changed under a running process."""
    _figure.cache_clear()
    _due_on.cache_clear()


def _armed(offence_id: str, day: date, area: str) -> bool:
    offences = policy.on_or_first(day, area).offences()
    return offence_id in offences and "knife" in offences[offence_id]["flags"]


def _told_within(outcome: str, day: date, area: str) -> str | None:
    known = policy.on_or_first(day, area).codes("outcomes")
    return known[outcome].get("referral_to_yjs_due") if outcome in known else None


def moved_since(moment: datetime) -> list[UUID]:
    """The cases that moved, or of which the police told something anew, since a moment."""
    moved = sa.select(WorkflowMove.referral_id).where(
        WorkflowMove.recorded_at >= moment, WorkflowMove.referral_id.is_not(None)
    )
    told = sa.select(PoliceMessage.referral_id).where(PoliceMessage.sent_on >= clock.london_date(moment))
    return sorted({case for found in (moved, told) for case in db.session.scalars(found.distinct()) if case})


def timing_of(referral_id: UUID) -> CaseTiming:
    """One case, which must be in sight."""
    (read,) = read_cases([referral_id])
    return CaseTiming.of(read)


def in_full(referral: Referral) -> dict[str, Any]:
    """Whose each day was, what is due and was due before, which limits run, and how long work took to begin."""
    today, timing = clock.today(), timing_of(referral.id)
    told = timing.segments(today)
    work = whole_work_of(referral.id)
    return {
        "referral_id": referral.id,
        "begins_on": timing.life.first_day,
        "ended_on": timing.life.last_day(today) if is_over(referral) else None,
        "days": (timing.life.last_day(today) - timing.life.first_day).days,
        "held_now": None if is_over(referral) else timing.held_now(today),
        "segments": [{"segment": segment, "says": words_of(segment.reason)} for segment in told],
        "owners": days_by_owner(told),
        "due": [{"due": due, "late": due.late(today)} for due in timing.due],
        "history": due_dates_of(referral.id),
        "warnings": warnings_of(referral.id),
        "limits": limits_running(referral, today),
        "start_delays": [
            {"offence": disposal.offence.number, "outcome": disposal.outcome, "delay": delay}
            for disposal, delay in start_delays(disposals_of(referral.id), work)
        ],
        "findings": [] if is_over(referral) else timing.findings(today),
    }


def days_by_owner(told: Iterable[Segment]) -> list[dict[str, Any]]:
    """The days of each owner, the most first."""
    days: dict[str, int] = {}
    for segment in told:
        days[segment.owner] = days.get(segment.owner, 0) + segment.days
    return [{"owner": owner, "days": days[owner]} for owner in sorted(days, key=lambda one: (-days[one], one))]


BEFORE_REFERRAL: Mapping[str, str] = {
    "police.before_arrest": "From the offence to arrest or interview",
    "police.investigation": "Under investigation by the police",
    "police.voluntary": "After a voluntary interview",
    "police.bail": "On police bail",
    "police.rui": "Released under investigation",
    "police.street_notice": "Given on the street, and the service not told yet",
    "police.returned": "Sent back by a court or the prosecutors",
    "family.views": "Waiting to hear the child and family",
}


def words_of(reason: str) -> str:
    """What a reason means to people: a stage before the referral, or the words of the state."""
    if reason in BEFORE_REFERRAL:
        return BEFORE_REFERRAL[reason]
    name, _, state = reason.partition(".")
    versions = [workflow for workflow in loaded() if workflow.name == name]
    found = [workflow.states[state].says for workflow in versions if state in workflow.states]
    return found[-1] if found else reason.replace("_", " ")


def due_dates_of(referral_id: UUID) -> list[DueDate]:
    """Every due date of a case as it was found, with those that were told anew since."""
    of_case = sa.select(DueDate).where(DueDate.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(DueDate.recorded_at, DueDate.standard, DueDate.number)))


def warnings_of(referral_id: UUID) -> list[BreachWarning]:
    of_case = sa.select(BreachWarning).where(BreachWarning.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(BreachWarning.recorded_at, BreachWarning.standard)))


def limits_running(referral: Referral, today: date) -> list[Limit]:
    """The days of the law that count down beside the standards, the nearest first; none in a case that is over."""
    if is_over(referral):
        return []
    buffer = timedelta(days=policy.on(today, referral.area).figure("figures/return_to_police_buffer").value)
    disposals = disposals_of(referral.id)
    limits = limits_of(referral, today, settled=settled_offences(referral, disposals))
    for what, day, offence in (_window(referral), *_courses(disposals)):
        if day:
            limits.append(Limit(what, day, (day - today).days, today >= day - buffer, offence))
    return sorted(limits, key=lambda limit: limit.on)


def settled_offences(referral: Referral, disposals: Iterable[Disposal]) -> set[int]:
    """The offences whose outcome is final, by number: the last one is given, and nothing of it still to come."""
    last = {disposal.offence_id: disposal for disposal in disposals}
    final = {row.offence.number for row in last.values() if row.given_on and definition(row).states[row.state].ends}
    return final - {offence.number for offence in waiting_for_decision(referral)}


def _window(referral: Referral) -> tuple[str, date | None, None]:
    """Within which the child can be referred to Turnaround, where what makes them eligible is on record."""
    return "turnaround_window", window_ends(referral.qualifying_event_on, edition_of_referral(referral)), None


def _courses(disposals: Iterable[Disposal]) -> Iterator[tuple[str, date | None, int]]:
    """The end of what runs on from an outcome, such as the conditions of a youth conditional caution."""
    for disposal in disposals:
        if disposal.state in RUNNING:
            yield "course_ends", end_of(disposal), disposal.offence.number
