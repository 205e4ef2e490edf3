from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa

from oocd.accounts.queries import recused_from
from oocd.db import db, everywhere
from oocd.panels.models import Attendance, PanelItem, PanelMeeting, Recommendation, Vote
from oocd.panels.rules import Round, settle
from oocd.policy.store import Edition
from oocd.referrals.models import Offence


def in_the_room(item: PanelItem) -> list[Attendance]:
    """Everybody present at the item's meeting now, but for those who stepped back from this case."""
    recused = recused_from(item.referral_id)
    there = [attendance for attendance in item.meeting.attendances if attendance.left_at is None]
    return [attendance for attendance in there if attendance.person_id not in recused]


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


def recommendations_of(referral_id: UUID) -> list[Recommendation]:
    of_case = sa.select(Recommendation).where(Recommendation.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(Recommendation.recorded_at)))


def items_of(referral_id: UUID) -> list[PanelItem]:
    of_case = sa.select(PanelItem).where(PanelItem.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(PanelItem.listed_at)))
