import sqlalchemy as sa

from oocd.accounts.models import Person
from oocd.db import db
from oocd.referrals.models import Child
from oocd.screening.models import GravityScore


def holds_anything_made_up() -> bool:
    """Whether there is a demonstration account, a synthetic child or a score of the illustrative edition."""
    made_up = (
        sa.select(Person.id).where(Person.demonstration),
        sa.select(Child.id).where(Child.synthetic),
        sa.select(GravityScore.id).where(GravityScore.illustrative),
    )
    return any(db.session.scalars(rows.limit(1)).first() is not None for rows in made_up)
