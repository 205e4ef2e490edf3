from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from oocd import clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db, everywhere
from oocd.interventions.models import Intervention
from oocd.outcomes.models import Disposal
from oocd.outcomes.queries import RUNNING, standing_disposals_of
from oocd.policy import service as policy
from oocd.policy.edition import Codes, Edition
from oocd.policy.store import NoRulesYet
from oocd.policy.working_days import due_on
from oocd.referrals.models import Referral
from oocd.referrals.queries import cases_of
from oocd.referrals.rules import age_on
from oocd.turnaround import rules
from oocd.turnaround.models import TurnaroundConsent, TurnaroundLook
from oocd.workflow.models import WorkflowMove

TURNAROUND = "turnaround"  # the route, its workflow, and the word for it in a child's history
CHILD, FAMILY = "child", "family"
TAKEN_UP = "take_up"
FACTS = (
    *("turnaround_rule_set", "turnaround_event_counts", "turnaround_referred_on", "turnaround_window_ends"),
    *("turnaround_excluded", "turnaround_before", "child_consents_to_support", "family_consents_to_support"),
)


def looks_of(referral_id: UUID) -> list[TurnaroundLook]:
    of_case = sa.select(TurnaroundLook).where(TurnaroundLook.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(TurnaroundLook.number)))


def last_offer_of(referral_id: UUID) -> TurnaroundLook | None:
    return next((look for look in reversed(looks_of(referral_id)) if look.offered), None)


def consents_of(referral_id: UUID) -> list[TurnaroundConsent]:
    of_case = sa.select(TurnaroundConsent).where(TurnaroundConsent.referral_id == referral_id)
    return list(db.session.scalars(of_case.order_by(TurnaroundConsent.recorded_at)))


def consents(referral_id: UUID, whose: str) -> bool:
    """What they said last is what counts."""
    said = [row.given for row in consents_of(referral_id) if row.whose == whose]
    return bool(said and said[-1])


# -- the criteria


def edition_of_referral(referral: Referral) -> Edition | None:
    """The policies of the day on which the child was referred; None for a day before the first of them."""
    try:
        return policy.on(referral.referral_date or clock.today(), referral.area)
    except NoRulesYet:
        return None


def rule_set_on(edition: Edition | None) -> tuple[str, Mapping[str, Any]]:
    """The criteria in force, by their code; an empty code and none of them where there are none."""
    sets: Mapping[str, Mapping[str, Any]] = edition.codes("turnaround_rule_sets") if edition else {}
    return next(iter(sets.items()), ("", {"events": [], "excludes": []}))


def window_ends(event_on: date | None, edition: Edition | None) -> date | None:
    """The last day for a referral; None while the event's day is not known, or where no window is on record."""
    standard = edition.figures().get("time/turnaround_referral") if edition else None
    return due_on(event_on, standard) if event_on and standard else None


def facts_of_case(referral: Referral, said_of_exclusions: Mapping[str, bool] | None = None) -> dict[str, Any]:
    """What the rules of support ask of a case of this route; of another route nothing is known."""
    if referral.route != TURNAROUND:
        return dict.fromkeys(FACTS)
    edition = edition_of_referral(referral)
    code, rule_set = rule_set_on(edition)
    event = referral.qualifying_event
    return {
        "turnaround_rule_set": code,
        "turnaround_event_counts": event in rule_set["events"] if event else None,
        "turnaround_referred_on": referral.referral_date,
        "turnaround_window_ends": window_ends(referral.qualifying_event_on, edition),
        "turnaround_excluded": excluded(referral, rule_set["excludes"], edition, said_of_exclusions or {}),
        "turnaround_before": had_before(referral),
        "child_consents_to_support": consents(referral.id, CHILD),
        "family_consents_to_support": consents(referral.id, FAMILY),
    }


def whole_facts(referral: Referral, day: date, said_of_exclusions: Mapping[str, bool] | None = None) -> dict[str, Any]:
    """Every declared fact for a step of support: a case may have no offence, and what is of one is not known."""
    edition = policy.on(day, referral.area)
    born = referral.child.date_of_birth
    return {
        **dict.fromkeys(edition.facts),
        **edition.figures_as_facts(),
        "route": referral.route,
        "area": referral.area,
        "step_date": day,
        "age_on_the_day": age_on(day, born) if born else None,
        **facts_of_case(referral, said_of_exclusions),
    }


