"""Sealed votes: one per agency, offence and round, from somebody in the room."""

from collections.abc import Mapping, Sequence
from typing import Any

from oocd import audit, clock
from oocd.accounts.actor import Actor
from oocd.accounts.queries import recused_from
from oocd.db import db
from oocd.errors import NotAllowed, NotFound
from oocd.panels.errors import AlreadyVoted, NotInTheRoom, NotVotingNow, VoteOnEveryOffence
from oocd.panels.models import PanelItem, Vote
from oocd.panels.queries import in_the_room, votes_that_count
from oocd.panels.service.open_outcomes import check_open
from oocd.policy import service as policy


def cast_vote(item: PanelItem, *, votes: Sequence[Mapping[str, Any]], by: Actor) -> list[Vote]:
    """The agency's vote on every offence at once: number, outcome (None to abstain) and reasons.

    Raises NotVotingNow, NotInTheRoom, AlreadyVoted or VoteOnEveryOffence, NotFound to whoever stepped back, and
    UnknownCode or MoveRefused for an outcome that is not open to this child.
    """
    if not by.may("panel.vote", item.area):
        raise NotAllowed("Your roles in this area do not vote at panels.")
    audit.take_turn(item)
    db.session.expire(item)  # the round may have been revealed while we waited
    if by.person_id in recused_from(item.referral_id):
        raise NotFound  # declared while this request waited
    if item.state != "voting":
        raise NotVotingNow(item.case.reference)
    agency = by.agency_in(item.area)
    edition = policy.on(clock.today(), item.area)
    if agency in edition.figure("figures/deciding_agencies").value and not by.may("panel.decide", item.area):
        raise NotAllowed(f"The vote of {agency} is its decision maker's. Tell them what you think.")
    if not any(present.person_id == by.person_id and present.votes for present in in_the_room(item)):
        raise NotInTheRoom
    if any(vote.agency == agency for vote in votes_that_count(item)):
        raise AlreadyVoted(agency, item.case.reference)
    offences = {offence.number: offence for offence in item.case.offences}
    if sorted(vote["offence"] for vote in votes) != sorted(offences):
        raise VoteOnEveryOffence
    for vote in votes:
        if vote["outcome"]:
            check_open(offences[vote["offence"]], vote["outcome"], clock.today())
    cast = [
        Vote(
            area=item.area,
            referral_id=item.referral_id,
            offence_id=offences[vote["offence"]].id,
            round=item.round,
            agency=agency,
            outcome=vote["outcome"] or None,
            reasons=vote["reasons"],
            cast_by=by.person_id,
        )
        for vote in votes
    ]
    item.votes.extend(cast)
    db.session.flush()
    audit.record("vote.cast", on=item, by=by, agency=agency, round=item.round)  # that, never what: votes are sealed
    return cast
