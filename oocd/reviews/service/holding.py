"""Reviews of the work: at its end, where the case is closed, extended or sent back, and on the way there."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.accounts.queries import recused_from
from oocd.assessment.queries import assessments_of
from oocd.db import db
from oocd.interventions.queries import interventions_of, outcomes_told_of
from oocd.interventions.service.plans import person_here
from oocd.outcomes.queries import standing_disposals_of
from oocd.panels.models import PanelMeeting
from oocd.policy import service as policy
from oocd.policy.edition import Edition
from oocd.referrals.models import Referral
from oocd.referrals.service import check_not_future
from oocd.reviews import rules
from oocd.reviews.errors import (
    AnswerWhetherCompleted,
    DecideToCloseHere,
    DecideToGoOn,
    ExtendIntoTheFuture,
    HeldByAPanelHere,
    NameWhereTo,
    NothingToReturn,
    NotToldToPolice,
    NotWorkOfThisCase,
    PlanWasNotCompleted,
    SayHowSafe,
    SayWhoWasHeard,
    SayWhyNotCompleted,
)
from oocd.reviews.models import ExitReview, InterimReview, OnwardService
from oocd.reviews.queries import columns_of_kpi_6, ended_work, outcomes_that_may_return, sitting_panel

GO_ON_WITH_WORK = "extend"
NOT_ASSESSED = "not_assessed"


def hold(
    review: ExitReview,
    *,
    plan_result: str,
    exit_decision: str,
    by: Actor,
    onward: Sequence[Mapping[str, Any]] = (),
    restorative_result: str | None = None,
    victim_told_on: date | None = None,
    police_told_on: date | None = None,
    kpi_6_completed: bool | None = None,
    not_completed_because: str | None = None,
    **reviewed: Any,
) -> None:
    """Record the review as held today: an explicit answer to whether the plan was completed, and what follows.

    Where it is on the agenda of a panel that sits now, that panel holds it, and whoever is in the room is present.
    Raises BadInput for what contradicts the record, or where something the decision asks for is missing.
    """
    workflow.require_open(review, "hold", by=by)
    edition = policy.on(clock.today(), review.area)
    panel = sitting_panel(review.id)
    said = _reviewed(review.case, edition, by, plan_result=plan_result, **reviewed)
    said["present"] += _in_the_room(panel, review) if panel else []
    _check_safety(review.case, said)
    _check_panel(said["present"], edition)
    check_not_future(victim_told_on, "victim told on")
    _check_decision(review.case, exit_decision, plan_result, onward, edition)
    _check_telling(review.case, plan_result, police_told_on, edition)
    _set(review, said)
    review.meeting_id = panel.id if panel else None
    review.kpi_6 = _kpi_6(review.case, plan_result, kpi_6_completed, not_completed_because, edition)
    review.exit_decision, review.restorative_result = exit_decision, restorative_result
    review.victim_told_on, review.police_told_on = victim_told_on, police_told_on
    review.onward += [_onward(review, service, edition) for service in onward]
    given = {"plan_result": plan_result, "exit_decision": exit_decision}
    workflow.move(review, "hold", by=by, given=given, plan_result=plan_result, exit_decision=exit_decision)


def extend(
    review: ExitReview, *, extended_to: date, reason: str, by: Actor, exit_decision: str = GO_ON_WITH_WORK
) -> None:
    """Go on to another day instead, with the work or with voluntary support; at its end another review opens.

    Raises ExtendIntoTheFuture, UnknownCode or DecideToGoOn.
    """
    decisions = policy.on(clock.today(), review.area).codes("exit_decisions")
    if not decisions[decisions.check(exit_decision)].get("goes_on"):
        raise DecideToGoOn
    if extended_to <= clock.today():
        raise ExtendIntoTheFuture
    workflow.require_open(review, "extend", by=by)
    panel = sitting_panel(review.id)
    review.extended_to, review.exit_decision = extended_to, exit_decision
    review.meeting_id = panel.id if panel else None
    given = {"extended_to": extended_to, "reason": reason}
    workflow.move(review, "extend", by=by, given=given, extended_to=extended_to, exit_decision=exit_decision)


def hold_interim(
    referral: Referral, *, by: Actor, next_review_by: date | None = None, **reviewed: Any
) -> InterimReview:
    """Record a review held today while the work goes on."""
    workflow.require_running(referral)
    edition = policy.on(clock.today(), referral.area)
    review = InterimReview(
        area=referral.area, referral_id=referral.id, next_review_by=next_review_by, recorded_by=by.person_id
    )
    _set(review, _reviewed(referral, edition, by, plan_result=None, **reviewed))
    db.session.add(review)
    db.session.flush()
    audit.record("interim_review.record", on=review, by=by)
    return review


def _reviewed(
    case: Referral,
    edition: Edition,
    by: Actor,
    *,
    plan_result: str | None,
    what_worked: str,
    results: Iterable[Mapping[str, Any]] = (),
    present: Iterable[Mapping[str, Any]] = (),
    needs: Mapping[str, Mapping[str, str]] | None = None,
    chaired_by: str | None = None,
    safety_of_child: str | None = None,
    safety_of_others: str | None = None,
    **heard: str | None,
) -> dict[str, Any]:
    """Everything a review says, checked against the codes of the day and the record of the case."""
    for level in (safety_of_child, safety_of_others):
        if level is not None:
            edition.codes("assessment_levels").check(level)
    _check_heard(heard, edition)
    work_results = _work_results(case, results, edition)
    if plan_result is not None:
        edition.codes("plan_results").check(plan_result)
        _check_plan_result(case, plan_result, work_results, edition)
    return {
        "held_on": clock.today(),
        "chaired_by": person_here(chaired_by, case.area).id if chaired_by else by.person_id,
        "present": [_present(who, case.area, edition) for who in present],
        "plan_result": plan_result,
        "work_results": work_results,
        "needs": _needs(needs or {}, edition),
        "safety_of_child": safety_of_child,
        "safety_of_others": safety_of_others,
        "what_worked": what_worked,
        **heard,
    }


def _check_safety(case: Referral, said: Mapping[str, Any]) -> None:
    """How safe the child and others are is looked at again; `not_assessed` says nothing where it was assessed before.

    Raises SayHowSafe.
    """
    assessed = any(row.state == "countersigned" for row in assessments_of(case.id))
    silent = {None, NOT_ASSESSED} if assessed else {None}
    if missing := [name for name in ("safety_of_child", "safety_of_others") if said[name] in silent]:
        raise SayHowSafe(missing)


def _in_the_room(panel: PanelMeeting, review: ExitReview) -> list[dict[str, str]]:
    """Who is there for their agency now, but for those who stepped back from the case."""
    recused = recused_from(review.referral_id)
    there = [row for row in panel.attendances if row.counts and row.in_room_at(None) and row.person_id not in recused]
    return [{"agency": row.agency, "person": str(row.person_id)} for row in there]


def _kpi_6(
    case: Referral, plan_result: str, completed: bool | None, because: str | None, edition: Edition
) -> dict[str, Any] | None:
    """The explicit answer the return asks for, with the column of each outcome; None where it counts nothing here."""
    if rules.contradicts_answer(plan_result, completed):
        raise AnswerWhetherCompleted
    answer = rules.ANSWERED_BY.get(plan_result, completed)
    columns = dict(columns_of_kpi_6(case)) if answer is not None else {}
    if because is not None:
        edition.codes("not_completed_reasons").check(because)
    if bool(because) != bool(columns and answer is False):
        raise SayWhyNotCompleted
    return {"completed": answer, "because": because, "columns": columns} if columns else None


def _check_panel(present: Iterable[Mapping[str, str]], edition: Edition) -> None:
    """Where an area has a panel hold the review at the end, the agencies that make it one."""
    there, agencies = {who["agency"] for who in present}, edition.codes("agencies")
    needed = edition.figure("figures/exit_review_agencies").value
    if missing := [agencies[agency]["label"] for agency in needed if agency not in there]:
        raise HeldByAPanelHere(missing)


def _check_heard(heard: Mapping[str, str | None], edition: Edition) -> None:
    """The child always, or why not; the family where anything is said of them."""
    if not rules.says_who_was_heard(heard.get("child_feedback"), heard.get("no_child_feedback")):
        raise SayWhoWasHeard("child")
    if heard.get("family_feedback") and heard.get("no_family_feedback"):
        raise SayWhoWasHeard("family")
    for name in ("no_child_feedback", "no_family_feedback"):
        if reason := heard.get(name):
            edition.codes("reasons_for_no_view").check(reason)


def _work_results(case: Referral, results: Iterable[Mapping[str, Any]], edition: Edition) -> dict[str, str]:
    """How each piece of ended work ended: as the review says, or as its worker answered when it ended."""
    ended = {row.id: row.result or "ended_early" for row in ended_work(case.id)}
    for said in results:
        if said["intervention"] not in ended:
            raise NotWorkOfThisCase
        ended[said["intervention"]] = edition.codes("plan_results").check(said["result"])
    return {str(work): result for work, result in ended.items()}


def _check_plan_result(case: Referral, plan_result: str, work_results: Mapping[str, str], edition: Edition) -> None:
    """What was voluntary, or only replaced by something else, says nothing of how the plan went."""
    reasons = edition.codes("end_reasons")
    counted = [
        work_results[str(row.id)]
        for row in ended_work(case.id)
        if not row.voluntary and not reasons.get(row.end_reason or "", {}).get("passed_over")
    ]
    if rules.contradicts(plan_result, counted):
        raise PlanWasNotCompleted


def _check_decision(
    case: Referral, exit_decision: str, plan_result: str, onward: Sequence[Any], edition: Edition
) -> None:
    decisions = edition.codes("exit_decisions")
    decided = decisions[decisions.check(exit_decision)]
    if decided.get("goes_on"):
        raise DecideToCloseHere
    if decided.get("refers_on") and not onward:
        raise NameWhereTo
    may_return = plan_result != rules.COMPLETED and any(outcomes_that_may_return(case.id, edition))
    if decided.get("returns") and not may_return:
        raise NothingToReturn


def _check_telling(case: Referral, plan_result: str, police_told_on: date | None, edition: Edition) -> None:
    check_not_future(police_told_on, "police told on")
    work = interventions_of(case.id)
    of_an_outcome = bool(standing_disposals_of(case.id))  # support that none asks for is nobody's failure
    for_the_police = of_an_outcome and (not work or any(outcomes_told_of(row, edition) for row in work))
    if police_told_on and plan_result != rules.COMPLETED and not for_the_police:
        raise NotToldToPolice


def _present(who: Mapping[str, Any], area: str, edition: Edition) -> dict[str, str]:
    named = {"agency": edition.codes("agencies").check(who["agency"])}
    return named | ({"person": str(person_here(who["person"], area).id)} if who.get("person") else {})


def _needs(needs: Mapping[str, Mapping[str, str]], edition: Edition) -> dict[str, Any]:
    for need, levels in needs.items():
        edition.codes("needs").check(need)
        for level in levels.values():
            edition.codes("need_levels").check(level)
    return {need: dict(levels) for need, levels in needs.items()}


def _onward(review: ExitReview, service: Mapping[str, Any], edition: Edition) -> OnwardService:
    return OnwardService(
        area=review.area,
        referral_id=review.referral_id,
        agency=edition.codes("agencies").check(service["agency"]),
        service=service["service"],
        accepted=service["accepted"],
    )


def _set(review: ExitReview | InterimReview, said: Mapping[str, Any]) -> None:
    for name, value in said.items():
        setattr(review, name, value)