def excluded(referral: Referral, excludes: list[str], edition: Edition | None, said: Mapping[str, bool]) -> bool | None:
    """By the record, or as whoever looks has found out; None where neither says."""
    codes = edition.codes("turnaround_exclusions") if edition else {}
    return rules.excluded(_is_so(referral, code, codes.get(code, {}), said) for code in excludes)


def _is_so(referral: Referral, code: str, row: Mapping[str, Any], said: Mapping[str, bool]) -> bool | None:
    if "care_status" in row:
        status = referral.child.care_status
        return status in row["care_status"] if status else said.get(code)
    return _is_under(referral, row.get("outcomes", ())) or said.get(code)


def _is_under(referral: Referral, outcomes: Any) -> bool:
    """Whether such an outcome runs on in any case of the child here, also one that whoever looks does not see."""
    running = sa.select(sa.func.count(Disposal.id)).where(
        Disposal.referral_id.in_(cases_of(referral.child)), Disposal.outcome.in_(outcomes), Disposal.state.in_(RUNNING)
    )
    with everywhere():
        return bool(outcomes) and bool(db.session.scalar(running))


def had_before(referral: Referral) -> bool | None:
    """Whether the child took up Turnaround before, by the record or as declared; None while nobody has declared."""
    child = referral.child
    taken_up = sa.select(sa.func.count(WorkflowMove.id)).where(
        WorkflowMove.workflow == TURNAROUND,
        WorkflowMove.move == TAKEN_UP,
        WorkflowMove.referral_id.in_(cases_of(child)),
        WorkflowMove.referral_id != referral.id,
    )
    told_as_past = (  # a spreadsheet tells of no consent, but work is told only where it began
        sa.select(sa.func.count(Intervention.id))
        .join(Referral, Referral.id == Intervention.referral_id)
        .where(Referral.route == TURNAROUND, Referral.follows.is_not(None))
        .where(Referral.id.in_(cases_of(child)), Referral.id != referral.id)
    )
    with everywhere():
        on_record = any(db.session.scalar(rows) for rows in (taken_up, told_as_past))
    declared = any(row.outcome == TURNAROUND for row in child.previous_disposals)
    return True if on_record or declared else False if child.history_declared else None


# -- offered after an outcome


def qualifying_outcome_of(referral: Referral) -> tuple[str, date] | None:
    """The event and the day of the latest outcome given in a case that leads to Turnaround."""
    events = policy.on(clock.today(), referral.area).codes("turnaround_events")
    found = [
        (row.given_on, event)
        for row in standing_disposals_of(referral.id)
        if row.given_on and (event := rules.event_of(row.outcome, events))
    ]
    return (max(found)[1], max(found)[0]) if found else None


def under_way_for(referral: Referral) -> bool:
    """Whether a Turnaround case of this child is under way."""
    columns = (Referral.follows, Referral.workflow_version, Referral.state)
    of_child = sa.select(*columns).where(Referral.child_id == referral.child_id, Referral.route == TURNAROUND)
    with everywhere():
        cases = db.session.execute(of_child).all()
    followed = ((workflow.loaded().version(follows or TURNAROUND, version), state) for follows, version, state in cases)
    return any(not flow.states[state].ends for flow, state in followed)


def offered_after(referral: Referral) -> list[str]:
    """The references of the Turnaround cases that an outcome of this case led to."""
    linked = sa.select(Referral.reference).where(Referral.earlier_id == referral.id, Referral.route == TURNAROUND)
    return list(db.session.scalars(linked.order_by(Referral.reference)))


def seen_by(referral: Referral, person: Actor) -> dict[str, Any] | None:
    """What a case file shows of Turnaround; that somebody did not want it, and why, stays with those who offer it."""
    looks, said = looks_of(referral.id), consents_of(referral.id)
    later = offered_after(referral)
    if referral.route != TURNAROUND and not (looks or said or later):
        return None
    code, rule_set = rule_set_on(edition_of_referral(referral))
    offers_it = person.may("turnaround.offer", referral.area)
    return {
        "rule_set": code or None,
        "label": rule_set.get("label"),
        "verified": rule_set.get("verified"),
        "window_ends": window_ends(referral.qualifying_event_on, edition_of_referral(referral)),
        "looks": looks,
        "consents": [row for row in said if row.given or offers_it],
        "offered_after": later,
    }


