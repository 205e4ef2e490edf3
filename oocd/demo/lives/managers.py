"""A disagreement with the managers of each side: settled, carried up, withdrawn, or left until its time is over."""

from oocd.demo.lives.calendar import Steps
from oocd.demo.lives.casework import Casework, Said
from oocd.demo.lives.meetings import HEAVIER, LIGHTER
from oocd.demo.words import OF_THE_PANEL, REASONS, WHY, made_up
from oocd.panels import service as panels
from oocd.panels.models import Escalation
from oocd.panels.queries import escalations_of, item_of, level_of

AT_LEVEL = {
    ("yjs", False): "operations",
    ("police", False): "chief",
    ("yjs", True): "head",
    ("police", True): "superintendent",
}
A_WHILE = 3  # days between two looks at whether the time of a level is over


def settle(case: Casework) -> Steps[None]:
    """From the panel's disagreement to an outcome, or back to the panel."""
    escalation = escalations_of(case.referral.id)[-1]
    if case.happens(0.1, "withdrawn_again"):
        yield 1
        _withdraw(case, escalation)
        return
    if case.happens(0.3, "lapses"):
        yield from _wait_for_the_next_level(escalation)
    yield case.days(2, 3)
    if not _top(escalation):
        _speak(case, escalation, differing=case.happens(0.3, "managers_differ"))
        yield case.days(1, 3)
    if escalation.state == "open" and _top(escalation):
        _speak(case, escalation, differing=case.happens(0.5))
    said: Said = {"reasons": REASONS | OF_THE_PANEL, "deviation_reason": WHY}
    case.through(
        panels.settle_escalation, escalation, **said, by=case.by("superintendent" if _top(escalation) else "operations")
    )


def _top(escalation: Escalation) -> bool:
    return level_of(escalation).settled_by is not None


def _wait_for_the_next_level(escalation: Escalation) -> Steps[None]:
    """Nobody speaks, until the service takes it up by itself."""
    while not _top(escalation):
        yield A_WHILE


def _speak(case: Casework, escalation: Escalation, *, differing: bool) -> None:
    """Each side names what it stands for; the police something else where they differ."""
    level = level_of(escalation)
    for agency in level.people:
        wish = case.wish()
        if differing and agency == "police":
            wish = next(
                (other for other in (HEAVIER.get(wish), LIGHTER.get(wish)) if other and case.on_offer(other)), wish
            )
        who = case.by(AT_LEVEL[(agency, level.settled_by is not None)])
        for outcome in (wish, case.wish()):
            views = [
                {"offence": offence.number, "outcome": outcome, "reasons": made_up("it fits what we read.")}
                for offence in case.referral.offences
            ]
            if case.refused(panels.give_view, escalation, views=views, by=who) is None:
                break


def _withdraw(case: Casework, escalation: Escalation) -> None:
    """Whoever raised it lets it go, and the chair puts the case off to the next panel."""
    raised_by = next(
        name
        for name in ("inspector", "manager", "health", "education", "socialcare", "substances", "victims")
        if case.by(name).person_id == escalation.raised_by
    )
    panels.withdraw_escalation(escalation, reason=made_up("we heard each other."), by=case.by(raised_by))
    item = item_of(case.referral.id)
    if item is not None:
        panels.defer(item, deferral_reason="other", reason=made_up("it goes to the next panel."), by=case.by("manager"))
