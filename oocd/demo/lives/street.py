"""A community resolution given on the street: told late or in time, looked at, support offered, or on to the panel."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from oocd import clock
from oocd.demo.lives import arriving, reviewing, working
from oocd.demo.lives.calendar import Life, Steps
from oocd.demo.lives.casework import Casework, Place, Said, ago, ahead, rules_of
from oocd.demo.lives.children import Demography
from oocd.demo.words import made_up
from oocd.referrals import service as referrals
from oocd.referrals.rules import age_on
from oocd.street import service as street
from oocd.street.queries import noticed_between

OUTCOME = "community_resolution"  # what the panel would come to as well
AGAIN = 0.15  # of the children come to notice again


def live(case: Casework) -> Life:
    _receive(case)
    if case.happens(AGAIN, "again"):
        case.place.calendar.begin(_again(case), ahead(case.chance.randrange(30, 240)))
    yield from _looked_at(case)


def _again(before: Casework) -> Life:
    """Another matter of the same child, some time later."""
    child = replace(before.child, dealt_with=ago(before.days(2, 6)))
    if age_on(ago(0), child.born) < before.place.figure("adult_age"):
        case = before.beside(child)
        _receive(case)
        yield from _looked_at(case)


def _looked_at(case: Casework) -> Life:
    """Screened; then support, nothing, or the panel where something calls for it."""
    yield case.days(4, 30)
    if case.happens(0.03, "send_back"):
        referrals.send_back(case.referral, reason=made_up("it is not for us."), by=case.by("manager"))
        return
    street.screen(case.referral, words=made_up("the school says all is well."), by=case.by("coordinator"))
    yield case.days(4, 20)
    if not (yield from _stays(case)):
        case.wanted = OUTCOME
        yield from case.place.goes_on["panel"](case)
    elif case.state == "offered":
        yield from _answered(case)


def _stays(case: Casework) -> Steps[bool]:
    """Whether the case stays with the service, which now offers something or nothing."""
    by: Said = {"by": case.by("coordinator")}
    said: Said = {"words": made_up("a youth worker to talk to.")}
    verb: Callable[..., None] = street.offer_support
    if case.happens(0.2, "no_offer"):
        verb, said = street.close_without_offer, {"no_offer_reason": "no_need_found"}
    refusal = case.refused(verb, case.referral, **said, **by)
    if refusal is None and case.happens(0.04, "family_asks") and case.state == "offered":
        street.send_to_panel_anyway(case.referral, reason=made_up("the family asks."), by=case.by("manager"))
        return False
    if refusal is None:
        return True
    yield case.days(1, 4)
    if "STR-10" in rules_of(refusal) and case.happens(0.75, "to_the_panel"):
        street.send_to_panel(case.referral, words=made_up("as agreed here."), **by)
        return False
    verb(case.referral, **said, reason_not_to_panel=made_up("the same help goes on."), **by)
    return True


def _answered(case: Casework) -> Life:
    """Taken up or not, which is nobody's failure either way."""
    yield case.days(6, 30)
    if case.happens(0.4, "declines"):
        street.decline(case.referral, words=made_up("not now."), by=case.by("coordinator"))
        return
    street.accept_support(case.referral, by=case.by("coordinator"))
    yield from working.work(case, voluntary=True)
    if case.state == "in_work":
        yield from reviewing.review(case)
    elif case.state == "engaged":
        street.decline(case.referral, by=case.by("coordinator"))


def _receive(case: Casework) -> None:
    told = arriving.offences(case, OUTCOME, evidence="offence_shown")
    harmed = case.happens(Demography(case.place.area)["victim_share"])
    case.referral = street.receive(
        notice=_notice(case, harmed),
        area=case.place.area,
        child=case.child.told(arriving.history(case)),
        offences=told,
        investigation_status="none",
        officer_in_case="Demo officer in the case",
        victim_identified=harmed,
        risk_flags=[],
        by=case.by("referrer"),
    )


def _notice(case: Casework, harmed: bool) -> dict[str, Any]:
    """What the officer gave, between the day of the offence and today: told late more often than in time."""
    weighed = case.happens(0.3)
    said: Said = {
        "given_on": max(arriving.interviewed_on(case), ago(case.days(5, 60))),
        "given_by": "Demo Constable",
        "giver_role": "constable",
        "history_weighed": weighed,
        "adult_role": "parent_or_guardian" if case.happens(0.95) else None,
        "child_agreed": True,
        "agreed": made_up("to say sorry."),
    }
    if case.happens(0.92):
        said["rationale"] = made_up("settled between the two on the spot.")
    if weighed and case.happens(0.8):
        said |= {"authorised_by": "Demo Sergeant", "authoriser_role": "sergeant_or_above"}
    if harmed:
        said |= {"victim_view": made_up("a letter is fine.")} if case.happens(0.6) else {"no_victim_view": "declined"}
    if case.happens(0.2):
        said["scheme"] = case.chance.choice(sorted(case.edition.codes("diversion_schemes")))
    return said


# -- the police's list


def reconcile(place: Place) -> Life:
    """Month after month the police's list is held against the notices: a line is missing here and there."""
    while True:
        until = clock.today().replace(day=1) - timedelta(days=1)
        noticed = list(noticed_between(place.area, until.replace(day=1), until))
        listed = [_line(one.child_ref, one.given_on) for one in noticed[:-1]] + [_line("DEMO-NOT-TOLD", until)]
        said: Said = {"period_from": until.replace(day=1), "period_to": until, "listed": listed}
        street.reconcile(area=place.area, **said, by=place.team["coordinator"])
        yield _days_to_next_month()


def _line(child_ref: str, given_on: date) -> dict[str, Any]:
    return {"crime_number": None, "child_ref": child_ref, "given_on": given_on}


def _days_to_next_month() -> int:
    today = clock.today()
    return ((today.replace(day=28) + timedelta(days=9)).replace(day=5) - today).days
