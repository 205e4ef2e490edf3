from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from oocd.accounts.queries import holders, recused_from
from oocd.db import db, everywhere, read_once
from oocd.panels.models import (
    Attendance,
    ChairException,
    Escalation,
    EscalationLevel,
    EscalationView,
    PanelItem,
    PanelMeeting,
    Recommendation,
    Vote,
)
from oocd.panels.rules import Level, Outcomes, Round, ladder, settle
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.referrals.models import Offence, Referral

READY = "ready"
TAKEN_OFF = "taken_off"
OPEN = "open"


def meetings() -> sa.Select[PanelMeeting]:
    """The meetings of every area in sight, for a page by key."""
    return sa.select(PanelMeeting)


def ready_cases() -> sa.Select[Referral]:
    """The cases that wait for a place on an agenda."""
    return sa.select(Referral).where(Referral.state == READY)


def in_the_room(item: PanelItem) -> list[Attendance]:
    """Everybody present while the case is discussed, or at the end of that; but for those who stepped back from it."""
    recused = recused_from(item.referral_id)
    there = [row for row in item.meeting.attendances if row.in_room_at(item.discussed_until)]
    return [attendance for attendance in there if attendance.person_id not in recused]


def present_for(item: PanelItem) -> list[Attendance]:
    """Everybody who was in the room for some of the case's discussion; nobody before it began."""
    if item.discussed_from is None:
        return []
    recused, began, until = recused_from(item.referral_id), item.discussed_from, item.discussed_until
    return [
        row
        for row in item.meeting.attendances
        if row.person_id not in recused
        and (row.left_at is None or row.left_at >= began)
        and (until is None or row.came_at <= until)
    ]


def expected_at(meeting: PanelMeeting) -> list[dict[str, Any]]:
    """The agencies that are expected at an area's panels, and whether somebody of each came."""
    edition = policy.on(meeting.held_on, meeting.area)
    there, agencies = {row.agency for row in meeting.attendances if row.counts}, edition.codes("agencies")
    return [
        {"agency": agency, "label": agencies[agency]["label"], "came": agency in there}
        for agency in edition.figure("figures/panel_members").value
    ]


def presented_by(meeting: PanelMeeting) -> str:
    """Who brings a child's case before this panel, in the area's words."""
    return str(policy.on(meeting.held_on, meeting.area).figure("figures/case_presented_by").value)


def votes_that_count(item: PanelItem) -> list[Vote]:
    """The votes of the item's round, but for those of somebody who has stepped back from the case since."""
    recused = recused_from(item.referral_id)
    return [vote for vote in item.votes if vote.round == item.round and vote.cast_by not in recused]


def votes_of_round(item: PanelItem, offence: Offence) -> Mapping[str, str | None]:
    """Each agency's outcome for one offence in the item's round; None where it abstained."""
    return {vote.agency: vote.outcome for vote in votes_that_count(item) if vote.offence_id == offence.id}


def agencies_still_to_vote(item: PanelItem) -> list[str]:
    entitled = {attendance.agency for attendance in in_the_room(item) if attendance.votes}
    return sorted(entitled - {vote.agency for vote in votes_that_count(item)})


def settled(item: PanelItem, edition: Edition) -> Mapping[UUID, Round]:
    """What the item's round came to, by offence."""
    deciders = edition.figure("figures/deciding_agencies").value
    return {offence.id: settle(votes_of_round(item, offence), deciders) for offence in item.case.offences}


def states_on_agenda(meeting: PanelMeeting) -> Mapping[UUID, str]:
    """The state of every case on a meeting's agenda, also of those hidden from whoever asks: for counting only."""
    on_agenda = sa.select(PanelItem.id, PanelItem.state).where(PanelItem.meeting_id == meeting.id)
    with everywhere():
        return {row.id: row.state for row in db.session.execute(on_agenda)}


def last_place(meeting: PanelMeeting) -> int:
    """The last place taken on a meeting's agenda, also by a case hidden from whoever asks; 0 while it is empty."""
    with everywhere():
        places = sa.select(sa.func.max(PanelItem.place)).where(PanelItem.meeting_id == meeting.id)
        return db.session.scalars(places).one() or 0


