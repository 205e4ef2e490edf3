"""One case, composed from every room for the person looking."""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

import sqlalchemy as sa

from oocd import clock, workflow
from oocd.accounts.actor import Actor
from oocd.accounts.queries import conflicts_of, recused_from
from oocd.assessment.queries import (
    answer_due_on,
    as_seen_by,
    assessments_of,
    checks_of,
    is_overdue,
    oversight_seen_by,
    safeguarding_of,
)
from oocd.assessment.queries import views_of as heard_views_of
from oocd.audit.models import AuditEntry
from oocd.audit.queries import entries_of_case
from oocd.casefile import rules
from oocd.casefile.arrival import arrival_of
from oocd.casefile.explanation import withheld_from
from oocd.casefile.victims import consents_owed, views_before_or_after
from oocd.casefile.work import plan_flags, raised_for
from oocd.db import db, reading
from oocd.interventions.models import NonEngagement
from oocd.interventions.queries import (
    adjustments_of,
    contact_attempts_of,
    plans_of,
    programmes_declined,
    start_delays,
    whole_work_of,
)
from oocd.interventions.rules import VOLUNTARY_ROUTES
from oocd.outcomes.explaining import Explained
from oocd.outcomes.menu import menu
from oocd.outcomes.models import Decision
from oocd.outcomes.queries import decisions_of, disposals_of, last_given_on, waiting_for_decision
from oocd.panels.models import PanelItem, Vote
from oocd.panels.queries import (
    agencies_still_to_vote,
    escalations_of,
    exceptions_of,
    item_of,
    items_of,
    present_for,
    recommendations_of,
)
from oocd.policy import service as policy
from oocd.policy.working_days import due_on
from oocd.referrals.models import Offence, Referral
from oocd.referrals.queries import messages_of, name_of
from oocd.reviews.queries import days_of as exit_review_days_of
from oocd.reviews.queries import interim_reviews_of, last_reviewed_on, reviews_of
from oocd.screening.queries import of_the_case as gravity_of_the_case
from oocd.screening.queries import scores_of
from oocd.street.queries import NOT_FOR_THE_POLICE, POLICE, notice_of, read_by
from oocd.turnaround.queries import seen_by
from oocd.victims.queries import file_of, victims_of
from oocd.victims.queries import views_of as victim_views_of
from oocd.workflow.models import WorkflowMove

# Where the JSON API keeps each process: a move's address is this, the id, and the move's name.
ADDRESSES = {
    "panel": "referrals",
    "turnaround": "referrals",
    "street_cr": "referrals",
    "past_case": "referrals",
    "information_request": "information-requests",
    "assessment": "assessments",
    "panel_meeting": "panel-meetings",
    "panel_item": "panel-items",
    "escalation": "escalations",
    "disposal": "disposals",
    "intervention": "interventions",
    "non_engagement": "non-engagements",
    "exit_review": "exit-reviews",
}
PUT_OFF = "preparing_again"


