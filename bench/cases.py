"""Cases to measure with, sent in by the service itself."""

from datetime import timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from oocd import clock
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.demo.people import AREA
from oocd.referrals import service as referrals


class Case(NamedTuple):
    """A case and its child, by id: rows themselves would be loaded already."""

    id: UUID
    child: UUID


def send_cases(referrer: Actor, how_many: int) -> list[Case]:
    """New cases that would be accepted, each of a child of its own."""
    made = []
    for _ in range(how_many):
        referral = referrals.send(
            area=AREA,
            child={
                "child_ref": f"BENCH-{uuid4()}",
                "name": "A made-up child",
                "date_of_birth": clock.today() - timedelta(days=5300),
                "sex": "female",
                "ethnicity": "B1",
                "care_status": "none",
                "send": "none",
                "synthetic": True,
            },
            offences=[
                {
                    "offence_id": "common_assault",
                    "offence_date": clock.today() - timedelta(days=20),
                    "summary": "Made up.",
                    "admission": "admitted",
                    "evidence": "sufficient_to_charge",
                }
            ],
            investigation_status="voluntary",
            officer_in_case="A made-up officer",
            victim_identified=False,
            risk_flags=[],
            by=referrer,
        )
        made.append(Case(referral.id, referral.child_id))
    db.session.commit()
    db.session.close()
    return made
