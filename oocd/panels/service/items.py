"""One case at one meeting: listed, discussed in rounds, then recommended or put off."""

from collections.abc import Mapping, Sequence
from typing import Any

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.assessment.queries import assessment_of
from oocd.db import db
from oocd.panels.errors import MeetingClosedToChanges, MeetingOfAnotherArea
from oocd.panels.models import PanelItem, PanelMeeting, Recommendation
from oocd.panels.queries import last_place, settled
from oocd.panels.rules import Round
from oocd.policy import service as policy
from oocd.policy.facts import gather
from oocd.referrals.models import Offence, Referral


def list_case(referral: Referral, *, meeting: PanelMeeting, by: Actor) -> PanelItem:
    """Put a ready case on a meeting's agenda."""
    if meeting.area != referral.area:
        raise MeetingOfAnotherArea
    if meeting.state == "over":
        raise MeetingClosedToChanges
    workflow.move(referral, "list_for_panel", by=by, given={"meeting": meeting.id}, meeting=meeting.id)
    item = PanelItem(area=referral.area, referral_id=referral.id, meeting=meeting, place=last_place(meeting) + 1)
    workflow.start(item, by=by, meeting=meeting.id)
    return item


def begin(item: PanelItem, *, by: Actor) -> None:
    audit.take_turn(item.meeting)  # the chair opens one case at a time, even with two browsers
    db.session.expire_all()
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


def recommend(
    item: PanelItem,
    *,
    reasons: Mapping[str, str],
    by: Actor,
    rule_reasons: Mapping[str, str] | None = None,
    acknowledged: Sequence[str] = (),
) -> list[Recommendation]:
    """Record, for each offence, the outcome the round agreed on, with the reasons for it.

    `rule_reasons` gives, by rule id, why a soft rule was passed. Raises MoveRefused for whatever stands in the way.
    """
    workflow.require_open(item, "recommend", by=by)
    given = {"reasons": reasons, "rule_reasons": rule_reasons or {}, "acknowledged": acknowledged}
    rounds = settled(item, policy.on(clock.today(), item.area))
    agreed = {offence_id: round_.agreed for offence_id, round_ in rounds.items() if round_.agreed}
    made = [
        _recommendation(item, offence, agreed[offence.id], rounds[offence.id], given, by)
        for offence in item.case.offences
        if offence.id in agreed
    ]
    workflow.move(item, "recommend", by=by, given=given, outcomes=[row.outcome for row in made])
    db.session.add_all(made)
    db.session.flush()
    return made


def defer(item: PanelItem, *, deferral_reason: str, by: Actor, reason: str | None = None) -> None:
    """Put the case off for a coded reason; the code says who owes the next step."""
    policy.on(clock.today(), item.area).codes("deferral_reasons").check(deferral_reason)
    item.deferral_reason = deferral_reason
    given = {"deferral_reason": deferral_reason, "reason": reason}
    workflow.move(item, "defer", by=by, given=given, deferral_reason=deferral_reason)


def _recommendation(
    item: PanelItem, offence: Offence, outcome: str, settled_as: Round, given: Mapping[str, Any], by: Actor
) -> Recommendation:
    """What the panel recommends for one offence, with each gate's answer, the edition kept and the version it saw."""
    edition = policy.on(clock.today(), item.area)
    answers = edition.answers(outcome, "recommend", gather(offence, clock.today(), outcome=outcome))
    assessment = assessment_of(item.referral_id)
    return Recommendation(
        area=item.area,
        referral_id=item.referral_id,
        item_id=item.id,
        offence_id=offence.id,
        outcome=outcome,
        dissents=dict(settled_as.dissents),
        reasons=dict(given["reasons"]),
        rule_reasons=dict(given["rule_reasons"]),
        acknowledged=list(given["acknowledged"]),
        answers=[f"{answer.id} {answer.verdict}" for answer in answers],
        edition_hash=policy.keep(edition),
        assessment_version=assessment.countersigned_version if assessment else None,
        recorded_by=by.person_id,
    )