@reading()
def compose(referral: Referral, person: Actor) -> dict[str, Any]:
    """The whole case as this person may see it, with what can be done next and what cannot, and why."""
    edition = policy.on(clock.today(), referral.area)
    checks, items, disposals = checks_of(referral.id), items_of(referral.id), disposals_of(referral.id)
    decisions, waiting = decisions_of(referral.id), _to_decide_on(referral)
    work, assessments, reviews = whole_work_of(referral.id), assessments_of(referral.id), reviews_of(referral.id)
    victims = victims_of(referral.id)
    raised, kept_back = raised_for(referral, person)
    ladders, withheld = escalations_of(referral.id), withheld_from(referral, person)
    hanging = [*checks, *assessments, *items, *ladders, *disposals, *work, *raised, *reviews]
    seen = [as_seen_by(assessment, person) for assessment in assessments]
    return {
        "referral": referral,
        "street": read_by(referral, person) if notice_of(referral.id) else None,
        "area_name": policy.loaded().area(referral.area)["name"],
        "route_label": policy.loaded().area(referral.area)["routes"][referral.route]["label"],
        "case_worker": name_of(referral.case_worker_id),
        **arrival_of(referral, person, items=items, disposals=disposals),
        "standing": standing(referral),
        "moves": list(moves([referral, *hanging], person)),
        "offences": [
            {
                "offence": offence,
                "label": edition.offences()[offence.offence_id]["label"],
                "statute": edition.offences()[offence.offence_id]["statute"],
                "scores": scores_of(offence.id),
                "decision_deviates": _deviated(offence, decisions),
                "outcomes": list(menu(explained)) if offence in waiting else [],
                "computed": explained.computed(),
            }
            for offence in referral.offences
            for explained in [Explained(offence, clock.today(), withheld)]
        ],
        "gravity": list(gravity_of_the_case(referral.offences)),
        "checks": checks,
        "checks_due": {check.id: answer_due_on(check) for check in checks if is_overdue(check)},
        "views": heard_views_of(referral.id),
        "safeguarding": safeguarding_of(referral.id),
        "victims": [file_of(victim) for victim in victims],
        "victim_consents_owed": consents_owed(victims),
        "victim_views": list(views_before_or_after(victim_views_of(referral.id), decisions)),
        "conflicts": conflicts_of(referral.id),
        "chair_exceptions": exceptions_of(referral.id),
        "turnaround": seen_by(referral, person),
        "assessments": seen,
        "assessment": seen[-1] if seen else None,
        "oversight": oversight_seen_by(referral, person),
        "panel": [_item(item, person) for item in items],
        "escalations": ladders,
        "recommendations": recommendations_of(referral.id),
        "decisions": decisions,
        "disposals": disposals,
        "plans": plans_of(referral.id),
        "programmes_declined": programmes_declined(referral.id),
        "interventions": work,
        "plan_flags": list(plan_flags(referral, work, edition)),
        "start_delays": [
            {"offence": disposal.offence.number, "outcome": disposal.outcome, "delay": delay}
            for disposal, delay in start_delays(disposals, work)
        ],
        "contact_attempts": contact_attempts_of(referral.id),
        "adjustments": adjustments_of(referral.id),
        "non_engagements": raised,
        "interim_reviews": interim_reviews_of(referral.id),
        "exit_reviews": reviews,
        "exit_review": reviews[-1] if reviews else None,
        "exit_review_days": exit_review_days_of(referral.id),
        "outcome_labels": {code: row["label"] for code, row in edition.codes("outcomes").items()},
        "messages": messages_of(referral.id),
        "reasons": [row for row in reasons_of(referral.id) if row.process_id not in kept_back],
        "timeline": timeline(referral, person),
    }


def _to_decide_on(referral: Referral) -> list[Offence]:
    """The offences that wait for a decision; on a route to voluntary support nobody decides on any."""
    return [] if referral.workflow in VOLUNTARY_ROUTES else waiting_for_decision(referral)


def _deviated(offence: Offence, decisions: Iterable[Decision]) -> bool | None:
    """Whether what was decided of an offence left the starting points of the score it had then; None if not known."""
    signed = [decision for decision in decisions if decision.offence_id == offence.id]
    latest = max(signed, key=lambda decision: decision.signed_at, default=None)
    return latest.facts.get("deviates_from_starting_point") if latest else None


def standing(referral: Referral) -> dict[str, Any]:
    """Where the case stands: in words, since when, on whom it waits, and when that is due by whose standard."""
    state = workflow.definition(referral).states[referral.state]
    due, standard = due_of(referral)
    put_off = _put_off(referral)
    waits_on = (put_off.deferral_owner,) if put_off and put_off.deferral_owner else state.waits_on
    return {
        "says": state.says,
        "since": referral.state_since,
        "waits_on": waits_on,
        "waits_on_words": [rules.PARTIES[party] for party in waits_on if party != "nobody"],
        "put_off": put_off,
        "due_on": due,
        "late": bool(due and due < clock.today()),
        "standard": standard,
    }


def _put_off(referral: Referral) -> PanelItem | None:
    """The place on an agenda from which the case was put off, while whoever owes the next step owes it still."""
    return item_of(referral.id) if referral.state == PUT_OFF else None


def due_of(referral: Referral) -> tuple[date | None, Any]:
    """The due date of the case's state, and the time standard it follows; None where no clock runs."""
    name = workflow.definition(referral).states[referral.state].due_in
    if name is None:
        return None, None
    standard = policy.on(referral.state_since, referral.area).figure(f"time/{name}")
    start = _start_of(standard.starts or "state_entered", referral)
    return (due_on(start, standard) if start else None), standard


