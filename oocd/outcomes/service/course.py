"""While an activity or conditions run: how it goes, done, not done, excused, or back with the police."""

from collections.abc import Mapping, Sequence
from datetime import date

from oocd import audit, clock, workflow
from oocd.accounts.actor import Actor
from oocd.db import db
from oocd.outcomes.errors import CompletedBeforeItWasGiven, DateInTheFuture, NoAnswerYet
from oocd.outcomes.models import Disposal, ExcuseDecision, Failure, ProgressReport
from oocd.outcomes.queries import IN_FORCE
from oocd.outcomes.service.conditions import Conditions, change, check_decider
from oocd.outcomes.service.giving import set_home_office_code
from oocd.policy import service as policy

EXCUSED, NOT_EXCUSED = "reasonable_excuse", "no_reasonable_excuse"


def report_progress(disposal: Disposal, *, kind: str, words: str, by: Actor) -> ProgressReport:
    """Tell the police how a given outcome goes. Of a community resolution or a caution nothing else follows."""
    workflow.require_running(disposal.case)
    policy.on(clock.today(), disposal.area).codes("progress_notices").check(kind)
    audit.take_turn(disposal)
    db.session.expire(disposal)
    if disposal.state not in IN_FORCE:
        raise NoAnswerYet
    report = _tell_police(disposal, kind, words, by)
    db.session.flush()
    audit.record("disposal.report_progress", on=disposal, by=by, kind=kind)
    return report


def complete(
    disposal: Disposal,
    *,
    completed_on: date,
    words: str,
    by: Actor,
    rule_reasons: Mapping[str, str] | None = None,
    acknowledged: Sequence[str] = (),
) -> None:
    """The activity or the last condition is done, and the police hear so; a code that waited for it is recorded now."""
    workflow.require_open(disposal, "complete", by=by)
    audit.take_turn(disposal)
    outcome = policy.on(clock.today(), disposal.area).codes("outcomes")[disposal.outcome]
    if completed_on > clock.today() and outcome["code_set"] != "completed":
        raise DateInTheFuture("completed_on")  # where a code waits for completion, its rule refuses by name
    if disposal.given_on and completed_on < disposal.given_on:
        raise CompletedBeforeItWasGiven
    _tell_police(disposal, "completed", words, by)
    _finish(disposal, completed_on)
    given = {"completed_on": completed_on, "rule_reasons": rule_reasons or {}, "acknowledged": acknowledged}
    workflow.move(disposal, "complete", by=by, given=given, code=disposal.home_office_code)


def report_failure(
    disposal: Disposal,
    *,
    failure_reason: str,
    words: str,
    attempts: int,
    by: Actor,
    rule_reasons: Mapping[str, str] | None = None,
    acknowledged: Sequence[str] = (),
) -> None:
    """It is not being done, and the police hear so at once. Nothing follows by itself: a person decides."""
    workflow.require_open(disposal, "report_failure", by=by)
    audit.take_turn(disposal)
    policy.on(clock.today(), disposal.area).codes("failure_reasons").check(failure_reason)
    disposal.failures.append(
        Failure(
            area=disposal.area,
            referral_id=disposal.referral_id,
            number=len(disposal.failures) + 1,
            failure_reason=failure_reason,
            words=words,
            attempts=attempts,
            reported_on=clock.today(),
            agency=by.agency_in(disposal.area),
            recorded_by=by.person_id,
        )
    )
    _tell_police(disposal, "not_completed", words, by)
    given = {"failure_reason": failure_reason, "rule_reasons": rule_reasons or {}, "acknowledged": acknowledged}
    workflow.move(
        disposal, "report_failure", by=by, given=given, failure_reason=failure_reason, attempts=attempts, told="police"
    )


