"""What the service does about a notice: looks at it, offers support, or sends it on to the panel."""

from oocd import clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.outcomes.queries import THE_PANEL
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.street.models import StreetStep


def screen(referral: Referral, *, words: str, by: Actor) -> None:
    """Somebody of the service has looked at it; every one is looked at (RT-03)."""
    _step(referral, "screen", by, words=words)


def offer_support(referral: Referral, *, words: str, by: Actor, reason_not_to_panel: str | None = None) -> None:
    """What is offered. Where something calls for the panel, why the case stays is said with it (RT-02)."""
    _step(referral, "offer_support", by, words=words, reason=reason_not_to_panel)


def close_without_offer(
    referral: Referral,
    *,
    no_offer_reason: str,
    by: Actor,
    words: str | None = None,
    reason_not_to_panel: str | None = None,
) -> None:
    policy.on(clock.today(), referral.area).codes("street_no_offer_reasons").check(no_offer_reason)
    _step(referral, "close_without_offer", by, words=words, code=no_offer_reason, reason=reason_not_to_panel)


def accept_support(referral: Referral, *, by: Actor) -> None:
    _step(referral, "accept_support", by)


def decline(referral: Referral, *, by: Actor, words: str | None = None) -> None:
    """Neutral: what was offered is not wanted, and nobody else is told (product ruling R-1)."""
    _step(referral, "decline", by, words=words)


def send_to_panel(referral: Referral, *, by: Actor, words: str | None = None) -> None:
    """To the joint panel, because a rule here calls for it: from now on the case follows the panel's route."""
    _step(referral, "send_to_panel", by, words=words)
    _begin_at_the_panel(referral, by)


def send_to_panel_anyway(referral: Referral, *, reason: str, by: Actor) -> None:
    """The same at a manager's word."""
    _step(referral, "send_to_panel_anyway", by, reason=reason)
    _begin_at_the_panel(referral, by)


def _begin_at_the_panel(referral: Referral, by: Actor) -> None:
    referral.route = THE_PANEL
    workflow.begin_again(referral, by=by)


def _step(
    referral: Referral,
    move: str,
    by: Actor,
    *,
    words: str | None = None,
    code: str | None = None,
    reason: str | None = None,
) -> None:
    workflow.require_open(referral, move, by=by)
    db.session.add(
        StreetStep(
            area=referral.area,
            referral_id=referral.id,
            step=move,
            made_on=clock.today(),
            code=code,
            words=words,
            recorded_by=by.person_id,
        )
    )
    given = {"words": words, "no_offer_reason": code, "reason": reason}
    workflow.move(referral, move, by=by, given=given, because=code)
