from collections.abc import Mapping
from uuid import UUID

import sqlalchemy as sa

from oocd.db import db
from oocd.panels.models import Attendance, PanelItem, Recommendation
from oocd.panels.rules import Round, settle
from oocd.policy.store import Edition
from oocd.referrals.models import Offence


def in_the_room(item: PanelItem) -> list[Attendance]:
    """Everybody present at the item's meeting now."""
    return [attendance for attendance in item.meeting.attendances if attendance.left_at is None]


def votes_of_round(item: PanelItem, offence: Offence) -> Mapping[str, str | None]:
    """Each agency's outcome for one offence in the item's round; None where it abstained."""
    return {
        vote.agency: vote.outcome for vote in item.votes if vote.round == item.round and vote.offence_id == offence.id
    }


def agencies_still_to_vote(item: PanelItem) -> list[str]:
    entitled = {attendance.agency for attendance in in_the_room(item) if attendance.votes}
    voted = {vote.agency for vote in item.votes if vote.round == item.round}
    return sorted(entitled - voted)


def settled(item: PanelItem, edition: Edition) -> Mapping[UUID, Round]:
    """What the item's round came to, by offence."""
    deciders = edition.figure("figures/deciding_agencies").value
    return {offence.id: settle(votes_of_round(item, offence), deciders) for offence in item.case.offences}


def recommendations_of(referral_id: UUID) -> list[Recommendation]:
    of_case = sa.select(Recommendation).where(Recommendation.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(Recommendation.recorded_at)))


def items_of(referral_id: UUID) -> list[PanelItem]:
    of_case = sa.select(PanelItem).where(PanelItem.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(PanelItem.listed_at)))