def excuse(
    disposal: Disposal,
    *,
    reason: str,
    officer: str,
    officer_role: str,
    by: Actor,
    conditions: Conditions = (),
    planned_end: date | None = None,
    consent: bool = False,
    longer_course: Mapping[str, str] | None = None,
    rule_reasons: Mapping[str, str] | None = None,
    acknowledged: Sequence[str] = (),
) -> None:
    """The child had a reasonable excuse: it goes on, as it was or changed with the child's consent."""
    workflow.require_open(disposal, "excuse", by=by)
    audit.take_turn(disposal)
    _answer(disposal, EXCUSED, "vary_conditions" if conditions else "more_time", reason, officer, officer_role, by)
    if conditions or planned_end:
        change(
            disposal,
            reason=reason,
            consent=consent,
            officer=officer,
            officer_role=officer_role,
            by=by,
            conditions=conditions,
            planned_end=planned_end,
            longer_course=longer_course,
        )
    given = {"reason": reason, "rule_reasons": rule_reasons or {}, "acknowledged": acknowledged}
    workflow.move(disposal, "excuse", by=by, given=given, decision=EXCUSED)


def treat_as_completed(disposal: Disposal, *, reason: str, officer: str, officer_role: str, by: Actor) -> None:
    """The child had a reasonable excuse, and what was done is enough."""
    workflow.require_open(disposal, "treat_as_completed", by=by)
    audit.take_turn(disposal)
    _answer(disposal, EXCUSED, "treat_as_completed", reason, officer, officer_role, by)
    _finish(disposal, clock.today())
    workflow.move(disposal, "treat_as_completed", by=by, given={"reason": reason}, decision=EXCUSED)


def not_excused(disposal: Disposal, *, reason: str, officer: str, officer_role: str, by: Actor) -> None:
    """No reasonable excuse: the police decide again, and only now may anybody speak of prosecution."""
    workflow.require_open(disposal, "not_excused", by=by)
    audit.take_turn(disposal)
    _answer(disposal, NOT_EXCUSED, "police_decide_again", reason, officer, officer_role, by)
    workflow.move(disposal, "not_excused", by=by, given={"reason": reason}, decision=NOT_EXCUSED)


def revive(disposal: Disposal, *, reason: str, officer: str, officer_role: str, by: Actor) -> None:
    """The decision to prosecute that was on hold stands again: the next is a charge, unless the police say why not."""
    workflow.require_open(disposal, "revive", by=by)
    audit.take_turn(disposal)
    _answer(disposal, NOT_EXCUSED, "prosecution_revives", reason, officer, officer_role, by)
    workflow.move(disposal, "revive", by=by, given={"reason": reason}, decision=NOT_EXCUSED)


def withdraw_consent(disposal: Disposal, *, reason: str, by: Actor) -> None:
    """The child no longer agrees. It ends here, whatever was done, and the police decide again."""
    workflow.require_open(disposal, "withdraw_consent", by=by)
    audit.take_turn(disposal)
    _tell_police(disposal, "child_withdrew", reason, by)
    workflow.move(disposal, "withdraw_consent", by=by, given={"reason": reason}, outcome=disposal.outcome)


def _tell_police(disposal: Disposal, kind: str, words: str, by: Actor) -> ProgressReport:
    report = ProgressReport(
        area=disposal.area,
        referral_id=disposal.referral_id,
        kind=kind,
        words=words,
        agency=by.agency_in(disposal.area),
        recorded_by=by.person_id,
    )
    disposal.reports.append(report)
    return report


def _answer(
    disposal: Disposal, decision: str, follows: str, reason: str, officer: str, officer_role: str, by: Actor
) -> None:
    """Whether the last failure reported is excused, by an authorised person or prosecutor."""
    check_decider(officer_role, policy.on(clock.today(), disposal.area))
    disposal.failures[-1].excuse = ExcuseDecision(
        area=disposal.area,
        referral_id=disposal.referral_id,
        decision=decision,
        follows=follows,
        officer=officer,
        officer_role=officer_role,
        reason=reason,
        decided_on=clock.today(),
        recorded_by=by.person_id,
    )
    db.session.flush()


def _finish(disposal: Disposal, day: date) -> None:
    disposal.completed_on = day
    set_home_office_code(disposal, "completed")
