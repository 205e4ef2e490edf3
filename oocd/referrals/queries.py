from collections.abc import Collection, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple
from uuid import UUID

import sqlalchemy as sa

from oocd import clock, workflow
from oocd.accounts.models import Person
from oocd.db import Base, cases_out_of_sight, db, everywhere
from oocd.notifications.models import Notice
from oocd.policy import service as policy
from oocd.policy.rules import Figure
from oocd.policy.working_days import due_on
from oocd.referrals import rules
from oocd.referrals.models import Allocation, Child, Offence, PoliceMessage, Referral
from oocd.workflow.definitions import Workflow
from oocd.workflow.models import Process, WorkflowMove

DATES = (
    *("referral_date", "investigation_status", "bail_date", "rui_since", "voluntary_interview_date"),
    *("interview_date", "returned_on"),
)
DATES_OF_OFFENCE = ("offence_date", "arrest_or_interview_date")
PAST_CASE = "past_case"
NO_FLAGS: Mapping[str, Any] = {"flags": ()}  # of an offence that was not on the list yet


def cases() -> sa.Select[Referral]:
    """The cases of every area in sight, for a page by key."""
    return sa.select(Referral)


def offence_of(referral: Referral, number: int) -> Offence | None:
    return next((offence for offence in referral.offences if offence.number == number), None)


def declared_before(offence: Offence, counted_as: str, day: date) -> list[date | None] | None:
    """The days of what the child was given before, by what it counts as; None while the police have not said."""
    child = offence.referral.child
    if not child.history_declared:
        return None
    codes = policy.on_or_first(day, offence.area).codes("previous_disposals")
    counted = [row.given_on for row in child.previous_disposals if codes[row.outcome]["counts_as"] == counted_as]
    return [given_on for given_on in counted if given_on is None or given_on <= day]


class OtherCase(NamedTuple):
    """What another case of the same child is about; no reference where whoever asks has stepped back from it."""

    id: UUID
    reference: str | None
    is_over: bool
    matters: list[rules.Matter]


def others_of(referral: Referral) -> list[OtherCase]:
    """The other cases of the same child, the earliest first: also those that whoever asks has stepped back from."""
    of_child = sa.select(Referral).where(
        Referral.child_id == referral.child.id, Referral.id.is_distinct_from(referral.id)
    )
    hidden = cases_out_of_sight()
    with everywhere():
        found = list(db.session.scalars(of_child.order_by(Referral.referral_date)))
        others = [
            OtherCase(row.id, None if row.id in hidden else row.reference, is_over(row), matters_of(row))
            for row in found
        ]
        for row in found:
            if row.id in hidden:
                for unseen in (*row.offences, row):
                    db.session.expunge(unseen)  # or a later look-up by id would find it, unasked
    return others


def matters_of(referral: Referral) -> list[rules.Matter]:
    return [
        rules.Matter(rules.plain(offence.crime_number), offence.offence_id, offence.offence_date)
        for offence in referral.offences
    ]


def cases_of(child: Child) -> list[UUID]:
    """Every case of a child, also those that whoever asks has stepped back from: each tells what became known."""
    with everywhere():
        return list(db.session.scalars(sa.select(Referral.id).where(Referral.child_id == child.id)))


def is_over(referral: Referral) -> bool:
    return workflow.definition(referral).states[referral.state].ends


def with_a_weapon_not_looked_at() -> list[UUID]:
    """The cases in sight that have come in and wait as they came, in which a child had a knife or another weapon."""
    waiting = sa.select(Offence).join(Offence.referral).where(Referral.state.in_(_states_of_arrival()))
    today = clock.today()
    return sorted(
        {
            offence.referral_id
            for offence in db.session.scalars(waiting)
            if "knife" in policy.on(today, offence.area).offences().get(offence.offence_id, NO_FLAGS)["flags"]
        }
    )


def not_asked_about(area: str, ended_by: date, born_by: date, *, limit: int) -> list[UUID]:
    """The cases of an area that ended by a day, of children born by another, whose records nobody was asked about."""
    asked = sa.exists().where(Notice.referral_id == Referral.id, Notice.kind == "retention_proposed")
    old = (
        sa.select(Referral.id)
        .join(Referral.child)
        .where(Referral.area == area, Referral.state.in_(_states_that_end()), Referral.state_since <= ended_by)
        .where(Child.date_of_birth <= born_by, ~asked)
    )
    return list(db.session.scalars(old.order_by(Referral.state_since, Referral.id).limit(limit)))


def _states_of_arrival() -> set[str]:
    return {flow.starts_as for flow in _flows_of_cases() if flow.name != PAST_CASE}


def _states_that_end() -> set[str]:
    return {state.name for flow in _flows_of_cases() for state in flow.states.values() if state.ends}


def _flows_of_cases() -> list[Workflow]:
    routes = policy.loaded().routes
    return [flow for flow in workflow.loaded() if flow.name in routes or flow.name == PAST_CASE]


def co_accused_of(referral: Referral) -> list[str]:
    """The references of the other children's cases about the same incident."""
    if referral.incident_id is None:
        return []
    linked = sa.select(Referral.reference).where(
        Referral.incident_id == referral.incident_id, Referral.child_id != referral.child_id
    )
    return list(db.session.scalars(linked.order_by(Referral.reference)))


def was_accepted(referral: Referral) -> bool:
    return any(move.move == "accept" for move in moves_of(referral))