def _start_of(starts: str, referral: Referral) -> date | None:
    """The day a clock started. Only what is asked for is read: a list of cases asks this of every case."""
    if starts == "outcome_given":
        return last_given_on(referral.id)
    if starts == "last_review":
        return max(referral.state_since, last_reviewed_on(referral.id) or referral.state_since)
    day: date | None = {
        "state_entered": referral.state_since,
        "referral_date": referral.referral_date,
        "bail_date": referral.bail_date,
    }[starts]
    return day


def moves(processes: Iterable[Any], person: Actor) -> Iterator[dict[str, Any]]:
    """Every move open to this person on a case and on the smaller processes that hang on it."""
    for process in processes:
        for move in workflow.moves_open_to(process, person):
            step = f"{ADDRESSES[process.workflow]}/{process.id}/{move.name.replace('_', '-')}"
            yield {
                "workflow": process.workflow,
                "name": move.name,
                "says": move.says,
                "about": _about(process),
                "needs": list(move.needs),
                "unmet": list(move.unmet),
                "open": not move.unmet,
                "address": f"/api/v1/{step}",
                "page": f"/steps/{step}?{urlencode(back_to(process))}",
            }


def back_to(process: Any) -> dict[str, str]:
    """The case that a step is about; none where it is about a meeting as a whole."""
    case_id = process.id if isinstance(process, Referral) else getattr(process, "referral_id", None)
    return {"case": str(case_id)} if case_id else {}


def _about(process: Any) -> str | None:
    """Which of several like it this process is: the outcome to give, the work agreed, the agency asked."""
    return next((getattr(process, name) for name in ("outcome", "kind", "agency") if hasattr(process, name)), None)


def reasons_of(referral_id: UUID) -> list[WorkflowMove]:
    """The moves of a case and its smaller processes that came with a reason in words, in order."""
    of_case = sa.select(WorkflowMove).where(WorkflowMove.referral_id == referral_id, WorkflowMove.reason.is_not(None))
    return list(db.session.scalars(of_case.order_by(WorkflowMove.recorded_at)))


def timeline(referral: Referral, person: Actor) -> list[dict[str, Any]]:
    """What was done to the case, in order, told by the audit log alone, but for what this person is never told."""
    _, kept_back = raised_for(referral, person)
    subjects = {f"{NonEngagement.__tablename__}:{row_id}" for row_id in kept_back}
    actions = NOT_FOR_THE_POLICE if person.agency_in(referral.area) == POLICE else frozenset()
    return [
        _event(entry)
        for entry in entries_of_case(referral.id)
        if entry.subject not in subjects and entry.action not in actions
    ]


def _event(entry: AuditEntry) -> dict[str, Any]:
    details = json.loads(entry.details)
    return {
        "number": entry.number,
        "at": entry.recorded_at,
        "effective_on": details.get("effective_on"),
        "who": entry.actor_name,
        "action": entry.action,
        "says": rules.sentence(entry.action, _done(entry.action)),
        "details": rules.shown(details),
    }


def _done(action: str) -> str | None:
    """A move's own words for having been made, from the newest version of its workflow."""
    name, _, move = action.partition(".")
    for definition in reversed([version for version in workflow.loaded() if version.name == name]):
        if move in definition.moves:
            return definition.moves[move].done
    return None


def _item(item: PanelItem, person: Actor) -> dict[str, Any]:
    recused = recused_from(item.referral_id)
    sealed = item.state == "voting"
    return {
        "item": item,
        "meeting": item.meeting,
        "held_on": item.meeting.held_on,
        "present": present_for(item),
        "says": workflow.definition(item).states[item.state].says,
        "still_to_vote": agencies_still_to_vote(item) if sealed else [],
        "votes": [_vote(vote, recused) for vote in item.votes if _may_see(vote, item, person)],
    }


def _vote(vote: Vote, recused: Collection[UUID]) -> dict[str, Any]:
    shown = {name: getattr(vote, name) for name in ("agency", "round", "offence_id", "outcome", "reasons", "cast_at")}
    return shown | {"counts": vote.cast_by not in recused}


def _may_see(vote: Vote, item: PanelItem, person: Actor) -> bool:
    """Votes of a round stay sealed, but for one's own, until the round is revealed."""
    return vote.round <= item.revealed_rounds or vote.cast_by == person.person_id
