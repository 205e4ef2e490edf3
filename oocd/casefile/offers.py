"""What a form about a case offers to choose from: codes of policy, and what is on record in the case or its area."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from marshmallow import fields

from oocd import clock
from oocd.accounts.models import Person
from oocd.accounts.queries import current_places
from oocd.assessment.queries import checks_of, views_of
from oocd.db import db
from oocd.interventions.queries import interventions_of
from oocd.panels.models import PanelMeeting
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.referrals.models import Referral
from oocd.web import current_actor, load
from oocd.web.answers import ByCode, Code
from oocd.web.questions import Offer, Options

CARERS = "carer_relationships"


def offers_in(case_id: UUID | None, permission: str) -> Offer:
    """For a case, or for something that is not part of one yet: then for the areas in which this person may do it."""
    case = load(Referral, case_id, addressed=False) if case_id else None
    areas = [case.area] if case else sorted(current_actor().areas_where(permission))
    edition = policy.on(clock.today(), areas[0])

    def offer(asked: fields.Field[Any], name: str) -> Options | None:
        if isinstance(asked, Code | ByCode):
            return _codes(asked, edition)
        if isinstance(asked, fields.Email):
            return _people(areas)
        if name in OF_POLICY:
            return OF_POLICY[name](edition)
        if name == "area":
            return [(area, str(policy.loaded().area(area)["name"])) for area in areas]
        if name == "route":
            return _routes(areas[0])
        return OF_A_CASE[name](case) if case and name in OF_A_CASE else None

    return offer


def _codes(asked: Code | ByCode, edition: Edition) -> Options:
    where = asked.where if isinstance(asked, ByCode) else {}
    return [
        (code, _label(code, row))
        for code, row in edition.codes(asked.of).items()
        if all(row.get(name) == value for name, value in where.items())
    ]


def _label(code: str, row: Mapping[str, Any]) -> str:
    return str(row.get("label", code.replace("_", " ")))


def _people(areas: Iterable[str]) -> Options:
    """Everybody with a place in the area, by e-mail address."""
    places = {place.person_id: place.agency for area in areas for place in db.session.scalars(_places(area))}
    people = db.session.scalars(sa.select(Person).where(Person.id.in_(places)).order_by(Person.name))
    return [(person.email, f"{person.name}, {places[person.id].replace('_', ' ')}") for person in people]


def _places(area: str) -> Any:
    return current_places(area, clock.today())


def _routes(area: str) -> Options:
    routes = policy.loaded().area(area)["routes"]
    return [(code, str(row["label"])) for code, row in routes.items() if row["on"]]


def _offence_list(edition: Edition) -> Options:
    return [(code, _label(code, row)) for code, row in edition.offences().items()]


def _meetings(case: Referral) -> Options:
    """Of the area, from today on, the next first."""
    coming = sa.select(PanelMeeting).where(PanelMeeting.area == case.area, PanelMeeting.held_on >= clock.today())
    return [
        (str(meeting.id), f"{meeting.held_on:%-d %B %Y} ({meeting.kind.replace('_', ' ')})")
        for meeting in db.session.scalars(coming.order_by(PanelMeeting.held_on))
    ]


def _offences(case: Referral) -> Options:
    offences = policy.on(clock.today(), case.area).offences()
    return [(str(row.number), f"{row.number}. {offences[row.offence_id]['label']}") for row in case.offences]


def _whose(case: Referral) -> Options:
    carers = policy.on(clock.today(), case.area).codes(CARERS)
    return [("child", "The child"), *((code, _label(code, row)) for code, row in carers.items())]


def _checks(case: Referral) -> Options:
    return [(str(check.id), check.agency.replace("_", " ")) for check in checks_of(case.id)]


def _views(case: Referral) -> Options:
    return [(str(view.id), f"{view.whose.replace('_', ' ')}, {view.given_on}") for view in views_of(case.id)]


def _work(case: Referral) -> Options:
    return [(str(work.id), work.kind.replace("_", " ")) for work in interventions_of(case.id)]


def _sessions(case: Referral) -> Options:
    sessions = (session for work in interventions_of(case.id) for session in work.sessions)
    return [(str(session.id), f"offered for {session.planned_on:%-d %B %Y}") for session in sessions]


OF_POLICY: Mapping[str, Callable[[Edition], Options]] = {
    "offence_id": _offence_list,
    "edition": lambda edition: [(code, _label(code, row)) for code, row in edition.gravity_editions().items()],
    "factor": lambda edition: [(code, _label(code, row)) for code, row in edition.codes("gravity_factors").items()],
    "factors": lambda edition: [(code, _label(code, row)) for code, row in edition.codes("gravity_factors").items()],
}
OF_A_CASE: Mapping[str, Callable[[Referral], Options]] = {
    "offence": _offences,
    "offences": _offences,
    "number": _offences,
    "meeting": _meetings,
    "whose": _whose,
    "check": _checks,
    "corrects": _views,
    "intervention": _work,
    "session": _sessions,
}
