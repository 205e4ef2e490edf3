"""Children accused together have a case each; the incident links them, by the police's own reference for it."""

import sqlalchemy as sa

from oocd import audit, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.referrals import rules
from oocd.referrals.errors import NoReference
from oocd.referrals.models import Incident, Referral


def link_incident(referral: Referral, *, incident: str, by: Actor) -> None:
    """Say which incident a case is about; it then shows the references of the other children's cases."""
    workflow.require_running(referral)
    audit.take_turn(referral)
    referral.incident = incident_of(referral.area, incident)
    db.session.flush()
    audit.record("referral.link_incident", on=referral, by=by, incident=referral.incident_id)


def incident_of(area: str, police_reference: str) -> Incident:
    """The incident on record under this reference in the area, or a new one."""
    reference = rules.plain(police_reference)
    if reference is None:
        raise NoReference
    known = sa.select(Incident).where(Incident.area == area, Incident.police_reference == reference)
    return db.session.scalars(known).one_or_none() or Incident(area=area, police_reference=reference)
