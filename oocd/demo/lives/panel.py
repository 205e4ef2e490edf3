"""The route to the joint panel: from the police's message to closing."""

from oocd.demo.lives import arriving, managers, outcomes, preparing, reviewing, working
from oocd.demo.lives.calendar import Life, NoAnswer, Steps
from oocd.demo.lives.casework import Casework, ahead
from oocd.demo.lives.meetings import Panel
from oocd.demo.words import made_up
from oocd.referrals import service as referrals
from oocd.referrals.models import Referral
from oocd.turnaround import service as turnaround

TURNAROUND = "turnaround"
AT_MOST = 8  # times on an agenda


def live(case: Casework, panel: Panel, wanted: str) -> Life:
    arriving.send(case, wanted)
    yield from from_received(case, panel)


def from_received(case: Casework, panel: Panel) -> Life:
    """From where it waits to be checked, however it came there."""
    if not (yield from arriving.check(case)):
        return
    if arriving.leave(case, "preparing"):
        return
    if TURNAROUND in case.place.goes_on and case.happens(0.03, "to_support"):
        reason = made_up("support fits better.")
        referrals.change_route(case.referral, route=TURNAROUND, reason=reason, by=case.by("manager"))
        yield from case.place.goes_on[TURNAROUND](case)
        return
    yield from preparing.prepare(case)
    if not (yield from _recommended(case, panel)):
        return
    if not (yield from outcomes.decide(case)):
        return
    yield from outcomes.give(case)
    if TURNAROUND in case.place.goes_on and case.happens(0.15, "support_after"):
        case.place.calendar.begin(_support(case), ahead(case.days(7, 40)))
    while case.state in ("given", "with_police_again"):
        if case.state == "given":
            yield from working.work(case)
            yield from reviewing.review(case)
        elif (yield from outcomes.decide_again(case)):
            yield from outcomes.give(case)


def _support(before: Casework) -> Life:
    """A case of its own for a child whose outcome led to support; where it led to none there is none."""
    case = before.beside(before.child)
    made: list[Referral] = []

    def refer() -> None:
        made.append(turnaround.refer_after_outcome(before.referral, by=case.by("worker")))

    if case.refused(refer) is None:
        (case.referral,) = made
        yield from case.place.goes_on[TURNAROUND](case)


def _recommended(case: Casework, panel: Panel) -> Steps[bool]:
    """As often before a panel, and before managers, as it takes; False where the case left before."""
    for _ in range(AT_MOST):
        if arriving.leave(case, "ready"):
            return False
        if case.state == "preparing_again":
            yield case.days(8, 25)
            yield from preparing.prepare_again(case)
        yield panel.book(case)
        if case.state == "escalated":
            yield from managers.settle(case)
        if case.state == "recommended":
            return True
    raise NoAnswer(f"{case.child.reference} was on {AT_MOST} agendas and nobody recommended anything.")
