from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from oocd import clock, workflow
from oocd.db import db, read_once
from oocd.policy import service as policy
from oocd.policy.edition import Codes
from oocd.policy.rules import Figure
from oocd.policy.working_days import due_on
from oocd.referrals.models import Child, Offence, Referral
from oocd.referrals.queries import is_over
from oocd.victims import rules
from oocd.victims.models import RestorativeStep, Victim, VictimIdentity, VictimView
from oocd.victims.rules import Consent

CONTACT = "contact"
RJ_INFORMATION = "rj_information"
UPDATES = "updates"


@read_once
def victims_of(referral_id: UUID) -> list[Victim]:
    of_case = sa.select(Victim).where(Victim.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(Victim.number)))


def victims_of_offence(offence: Offence) -> list[Victim]:
    return [
        victim
        for victim in victims_of(offence.referral_id)
        if any(link.offence_id == offence.id for link in victim.links)
    ]


@read_once
def views_of(referral_id: UUID) -> list[VictimView]:
    of_case = sa.select(VictimView).where(VictimView.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(VictimView.recorded_at)))


def other_child(victim: Victim, child_ref: str) -> Child | None:
    """The child of the victim's area under this reference, unless it is the child of the victim's own case."""
    on_record = sa.select(Child).where(Child.area == victim.area, Child.child_ref == child_ref)
    return db.session.scalars(on_record.where(Child.id != victim.case.child_id)).one_or_none()


# -- consent


def consents_in_force(victim: Victim, day: date) -> Mapping[str, Consent]:
    """What stands for every purpose there is, asked or not."""
    edition = policy.on(day, victim.area)
    states, answers = edition.codes("victim_contact_consent"), [row.answer for row in victim.consents]
    return {
        purpose: rules.in_force(answers, purpose, day, states) for purpose in edition.codes("victim_consent_purposes")
    }


def may_be_contacted(victim: Victim, purpose: str, day: date) -> bool:
    bar_all = [code for code, row in _purposes(victim, day).items() if row["refusal_bars_all"]]
    return rules.may_contact(purpose, consents_in_force(victim, day), bar_all)


def owed_by_police(victim: Victim, day: date) -> list[dict[str, Any]]:
    """The consents nobody has asked for, though the police should have, with the day it was due."""
    consents = consents_in_force(victim, day)
    due = due_on(_recorded_on(victim), _standard(victim, "victim_consent_asked"))
    return [
        {"victim": victim.number, "purpose": purpose, "due_on": due, "late": due < day}
        for purpose, row in _purposes(victim, day).items()
        if row["police_ask"] and consents[purpose].state == rules.NOT_ASKED
    ]


# -- restorative justice


def has_enhanced_rights(victim: Victim) -> bool:
    kinds = policy.on(clock.today(), victim.area).codes("victim_kinds")
    return victim.enhanced_because is not None or bool(kinds[victim.kind]["enhanced_rights"])


def rj_information_due(victim: Victim) -> date:
    """The last day for the victim to be offered information on restorative justice; sooner with enhanced rights."""
    name = "victim_rj_information_enhanced" if has_enhanced_rights(victim) else "victim_rj_information"
    return due_on(_recorded_on(victim), _standard(victim, name))


def rj_information_offered(victim: Victim) -> RestorativeStep | None:
    told = policy.on(clock.today(), victim.area).codes("restorative_steps")[RJ_INFORMATION]["told"]
    offers = [row for row in victim.restorative_steps if (row.step, row.result) == (RJ_INFORMATION, told)]
    return offers[0] if offers else None


# -- news


def in_open_cases() -> list[UUID]:
    """Every victim in sight whose case is not over."""
    on_record = sa.select(Victim).join(Victim.case).order_by(Victim.recorded_at, Victim.id)
    return [row.id for row in db.session.scalars(on_record) if not is_over(row.case)]


def news_due_on(victim: Victim) -> date | None:
    """The day by which a victim who asked for news is to hear something; None for one who did not."""
    today = clock.today()
    if not may_be_contacted(victim, UPDATES, today):
        return None
    said = [row.answer.said_on for row in victim.consents if row.purpose == UPDATES]
    last = max([*said, *(row.told_on for row in victim.told)], default=today)
    return due_on(last, policy.on(today, victim.area).figure("figures/victim_updated_every"))


# -- one victim, for whoever reads the case


def also_suspects(referral_id: UUID) -> set[UUID]:
    """The victims of a case who are the suspect of another case here that is not over. Who they are stays unsaid."""
    linked = (
        sa.select(VictimIdentity.victim_id, Referral)
        .join(Referral, Referral.child_id == VictimIdentity.child_id)
        .where(VictimIdentity.referral_id == referral_id, Referral.id != referral_id)
    )
    return {
        victim_id
        for victim_id, case in db.session.execute(linked)
        if not workflow.definition(case).states[case.state].ends
    }


def file_of(victim: Victim) -> dict[str, Any]:
    """All that is on record of a victim but who they are."""
    day = clock.today()
    consents, offered, due = consents_in_force(victim, day), rj_information_offered(victim), rj_information_due(victim)
    return {
        "victim": victim,
        "contact_consent": consents[CONTACT].state,
        "consents": [
            {"consent": consent, "may_contact": may_be_contacted(victim, consent.purpose, day)}
            for consent in consents.values()
        ],
        "enhanced_rights": has_enhanced_rights(victim),
        "rj_information_due_on": due,
        "rj_information_offered_on": offered.happened_on if offered else None,
        "rj_information_late": bool(offered.late) if offered else due < day,
        "identity_held": victim.identity is not None,
        "also_suspect": victim.id in also_suspects(victim.referral_id),
    }


def _purposes(victim: Victim, day: date) -> Codes:
    return policy.on(day, victim.area).codes("victim_consent_purposes")


def _standard(victim: Victim, name: str) -> Figure:
    return policy.on(_recorded_on(victim), victim.area).figure(f"time/{name}")


def _recorded_on(victim: Victim) -> date:
    return clock.london_date(victim.recorded_at)
