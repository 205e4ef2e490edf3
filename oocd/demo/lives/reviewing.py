"""The exit review, held by the worker or by a panel where an area has one for every case, and closing the case."""

from datetime import timedelta

from oocd import clock
from oocd.db import db
from oocd.demo.lives import preparing, working
from oocd.demo.lives.calendar import Life, NoAnswer, Steps
from oocd.demo.lives.casework import Casework, Place, Said, ahead, rules_of
from oocd.demo.people import AT_PANEL
from oocd.demo.words import made_up
from oocd.interventions import service as interventions
from oocd.interventions.queries import interventions_of
from oocd.outcomes import service as outcomes
from oocd.outcomes.queries import standing_disposals_of
from oocd.panels import service as panels
from oocd.referrals import service as referrals
from oocd.reviews import service as reviews
from oocd.reviews.models import ExitReview
from oocd.reviews.queries import DUE, EXTENDED, REVIEW, agenda_of, columns_of_kpi_6, review_of, unlisted_reviews

EVERY = 14  # days from one review panel to the next
LOOK_AGAIN = 7  # days between two looks at whether the panel has held it
LONGER = 28  # days for which work is extended


def review(case: Casework) -> Steps[None]:
    """Go to the exit review, have it held or the work extended once, and close the case or see it go to the police."""
    if case.state == "with_police_again":
        return
    yield case.days(2, 10)
    if case.state == "given":
        interventions.review_without_work(case.referral, by=case.by("worker"))
    else:
        interventions.end_work(case.referral, by=case.by("worker"))
    yield from _held(case)
    if _latest(case).state == EXTENDED:
        yield from _go_on(case)
        yield from _held(case)
    yield case.days(3, 25)
    if working.running(case):
        working.report_failure(case)
        yield case.days(6, 30)
        for disposal in working.running(case):
            working.not_excused(case, disposal)
    if case.state != "with_police_again":
        yield from _close(case)


def _held(case: Casework) -> Steps[None]:
    """After a while by the worker, or by the panel that every case here comes before."""
    if not case.place.figure("exit_review_agencies"):
        yield case.days(15, 70)
        _hold(case)
    while _latest(case).state == DUE:
        yield LOOK_AGAIN


def _hold(case: Casework, by: str = "worker") -> None:
    """Close, go on, or back to the police where something is not done."""
    due = _latest(case)
    if due.number == 1 and case.state == "in_exit_review" and case.happens(0.12, "extended"):
        reason = made_up("the child asked to go on.")
        reviews.extend(due, extended_to=ahead(LONGER), reason=reason, by=case.by(by))
        return
    decided: Said = {"exit_decision": "close"}
    if working.running(case):
        decided = {"exit_decision": "return_to_police"}
    elif case.happens(0.2):
        onward = {"agency": "health", "service": made_up("somebody to talk to."), "accepted": case.happens(0.7)}
        decided = {"exit_decision": "close_with_onward_support", "onward": [onward]}
    said: Said = {"what_worked": made_up("meeting the person harmed.")}
    said |= {"no_child_feedback": "declined"} if case.happens(0.15) else {"child_feedback": made_up("they listened.")}
    said |= {"safety_of_child": "low", "safety_of_others": "low", **_answer_for_the_return(case)}
    reviews.hold(due, **decided, **said, by=case.by(by))


def _go_on(case: Casework) -> Steps[None]:
    """What the child wanted more of, until its day has come."""
    working.plan(case, voluntary=True)
    yield case.days(7, 14)
    for piece in working.open_work(case):
        interventions.hold_session(piece, held_on=clock.today(), by=case.by("worker"))
        interventions.complete(piece, result="completed", by=case.by("worker"))
    until = _latest(case).extended_to or clock.today()
    yield max(0, (until - clock.today()).days)
    interventions.end_work(case.referral, by=case.by("worker"))


def _answer_for_the_return(case: Casework) -> Said:
    """What the plan came to, and what the national return asks beside it of work that it counts."""
    result = _plan_result(case)
    said: Said = {"plan_result": result}
    if result == "partly_completed":
        said["kpi_6_completed"] = case.happens(0.5)
    if (result == "not_completed" or said.get("kpi_6_completed") is False) and dict(columns_of_kpi_6(case.referral)):
        said["not_completed_because"] = "not_engaged"
    return said


def _plan_result(case: Casework) -> str:
    pieces = [row for row in interventions_of(case.referral.id) if not row.voluntary and row.end_reason != "replaced"]
    if not pieces:
        return "no_plan"
    results = {row.result or "not_completed" for row in pieces}
    return results.pop() if len(results) == 1 else "partly_completed"


# -- closing


def _close(case: Casework) -> Steps[None]:
    while (refusal := case.refused(referrals.close, case.referral, by=case.by("manager"))) is not None:
        _do_what_closing_asks(case, rules_of(refusal))
        yield case.days(2, 6)
    if case.happens(0.4):
        preparing.tell_the_victims(case, "ending")


def _do_what_closing_asks(case: Casework, rules: list[str]) -> None:
    """What somebody forgot: a referral after a caution, a word on a programme, how the conditions went."""
    answered = {"YJS-01", "YJS-03", "YJS-08", "OUT-20"} & set(rules)
    if not answered:
        raise NoAnswer(f"Nobody knows how to close {case.child.reference}: {', '.join(rules)}")
    for disposal in standing_disposals_of(case.referral.id):
        if "YJS-01" in rules and disposal.yjs_told_on is None:
            case.refused(outcomes.tell_yjs, disposal, by=case.by("inspector"))
        if "YJS-03" in rules:
            offence: Said = {"offence": disposal.offence.number, "reason": made_up("other help is under way.")}
            interventions.decline_programme(case.referral, **offence, by=case.by("manager"))
        if "YJS-08" in rules:
            told: Said = {"kind": "completed", "words": made_up("as agreed.")}
            case.refused(outcomes.report_progress, disposal, **told, by=case.by("worker"))
    if "OUT-20" in rules:
        working.complete_courses(case)


def _latest(case: Casework) -> ExitReview:
    latest = review_of(case.referral.id)
    if latest is None:
        raise RuntimeError("The case opened no exit review.")
    return latest


# -- where a panel holds them


def panel(place: Place) -> Life:
    """One review panel after the other, for as long as every case of the area comes before one."""
    while True:
        if place.figure("exit_review_agencies"):
            yield from _sitting(place)
        else:
            yield EVERY


def _sitting(place: Place) -> Steps[None]:
    """Whatever is due by then stands on its agenda, by itself or by the coordinator's hand."""
    coordinator, chair = place.team["coordinator"], place.team["manager"]
    day = clock.today() + timedelta(days=EVERY)
    meeting = panels.plan_meeting(area=place.area, held_on=day, kind=REVIEW, by=coordinator)
    yield EVERY
    for review_id in unlisted_reviews(place.area):
        case = place.cases[db.session.get_one(ExitReview, review_id).referral_id]
        reviews.list_review(_latest(case), meeting=meeting, by=coordinator)
    panels.open_meeting(meeting, by=chair)
    for agency in place.figure("exit_review_agencies"):
        panels.arrive(meeting, person=place.team.email(AT_PANEL[agency]), by=coordinator)
    for listing in agenda_of(meeting):
        if listing.review.state == DUE:
            case = place.cases[listing.referral_id]
            if error := case.refused(_hold, case, by="manager"):
                place.calendar.note(error)  # it waits for the next panel
    panels.end_meeting(meeting, by=chair)
