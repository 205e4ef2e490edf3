"""How a case arrived: what the police sent and still owe, which limits run, what became of it, and who may see what."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from oocd import clock, workflow
from oocd.accounts.actor import Actor
from oocd.assessment.queries import first_countersigned_on
from oocd.errors import NotFound
from oocd.outcomes.models import Disposal
from oocd.outcomes.queries import disposals_of
from oocd.panels.models import PanelItem
from oocd.policy import service as policy
from oocd.policy.service import standard_on
from oocd.policy.working_days import due_on
from oocd.referrals.models import Child, Referral
from oocd.referrals.queries import (
    allocations_of,
    co_accused_of,
    is_over,
    limits_of,
    missing_of,
    moves_of,
    rounds_of,
    vars_of,
)
from oocd.referrals.rules import Limit, age_on
from oocd.screening.queries import scores_of
from oocd.street.queries import NOT_FOR_THE_POLICE
from oocd.street.queries import ROUTE as STREET
from oocd.timing.queries import settled_offences
from oocd.victims.queries import CONTACT as CONTACT_OF_VICTIM
from oocd.victims.queries import consents_in_force, victims_of
from oocd.victims.rules import NOT_ASKED
from oocd.workflow.definitions import Workflow
from oocd.workflow.models import Process, WorkflowMove

NEAR = {"eighteenth_birthday": "nearly_adult", "bail_expires": "bail_ends"}
POLICE = "police"
CONTACT = ("address", "ward", "school", "social_worker", "placing_authority")


def arrival_of(
    referral: Referral, person: Actor, *, items: Iterable[PanelItem], disposals: Iterable[Disposal]
) -> dict[str, Any]:
    """What a case file shows of how the case came and what presses; warnings stand in nobody's way."""
    day = clock.today()
    limits = [] if is_over(referral) else limits_of(referral, day, settled=settled_offences(referral, disposals))
    return {
        "child": child_as_seen(referral.child, person),
        "arrival": referral,
        "ages": ages_of(referral, day, items, disposals),
        "still_missing": missing_of(referral, day),
        "limits": limits,
        "warnings": [] if is_over(referral) else list(_warnings(referral, limits)),
        "clocks": list(_clocks_of_assessment(referral, day)),
        "information_rounds": rounds_of(referral),
        "allocations": allocations_of(referral.id),
        "co_accused": co_accused_of(referral),
    }


def _clocks_of_assessment(referral: Referral, day: date) -> Iterator[dict[str, Any]]:
    """The first assessment's two clocks, from the referral and from bail; in a case that is over none still runs."""
    signed = first_countersigned_on(referral.id)
    for name, start in (("assessment", referral.referral_date), ("assessment_told_to_police", referral.bail_date)):
        standard = standard_on(start, referral.area, f"time/{name}") if start else None
        if start and standard and (signed or not is_over(referral)):
            due = due_on(start, standard)
            told = {"name": name, "standard": standard, "started_on": start, "due_on": due}
            yield told | {"met_on": signed, "late": (signed or day) > due}


def ages_of(
    referral: Referral, day: date, items: Iterable[PanelItem], disposals: Iterable[Disposal]
) -> list[dict[str, Any]]:
    """How old the child was, or is, on each day on which the law asks; none while the date of birth is not known."""
    born = referral.child.date_of_birth
    if born is None:
        return []
    days: list[tuple[str, int | None, date | None]] = [
        *(("offence", offence.number, offence.offence_date) for offence in referral.offences),
        ("referral", None, referral.referral_date),
        *(("panel", None, item.meeting.held_on) for item in items),
        *(("outcome_given", row.offence.number, row.given_on) for row in disposals),
        ("today", None, day),
    ]
    return [
        {"at": at, "offence": offence, "on": on, "age": age_on(on, born)} for at, offence, on in days if on is not None
    ]


def child_as_seen(child: Child, person: Actor) -> dict[str, Any]:
    """The child, but for what this person has no need to know: where they live, what the police alone know."""
    told = vars_of(child) | {"carers": child.carers, "previous_disposals": child.previous_disposals}
    if not person.may("child.contact", child.area):
        told |= dict.fromkeys(CONTACT) | {"carers": None}
    if person.agency_in(child.area) != POLICE:
        told["officer_identified_ethnicity"] = None
    if not person.may("intelligence.read", child.area):
        codes = policy.on(clock.today(), child.area).codes("previous_disposals")
        told["previous_disposals"] = [
            row for row in child.previous_disposals if not codes[row.outcome]["intelligence_only"]
        ]
    return told


def what_became_of(referral: Referral, person: Actor) -> dict[str, Any]:
    """For whoever sent it: where it stands, why it went as it did, and each outcome once given; nothing assessed.

    Raises NotFound for a case that another agency sent.
    """
    if referral.sent_by_agency != person.agency_in(referral.area):
        raise NotFound
    outcomes = policy.on(clock.today(), referral.area).codes("outcomes")
    state = workflow.definition(referral).states[referral.state]
    return {
        "reference": referral.reference,
        "says": state.says,
        "since": referral.state_since,
        "over": state.ends,
        "waits_on": state.waits_on,
        "steps": list(_steps(referral)),
        "outcomes": [
            {"offence": row.offence.number, "outcome": row.outcome, "label": outcomes[row.outcome]["label"]}
            | {"given_on": row.given_on}
            for row in disposals_of(referral.id)
            if row.given_on
        ],
    }


def _steps(referral: Referral) -> Iterator[dict[str, Any]]:
    """The moves that concern whoever sent the case: what was asked of them, and how it ended, each with its reason."""
    processes: list[Process] = [referral, *disposals_of(referral.id)]
    made = [(process, move) for process in processes for move in moves_of(process)]
    for process, move in sorted(made, key=lambda pair: pair[1].recorded_at):
        definition = _followed_then(process, move)
        to = definition.states[move.to_state]
        concerns = to.ends or "police" in to.waits_on
        kept_back = f"{move.workflow}.{move.move}" in NOT_FOR_THE_POLICE
        if move.move in definition.moves and concerns and not kept_back and (process is referral or move.reason):
            says = definition.moves[move.move].done
            yield {"step": move.move, "says": says, "on": move.effective_on, "reason": move.reason}


def _followed_then(process: Process, move: WorkflowMove) -> Workflow:
    """What a process followed when it moved: a case that changed its route has followed two."""
    if move.workflow == process.workflow:
        return workflow.definition(process)
    return workflow.loaded().in_force(move.workflow, move.effective_on)


def _warnings(referral: Referral, limits: Iterable[Limit]) -> Iterator[dict[str, Any]]:
    known = policy.on(clock.today(), referral.area).codes("referral_warnings")

    def warn(code: str, **about: int) -> dict[str, Any]:
        row = known[code]
        source = row["source"]["title"]
        return {"code": code, "rule": row["rule"], "says": row["label"], "source": source, **about}

    for victim in victims_of(referral.id):
        if consents_in_force(victim, clock.today())[CONTACT_OF_VICTIM].state == NOT_ASKED:
            yield warn("consent_not_asked", victim=victim.number)
    for offence in referral.offences:
        if referral.route != STREET and not scores_of(offence.id):  # product ruling R-1: no score on the street
            yield warn("not_scored", offence=offence.number)
    for limit in limits:
        if limit.offence:
            yield warn("charge_limit", offence=limit.offence)
        elif limit.near:
            yield warn(NEAR[limit.what])
