"""Whoever was harmed by an offence: consent to contact, what was accepted or done, and the day of their views."""

from collections import defaultdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from oocd import clock
from oocd.bulk import Into, new_id
from oocd.db import db
from oocd.exchange.homes.hand import IN_CASE, CaseInHand, OffenceInHand, Page, flag
from oocd.exchange.rules import OF_VICTIM, victim_of
from oocd.policy import service as policy
from oocd.referrals.models import Referral
from oocd.victims.models import RestorativeStep, Victim, VictimConsent, VictimOffence, VictimView
from oocd.victims.queries import CONTACT
from oocd.victims.rules import Answer, in_force

KIND_NOT_TOLD = "not_told"
VICTIMS = Into(Victim, *IN_CASE, "number", "victim_ref", "kind", "recorded_at")
LINKS = Into(VictimOffence, *IN_CASE, "victim_id", "offence_id")
CONSENTS = Into(VictimConsent, *IN_CASE, "victim_id", "number", "purpose", "state", "recorded_at")
STEPS = Into(RestorativeStep, *IN_CASE, "victim_id", "step", "result", "recorded_at")
VIEWS = Into(VictimView, *IN_CASE, "victim_id", "given_on", "recorded_at")
# What a flag tells of a step. That a service was not accepted does not tell that it was offered.
TELLS = {
    "victim_service_accepted": ("victim_service", {"yes": "accepted"}),
    "rj_indirect": ("rj_indirect", {"yes": "done", "no": "not_done"}),
    "rj_direct": ("rj_direct", {"yes": "done", "no": "not_done"}),
}
SAYS = {"accepted": "yes", "done": "yes", "declined": "no", "not_done": "no"}


def put(case: CaseInHand) -> None:
    """One victim for each reference; rows that name none mean the case's own."""
    harmed: dict[str, list[OffenceInHand]] = defaultdict(list)
    for offence in case.offences:
        if offence.row.victim == "yes":
            harmed[victim_of(offence.row)].append(offence)
    for number, (victim_ref, offences) in enumerate(harmed.items(), start=1):
        _put_victim(case, number, victim_ref, offences)
    for offence in case.offences:
        if offence.row.victim == "no" and not harmed:
            offence.kept.add("victim")


def _put_victim(case: CaseInHand, number: int, victim_ref: str, offences: list[OffenceInHand]) -> None:
    victim, said = new_id(), {name: _say(offences, name) for name in OF_VICTIM}
    kept = {"victim", "victim_ref", "victim_contact_consent", "victim_views_date"}
    case.put(VICTIMS, victim, number, victim_ref, KIND_NOT_TOLD, case.moment)
    for offence in offences:
        case.put(LINKS, new_id(), victim, offence.id)
    if state := said["victim_contact_consent"]:
        case.put(CONSENTS, new_id(), victim, 1, CONTACT, state, case.moment)
    if given_on := said["victim_views_date"]:
        case.put(VIEWS, new_id(), victim, given_on, case.moment)
    for column, (step, results) in TELLS.items():
        if result := results.get(said[column]):
            case.put(STEPS, new_id(), victim, step, result, case.moment)
            kept.add(column)
    for offence in offences:
        offence.kept.update(kept)


def _say(offences: list[OffenceInHand], name: str) -> str:
    return next((said for offence in offences if (said := getattr(offence.row, name))), "")


def get(page: Page) -> None:
    """Each offence says what is known of the last of its victims."""
    identified = sa.select(Referral.id, Referral.victim_identified).where(Referral.id.in_(page.ids))
    harmed = {row.id: row.victim_identified for row in db.session.execute(identified)}
    victims = sa.select(Victim.id, Victim.referral_id, Victim.area, Victim.victim_ref, Victim.recorded_by)
    of_cases = victims.where(Victim.referral_id.in_(page.ids)).order_by(Victim.number)
    known = {row.id: row for row in db.session.execute(of_cases)}
    for case_id in page.ids:
        mine = [row for row in known.values() if row.referral_id == case_id]
        for offence_id in page.offences_of[case_id]:
            page.of_offence[offence_id]["victim"] = _unlinked(harmed[case_id], mine)
    says = _says(page, known) if known else {}
    links = sa.select(VictimOffence.offence_id, VictimOffence.victim_id).join(Victim)
    linked = links.where(VictimOffence.referral_id.in_(page.ids)).order_by(Victim.number)
    for offence_id, victim_id in db.session.execute(linked):
        page.of_offence[offence_id].update(says[victim_id])


def _unlinked(harmed: bool | None, victims: list[Any]) -> str:
    """What is known of an offence that has no victim of its own: nothing, where a file told only of another's."""
    if not victims:
        return flag(harmed)
    return "no" if all(victim.recorded_by for victim in victims) else ""


def _says(page: Page, victims: dict[UUID, Any]) -> dict[UUID, dict[str, str]]:
    says = {
        victim_id: {**dict.fromkeys(OF_VICTIM, ""), "victim": "yes", "victim_ref": row.victim_ref}
        for victim_id, row in victims.items()
    }
    for victim_id, answers in _answers(page).items():
        states = policy.on(page.today, victims[victim_id].area).codes("victim_contact_consent")
        says[victim_id]["victim_contact_consent"] = in_force(answers, CONTACT, page.today, states).state
    views = sa.select(VictimView.victim_id, VictimView.given_on).where(VictimView.referral_id.in_(page.ids))
    for victim_id, given_on in db.session.execute(views.where(VictimView.given_on.is_not(None)).order_by("given_on")):
        says[victim_id]["victim_views_date"] = str(given_on)
    columns = {step: column for column, (step, _) in TELLS.items()}
    steps = sa.select(RestorativeStep.victim_id, RestorativeStep.step, RestorativeStep.result)
    in_order = steps.where(RestorativeStep.referral_id.in_(page.ids)).order_by(
        RestorativeStep.happened_on, RestorativeStep.recorded_at
    )
    for victim_id, step, result in db.session.execute(in_order):
        if step in columns and result in SAYS:
            says[victim_id][columns[step]] = SAYS[result]
    return says


def _answers(page: Page) -> dict[UUID, list[Answer]]:
    """What each victim answered when asked whether they may be contacted."""
    consents = sa.select(
        *(VictimConsent.victim_id, VictimConsent.purpose, VictimConsent.state, VictimConsent.said_on),
        *(VictimConsent.recorded_at, VictimConsent.number),
    ).where(VictimConsent.referral_id.in_(page.ids), VictimConsent.purpose == CONTACT)
    answers: dict[UUID, list[Answer]] = defaultdict(list)
    for row in db.session.execute(consents):
        said_on = row.said_on or clock.london_date(row.recorded_at)
        answers[row.victim_id].append(Answer(row.purpose, row.state, said_on, row.number))
    return answers
