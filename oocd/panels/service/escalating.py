"""A disagreement on its way up the ladder, until somebody settles it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from oocd import audit, clock, notifications, workflow
from oocd.accounts.actor import SYSTEM, Actor, the_service
from oocd.accounts.queries import recused_from
from oocd.db import db
from oocd.errors import NotFound
from oocd.notifications.rules import page_of_case
from oocd.panels import rules
from oocd.panels.errors import ViewOnEveryOffence
from oocd.panels.models import Escalation, EscalationLevel, EscalationView, PanelItem, Recommendation, Settlement
from oocd.panels.queries import (
    OPEN,
    due_now,
    ladder_of,
    level_of,
    people_of,
    views_at_level,
    views_that_stand,
    votes_that_count,
)
from oocd.panels.rules import Level
from oocd.panels.service.items import end_discussion
from oocd.panels.service.open_outcomes import check_open
from oocd.panels.service.recommending import given_in, recommendation
from oocd.policy.working_days import add_working_days

DIFFERENT = "The people of this level named different outcomes."
RAISED = "escalation_raised"
OUT_OF_TIME = "The time of this level was over."


def escalate(item: PanelItem, *, reason: str, by: Actor) -> Escalation:
    """Take what the panel could not settle, or what an agency will not let stand, to managers (ruling R-20)."""
    workflow.move(item, "escalate", by=by, given={"reason": reason})
    end_discussion(item)
    today = clock.today()
    escalation = Escalation(
        area=item.area,
        referral_id=item.referral_id,
        panel_item=item,
        raised_by=by.person_id,
        agency=by.agency_in(item.area),
        raised_on=today,
        reason=reason,
        competing=_named_at_panel(item),
    )
    first = ladder_of(escalation)[0]
    escalation.level = first.number
    workflow.start(escalation, by=by, item=item.id, level=first.number, told=[RAISED])
    _begin(escalation, first, today, by)
    return escalation


def give_view(escalation: Escalation, *, views: Sequence[Mapping[str, Any]], by: Actor) -> None:
    """What one agency's person at this level stands for in every offence. Where all have spoken and differ, it goes up.

    A later view of the same agency at the same level replaces it. Raises ViewOnEveryOffence, UnknownCode or
    MoveRefused for an outcome that is not open to this child.
    """
    workflow.require_open(escalation, "give_view", by=by)
    _take_turn(escalation, by)
    offences = {offence.number: offence for offence in escalation.case.offences}
    if sorted(view["offence"] for view in views) != sorted(offences):
        raise ViewOnEveryOffence
    for view in views:
        check_open(offences[view["offence"]], view["outcome"], clock.today())
    agency = by.agency_in(escalation.area)
    workflow.move(escalation, "give_view", by=by, given={"views": views}, level=escalation.level, agency=agency)
    given = len(escalation.views)
    for number, view in enumerate(views, start=given + 1):
        escalation.views.append(
            EscalationView(
                area=escalation.area,
                referral_id=escalation.referral_id,
                number=number,
                level=escalation.level,
                offence_id=offences[view["offence"]].id,
                agency=agency,
                outcome=view["outcome"],
                reasons=view["reasons"],
                given_by=by.person_id,
            )
        )
    db.session.flush()
    if rules.ended_in_difference(level_of(escalation), views_at_level(escalation)):
        _climb(escalation, DIFFERENT, by)


def go_up(escalation: Escalation, *, reason: str, by: Actor) -> None:
    """Take it to the next level without waiting for this one."""
    workflow.require_open(escalation, "go_up", by=by)
    _take_turn(escalation, by)
    _climb(escalation, reason, by)


def withdraw_escalation(escalation: Escalation, *, reason: str, by: Actor) -> None:
    """The agency that raised it lets it go before anybody gave a view; the panel has the case back, votes revealed."""
    workflow.require_open(escalation, "withdraw", by=by)
    _take_turn(escalation, by)
    workflow.move(escalation, "withdraw", by=by, given={"reason": reason})
    due_now(escalation).ended_on = clock.today()
    if escalation.panel_item.meeting.state == "sitting":
        escalation.panel_item.discussed_until = None  # discussed on, with those who are in the room


def settle_escalation(
    escalation: Escalation,
    *,
    by: Actor,
    reasons: Mapping[str, str],
    rule_reasons: Mapping[str, str] | None = None,
    acknowledged: Sequence[str] = (),
    **more: Any,
) -> list[Recommendation]:
    """Record what its level settled on as the recommendation, with the reasons for it. Raises MoveRefused."""
    workflow.require_open(escalation, "settle", by=by)
    _take_turn(escalation, by)
    settled_as = outcomes_settled(escalation) or {}
    given = given_in(escalation.case.offences, reasons, rule_reasons, acknowledged, more)
    made = [
        recommendation(
            escalation.panel_item,
            offence,
            settled_as[offence.number],
            rules.dissenting(settled_as[offence.number], _all_said(escalation, offence.number)),
            given,
            by,
            settlement=_settlement(escalation, offence.number),
        )
        for offence in escalation.case.offences
        if offence.number in settled_as
    ]
    outcomes, level = [row.outcome for row in made], escalation.level
    workflow.move(escalation, "settle", by=by, given=given, outcomes=outcomes, level=level)
    due_now(escalation).ended_on = clock.today()
    db.session.add_all(made)
    db.session.flush()
    return made


def _settlement(escalation: Escalation, number: int) -> Settlement:
    return Settlement(
        area=escalation.area,
        referral_id=escalation.referral_id,
        escalation_id=escalation.id,
        level=escalation.level,
        days_taken=(clock.today() - escalation.raised_on).days,
        competing=_all_said(escalation, number),
    )


def outcomes_settled(escalation: Escalation) -> rules.Outcomes | None:
    """What the level it is at has settled on by now."""
    late = clock.today() > due_now(escalation).due_on
    return rules.settled_on(level_of(escalation), views_at_level(escalation), out_of_time=late)


def meet_deadline(escalation_id: UUID, today: date) -> EscalationLevel | None:
    """Its level's time is over: it goes up by itself, or, where nothing is above or all agree, is recorded as overdue.

    The service never settles anything. Doing it twice changes nothing; what is answered is the level whose time was
    over, or None where somebody was quicker.
    """
    escalation = db.session.get_one(Escalation, escalation_id)
    audit.take_turn(escalation)
    db.session.refresh(escalation)
    due = due_now(escalation) if escalation.state == OPEN else None
    if due is None or due.due_on >= today or due.overdue_on:
        return None
    if level_of(escalation).settled_by or outcomes_settled(escalation):
        due.overdue_on = today
        db.session.flush()
        audit.record("escalation.overdue", on=escalation, by=SYSTEM, level=escalation.level, due_on=due.due_on)
    else:
        _climb(escalation, OUT_OF_TIME, the_service("escalation.resolve", escalation.area))
    return due


def _climb(escalation: Escalation, reason: str, by: Actor) -> None:
    today = clock.today()
    ended, above = due_now(escalation), [row for row in ladder_of(escalation) if row.number > escalation.level]
    level = above[0].number if above else None
    workflow.move(escalation, "go_up", by=by, given={"reason": reason}, level=level, told=[RAISED])
    ended.ended_on = today
    escalation.level = above[0].number
    _begin(escalation, above[0], today, by)


def _begin(escalation: Escalation, level: Level, day: date, by: Actor) -> None:
    """The work due at a level is a row, written with what caused it, and its people hear of it."""
    due = EscalationLevel(
        area=escalation.area,
        referral_id=escalation.referral_id,
        level=level.number,
        began_on=day,
        due_on=add_working_days(day, level.working_days),
    )
    escalation.levels.append(due)
    db.session.flush()
    notifications.post(
        RAISED,
        to=people_of(level, escalation.area, day),
        but=by.person_id,
        area=escalation.area,
        path=page_of_case(escalation.referral_id),
        key=f"{RAISED}:{escalation.id}:{level.number}",
        values={"level": level.number, "due_on": due.due_on},
        referral_id=escalation.referral_id,
    )


def _take_turn(escalation: Escalation, by: Actor) -> None:
    """Whoever was first may have ended this level, or the person acting may have stepped back meanwhile."""
    audit.take_turn(escalation)
    db.session.expire(escalation)
    if by.person_id in recused_from(escalation.referral_id):
        raise NotFound


def _named_at_panel(item: PanelItem) -> dict[str, dict[str, str]]:
    """What each agency named in the round that was revealed, by the number of each offence."""
    numbers = {offence.id: str(offence.number) for offence in item.case.offences}
    named: dict[str, dict[str, str]] = {number: {} for number in numbers.values()}
    for vote in votes_that_count(item):
        if vote.outcome:
            named[numbers[vote.offence_id]][vote.agency] = vote.outcome
    return named


def _all_said(escalation: Escalation, number: int) -> dict[str, str]:
    """What each agency stands for in one offence: what it named at the panel, or since then on the ladder."""
    numbers = {offence.id: offence.number for offence in escalation.case.offences}
    since = {view.agency: view.outcome for view in views_that_stand(escalation) if numbers[view.offence_id] == number}
    return {**escalation.competing[str(number)], **since}