# -- never referred

UP_TO_A_COURT = "by_sentence"  # when it is spent: of the one outcome that goes to a court
SENT_BACK, CHARGED, OUTCOME = "sent_back_by_the_court", "charged", "outcome_given"


def may_have_been_missed(area: str | None) -> sa.Select[Referral]:
    """The cases of other routes that came back from a court, ended in a charge, or have an outcome given."""
    given = sa.select(Disposal.referral_id).where(Disposal.given_on.is_not(None))
    cases = sa.select(Referral).where(
        Referral.route != TURNAROUND,
        sa.or_(Referral.source == "court_return", Referral.charged_on.is_not(None), Referral.id.in_(given)),
    )
    return cases.where(Referral.area == area) if area else cases


def missed(referral: Referral, day: date) -> Iterator[dict[str, Any]]:
    """Why this child could have been referred and was not: one row for each event that met the criteria."""
    if not policy.loaded().area(referral.area)["routes"][TURNAROUND]["on"]:
        return
    for because, event, event_on in _events_of(referral):
        edition = policy.on(event_on, referral.area)
        _, rule_set = rule_set_on(edition)
        ends = window_ends(event_on, edition)
        born = referral.child.date_of_birth
        if event not in rule_set["events"] or ends is None or _referred_since(referral, event_on):
            continue
        if born and not _of_an_age(age_on(event_on, born), edition):
            continue
        yield {
            "reference": referral.reference,
            "area": referral.area,
            "because": because,
            "event": event,
            "event_on": event_on,
            "window_ends": ends,
            "still_open": day <= ends,
        }


def _events_of(referral: Referral) -> Iterator[tuple[str, str, date]]:
    edition = policy.on(clock.today(), referral.area)
    events = edition.codes("turnaround_events")
    if referral.source == "court_return" and referral.returned_on:
        yield SENT_BACK, "interviewed_under_caution", referral.returned_on
    outcomes, charged = edition.codes("outcomes"), referral.charged_on is not None
    for row in standing_disposals_of(referral.id):
        if row.given_on and (event := rules.event_of(row.outcome, events)):
            yield OUTCOME, event, row.given_on
        charged = charged or (row.given_on is not None and outcomes[row.outcome]["spent"] == UP_TO_A_COURT)
    if charged and (before := _before_the_charge(referral, events)):
        yield CHARGED, *before


def _before_the_charge(referral: Referral, events: Codes) -> tuple[str, date] | None:
    """What brought a child who was charged within the criteria: the interview or the release, whichever is later."""
    dealt = [offence.arrest_or_interview_date for offence in referral.offences]
    days = {
        "interviewed_under_caution": rules.last_known(
            [referral.interview_date, referral.voluntary_interview_date, *dealt]
        ),
        "released": rules.last_known([referral.rui_since, referral.bail_date]),
    }
    known = [(on, event) for event, on in days.items() if on and event in events]
    return (max(known)[1], max(known)[0]) if known else None


def _referred_since(referral: Referral, event_on: date) -> bool:
    """Whether the child came to Turnaround on the day or later, in whichever case and whoever may see it."""
    cases = cases_of(referral.child)
    referred = sa.select(sa.func.count(Referral.id)).where(
        Referral.id.in_(cases), Referral.route == TURNAROUND, Referral.referral_date >= event_on
    )
    looked = sa.select(sa.func.count(TurnaroundLook.id)).where(
        TurnaroundLook.referral_id.in_(cases), TurnaroundLook.looked_on >= event_on
    )
    with everywhere():
        return bool(db.session.scalar(referred)) or bool(db.session.scalar(looked))


def _of_an_age(age: int, edition: Edition) -> bool:
    figures = edition.figures()
    youngest, adult = figures["figures/minimum_age"].value, figures["figures/adult_age"].value
    return bool(youngest <= age < adult)
