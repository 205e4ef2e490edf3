"""Timed work on cases: one with a weapon that nobody has looked at, and records kept long enough."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from oocd import clock
from oocd.accounts.queries import holders
from oocd.db import db, everywhere
from oocd.jobs.batch import one_by_one
from oocd.jobs.listing import Counts
from oocd.policy import service as policy
from oocd.policy.working_days import add_months, add_working_days
from oocd.referrals import queries
from oocd.referrals.models import Referral
from oocd.referrals.reminding import remind

MONTHS_A_YEAR = 12


def remind_of_weapons() -> Counts:
    """Have each case with a weapon looked at within the time that policy gives, by whoever looks at what comes in."""

    def tell(case_id: UUID) -> str | None:
        case = db.session.get_one(Referral, case_id)
        figure = policy.on(clock.today(), case.area).figures().get("figures/weapon_looked_at_within")
        if figure is None:
            return None
        due = add_working_days(case.state_since, figure.value)
        to = holders("referral.check", case.area, clock.today()) | holders("street.screen", case.area, clock.today())
        return remind("knife_check", case, of=case.id, due_on=due, to=to)

    with everywhere():
        return one_by_one(queries.with_a_weapon_not_looked_at(), tell)


def propose_retention() -> Counts:
    """Ask managers what becomes of the records of cases that are long over, the oldest first. Nothing is deleted."""
    today = clock.today()

    def propose(case_id: UUID) -> str | None:
        case = db.session.get_one(Referral, case_id)
        due = _kept_until(case)
        if due is None or due > today or not queries.is_over(case):
            return None
        managers = holders("case.close", case.area, today)
        return "proposed" if remind("retention_proposed", case, of=case.id, due_on=due, to=managers) else None

    with everywhere():
        return one_by_one(_long_over(today), propose)


def _kept_until(case: Referral) -> date | None:
    """The day from which somebody is to decide what becomes of its records; None where the child's age is not known."""
    kept = policy.on(clock.today(), case.area).figure("figures/records_kept").value
    born = case.child.date_of_birth
    if born is None:
        return None
    since_end = add_months(case.state_since, MONTHS_A_YEAR * kept["years_since_end"])
    return max(since_end, add_months(born, MONTHS_A_YEAR * kept["until_age"]))


def _long_over(today: date) -> Iterator[UUID]:
    for area in sorted(policy.loaded().areas):
        kept = policy.on(today, area).figure("figures/records_kept").value
        ended_by = add_months(today, -MONTHS_A_YEAR * kept["years_since_end"])
        born_by = add_months(today, -MONTHS_A_YEAR * kept["until_age"])
        yield from queries.not_asked_about(area, ended_by, born_by, limit=kept["asked_a_day"])
