"""What a case that began on the street leaves in the tables, for a case that did not."""

from uuid import UUID

from oocd import clock
from oocd.db import db, everywhere
from oocd.referrals.models import Referral
from oocd.street.models import StreetNotice, StreetStep
from tests.story import Case


def as_if_from_the_street(case: Case) -> None:
    with case.people.app.app_context(), everywhere():
        referral = db.session.get_one(Referral, UUID(case.id))
        of = {"area": referral.area, "referral_id": referral.id}
        day = clock.today()
        told = {"given_on": day, "notified_on": day, "given_by": "Made up", "giver_role": "constable"}
        kept = {"previous_street_crs": 0, "breaches": [], "not_known": [], "child_agreed": True}
        db.session.add_all([StreetNotice(**of, **told, **kept), StreetStep(**of, step="screen", made_on=day)])
        db.session.commit()
