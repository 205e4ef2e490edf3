"""Turnaround: who is offered support, who agrees, and how it begins. It is voluntary: nothing follows from a no."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.policy import service as policy
from oocd.policy.edition import ANY
from oocd.policy.rules import in_json
from oocd.referrals.errors import OutsideAgeRange
from oocd.referrals.models import Referral
from oocd.referrals.rules import new_reference
from oocd.referrals.service import check_not_future, check_route, in_age_range
from oocd.turnaround.errors import (
    AlreadyWithTurnaround,
    EventAfterReferral,
    NeitherChildNorFamily,
    NothingQualifies,
    NotOfferedNow,
    SayWhoOfTheFamily,
)
from oocd.turnaround.models import TurnaroundConsent, TurnaroundLook
from oocd.turnaround.queries import (
    CHILD,
    FAMILY,
    TURNAROUND,
    looks_of,
    qualifying_outcome_of,
    under_way_for,
    whole_facts,
)

OFFERED = "offered"
SENT_BY_US = "yjs"


def offer(
    referral: Referral,
    *,
    by: Actor,
    qualifying_event: str | None = None,
    qualifying_event_on: date | None = None,
    exclusions: Mapping[str, bool] | None = None,
    rule_reasons: Mapping[str, str] | None = None,
) -> TurnaroundLook:
    """Hold the case against the criteria of the day it was referred, and offer support.

    `exclusions` says of each whether it is so, as far as whoever looks has found out. Raises UnknownCode,
    EventAfterReferral, or MoveRefused with every rule in the way.
    """
    audit.take_turn(referral)
    workflow.require_open(referral, "offer_turnaround", by=by)
    _tell_event(referral, qualifying_event, qualifying_event_on)
    said = dict(exclusions or {})
    for code in said:
        policy.on(clock.today(), referral.area).codes("turnaround_exclusions").check(code)
    look = _look(referral, said, dict(rule_reasons or {}), by, offered=True)
    given = {
        "qualifying_event": referral.qualifying_event,
        "facts": whole_facts(referral, clock.today(), said),
        "rule_reasons": look.rule_reasons,
    }
    told: dict[str, Any] = {"qualifying_event": look.qualifying_event, "rule_set": look.rule_set}
    workflow.move(referral, "offer_turnaround", by=by, given=given, edition=look.edition_hash, **told)
    return look


def find_not_eligible(referral: Referral, *, reason: str, other_help: str, by: Actor) -> TurnaroundLook:
    """Say why the case is outside the criteria, and what other help the child was told of."""
    audit.take_turn(referral)
    workflow.require_open(referral, "find_not_eligible", by=by)
    look = _look(referral, {}, {}, by, offered=False, other_help=other_help)
    given = {"reason": reason, "other_help": other_help}
    workflow.move(referral, "find_not_eligible", by=by, given=given, rule_set=look.rule_set, edition=look.edition_hash)
    return look


def record_consent(
    referral: Referral,
    *,
    whose: str,
    said_on: date,
    how: str,
    by: Actor,
    relation: str | None = None,
    person_name: str | None = None,
) -> TurnaroundConsent:
    """The child, or somebody of the family, agrees to the support. Raises NotOfferedNow or SayWhoOfTheFamily."""
    workflow.require_running(referral)
    audit.take_turn(referral)
    db.session.expire(referral)  # it may have been answered while we waited
    if referral.route != TURNAROUND or referral.state != OFFERED:
        raise NotOfferedNow
    said = _said(referral, whose, said_on, how, by, relation=relation, person_name=person_name)
    if whose == FAMILY and not relation:
        raise SayWhoOfTheFamily
    db.session.flush()
    audit.record("turnaround_consent.record", on=said, by=by, whose=whose)
    return said


def take_up(referral: Referral, *, by: Actor) -> None:
    """Both have agreed: the assessment begins."""
    workflow.move(referral, "take_up", by=by)


def decline(
    referral: Referral, *, whose: str, said_on: date, how: str, by: Actor, reason: str | None = None
) -> TurnaroundConsent:
    """The child or family does not want support, or no more of it. Nobody has to say why, and nothing follows."""
    workflow.require_open(referral, "decline_turnaround", by=by)
    said = _said(referral, whose, said_on, how, by, given=False, reason=reason)
    workflow.move(referral, "decline_turnaround", by=by)
    return said


def begin_support(referral: Referral, *, by: Actor) -> None:
    workflow.move(referral, "begin_support", by=by)


def refer_after_outcome(referral: Referral, *, by: Actor) -> Referral:
    """Open a Turnaround case of its own for a child whose outcome here leads to one; the two are linked.

    Raises RouteNotOpen, NothingQualifies, AlreadyWithTurnaround or OutsideAgeRange.
    """
    check_route(referral.area, TURNAROUND, ())
    qualifying = qualifying_outcome_of(referral)
    if qualifying is None:
        raise NothingQualifies
    audit.take_turn(referral)
    if under_way_for(referral):
        raise AlreadyWithTurnaround
    event, event_on = qualifying
    linked = Referral(
        area=referral.area,
        reference=new_reference(referral.area),
        child=referral.child,
        route=TURNAROUND,
        source=SENT_BY_US,
        referral_date=clock.today(),
        earlier_id=referral.id,
        qualifying_event=event,
        qualifying_event_on=event_on,
        sent_by=by.person_id,
        sent_by_agency=by.agency_in(referral.area),
    )
    edition = policy.on(clock.today(), referral.area)
    if not in_age_range(linked, clock.today(), edition):
        raise OutsideAgeRange(edition.guard_rule("AGE-00"))
    workflow.start(linked, by=by, reference=linked.reference, qualifying_event=event, after=referral.id)
    return linked


def _tell_event(referral: Referral, event: str | None, event_on: date | None) -> None:
    """What whoever looks knows better of the event than whoever sent the case."""
    if event is not None:
        policy.on(clock.today(), referral.area).codes("turnaround_events").check(event)
        referral.qualifying_event = event
    if event_on is not None:
        check_not_future(event_on, "day of the qualifying event", "qualifying_event_on")
        referral.qualifying_event_on = event_on
    on, referred = referral.qualifying_event_on, referral.referral_date
    if on and referred and on > referred:
        raise EventAfterReferral


def _look(
    referral: Referral,
    said: dict[str, bool],
    rule_reasons: dict[str, str],
    by: Actor,
    *,
    offered: bool,
    other_help: str | None = None,
) -> TurnaroundLook:
    edition = policy.on(clock.today(), referral.area)
    facts = whole_facts(referral, clock.today(), said)
    look = TurnaroundLook(
        area=referral.area,
        referral_id=referral.id,
        number=len(looks_of(referral.id)) + 1,
        offered=offered,
        rule_set=facts["turnaround_rule_set"] or None,
        qualifying_event=referral.qualifying_event,
        qualifying_event_on=referral.qualifying_event_on,
        window_ends=facts["turnaround_window_ends"],
        said_of_exclusions=said,
        other_help=other_help,
        rule_reasons=rule_reasons,
        facts=in_json(facts),
        answers=edition.verdicts(ANY, "offer", facts),
        edition_hash=policy.keep(edition),
        looked_on=clock.today(),
        looked_by=by.person_id,
    )
    db.session.add(look)
    return look


def _said(
    referral: Referral, whose: str, said_on: date, how: str, by: Actor, *, given: bool = True, **said: Any
) -> TurnaroundConsent:
    edition = policy.on(clock.today(), referral.area)
    if whose not in (CHILD, FAMILY):
        raise NeitherChildNorFamily
    check_not_future(said_on, "day on which they said so", "said_on")
    for name, code_list in (("relation", "carer_relationships"), ("reason", "reasons_turnaround_declined")):
        if said.get(name):
            edition.codes(code_list).check(said[name])
    row = TurnaroundConsent(
        area=referral.area,
        referral_id=referral.id,
        whose=whose,
        given=given,
        said_on=said_on,
        how=edition.codes("how_views_given").check(how),
        recorded_by=by.person_id,
        **said,
    )
    db.session.add(row)
    return row
