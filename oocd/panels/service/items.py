"""One case at one meeting: on its agenda, discussed in rounds, then recommended, put off or taken to managers."""

from typing import Any

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.panels import rules
from oocd.panels.errors import (
    MeetingBeforeReferral,
    MeetingClosedToChanges,
    MeetingOfAnotherArea,
    NoSuchPlace,
    NotADecisionPanel,
    NotOnTheAgendaAnyMore,
)
from oocd.panels.models import PanelItem, PanelMeeting
from oocd.panels.queries import give_places, last_place, listed_places
from oocd.policy import service as policy
from oocd.policy.working_days import due_on
from oocd.referrals.models import Referral

DECISION = "decision"  # the kind of meeting that recommends


def list_case(referral: Referral, *, meeting: PanelMeeting, by: Actor) -> PanelItem:
    """Put a ready case on a meeting's agenda.

    Raises MeetingOfAnotherArea, NotADecisionPanel, MeetingBeforeReferral or MeetingClosedToChanges.
    """
    if meeting.area != referral.area:
        raise MeetingOfAnotherArea
    if meeting.kind != DECISION:
        raise NotADecisionPanel
    if referral.referral_date and meeting.held_on < referral.referral_date:
        raise MeetingBeforeReferral(meeting.held_on)
    workflow.require_open(referral, "list_for_panel", by=by)
    audit.take_turn(meeting)  # it may be cancelled, or its last place be taken, meanwhile
    db.session.expire(meeting)
    if workflow.definition(meeting).states[meeting.state].ends:
        raise MeetingClosedToChanges
    workflow.move(referral, "list_for_panel", by=by, given={"meeting": meeting.id}, meeting=meeting.id)
    item = PanelItem(area=referral.area, referral_id=referral.id, meeting=meeting, place=last_place(meeting) + 1)
    workflow.start(item, by=by, meeting=meeting.id)
    return item


def take_off(item: PanelItem, *, reason: str, by: Actor) -> None:
    """Take a case off the agenda before it is discussed; it is ready for another meeting."""
    workflow.move(item, "take_off", by=by, given={"reason": reason}, meeting=item.meeting_id)


def give_place(item: PanelItem, *, place: int, by: Actor) -> None:
    """Have a case come up first, second, ... of those that still wait; the others follow in their order.

    Raises NotOnTheAgendaAnyMore or NoSuchPlace.
    """
    audit.take_turn(item.meeting)
    db.session.expire(item)
    listed = listed_places(item.meeting)
    order = [item_id for item_id, _ in listed]
    if item.id not in order:
        raise NotOnTheAgendaAnyMore(item.case.reference)
    if not 1 <= place <= len(order):
        raise NoSuchPlace(len(order))
    places = [taken for _, taken in listed]
    moved = rules.reordered(order, order.index(item.id), place - 1)
    give_places(dict(zip(moved, places, strict=True)))
    db.session.expire_all()
    audit.record("panel_item.place", on=item, by=by, place=place)


def begin(item: PanelItem, *, by: Actor) -> None:
    audit.take_turn(item.meeting)  # the chair opens one case at a time, even with two browsers
    db.session.expire_all()
    item.discussed_from = clock.now()
    workflow.move(item, "begin", by=by)


def reveal(item: PanelItem, *, by: Actor, closed_early: str | None = None) -> None:
    """Reveal a round. `closed_early` is the chair's reason for not waiting for every agency."""
    item.closed_early, item.revealed_rounds = closed_early, item.round
    workflow.move(item, "reveal", by=by, given={"reason": closed_early}, round=item.round)


def vote_again(item: PanelItem, *, reason: str, by: Actor) -> None:
    """Open another round; every agency votes afresh and sealed."""
    item.round += 1
    item.closed_early = None
    workflow.move(item, "vote_again", by=by, given={"reason": reason}, round=item.round)


def defer(item: PanelItem, *, deferral_reason: str, by: Actor, reason: str | None = None) -> None:
    """Put the case off for a coded reason; the code says who owes the next step, a time standard by when."""
    edition = policy.on(clock.today(), item.area)
    reasons = edition.codes("deferral_reasons")
    item.deferral_reason = reasons.check(deferral_reason)
    item.deferral_owner = reasons[deferral_reason]["owner"]
    item.deferral_due_on = due_on(clock.today(), edition.figure("time/deferral"))
    given = {"deferral_reason": deferral_reason, "reason": reason}
    owed: dict[str, Any] = {"owner": item.deferral_owner, "due_on": item.deferral_due_on}
    workflow.move(item, "defer", by=by, given=given, deferral_reason=deferral_reason, **owed)
    end_discussion(item)


def end_discussion(item: PanelItem) -> None:
    """Who was in the room until now counts for this case, whoever comes or goes afterwards."""
    if item.discussed_from:
        item.discussed_until = clock.now()
