"""A referral as it arrives: its child, its offences, where it comes from, and what it follows."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from oocd import clock, workflow
from oocd.accounts.actor import Actor
from oocd.errors import NotAllowed
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.referrals import rules
from oocd.referrals.errors import ClassNotKnown, NotASourceOfSupport, OutsideAgeRange, SourceNeeds
from oocd.referrals.models import Offence, Referral
from oocd.referrals.queries import dates_of, told_late_of_weapon
from oocd.referrals.service.checks import (
    check_no_matter_twice,
    check_not_future,
    check_order_of_dates,
    check_values,
    in_age_range,
)
from oocd.referrals.service.children import child_of
from oocd.referrals.service.incidents import incident_of
from oocd.referrals.service.routes import check_route


def send(
    *,
    area: str,
    child: Mapping[str, Any],
    offences: Sequence[Mapping[str, Any]],
    by: Actor,
    route: str = "panel",
    source: str = "police",
    referral_date: date | None = None,
    incident: str | None = None,
    with_notice: bool = False,
    **details: Any,
) -> Referral:
    """A new referral with its child and offences; `with_notice` is said by whoever keeps the notice it begins with.

    Raises BadInput, AlreadyReferred with the reference of the case that has this matter, or OutsideAgeRange with
    the rule that says so.
    """
    _check_may_send(by, area, route)
    day = referral_date or clock.today()
    edition = policy.on(day, area)
    check_not_future(day, "referral date")
    check_route(area, route, offences, with_notice=with_notice)
    _check_source(edition, source, details)
    check_values(details, edition)
    referral = Referral(
        area=area,
        reference=rules.new_reference(area),
        child=child_of(area, child, by),
        route=route,
        source=source,
        referral_date=day,
        incident=incident_of(area, incident) if incident else None,
        sent_by=by.person_id,
        sent_by_agency=by.agency_in(area),
        **details,
    )
    referral.offences = [_offence(area, number, offence, edition) for number, offence in enumerate(offences, start=1)]
    check_order_of_dates(referral)
    referral.earlier_id = check_no_matter_twice(referral)
    if not in_age_range(referral, day, edition):
        raise OutsideAgeRange(edition.guard_rule("AGE-00"))
    late = [row.number for row in referral.offences if told_late_of_weapon(row, day)]
    breach = {"told_late_of_weapon": late} if late else {}  # KNF-01: recorded, never a block
    told = {"reference": referral.reference, "offences": len(offences), "dates": dates_of(referral)}
    workflow.start(referral, by=by, effective_on=day, **told, **breach)
    return referral


def send_for_support(*, area: str, source: str, by: Actor, **told: Any) -> Referral:
    """A child whom somebody other than the police would like to see supported; no offence is told, and none is asked.

    Raises NotASourceOfSupport for the police and for courts, who send a case with its offences.
    """
    sources = policy.on(told.get("referral_date") or clock.today(), area).codes("referral_sources")
    if not sources[sources.check(source)].get("for_support"):
        raise NotASourceOfSupport(sources[source]["label"])
    return send(area=area, source=source, route=rules.OF_SUPPORT, offences=[], by=by, **told)


def _check_may_send(by: Actor, area: str, route: str) -> None:
    if by.may("referral.send", area) or (route == rules.OF_SUPPORT and by.may("referral.send_for_support", area)):
        return
    raise NotAllowed(f"You cannot send referrals to {area}. Choose an area you work in.")


def _check_source(edition: Edition, source: str, details: Mapping[str, Any]) -> None:
    """What a source needs is said with it, and not with a source it does not go with."""
    sources = edition.codes("referral_sources")
    needed = sources[sources.check(source)]["needs"]
    if missing := [name for name in needed if not details.get(name)]:
        raise SourceNeeds(sources[source]["label"], missing)
    every = {name for row in sources.values() for name in row["needs"]}
    if beside := sorted(name for name in every - set(needed) if details.get(name)):
        raise SourceNeeds(sources[source]["label"], beside, not_asked=True)


def _offence(area: str, number: int, offence: Mapping[str, Any], edition: Edition) -> Offence:
    check_values(offence, edition)
    row = edition.offences()
    kept = row[row.check(offence["offence_id"])]
    given_class = offence.get("offence_class") or kept["class_"]
    if given_class is None:
        raise ClassNotKnown(kept["label"])
    edition.codes("offence_classes").check(given_class)
    rest = {key: value for key, value in offence.items() if key != "offence_class"}
    return Offence(area=area, number=number, offence_class=given_class, **rest)
