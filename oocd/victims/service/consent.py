"""What a victim agrees to, purpose by purpose; each answer is a row, and a withdrawal counts at once."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.referrals.service import check_not_future
from oocd.victims import rules
from oocd.victims.errors import (
    AnswersAreAsked,
    NoConsentToContact,
    NothingToWithdraw,
    RunsOutBeforeItBegins,
    WithdrawnBeforeGiven,
)
from oocd.victims.models import (
    Victim,
    VictimConsent,
)
from oocd.victims.queries import (
    consents_in_force,
    may_be_contacted,
)

SHARING = "share_with_yjs"
WITHDRAWN = "withdrawn"


def ask_consent(
    victim: Victim,
    *,
    answers: Mapping[str, str],
    asked_on: date,
    asked_by: str,
    asked_how: str,
    by: Actor,
    script_version: str | None = None,
    expires_on: date | None = None,
) -> None:
    """Record what the victim answered when asked, purpose by purpose; earlier answers stay on record.

    Raises AnswersAreAsked for what is no answer, or RunsOutBeforeItBegins.
    """
    audit.take_turn(victim)
    workflow.require_running(victim.case)
    check_not_future(asked_on, "asked on")
    edition = policy.on(clock.today(), victim.area)
    edition.codes("victim_contact_methods").check(asked_how)
    check_answers(edition, answers)
    for state in answers.values():
        if state in {rules.NOT_ASKED, WITHDRAWN}:
            raise AnswersAreAsked(state)
    if expires_on and expires_on < asked_on:
        raise RunsOutBeforeItBegins
    write_answers(
        victim,
        answers,
        said_on=asked_on,
        by=by,
        asked_by=asked_by,
        asked_how=asked_how,
        script_version=script_version,
        expires_on=expires_on,
    )
    said = [f"{purpose} {state}" for purpose, state in sorted(answers.items())]
    audit.record("victim.ask_consent", on=victim, by=by, number=victim.number, consent=said, asked_on=asked_on)


def withdraw_consent(
    victim: Victim, *, by: Actor, purposes: Sequence[str] | None = None, withdrawn_on: date | None = None
) -> None:
    """The victim takes back what they agreed to, all of it unless some is named. Possible for ever, also once a case
    is over. Raises NothingToWithdraw or WithdrawnBeforeGiven.
    """
    audit.take_turn(victim)
    day = withdrawn_on or clock.today()
    check_not_future(day, "withdrawn on")
    consents = consents_in_force(victim, clock.today())
    codes = policy.on(clock.today(), victim.area).codes("victim_consent_purposes")
    named = [codes.check(purpose) for purpose in purposes or ()]
    for purpose in named:
        if not consents[purpose].agreed:
            raise NothingToWithdraw(purpose)
    taken_back = named or [purpose for purpose, consent in consents.items() if consent.agreed]
    if not taken_back:
        raise NothingToWithdraw(None)
    for purpose in taken_back:
        given_on = consents[purpose].since
        if given_on and day < given_on:
            raise WithdrawnBeforeGiven(purpose)
    write_answers(victim, dict.fromkeys(taken_back, WITHDRAWN), said_on=day, by=by)
    said = [f"{purpose} {WITHDRAWN}" for purpose in taken_back]
    audit.record("victim.withdraw_consent", on=victim, by=by, number=victim.number, consent=said)


def check_answers(edition: Edition, answers: Mapping[str, str]) -> None:
    purposes, states = edition.codes("victim_consent_purposes"), edition.codes("victim_contact_consent")
    for purpose, state in answers.items():
        purposes.check(purpose)
        states.check(state)


def write_answers(victim: Victim, answers: Mapping[str, str], *, said_on: date | None, by: Actor, **asked: Any) -> None:
    for purpose, state in answers.items():
        row = VictimConsent(
            area=victim.area,
            referral_id=victim.referral_id,
            number=len(victim.consents) + 1,
            purpose=purpose,
            state=state,
            said_on=said_on,
            asked_agency=by.agency_in(victim.area),
            recorded_by=by.person_id,
            **asked,
        )
        victim.consents.append(row)
    db.session.flush()


def require_consent(victim: Victim, purpose: str) -> None:
    if not may_be_contacted(victim, purpose, clock.today()):
        consents = consents_in_force(victim, clock.today())
        consent = consents[SHARING] if consents[SHARING].objected else consents[purpose]
        raise NoConsentToContact(purpose, consent.state.replace("_", " "))
