"""Voluntary support by Turnaround: held against the criteria, offered, taken up or not wanted, and its end."""

from oocd import clock
from oocd.demo.lives import arriving, preparing, reviewing, working
from oocd.demo.lives.calendar import Life, Steps
from oocd.demo.lives.casework import Casework, Said, ago
from oocd.demo.words import made_up
from oocd.errors import OocdError
from oocd.referrals import service as referrals
from oocd.turnaround import service as turnaround

HELP = made_up("the youth club, and early help for the family.")
EVENTS = ("antisocial_behaviour", "interviewed_under_caution", "no_further_action", "released")
EXCLUSIONS = ("youth_conditional_caution", "statutory_order")
ENDS_EARLY = 0.12  # of support that was taken up


def live(case: Casework) -> Life:
    _refer(case)
    yield from from_received(case)


def from_received(case: Casework) -> Life:
    """From where it waits to be checked, however it came there."""
    yield case.days(3, 12)
    said: Said = {"case_worker": case.email("worker"), "by": case.by("manager")}
    if case.refused(referrals.accept, case.referral, **said):
        _not_eligible(case)
        return
    yield case.days(3, 15)
    if case.happens(0.05, "to_the_panel") and case.referral.offences:
        yield from _to_the_panel(case)
    elif not _offer(case):
        _not_eligible(case)
    else:
        yield from _offered(case)


def _refer(case: Casework) -> None:
    """By the police for an offence, or by a partner for antisocial behaviour, which is none."""
    event = case.chance.choice(EVENTS)
    case.wanted = "community_resolution"
    told: Said = {
        "area": case.place.area,
        "child": case.child.told(arriving.history(case)),
        "qualifying_event": event,
        "qualifying_event_on": max(case.child.dealt_with, ago(140)),
    }
    if event == "antisocial_behaviour":
        who: Said = {"source": "partner", "other_source": "A made-up council team", "by": case.by("socialcare")}
        case.referral = referrals.send_for_support(**told, **who)
        return
    case.referral = referrals.send(
        **told,
        route="turnaround",
        offences=arriving.offences(case, case.wanted),
        investigation_status="none",
        officer_in_case="Demo officer in the case",
        victim_identified=False,
        risk_flags=[],
        by=case.by("referrer"),
    )


def _offer(case: Casework) -> bool:
    """Held against the criteria: now and then offered all the same, with a reason."""
    said: Said = {"exclusions": dict.fromkeys(EXCLUSIONS, False), "by": case.by("worker")}
    if case.referral.qualifying_event is None:
        said |= {"qualifying_event": EVENTS[1], "qualifying_event_on": arriving.interviewed_on(case)}
    refusal = case.refused(turnaround.offer, case.referral, **said)
    if refusal is None:
        return True
    try:
        if case.happens(0.5, "all_the_same"):
            case.through(turnaround.offer, case.referral, **said)
            return True
    except OocdError:
        pass  # a rule without a way round: other help is named
    return False


def _not_eligible(case: Casework) -> None:
    said: Said = {"reason": made_up("outside the criteria."), "other_help": HELP}
    turnaround.find_not_eligible(case.referral, **said, by=case.by("worker"))


def _offered(case: Casework) -> Steps[None]:
    yield case.days(7, 30)
    if case.happens(0.25, "declines"):
        _declined(case, "not_now" if case.happens(0.5) else None)
        return
    _agree(case, "child")
    case.refused(turnaround.take_up, case.referral, by=case.by("worker"))  # somebody of the family agrees first
    yield case.days(2, 8)
    _agree(case, "family", relation="mother")
    turnaround.take_up(case.referral, by=case.by("worker"))
    yield from preparing.assess(case)
    turnaround.begin_support(case.referral, by=case.by("worker"))
    if case.happens(ENDS_EARLY, "ends_early"):
        yield case.days(20, 60)
        _declined(case, None)
        return
    yield from working.work(case, voluntary=True)
    yield from reviewing.review(case)


def _agree(case: Casework, whose: str, **who: str) -> None:
    said: Said = {"whose": whose, "said_on": clock.today(), "how": "spoken", **who}
    turnaround.record_consent(case.referral, **said, by=case.by("worker"))


def _declined(case: Casework, reason: str | None) -> None:
    """Nobody has to say why, and nothing follows."""
    said: Said = {"whose": "child", "said_on": clock.today(), "how": "by_phone", "reason": reason}
    turnaround.decline(case.referral, **said, by=case.by("worker"))


def _to_the_panel(case: Casework) -> Life:
    reason = made_up("the panel should look at it.")
    referrals.change_route(case.referral, route="panel", reason=reason, by=case.by("manager"))
    yield from case.place.goes_on["panel"](case)