def moves_of(process: Process) -> list[WorkflowMove]:
    """The moves of a case, or of one of its smaller processes, in the order they were recorded."""
    own = sa.select(WorkflowMove).where(WorkflowMove.process_id == process.id)
    return list(db.session.scalars(own.order_by(WorkflowMove.recorded_at)))


def rounds_of(referral: Referral) -> list[dict[str, Any]]:
    """Each time the police were asked for more: when, why, when they answered, and how many days it lay with them."""
    rounds: list[dict[str, Any]] = []
    for move in moves_of(referral):
        if move.move == "ask_for_information":
            rounds.append({"asked_on": move.effective_on, "reason": move.reason, "ended_on": None, "answered": False})
        elif move.from_state == "awaiting_information":
            rounds[-1] |= {"ended_on": move.effective_on, "answered": move.move == "supply_information"}
    for one in rounds:
        one["days"] = ((one["ended_on"] or clock.today()) - one["asked_on"]).days
    return rounds


def allocations_of(referral_id: UUID) -> list[dict[str, Any]]:
    """Who was given the case, from whom, when and why, in order."""
    of_case = sa.select(Allocation).where(Allocation.referral_id == referral_id)
    return [
        {
            "from_worker": name_of(row.from_id),
            "to_worker": name_of(row.to_id),
            "reason": row.reason,
            "allocated_on": row.allocated_on,
        }
        for row in db.session.scalars(of_case.order_by(Allocation.number))
    ]


def charge_limit_of(offence: Offence, day: date) -> date | None:
    """The last day for charging it, where the law sets one."""
    months = policy.on(day, offence.area).figure("figures/summary_only_charge_months").value
    return rules.charge_by(offence.offence_date, offence.offence_class, months)


def weapon_standard_of(offence: Offence) -> Figure | None:
    """Within which time the police had to tell the youth justice service of a child with a weapon, if they had one.

    By the rules of the day on which they dealt with the child, which is that of the arrest or interview; None while
    that is not known.
    """
    dealt = offence.arrest_or_interview_date
    if dealt is None:
        return None
    edition = policy.on_or_first(dealt, offence.area)
    armed = "knife" in edition.offences().get(offence.offence_id, NO_FLAGS)["flags"]
    return edition.figures().get("time/yjs_referral_after_weapon") if armed else None


def told_late_of_weapon(offence: Offence, told_on: date) -> bool:
    standard, dealt = weapon_standard_of(offence), offence.arrest_or_interview_date
    return bool(standard and dealt and told_on > due_on(dealt, standard))


def limits_of(referral: Referral, day: date, settled: Collection[int] = ()) -> list[rules.Limit]:
    """Every limit that runs against the case, the nearest first; none for offences that are settled, by number."""
    edition, child = policy.on(day, referral.area), referral.child
    warning = timedelta(days=edition.figure("figures/return_to_police_buffer").value)
    limits = [
        _limit("charge_by", limit, day, limit - warning, offence.number)
        for offence in referral.offences
        if offence.number not in settled and (limit := charge_limit_of(offence, day))
    ]
    if referral.investigation_status == "bail" and referral.bail_expires_on:
        limits.append(_limit("bail_expires", referral.bail_expires_on, day, referral.bail_expires_on - warning))
    if child.date_of_birth:
        adult = rules.birthday(child.date_of_birth, edition.figure("figures/adult_age").value)
        urgent = rules.add_months(child.date_of_birth, edition.figure("figures/urgent_age_months").value)
        limits.append(_limit("eighteenth_birthday", adult, day, urgent))
    return sorted(limits, key=lambda limit: limit.on)


def _limit(what: str, on: date, day: date, near_from: date, offence: int | None = None) -> rules.Limit:
    return rules.Limit(what, on, (on - day).days, day >= near_from, offence)


def missing_of(referral: Referral, day: date) -> list[dict[str, Any]]:
    """What the police have not said yet of the case, the child and each offence; and whether it is required."""
    asked = policy.on(day, referral.area).codes("police_minimum_data")
    child = referral.child
    history = {"previous_disposals": child.history_declared or None, "carers": child.carers or None}
    told: list[tuple[str, int | None, Mapping[str, Any]]] = [
        ("case", None, vars_of(referral)),
        ("child", None, vars_of(child) | history),
    ]
    told += [("offence", offence.number, vars_of(offence)) for offence in referral.offences]
    return [
        {
            "field": name,
            "says": asked[name]["label"],
            "of": part,
            "offence": number,
            "required": asked[name]["required"],
        }
        for part, number, values in told
        for name in rules.missing({key: row for key, row in asked.items() if row["part"] == part}, values)
    ]


def vars_of(row: Base) -> dict[str, Any]:
    """Every column of a row, by its name."""
    return {column.key: getattr(row, column.key) for column in sa.inspect(type(row)).column_attrs}


def dates_of(referral: Referral) -> dict[str, Any]:
    """What the police told that the days before the referral hang on, as the log keeps it: dates and one code."""
    told = {name: getattr(referral, name) for name in DATES}
    offences = {
        str(offence.number): {name: getattr(offence, name) for name in DATES_OF_OFFENCE}
        for offence in referral.offences
    }
    return {**told, "offences": offences}


def messages_of(referral_id: UUID) -> list[PoliceMessage]:
    """What the police added to a referral, in order."""
    of_case = sa.select(PoliceMessage).where(PoliceMessage.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(PoliceMessage.sent_on)))


def name_of(person_id: UUID | None) -> str | None:
    person = db.session.get(Person, person_id) if person_id else None
    return person.name if person else None