def listed_places(meeting: PanelMeeting) -> list[tuple[UUID, int]]:
    """The cases not yet discussed and their places, in order, also of those hidden from whoever asks."""
    listed = sa.select(PanelItem.id, PanelItem.place).where(
        PanelItem.meeting_id == meeting.id, PanelItem.state == "listed"
    )
    with everywhere():
        return [(row.id, row.place) for row in db.session.execute(listed.order_by(PanelItem.place))]


def give_places(places: Mapping[UUID, int]) -> None:
    """Have these cases stand where this says: through places nobody has, as no two may share one meanwhile."""
    with everywhere():
        for sign in (-1, 1):
            for item_id, place in places.items():
                db.session.execute(sa.update(PanelItem).where(PanelItem.id == item_id).values(place=sign * place))


@read_once
def recommendations_of(referral_id: UUID) -> list[Recommendation]:
    of_case = sa.select(Recommendation).where(Recommendation.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(Recommendation.recorded_at)))


@read_once
def items_of(referral_id: UUID) -> list[PanelItem]:
    of_case = sa.select(PanelItem).where(PanelItem.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(PanelItem.listed_at)))


def item_of(referral_id: UUID) -> PanelItem | None:
    """The case's latest place on an agenda that it was not taken off again."""
    kept = [item for item in items_of(referral_id) if item.state != TAKEN_OFF]
    return kept[-1] if kept else None


def exceptions_of(referral_id: UUID) -> list[ChairException]:
    of_case = sa.select(ChairException).where(ChairException.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(ChairException.granted_at)))


def exceptions() -> sa.Select[ChairException]:
    """Every chair's exception in sight, for a page by key."""
    return sa.select(ChairException)


def how_many_exceptions() -> int:
    return db.session.scalars(sa.select(sa.func.count()).select_from(ChairException)).one()


def escalations() -> sa.Select[Escalation]:
    """Every disagreement in sight, for a page by key."""
    return sa.select(Escalation)


@read_once
def escalations_of(referral_id: UUID) -> list[Escalation]:
    of_case = sa.select(Escalation).where(Escalation.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(Escalation.raised_on, Escalation.version)))


def ladder_of(escalation: Escalation) -> list[Level]:
    """The ladder as it stood on the day the disagreement was raised, which it climbs to its end."""
    edition = policy.on(escalation.raised_on, escalation.area)
    return ladder(edition.figure("figures/escalation_ladder").value)


def level_of(escalation: Escalation) -> Level:
    """The level it is at."""
    return next(level for level in ladder_of(escalation) if level.number == escalation.level)


def people_of(level: Level, area: str, on: date) -> frozenset[UUID]:
    """Everybody who may speak at a level of the ladder."""
    who = (holders("escalation.resolve", area, on, agency=agency, role=role) for agency, role in level.people.items())
    return frozenset().union(*who)


def due_now(escalation: Escalation) -> EscalationLevel:
    """The work due at its level."""
    return next(row for row in escalation.levels if row.level == escalation.level)


def views_at_level(escalation: Escalation) -> Mapping[str, Outcomes]:
    """What each agency stands for at the level it is at: its latest view, by the number of each offence."""
    numbers = {offence.id: offence.number for offence in escalation.case.offences}
    said: dict[str, dict[int, str]] = {}
    for view in views_that_stand(escalation):
        if view.level == escalation.level:
            said.setdefault(view.agency, {})[numbers[view.offence_id]] = view.outcome
    return said


def views_that_stand(escalation: Escalation) -> list[EscalationView]:
    """Every view given on the ladder, in order, but for those of somebody who has stepped back from the case since."""
    recused = recused_from(escalation.referral_id)
    return [view for view in escalation.views if view.given_by not in recused]


def open_levels() -> list[UUID]:
    """Every disagreement in sight that waits at a level."""
    return list(db.session.scalars(sa.select(Escalation.id).where(Escalation.state == OPEN).order_by(Escalation.id)))


def overdue_levels(day: date) -> list[UUID]:
    """The open disagreements whose level should have ended before this day."""
    late = (
        sa.select(Escalation.id)
        .join(EscalationLevel, EscalationLevel.escalation_id == Escalation.id)
        .where(Escalation.state == OPEN, EscalationLevel.level == Escalation.level, EscalationLevel.due_on < day)
        .where(EscalationLevel.overdue_on.is_(None))
    )
    return list(db.session.scalars(late.order_by(Escalation.id)))
