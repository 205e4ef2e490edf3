"""What a referral is held to, whoever tells it and whenever: codes, dates and their order, and no matter twice."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from oocd import clock
from oocd.policy.edition import Edition
from oocd.referrals import rules
from oocd.referrals.errors import AlreadyReferred, CrimeNumberTwice, DateInTheFuture, DatesOutOfOrder
from oocd.referrals.models import Offence, Referral
from oocd.referrals.queries import matters_of, others_of
from oocd.referrals.rules import Dated

# By column: the code list that knows its codes.
CODED = {
    "investigation_status": "investigation_status",
    "police_proposed_outcome": "outcomes",
    "qualifying_event": "turnaround_events",
    "admission": "admission",
    "evidence": "evidence",
    "sex": "sex",
    "ethnicity": "ethnicity",
    "officer_identified_ethnicity": "officer_identified_ethnicity",
    "care_status": "care_status",
    "send": "send",
}
NOT_IN_THE_FUTURE = {
    "referral_date": "referral date",
    "bail_date": "day bail began",
    "rui_since": "day released under investigation",
    "voluntary_interview_date": "day of the voluntary interview",
    "interview_date": "day of the interview",
    "returned_on": "day it was returned",
    "qualifying_event_on": "day of the qualifying event",
    "date_of_birth": "date of birth",
    "offence_date": "offence date",
    "arrest_or_interview_date": "day of arrest or interview",
}


def check_values(values: Mapping[str, Any], edition: Edition) -> None:
    """Codes and dates, each by itself. Raises UnknownCode or DateInTheFuture."""
    for name, code_list in CODED.items():
        if values.get(name) is not None:
            edition.codes(code_list).check(values[name])
    for flag in values.get("risk_flags") or ():
        edition.codes("risk_flags").check(flag)
    for name, words in NOT_IN_THE_FUTURE.items():
        check_not_future(values.get(name), words, name)


def check_not_future(day: date | None, what: str, field: str | None = None) -> None:
    """Raises DateInTheFuture, naming the field as `what`, or by its own name where that differs."""
    if day and day > clock.today():
        raise DateInTheFuture(what, field or what.replace(" ", "_"))


def check_order_of_dates(referral: Referral) -> None:
    """Raises DatesOutOfOrder for the first two dates that cannot both be right."""
    sent = Dated("referral date", referral.referral_date)
    first = min((offence.offence_date for offence in referral.offences if offence.offence_date), default=None)
    began = Dated("date of the first offence", first)
    lines = [
        (began, Dated("day bail began", referral.bail_date), Dated("day bail expires", referral.bail_expires_on)),
        (began, Dated("day released under investigation", referral.rui_since)),
        (began, Dated("day of the voluntary interview", referral.voluntary_interview_date)),
        (began, Dated("day of the interview", referral.interview_date)),
        (began, Dated("day it was returned", referral.returned_on), sent),
    ]
    lines += [_of_offence(offence, sent) for offence in referral.offences]
    for line in lines:
        if wrong := rules.out_of_order(*line):
            raise DatesOutOfOrder(*wrong)


def _of_offence(offence: Offence, sent: Dated) -> tuple[Dated, ...]:
    return (
        Dated(f"date of offence {offence.number}", offence.offence_date),
        Dated(f"day of arrest or interview for offence {offence.number}", offence.arrest_or_interview_date),
        sent,
    )


def check_no_matter_twice(referral: Referral) -> UUID | None:
    """The id of the case in which the same matter of this child came to an end before, if any.

    Raises AlreadyReferred with the reference of a case in which it is under way, or CrimeNumberTwice.
    """
    matters = matters_of(referral)
    with_number = [(one.crime_number, one.offence_id) for one in matters if one.crime_number]
    if len(set(with_number)) < len(with_number):
        raise CrimeNumberTwice
    ended = None
    for other in others_of(referral):
        if any(rules.same_matter(one, before) for one in matters for before in other.matters):
            if not other.is_over:
                raise AlreadyReferred(other.reference)
            ended = other.id
    return ended


def in_age_range(referral: Referral, day: date, edition: Edition) -> bool:
    """Ten or over at each offence whose date is known, and under eighteen on the day."""
    youngest, adult = edition.figure("figures/minimum_age").value, edition.figure("figures/adult_age").value
    born = referral.child.date_of_birth
    if born is None:
        return False
    dates = [offence.offence_date for offence in referral.offences if offence.offence_date]
    return all(rules.age_on(on, born) >= youngest for on in dates) and youngest <= rules.age_on(day, born) < adult
